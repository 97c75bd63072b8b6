"""The page of a mission: what it was, what came before and after, who allowed it, who took part."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from markupsafe import Markup

from openalliances.facts import components as of_components
from openalliances.facts import contributors as of_people
from openalliances.facts import listings as of_lists
from openalliances.facts import mandates as of_mandates
from openalliances.facts import missions as of_missions
from openalliances.facts.contributors import Contributor, Total
from openalliances.facts.days import Day, Holds
from openalliances.facts.listings import Listing
from openalliances.facts.mandates import ESTABLISHMENT, Mandate
from openalliances.facts.missions import Chain, Mission
from openalliances.facts.receipts import citations
from openalliances.pages import figures
from openalliances.pages.composed import model, names
from openalliances.pages.composed.component_table import component_table
from openalliances.pages.composed.contributor_tables import (
    contributor_table,
)
from openalliances.pages.composed.disagreement import sides
from openalliances.pages.composed.hearsay import what_is_said
from openalliances.pages.composed.mandate_tables import mandate_table
from openalliances.pages.composed.mission_answer import answer, on_day
from openalliances.pages.composed.model import Composed, Key, Name, Section, Step, Strip
from openalliances.pages.composed.names import elsewhere
from openalliances.pages.composed.operation_words import DEPLOYMENTS, kinds
from openalliances.pages.composed.recorded import Fact, Recorded, facts_table
from openalliances.pages.composed.response import Response, to_what
from openalliances.pages.composed.spells import since, until
from openalliances.pages.composed.times import on, strip
from openalliances.pages.composed.ways import ways
from openalliances.pages.markup import filled
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_FIRST_MANDATES = 3
_LAST_MANDATES = 5
_MOST_CONTRIBUTORS = 20
_MOST_KEYS = 8
_YEAR = len("2003")
_DAYS_A_YEAR = 365.2425


def compose(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of a mission, None where the tables have no such mission."""
    mission = of_missions.mission(reader, id_)
    if mission is None:
        return None
    mandates = of_mandates.mandates(reader, id_)
    chain = of_missions.chain(reader, mission)
    recorded = Recorded.of(reader, id_)
    totals = of_people.totals(reader, id_)
    disputed = sides(view, reader, id_)
    response = to_what(view, reader, id_, recorded)
    sections = (
        _before_and_after(view, reader, mission, chain),
        _facts(view, mission, recorded, response),
        _mandates(view, reader, mission, mandates),
        _contributors(view, reader, mission, totals),
        _components(view, reader, mission),
        *what_is_said(view, reader, id_, view.plain(id_, mission.short)),
    )
    notes = (on_day(view, mission, view.day),) if view.day else ()
    if mission.deployment:
        notes = (*notes, *names.notes(view, recorded.values))
    return Composed(
        thing=id_,
        title=mission.name,
        eyebrow=_eyebrow(view, mission),
        answer=answer(view, mission, mandates, chain),
        also=(Name(mission.name_fr, "fr"),) if mission.name_fr else (),
        key=_key(view, reader, mission, chain, response, totals, mandates),
        head=(*([disputed] if disputed else []), *_years(view, mission)),
        sections=tuple(section for section in sections if section),
        notes=notes,
    )


def _eyebrow(view: View, mission: Mission) -> Markup:
    leaders = view.listed([view.link(one.id, one.name) for one in mission.leaders])
    what = kinds(view, mission.kinds)
    return view.say("{what} · {leaders}", what=what, leaders=leaders) if leaders else what


def _key(
    view: View,
    reader: Reader,
    mission: Mission,
    chain: Chain,
    response: Response,
    totals: Sequence[Total],
    mandates: Sequence[Mandate],
) -> tuple[Key, ...]:
    before = [one for one in chain.before if one.id in mission.follows]
    after = [one for one in chain.after if mission.id in one.follows]
    people = next((one for one in reversed(totals) if _is_by(one.date, view.day)), None)
    facts = (
        ("Acronym", view.name(mission.id, mission.acronym) if mission.acronym else ""),
        ("Led by", view.listed([view.link(one.id, one.name) for one in mission.leaders])),
        ("Where", view.listed([view.link(one.id, one.name) for one in mission.hosts])),
        ("Deployment", _deployment(view, mission)),
        ("Lasted", _lasted(view, mission)),
        ("Known until", _known_until(view, mission)),
        ("Mandate until", _mandate_until(view, mission, mandates)),
        ("People counted", _people(view, people)),
        ("Took over from", view.listed([view.link(one.id, one.short) for one in before])),
        ("Followed by", view.listed([view.link(one.id, one.short) for one in after])),
        ("Conflict", response.short),
    )
    keys = tuple(Key(view.say(name), value) for name, value in facts if value)
    return (*keys[:_MOST_KEYS], *elsewhere(view, reader, mission.id))


