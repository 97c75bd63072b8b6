"""The page of a mandate: what one decision says of one mission, and until when it gave leave."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from openalliances.facts import components as of_components
from openalliances.facts import mandates as of_mandates
from openalliances.facts import missions as of_missions
from openalliances.facts.instruments import Instrument
from openalliances.facts.mandates import Mandate, Task
from openalliances.facts.names import Named, names
from openalliances.pages.composed import model
from openalliances.pages.composed.component_table import component_table
from openalliances.pages.composed.english import sentence_start
from openalliances.pages.composed.mandate_tables import effects, leave_until, places_of
from openalliances.pages.composed.mission_answer import instrument_name, short_name
from openalliances.pages.composed.model import (
    Column,
    Composed,
    Group,
    Key,
    Row,
    Section,
    Step,
    Table,
)
from openalliances.pages.composed.names import titled
from openalliances.pages.composed.operation_words import (
    ACTS,
    ACTS_TOO,
    duration,
    not_stated,
    people,
)
from openalliances.pages.composed.recorded import Fact, Recorded, facts_table
from openalliances.pages.composed.times import on
from openalliances.pages.composed.ways import ways
from openalliances.pages.markup import filled, isolated
from openalliances.pages.view import View
from openalliances.tabular.database import Reader


def compose(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of a mandate, None where the tables have no such mandate."""
    mandate = next(iter(of_mandates.mandates_of(reader, (id_,))), None)
    if mandate is None:
        return None
    mission = names(reader, (mandate.mission,)).get(mandate.mission, Named("", ""))
    all_ = of_mandates.mandates(reader, mandate.mission)
    following = of_mandates.next_leave(all_, mandate)
    recorded = Recorded.of(reader, id_)
    end = next((one.spell.end for one in of_missions.missions(reader, (mandate.mission,))), "")
    sections = (
        _facts(view, mandate, mission, recorded, following),
        _tasks(view, mandate),
        _components(view, reader, mandate),
        _neighbours(view, all_, mandate),
    )
    title, language = _title(view, mandate, mission)
    return Composed(
        thing=id_,
        title=title,
        language=language,
        eyebrow=view.say("Mandate of {mission}", mission=view.link(mission.id, mission.short)),
        answer=answer(view, mandate, mission, following, end),
        key=_key(view, mandate, mission),
        sections=tuple(section for section in sections if section),
    )


def _title(view: View, mandate: Mandate, mission: Named) -> tuple[str, str]:
    """Return the name of the mandate, with the acronym of the mission for its name."""
    name = mandate.name.replace(mission.name, mission.short) if mission.name else mandate.name
    texts = ((text.id, text.name) for text in mandate.instruments)
    parts = ((mission.id, mission.short), *texts)
    return titled(view, name[:1].upper() + name[1:], "Mandate", parts)


def answer(
    view: View, mandate: Mandate, mission: Named, following: Mandate | None, end: str = ""
) -> Markup:
    """Return what the decision did, until when it gave leave, and what came of that."""
    parts = [acts(view, (mandate,), {mission.id: mission})]
    if mandate.authorized_until:
        date = view.date(mandate.authorized_until)
        parts.append(view.say("It gave leave until {date}.", date=date))
    elif mandate.period and (words := duration(view, mandate.period)):
        parts.append(view.say("It gave leave for {period}.", period=words))
    if following and mandate.gives_leave:
        parts.append(_followed(view, mandate, following))
    elif mandate.gives_leave and end and not following:
        parts.append(view.say("The mission ended {when}.", when=on(view, end)))
    return Markup(" ").join(part for part in parts if part)


def acts(
    view: View, mandates: Sequence[Mandate], missions: dict[str, Named], here: str = ""
) -> Markup:
    """Return what a decision did to each mission, with the day, as one sentence.

    *here* is the text whose own page it is on.
    """
    first = mandates[0]
    texts = view.listed([_text(view, text, here) for text in first.instruments])
    done = [act for one in mandates for act in _acts_on(view, one, missions[one.mission])]
    if not first.spell.start:
        return view.say(
            "{decision} {acts}.", decision=sentence_start(texts), acts=view.listed(done)
        )
    when = on(view, first.spell.start, is_first=True)
    return view.say("{when}, {decision} {acts}.", when=when, decision=texts, acts=view.listed(done))


def _text(view: View, text: Instrument, here: str) -> Markup:
    """Return the name of a text, as a link where it is not the page's own."""
    if text.id == here:
        return view.name(text.id, *short_name(view, text))
    return instrument_name(view, text)


def _acts_on(view: View, mandate: Mandate, mission: Named) -> list[Markup]:
    link = view.link(mission.id, mission.short)
    known = [slug for slug in mandate.effects if slug in ACTS]
    if not known:
        return [view.say("authorized {mission}", mission=link)]
    first, *more = sorted(known, key=_TRANSITION.__eq__)
    said = view.say(ACTS[first], mission=link)
    if _TRANSITION in more:
        said = view.say("{acts} as part of a transition", acts=said)
    return [said, *(view.say(ACTS_TOO[slug]) for slug in more if slug in ACTS_TOO)]


_TRANSITION = "transition"


def _followed(view: View, mandate: Mandate, following: Mandate) -> Markup:
    texts = view.listed([instrument_name(view, text) for text in following.instruments])
    is_end = of_mandates.TERMINATION in following.effects
    text = (
        "The decision that ended it was {decision} of {day}."
        if is_end
        else ("The next decision was {decision} of {day}.")
    )
    return view.say(text, decision=texts, day=view.date(following.spell.start))


