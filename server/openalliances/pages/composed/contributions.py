"""The pages of a contribution, what one state gives to one mission, and of one count of people."""

from __future__ import annotations

from markupsafe import Markup, escape

from openalliances.facts import contributors as of_people
from openalliances.facts.contributors import Contribution, Count
from openalliances.facts.names import Named, names
from openalliances.facts.receipts import citations
from openalliances.pages import figures
from openalliances.pages.composed.contributor_tables import counts_table
from openalliances.pages.composed.english import called
from openalliances.pages.composed.hearsay import what_is_said
from openalliances.pages.composed.model import Composed, Key, Section
from openalliances.pages.composed.names import titled
from openalliances.pages.composed.operation_words import CONTRIBUTIONS, SEEN_ONLY, not_stated
from openalliances.pages.composed.recorded import Fact, Recorded, facts_table
from openalliances.pages.composed.spells import since, until
from openalliances.pages.composed.times import on
from openalliances.pages.composed.ways import ways
from openalliances.pages.markup import isolated
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_TROOPS = "troop-deployment"
_HAD = {
    True: "{state} had troops in {mission} from {start} to {end}.",
    False: "{state} had people in {mission} from {start} to {end}.",
}
_HAS = {
    True: "{state} has had troops in {mission} since {start}.",
    False: "{state} has had people in {mission} since {start}.",
}
_LISTED = {
    True: "Records show troops of {state} in {mission} from {start} to {end}.",
    False: "Records show people of {state} in {mission} from {start} to {end}.",
}
_LISTED_SINCE = {
    True: "Records show troops of {state} in {mission} since {start}, last on {end}.",
    False: "Records show people of {state} in {mission} since {start}, last on {end}.",
}
_GAVE = {
    True: "{state} gave troops to {mission}; from when to when is not stated.",
    False: "{state} gave people to {mission}; from when to when is not stated.",
}