def _is_by(date: str, day: Day | None) -> bool:
    return day is None or date <= day.last


def _people(view: View, total: Total | None) -> Markup:
    if total is None:
        return Markup()
    return view.wording.plural(
        total.states,
        "{people} of one state, {when}",
        "{people} of {n} states, {when}",
        people=view.number_of(total.total),
        when=on(view, total.date),
    )


def _deployment(view: View, mission: Mission) -> Markup:
    """Return what became of a mission that was decided and did not take place."""
    return view.say(DEPLOYMENTS[mission.deployment]) if mission.deployment else Markup()


def _known_until(view: View, mission: Mission) -> Markup:
    """Return the last day on which a source shows it, where no end is stated."""
    spell = mission.spell
    return Markup() if spell.has_ended or mission.deployment else view.date(spell.known_until)


def _mandate_until(view: View, mission: Mission, mandates: Sequence[Mandate]) -> Markup:
    """Return until when the last decision gives leave to a mission that goes on."""
    leaves = [one for one in mandates if one.gives_leave]
    if mission.spell.has_ended or not leaves or view.day:
        return Markup()
    until = view.date(leaves[-1].authorized_until)
    return view.say("{date}, by the last decision recorded", date=until) if until else until


def _lasted(view: View, mission: Mission) -> Markup:
    spell = mission.spell
    if not (spell.start and spell.end_latest) or mission.deployment:
        return Markup()
    first, last = (
        datetime.date.fromisoformat(text) for text in (spell.start_earliest, spell.end_latest)
    )
    days = (last - first).days + 1
    years = int(days / _DAYS_A_YEAR)
    if years >= 2:
        return view.wording.plural(years, "{n} year", "{n} years")
    months = max(1, round(days / _DAYS_A_YEAR * 12))
    return view.wording.plural(months, "{n} month", "{n} months")


def _years(view: View, mission: Mission) -> tuple[Strip, ...]:
    """Return years of the mission as links, each to the page as it was then."""
    spell = mission.spell
    last = spell.end_latest or spell.known_until
    if not (spell.start and last) or mission.deployment:
        return ()
    first_year, last_year = int(spell.start_earliest[:4]), int(last[:4])
    return strip(view, mission.id, range(first_year, last_year + 1))


def _before_and_after(view: View, reader: Reader, mission: Mission, chain: Chain) -> Section | None:
    if mission.is_collective:
        return None
    before, after = chain.before, chain.after
    steps = [
        *(_step(view, one) for one in before),
        Step(view.name(mission.id, mission.short), _span(view, mission), is_here=True),
        *(_step(view, one) for one in after),
    ]
    if not before:
        steps.insert(0, Step(view.say("No predecessor is recorded")))
    if not after and mission.spell.has_ended:
        steps.append(Step(view.say("No successor is recorded")))
    # In a place of several the timeline shows what took turns there; else the chain says it all.
    place = mission.hosts[0].id if mission.hosts else ""
    blocks = (
        _alone(view, mission)
        if chain.is_empty
        else model.Chain(view.say("Chain of missions"), tuple(steps)),
        figures.block(view, reader, "operations-timeline", thing=place, role="place")
        if place
        else None,
    )
    return Section(
        "chain",
        view.say("Before and after"),
        tuple(block for block in blocks if block),
        ways=ways(view.at(None), "missions", {"id": mission.id}, view.say("of this mission")),
        jump="-",
    )


def _alone(view: View, mission: Mission) -> model.Text:
    text = "No predecessor is recorded."
    if mission.spell.has_ended:
        text = "No predecessor and no successor is recorded."
    return model.Text(filled('<p class="note">{}</p>', view.say(text)))


def _step(view: View, mission: Mission) -> Step:
    return Step(
        view.name(mission.id, mission.short), _span(view, mission), view.href(view.path(mission.id))
    )