def _key(view: View, mandate: Mandate, mission: Named) -> tuple[Key, ...]:
    chapter = {True: view.say("Yes"), False: view.say("No"), None: not_stated(view)}
    symbols = [isolated(t.symbol) for t in mandate.instruments if t.symbol]
    facts = (
        ("Symbol", view.listed(symbols)),
        ("Mission", view.link(mission.id, mission.short)),
        ("Decided on", view.date(mandate.spell.start)),
        ("Leave until", leave_until(view, mandate)),
        ("At most", people(view, mandate.ceilings)),
        ("Under Chapter VII", chapter[mandate.chapter_vii]),
        ("Tasks", view.number_of(len(mandate.tasks)) if mandate.tasks else ""),
    )
    return tuple(Key(view.say(name), value) for name, value in facts if value)


def _facts(
    view: View, mandate: Mandate, mission: Named, recorded: Recorded, following: Mandate | None
) -> Section:
    chapter = {True: view.say("Yes"), False: view.say("No"), None: Markup()}
    texts = view.listed([instrument_name(view, text) for text in mandate.instruments])
    ceilings = (
        *("authorizedStrength", "authorizedMilitaryPersonnel", "authorizedMilitaryObservers"),
        *("authorizedPolice", "authorizedFormedPolice", "authorizedCivilians"),
    )
    shown = [
        Fact(view.say("Mission"), view.link(mission.id, mission.name), ("isMandateOf",)),
        Fact(view.say("Decision"), texts, ("isAuthorizedBy",)),
        Fact(view.say("Decided on"), view.date(mandate.spell.start), ("startDate",)),
        Fact(view.say("What it does"), effects(view, mandate), ("hasDecisionEffect",)),
        Fact(view.say("Leave until"), _leave(view, mandate, following), _LEAVE),
        Fact(view.say("At most"), people(view, mandate.ceilings), ceilings),
        Fact(view.say("Under Chapter VII"), chapter[mandate.chapter_vii], ("invokesChapterVII",)),
    ]
    rows = [fact for fact in shown if fact.value]
    table = facts_table(view, recorded, rows, view.say("What the decision says"))
    out = ways(view.at(None), "mandates", {"id": mandate.id}, view.say("of this mandate"))
    return Section("facts", view.say("Facts and who says so"), (table,), ways=out, jump="-")


_LEAVE = ("authorizedUntil", "statedPeriod")


def _leave(view: View, mandate: Mandate, following: Mandate | None) -> Markup:
    """Return until when leave is given, and why that is not the end of the mission."""
    said = leave_until(view, mandate)
    if following is None or not following.spell.start or not mandate.gives_leave:
        return said
    note = view.say(
        "then by {decision} of {day}",
        decision=view.listed([instrument_name(view, text) for text in following.instruments]),
        day=view.date(following.spell.start),
    )
    return filled('{} <span class="kind">{}</span>', said, note)


def _tasks(view: View, mandate: Mandate) -> Section | None:
    if not mandate.tasks:
        return None
    columns = (Column(view.say("Task")), Column(view.say("Where it stands")))
    rows = tuple(_task(view, task) for task in mandate.tasks)
    lede = (
        "All tasks that the text gives the mission were read."
        if mandate.tasks_complete
        else "As far as recorded; others are missing here, not absent there."
    )
    return Section(
        "tasks",
        view.say("Tasks"),
        (Table(view.say("Tasks of the mission"), columns, (Group(rows),)),),
        count=view.number_of(len(mandate.tasks)),
        lede=view.say(lede),
        ways=ways(view.at(None), "mandate_tasks", {"mandate": mandate.id}, view.say("of tasks")),
        jump=view.number_of(len(mandate.tasks)),
    )


def _task(view: View, task: Task) -> Row:
    places = places_of(view, task) or not_stated(view)
    return Row((view.link(f"vocab/mandate-task/{task.id}", task.name), places))


def _components(view: View, reader: Reader, mandate: Mandate) -> Section | None:
    found = of_components.of_mandate(reader, mandate.id)
    if not found:
        return None
    return Section(
        "components",
        view.say("Peacebuilding in this mandate"),
        (component_table(view, found, is_one_mandate=True),),
        count=view.number_of(len(found)),
        ways=ways(
            view.at(None), "mission_components", {"mandate": mandate.id}, view.say("of components")
        ),
        jump=view.number_of(len(found)),
    )


def _neighbours(view: View, all_: Sequence[Mandate], mandate: Mandate) -> Section | None:
    """Return the decisions before and after this one, with a way to all of them."""
    if len(all_) < 2:
        return None
    at = next(i for i, one in enumerate(all_) if one.id == mandate.id)
    steps = [
        *(_step(view, one) for one in all_[max(0, at - 1) : at]),
        Step(_short(view, mandate), view.date(mandate.spell.start), is_here=True),
        *(_step(view, one) for one in all_[at + 1 : at + 2]),
    ]
    said = view.wording.plural(
        len(all_), "{n} decision on the mission", "{n} decisions on the mission"
    )
    path = view.href(view.path(mandate.mission)) + "#mandate"
    link = filled('<p class="note"><a href="{}">{}</a></p>', path, said)
    blocks: tuple[model.Block, ...] = (
        model.Chain(view.say("Decisions before and after"), tuple(steps)),
        model.Text(link),
    )
    return Section("chain", view.say("Decisions before and after"), blocks, jump="-")


def _step(view: View, mandate: Mandate) -> Step:
    date = view.date(mandate.spell.start)
    return Step(_short(view, mandate), date, view.href(view.path(mandate.id)))


def _short(view: View, mandate: Mandate) -> Markup:
    texts = mandate.instruments
    return Markup(", ").join(
        isolated(text.symbol) if text.symbol else view.name(text.id, text.name) for text in texts
    )
