"""Answers on missions and operations: those of a place or a leader in order, who leads one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from openalliances.facts.between import led
from openalliances.facts.days import Holds
from openalliances.facts.instruments import supporters
from openalliances.facts.missions import Mission, every, in_place, mission, missions
from openalliances.facts.names import Named
from openalliances.facts.receipts import Citation
from openalliances.pages.answers.model import Answer
from openalliances.pages.answers.subjects import STATE, Subject
from openalliances.pages.answers.words import (
    MOST_ROWS,
    cited,
    day_of,
    named,
    receipt,
)
from openalliances.pages.composed.model import NOTHING, Column, Group, Row, Table, Way
from openalliances.pages.composed.spells import since, until, years
from openalliances.pages.view import View
from openalliances.tabular.database import Reader
from openalliances.tabular.derived import RUNNING

_IN = (
    (
        "{n} operation in {subject} is recorded.",
        "{n} operations in {subject} are recorded, in this order.",
    ),
    (
        "{n} operation was at work in {subject} in {day}, as far as is recorded.",
        "{n} operations were at work in {subject} in {day}, as far as is recorded.",
    ),
)
_LED_BY = (
    (
        "{n} operation that {subject} led is recorded.",
        "{n} operations that {subject} led are recorded, in this order.",
    ),
    (
        "{n} operation that {subject} led was at work in {day}, as far as is recorded.",
        "{n} operations that {subject} led were at work in {day}, as far as is recorded.",
    ),
)
_SUPPORT = (
    (
        "{n} operation that helps to carry out {subject} is recorded.",
        "{n} operations that help to carry out {subject} are recorded, in this order.",
    ),
    (
        "{n} operation that helps to carry out {subject} was at work in {day}, as far as is "
        "recorded.",
        "{n} operations that help to carry out {subject} were at work in {day}, as far as is "
        "recorded.",
    ),
)
_RUNNING = (
    (
        (
            "{n} operation goes on, as far as is known lately.",
            "{n} operations go on, as far as is known lately; the newest come first.",
        ),
        (
            "{n} operation was at work in {day}, as far as is recorded.",
            "{n} operations were at work in {day}, as far as is recorded; the newest come first.",
        ),
    ),
    (
        (
            "{n} peace operation goes on, as far as is known lately.",
            "{n} peace operations go on, as far as is known lately; the newest come first.",
        ),
        (
            "{n} peace operation was at work in {day}, as far as is recorded.",
            "{n} peace operations were at work in {day}, as far as is recorded; the newest come "
            "first.",
        ),
    ),
)
"""Of all operations, and of those for peace: now, and at a time; one, and several."""
_PEACE = re.compile("peace|paix")
_HOLDING = (Holds.YES, Holds.MAYBE)


def of(view: View, reader: Reader, subject: Subject, date: str) -> Answer | None:
    """Return the operations in a state, or those that an organisation led, in their order."""
    if subject.kind == STATE:
        return in_order(view, reader, subject, in_place(reader, subject.id), date, _IN)
    return in_order(view, reader, subject, led(reader, subject.id), date, _LED_BY)


def supporting(view: View, reader: Reader, agreement: Subject, date: str) -> Answer | None:
    """Return the operations that help to carry an agreement out, in their order."""
    found = missions(reader, supporters(reader, agreement.id))
    return in_order(view, reader, agreement, found, date, _SUPPORT)


def running(
    view: View, reader: Reader, asked: str, date: str, whose: Subject | None = None
) -> Answer:
    """Return the operations that go on as far as is known lately, or that were at work at a time.

    Those for peace alone where *asked* says so, those that an organisation leads or that are in a
    state where *whose* is it. The newest come first.
    """
    is_peace = _PEACE.search(asked.lower()) is not None
    all_: Sequence[Mission] = every(reader)
    asking = {"at": date} if date else {"status": RUNNING}
    if is_peace:
        all_ = [one for one in all_ if "peace-operation" in one.kinds]
        asking["kinds"] = "peace-operation"
    if whose is not None:
        is_host = whose.kind == STATE
        all_ = [one for one in all_ if whose.id in _ids(one.hosts if is_host else one.leaders)]
        asking["hosts" if is_host else "lead"] = whose.id
    day = day_of(date)
    held = [one for one in all_ if one.spell.start and one.spell.holds(day) in _HOLDING]
    unknown = sum(one.spell.holds(day) is Holds.UNKNOWN for one in all_)
    texts = _RUNNING[is_peace][day is not None]
    sentence = view.plural(len(held), *texts, day=view.date(date) if date else Markup())
    if whose is not None:
        sentence = view.say("{name}: {said}", name=named(view, whose), said=sentence)
    found = sorted(held, key=lambda one: one.spell.start, reverse=True)
    table = _table(view, reader, found[:MOST_ROWS]) if found else None
    way = Way(str(view.say("The list")), view.href("/browse/missions", **asking))
    return Answer(sentence + _not_seen(view, unknown), table, ways=(way,))


def _ids(named_: Sequence[Named]) -> set[str]:
    return {one.id for one in named_}


def led_in(view: View, reader: Reader, leader: Subject, place: Subject) -> Answer | None:
    """Return the operations that *leader* led in *place*; None if there are none."""
    found = led(reader, leader.id, place.id)
    if not found:
        return None
    texts = (
        "{n} operation of {leader} in {place} is recorded.",
        "{n} operations of {leader} in {place} are recorded, in this order.",
    )
    sentence = view.plural(len(found), *texts, leader=named(view, leader), place=named(view, place))
    return _listed(view, reader, sentence, found, place)


def leader(view: View, reader: Reader, subject: Subject, _: str) -> Answer | None:
    """Return who led a mission, from when to when; None where that is not stated."""
    found = mission(reader, subject.id)
    if found is None or not found.leaders:
        return None
    spell = found.spell
    said = {
        "mission": view.link(found.id, found.short),
        "leaders": view.listed([_named(view, one) for one in found.leaders]),
    }
    if spell.has_ended and spell.end and spell.start:
        dates = {"start": view.date(spell.start), "end": view.date(spell.end)}
        sentence = view.say("{leaders} led {mission} from {start} to {end}.", **said, **dates)
    elif spell.start and not spell.has_ended:
        start = view.date(spell.start)
        sentence = view.say("{leaders} has led {mission} since {start}.", **said, start=start)
    else:
        sentence = view.say("{leaders} led {mission}.", **said)
    says = cited(reader, (found.id,))
    way = Way(str(view.say("The page of the mission")), view.href(view.path(found.id)))
    return Answer(
        sentence,
        receipt=receipt(says, found.id, found.grade),
        ways=(way,),
    )


def in_order(
    view: View,
    reader: Reader,
    subject: Subject,
    found: Sequence[Mission],
    date: str,
    texts: tuple[tuple[str, str], tuple[str, str]],
) -> Answer | None:
    """Return *found*, on a day those that may have been at work then, told by *texts*."""
    if not found:
        return None
    always, then_alone = texts
    day = day_of(date)
    if day is None:
        sentence = view.plural(len(found), *always, subject=named(view, subject))
        return _listed(view, reader, sentence, found, subject)
    then = [m for m in found if m.spell.start and m.spell.holds(day) in _HOLDING]
    sentence = view.plural(
        len(then), *then_alone, subject=named(view, subject), day=view.date(day.text)
    )
    unknown = sum(one.spell.holds(day) is Holds.UNKNOWN for one in found)
    return _listed(view, reader, sentence, then, subject, _not_seen(view, unknown))


def _not_seen(view: View, n: int) -> Markup:
    """Return that *n* more had begun, and that no source shows them so late."""
    if not n:
        return Markup()
    return Markup(" ") + view.plural(
        n,
        "{n} more had begun; no source here shows whether it was still at work.",
        "{n} more had begun; no source here shows whether they were still at work.",
    )


def _listed(
    view: View,
    reader: Reader,
    sentence: Markup,
    found: Sequence[Mission],
    subject: Subject,
    beside: Markup = NOTHING,
) -> Answer:
    """Return the sentence with the operations; *beside* is said after their names."""
    shown = found[:MOST_ROWS]
    table = _table(view, reader, shown) if shown else None
    more = (
        view.say("All {n} operations", n=view.number_of(len(found)))
        if len(found) > MOST_ROWS
        else view.say("More about {name}", name=view.named(subject.id, subject.name)[0])
    )
    named_here = view.listed([_in_brief(view, one) for one in shown])
    told = view.say("{sentence} They are {missions}.", sentence=sentence, missions=named_here)
    is_brief = 1 < len(found) <= MOST_ROWS
    way = Way(more, view.href(view.path(subject.id)))
    return Answer((told if is_brief else sentence) + beside, table, ways=(way,))


def _table(view: View, reader: Reader, shown: Sequence[Mission]) -> Table:
    says = cited(reader, [one.id for one in shown])
    rows = tuple(_row(view, one, says) for one in shown)
    columns = tuple(Column(view.say(title)) for title in ("Operation", "Led by", "Began", "Ended"))
    return Table(view.say("Operations"), columns, (Group(rows),))


def _in_brief(view: View, one: Mission) -> Markup:
    """Return a mission by its short name, with its years."""
    return Markup("{} ({})").format(view.link(one.id, one.short), years(view, one.spell))


def _row(view: View, one: Mission, says: Mapping[str, tuple[Citation, ...]]) -> Row:
    name = view.link(one.id, one.name)
    if one.acronym:
        name = view.link(one.id, one.acronym) + Markup(' <span class="sub">{}</span>').format(
            view.name(one.id, one.name)
        )
    return Row(
        (
            name,
            view.listed([_named(view, by) for by in one.leaders]),
            since(view, one.spell),
            until(view, one.spell),
        ),
        receipt(says, one.id, one.grade),
        is_past=one.spell.has_ended,
    )


def _named(view: View, one: Named) -> Markup:
    return named(view, Subject(one.id, one.name))