def _span(view: View, mission: Mission) -> Markup:
    spell = mission.spell
    if mission.deployment:
        return view.say(DEPLOYMENTS[mission.deployment])
    if spell.start and spell.end:
        return filled("{} – {}", view.date(spell.start), view.date(spell.end))
    if spell.start:
        return view.say("since {date}", date=view.date(spell.start))
    return view.say("dates not stated")


def _facts(view: View, mission: Mission, recorded: Recorded, response: Response) -> Section:
    spell = mission.spell
    leaders = view.listed([view.link(one.id, one.name) for one in mission.leaders])
    hosts = view.listed([view.link(one.id, one.name) for one in mission.hosts])
    start = since(view, spell, recorded.others("startDate"))
    end = until(view, spell, recorded.others("endDate"))
    if mission.deployment and not spell.start:
        start = end = Markup()
    texts = [view.link(one.value, one.name) for one in recorded.values.get("supportsAgreement", ())]
    facts = [
        Fact(view.say("Led by"), leaders, ("isLedBy",)),
        Fact(view.say("Where"), hosts, ("takesPlaceIn",)),
        Fact(view.say("Deployment"), _deployment(view, mission), ("hasDeploymentStatus",)),
        Fact(view.say("From"), start, ("startDate", "hasStartDateKind")),
        Fact(view.say("Until"), end, ("endDate", "hasEndDateKind")),
        Fact(view.say("Kind"), kinds(view, mission.kinds), ("type",)),
        Fact(view.say("Responds to"), response.text, ("respondsTo",), response.by),
        Fact(view.say("Agreement"), view.listed(texts), ("supportsAgreement",)),
    ]
    shown = [fact for fact in facts if fact.value]
    table = facts_table(
        view,
        recorded,
        shown,
        view.say("Facts about {name}", name=view.name(mission.id, mission.short)),
    )
    return Section(
        "facts",
        view.say("Facts and who says so"),
        (table,),
        lede=_inexact(view, mission, recorded),
        ways=ways(
            view.at(None), "statements", {"subject": mission.id}, view.say("of what is recorded")
        ),
        jump="-",
    )


def _inexact(view: View, mission: Mission, recorded: Recorded) -> Markup:
    """Return that of its start or end the year alone is known, and that decisions are none.

    Where a source gives another date, the row of the date says so.
    """
    spell = mission.spell
    is_start = len(spell.start) == _YEAR and not recorded.others("startDate")
    is_end = len(spell.end) == _YEAR and not recorded.others("endDate")
    if not (is_start or is_end):
        return Markup()
    text = "The sources that were seen give the year of its end alone."
    if is_start:
        text = "The sources that were seen give the year of its start alone."
    if is_start and is_end:
        text = "The sources that were seen give the years of its start and its end alone."
    said = view.say(text)
    if not is_start:
        return said
    decisions = view.say("The days of decisions on it stand with its mandates, if any are known.")
    return Markup(" ").join((said, decisions))


def _mandates(
    view: View, reader: Reader, mission: Mission, mandates: Sequence[Mandate]
) -> Section | None:
    if not mandates:
        return None
    cited = citations(reader, [one.id for one in mandates])
    day = view.day
    caption = view.say("Mandates of {name}", name=view.name(mission.id, mission.short))
    known = [one for one in mandates if not day or (one.spell.start or "~") <= day.last]
    now = of_mandates.in_force(known, day) if day else ()
    shown = _main_mandates(known, now)
    told = {one.id for group in (*shown, now) for one in group}
    rest = [one for one in known if one.id not in told]
    first, last = shown
    headings = (
        (view.say("In force {when}", when=on(view, day.text)) if day and now else "", now),
        (view.say("Set up by") if day and now and first else "", first),
        (view.say("Later decisions") if day and now and last else "", last),
    )
    blocks: list[model.Block] = [mandate_table(view, headings, cited, caption)]
    if not any(rows for _, rows in headings):
        blocks = []
    if rest:
        title = view.wording.plural(len(rest), "{n} more decision", "{n} more decisions")
        blocks.append(mandate_table(view, (("", rest),), cited, title, is_folded=True))
    number = view.wording.number(len(known))
    return Section(
        "mandate",
        view.say("Mandate"),
        tuple(blocks),
        count=view.wording.plural(len(known), "{n} decision recorded", "{n} decisions recorded"),
        lede=_on_decisions(view, reader, mission, known),
        ways=ways(view.at(None), "mandates", {"mission": mission.id}, view.say("of mandates")),
        jump=number,
    )