def compose(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of a contribution, None where the tables have no such contribution."""
    given = of_people.contribution(reader, id_)
    if given is None:
        return None
    mission = names(reader, (given.mission,)).get(given.mission, Named("", ""))
    recorded = Recorded.of(reader, id_)
    latest = given.latest(view.day)
    key = (
        ("State", view.link(given.state.id, given.state.name)),
        ("Mission", view.link(mission.id, mission.short)),
        ("What it gave", view.say(CONTRIBUTIONS.get(given.kind, given.kind))),
        ("Last count", _counted(view, latest)),
        ("Allotted", _allotted(view, given)),
    )
    title, language = _title(view, given, mission)
    return Composed(
        thing=id_,
        title=title,
        language=language,
        eyebrow=view.say("Contribution to {mission}", mission=view.link(mission.id, mission.short)),
        answer=answer(view, given, mission, latest),
        key=tuple(Key(view.say(name), value) for name, value in key if value),
        sections=tuple(
            section
            for section in (
                _counts(view, reader, given),
                _facts(view, given, mission, recorded),
                *what_is_said(view, reader, id_),
            )
            if section
        ),
    )


def _title(view: View, given: Contribution, mission: Named) -> tuple[str, str]:
    parts = ((given.state.id, given.state.name), (mission.id, mission.short))
    return titled(view, given.name, CONTRIBUTIONS.get(given.kind, given.kind), parts)


def compose_count(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of one count, None where the tables have no such count."""
    count = of_people.count(reader, id_)
    given = of_people.contribution(reader, count.contribution) if count else None
    if count is None or given is None:
        return None
    mission = names(reader, (given.mission,)).get(given.mission, Named("", ""))
    cited = of_people.count_citations(reader, (count,))
    said = view.say(
        "{when}, {state} had {people} in {mission}.",
        when=on(view, count.date, is_first=True),
        state=called(view, given.state.id, given.state.name),
        people=view.wording.plural(count.total or 0, "{n} person", "{n} people"),
        mission=view.link(mission.id, mission.short),
    )
    caption = view.say("The count")
    table = counts_table(view, (count,), cited, caption)
    out = ways(view.at(None), "counts", {"id": id_}, view.say("of this count"))
    more = view.link(given.id, view.say("all counts"))
    title, language = _title(view, given, mission)
    return Composed(
        thing=id_,
        title=title,
        language=language,
        eyebrow=view.say(
            "Count of people in {mission}", mission=view.link(mission.id, mission.short)
        ),
        answer=said,
        key=(
            Key(view.say("State"), view.link(given.state.id, given.state.name)),
            Key(view.say("Mission"), view.link(mission.id, mission.short)),
            Key(view.say("Contribution"), more),
        ),
        sections=(Section("counts", caption, (table,), ways=out),),
    )


def answer(view: View, given: Contribution, mission: Named, latest: Count | None) -> Markup:
    """Return from when to when a state took part, and with how many people at the last count."""
    spell, is_troops = given.spell, given.kind == _TROOPS
    if given.allotted is not None:
        return _was_to_send(view, given, mission, given.allotted)
    text = _GAVE
    is_seen_only = bool({spell.start_kind, spell.end_kind} & SEEN_ONLY)
    if spell.start and spell.end:
        text = _LISTED if is_seen_only else _HAD
    elif spell.start and spell.known_until:
        text = _LISTED_SINCE if is_seen_only else _HAS
    elif spell.start and not spell.has_ended:
        text = _HAS
    said = view.say(
        text[is_troops],
        state=called(view, given.state.id, given.state.name),
        mission=view.link(mission.id, mission.short),
        start=view.date(spell.start),
        end=view.date(spell.end or spell.known_until),
    )
    parts = [said[:1].upper() + said[1:]]
    if latest and latest.total is not None:
        parts.append(
            view.say(
                "At the last count, {when}, there were {people}.",
                when=on(view, latest.date),
                people=view.number_of(latest.total),
            )
        )
    return Markup(" ").join(parts)


def _was_to_send(view: View, given: Contribution, mission: Named, allotted: int) -> Markup:
    """Return how many people were allotted, of whom nobody says that they came."""
    text = "{state} was to have {people} in {mission}; that they came is not recorded here."
    if given.allotted_on:
        text = (
            "{state} was to have {people} in {mission}, as allotted {when}; that they came is not "
            "recorded here."
        )
    return view.say(
        text,
        state=isolated(given.state.name),
        people=view.wording.plural(allotted, "{n} person", "{n} people"),
        mission=view.link(mission.id, mission.short),
        when=on(view, given.allotted_on),
    )


def _counted(view: View, count: Count | None) -> Markup:
    if count is None or count.total is None:
        return Markup()
    number = view.number_of(count.total)
    return view.say("{people} {when}", people=number, when=on(view, count.date))


def _allotted(view: View, given: Contribution) -> Markup:
    if given.allotted is None:
        return Markup()
    number = view.number_of(given.allotted)
    if not given.allotted_on:
        return escape(number)
    return view.say("{people} {when}", people=number, when=on(view, given.allotted_on))


def _counts(view: View, reader: Reader, given: Contribution) -> Section | None:
    if not given.counts:
        return None
    cited = citations(reader, (given.id,)) | of_people.count_citations(reader, given.counts)
    table = counts_table(view, given.counts, cited, view.say("All counts"))
    number = view.number_of(len(given.counts))
    out = ways(view.at(None), "counts", {"contribution": given.id}, view.say("of these counts"))
    people = None
    if len(given.counts) > 1:
        asked = {"thing": given.mission, "state": given.state.id}
        people = figures.block(view.at(None), reader, "personnel", **asked)
    blocks = (people, table) if people else (table,)
    return Section("counts", view.say("How many"), blocks, count=number, ways=out, jump=number)


def _facts(view: View, given: Contribution, mission: Named, recorded: Recorded) -> Section:
    spell = given.spell
    start = since(view, spell, recorded.others("startDate"))
    end = until(view, spell, recorded.others("endDate"))
    kind = view.say(CONTRIBUTIONS.get(given.kind, given.kind))
    rows = (
        Fact(view.say("State"), view.link(given.state.id, given.state.name), ("contributedBy",)),
        Fact(view.say("Mission"), view.link(mission.id, mission.name), ("isContributionTo",)),
        Fact(view.say("What it gave"), kind or not_stated(view), ("hasContributionType",)),
        Fact(view.say("From"), start, ("startDate", "hasStartDateKind")),
        Fact(view.say("Until"), end, ("endDate", "hasEndDateKind")),
    )
    table = facts_table(view, recorded, rows, view.say("Facts about the contribution"))
    out = ways(view.at(None), "contributions", {"id": given.id}, view.say("of this contribution"))
    return Section("facts", view.say("Facts and who says so"), (table,), ways=out, jump="-")
