"""The pages of a conflict, of an armed force, and of what succeeded a state."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from openalliances.facts import conflicts as of_conflicts
from openalliances.facts import missions as of_missions
from openalliances.facts.missions import Mission
from openalliances.facts.names import names
from openalliances.facts.receipts import Value
from openalliances.pages.composed.english import called
from openalliances.pages.composed.hearsay import what_is_said
from openalliances.pages.composed.model import (
    Column,
    Composed,
    Group,
    Key,
    Row,
    Section,
    Table,
)
from openalliances.pages.composed.names import also, elsewhere
from openalliances.pages.composed.operation_words import kinds, not_stated
from openalliances.pages.composed.recorded import Fact, Recorded, facts_table
from openalliances.pages.composed.spells import since, until
from openalliances.pages.composed.times import on
from openalliances.pages.composed.ways import ways
from openalliances.pages.view import View
from openalliances.tabular.database import Reader


def compose(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of a conflict, None where the tables have no such conflict."""
    conflict = of_conflicts.conflict(reader, id_)
    if conflict is None:
        return None
    operations = of_missions.missions(reader, conflict.operations)
    recorded = Recorded.of(reader, id_)
    rows = tuple(_operation(view, reader, one, id_) for one in operations)
    titles = ("Operation", "Kind", "From", "Until", "Agreement")
    columns = tuple(Column(view.say(title)) for title in titles)
    table = Table(view.say("Operations"), columns, (Group(rows),))
    section = Section(
        "operations",
        view.say("Operations that are said to respond to it"),
        (table,),
        count=view.number_of(len(rows)),
        ways=ways(view.at(None), "conflicts", {"id": id_}, view.say("of operations")),
        jump=view.number_of(len(rows)),
    )
    parts = (
        section if rows else None,
        _facts(view, recorded),
        *what_is_said(view, reader, id_),
    )
    return Composed(
        thing=id_,
        title=conflict.name,
        eyebrow=view.say("Conflict"),
        answer=_answer(view, operations, recorded),
        also=also(recorded.values, conflict.name),
        key=elsewhere(view, reader, id_),
        sections=tuple(part for part in parts if part),
    )


def _answer(view: View, operations: Sequence[Mission], recorded: Recorded) -> Markup:
    """Return who responded to it, and when it was; what never took place did not respond."""
    operations = [one for one in operations if not one.deployment]
    links = view.listed([view.link(one.id, one.short) for one in operations])
    parts = [view.say("Sources say that {missions} responded to it.", missions=links)]
    start, end = recorded.first("startDate"), recorded.first("endDate")
    if start and end:
        dates = {"start": view.date(start.value), "end": view.date(end.value)}
        parts.append(view.say("It is dated from {start} to {end}.", **dates))
    elif start:
        parts.append(view.say("It began {when}.", when=on(view, start.value)))
    elif end:
        parts.append(view.say("It ended {when}.", when=on(view, end.value)))
    else:
        parts.append(view.say("Its own dates are not stated."))
    return Markup(" ").join(parts if operations else parts[1:])


def _facts(view: View, recorded: Recorded) -> Section | None:
    """Return where and when it was, with who says so."""
    places = [view.link(one.value, one.name) for one in recorded.values.get("takesPlaceIn", ())]
    start, end = recorded.first("startDate"), recorded.first("endDate")
    facts = (
        Fact(view.say("Where"), view.listed(places), ("takesPlaceIn",)),
        Fact(view.say("From"), view.date(start.value if start else ""), ("startDate",)),
        Fact(view.say("Until"), view.date(end.value if end else ""), ("endDate",)),
    )
    rows = [fact for fact in facts if fact.value]
    if not rows:
        return None
    table = facts_table(view, recorded, rows, view.say("Facts about the conflict"))
    return Section("facts", view.say("Facts and who says so"), (table,), jump="-")


def compose_force(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of an armed force, None where nothing says whose it is."""
    force = names(reader, (id_,))[id_]
    owners = names(reader, of_conflicts.armies_of(reader, id_))
    if not owners:
        return None
    states = view.listed([view.link(one.id, one.name) for one in owners.values()])
    said = view.say("An armed force of {states}, as documents speak of it.", states=states)
    return Composed(
        thing=id_,
        title=force.name,
        eyebrow=view.say("Armed force"),
        answer=said,
        key=(Key(view.say("State"), states),),
        sections=tuple(part for part in what_is_said(view, reader, id_) if part),
    )


def compose_succession(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of a succession of states, None where nothing is recorded of it."""
    recorded = Recorded.of(reader, id_)
    before, after = recorded.first("hasPredecessor"), recorded.first("hasSuccessor")
    if before is None or after is None:
        return None
    ends = names(reader, (before.value, after.value))
    first, second = ends[before.value], ends[after.value]
    start, kind = recorded.first("startDate"), recorded.first("hasSuccessionKind")
    effect = recorded.first("hasTreatyEffect")
    older = view.link(first.id, called(view, first.id, first.name))
    newer = view.link(second.id, called(view, second.id, second.name, at_start=True))
    date = view.date(start.value) if start else Markup()
    text = "{newer} came after {older} as a state."
    if start:
        text = "{newer} came after {older} as a state {when}."
    when = on(view, start.value) if start else Markup()
    facts = (
        Fact(view.say("Before"), view.link(first.id, first.name), ("hasPredecessor",)),
        Fact(view.say("After"), view.link(second.id, second.name), ("hasSuccessor",)),
        Fact(view.say("When"), date or not_stated(view), ("startDate",)),
        Fact(view.say("How"), _named(view, kind), ("hasSuccessionKind",)),
        Fact(view.say("Treaties"), _named(view, effect), ("hasTreatyEffect",)),
    )
    rows = [fact for fact in facts if fact.value]
    table = facts_table(view, recorded, rows, view.say("Facts about the succession"))
    return Composed(
        thing=id_,
        title=f"{view.plain(first.id, first.name)} → {view.plain(second.id, second.name)}",
        language=view.wording.language,
        eyebrow=view.say("Succession of states"),
        answer=view.say(text, newer=newer, older=older, when=when),
        sections=(Section("facts", view.say("Facts and who says so"), (table,)),),
    )


def _named(view: View, value: Value | None) -> Markup:
    return view.name(value.value, value.name) if value and value.name else Markup()


def _operation(view: View, reader: Reader, mission: Mission, conflict: str) -> Row:
    recorded = Recorded.of(reader, mission.id)
    said = recorded.values.get("supportsAgreement", ())
    texts = [view.link(one.value, one.name) for one in said]
    return Row(
        (
            view.link(mission.id, mission.short),
            kinds(view, mission.kinds),
            since(view, mission.spell),
            until(view, mission.spell),
            view.listed(texts) or not_stated(view),
        ),
        recorded.receipt_for("respondsTo", conflict),
    )