def _main_mandates(
    known: Sequence[Mandate], now: Sequence[Mandate]
) -> tuple[tuple[Mandate, ...], tuple[Mandate, ...]]:
    """Return the decisions that set a mission up, and the last ones; few of each."""
    rest = [one for one in known if one not in now]
    first = tuple(one for one in rest if ESTABLISHMENT in one.effects)[:_FIRST_MANDATES]
    later = [one for one in rest if one not in first]
    return first, tuple(later[-_LAST_MANDATES:])


def _on_decisions(view: View, reader: Reader, mission: Mission, known: Sequence[Mandate]) -> Markup:
    lists = [one for one in of_lists.listings(reader, mission.id) if one.kind == "decisions"]
    if any(one.completeness == "complete" for one in lists):
        return _note(view, lists)
    if len(known) == 1:
        return view.say("Only this one is recorded; others are missing here, not absent there.")
    return view.say("As far as recorded; others are missing here, not absent there.")


def _note(view: View, lists: Sequence[Listing]) -> Markup:
    return Markup(" ").join(view.own(one.note) for one in lists if one.note)


def _contributors(
    view: View, reader: Reader, mission: Mission, totals: Sequence[Total]
) -> Section | None:
    found = of_people.contributors(reader, mission.id, view.day)
    if not found:
        return None
    ids = [one.id for contributor in found for one in contributor.contributions]
    cited = citations(reader, ids)
    caption = view.say("Contributors to {name}", name=view.name(mission.id, mission.short))
    groups, rest = _grouped(view, found)
    blocks: list[model.Block] = []
    people = None
    if len(totals) > 1 and not view.day:
        people = figures.block(view, reader, "personnel", thing=mission.id)
    if people:
        blocks.append(people)
    if any(rows for _, rows in groups):
        blocks.append(contributor_table(view, groups, cited, caption))
    if rest:
        title = view.wording.plural(len(rest), "{n} more contributor", "{n} more contributors")
        blocks.append(contributor_table(view, (("", rest),), cited, title, is_folded=True))
    number = sum(len(rows) for _, rows in groups) + len(rest)
    return Section(
        "contributors",
        view.say("Contributors"),
        tuple(blocks),
        count=view.wording.plural(number, "{n} recorded", "{n} recorded"),
        lede=_on_contributors(view, reader, mission)
        if number
        else view.say("Who took part then is not recorded."),
        ways=ways(view, "contributions", {"mission": mission.id}, view.say("of contributors")),
        jump=view.wording.number(number),
    )


Grouped = tuple[list[tuple[Markup | str, Sequence[Contributor]]], Sequence[Contributor]]


def _grouped(view: View, found: Sequence[Contributor]) -> Grouped:
    day = view.day
    if day is None:
        return [("", found[:_MOST_CONTRIBUTORS])], found[_MOST_CONTRIBUTORS:]
    there = [one for one in found if one.holds(day) is Holds.YES]
    perhaps = [one for one in found if one.holds(day) in (Holds.MAYBE, Holds.UNKNOWN)]
    then = on(view, day.text)
    groups: list[tuple[Markup | str, Sequence[Contributor]]] = [
        (view.say("Taking part {when}", when=then), there[:_MOST_CONTRIBUTORS]),
        (view.say("Perhaps {when}; not recorded for sure", when=then), perhaps),
    ]
    return groups, there[_MOST_CONTRIBUTORS:]


def _on_contributors(view: View, reader: Reader, mission: Mission) -> Markup:
    lists = [one for one in of_lists.listings(reader, mission.id) if one.kind == "contributors"]
    said = [_note(view, lists)] if lists else []
    if not any(one.completeness == "complete" for one in lists):
        said.append(view.say("As far as recorded; others are missing here, not absent there."))
    return Markup(" ").join(one for one in said if one)


def _components(view: View, reader: Reader, mission: Mission) -> Section | None:
    found = of_components.of_mission(reader, mission.id)
    if not found:
        return None
    return Section(
        "components",
        view.say("Peacebuilding in its mandates"),
        (component_table(view, found),),
        count=view.wording.number(len(found)),
        lede=view.say(
            "What the tasks of its mandates mean for peacebuilding, by this data set’s own "
            "crosswalk from tasks to components. That it was asked for does not say that it "
            "was done."
        ),
        ways=ways(
            view.at(None), "mission_components", {"mission": mission.id}, view.say("of components")
        ),
        jump=view.wording.number(len(found)),
    )
