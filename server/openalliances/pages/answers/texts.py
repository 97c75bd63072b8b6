"""Answers on what a state signed, and on the pacts that bind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from openalliances.facts.allies import DEFENCE, Member, Pact, pacts, promising
from openalliances.facts.instruments import Instrument, signed
from openalliances.facts.names import names
from openalliances.pages.answers.model import Answer
from openalliances.pages.answers.subjects import Subject
from openalliances.pages.answers.words import MOST_ROWS, cited, day_of, named, receipt
from openalliances.pages.composed.model import Column, Group, Row, Table, Way
from openalliances.pages.composed.spells import since, until
from openalliances.pages.figures.lately import with_lately
from openalliances.pages.figures.words import last_day
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_OTHERS = 4
"""Others beside a state that a row names; of more their number is told."""


def treaties(
    view: View, reader: Reader, state: Subject, date: str, other: Subject | None = None
) -> Answer:
    """Return the treaties and other texts that *state* signed, the newest first.

    With *other*, those that both signed.
    """
    found = signed(reader, state.id, date)
    if other is not None:
        found = tuple(one for one in found if other.id in one.signatories)
    both = [named(view, one) for one in (state, other) if one is not None]
    values = {"state": view.listed(both), "day": view.date(date) if date else Markup()}
    way = Way(
        str(view.say("All that it signed")), view.href("/browse/instruments", signatory=state.id)
    )
    if not found:
        text = "No treaty that {state} signed is recorded with those who signed it."
        dated = "No treaty of {day} that {state} signed is recorded with those who signed it."
        return Answer(view.say(dated if date else text, **values), ways=(way,))
    if date:
        texts = (
            "{n} treaty or other text of {day} that {state} signed is recorded.",
            "{n} treaties and other texts of {day} that {state} signed are recorded.",
        )
    else:
        texts = (
            "{n} treaty or other text that {state} signed is recorded.",
            "{n} treaties and other texts that {state} signed are recorded.",
        )
    sentence = view.plural(len(found), *texts, **values)
    return Answer(sentence, _signed(view, reader, state, found[:MOST_ROWS]), ways=(way,))


def _signed(view: View, reader: Reader, state: Subject, shown: Sequence[Instrument]) -> Table:
    says = cited(reader, [one.id for one in shown])
    called = names(reader, [id_ for one in shown for id_ in one.signatories])
    rows = tuple(
        Row(
            (
                view.link(one.id, one.name),
                _counted(
                    view, [(called[id_].id, called[id_].name) for id_ in one.signatories], state
                ),
                view.date(one.adopted) if one.adopted else view.say("Not stated"),
            ),
            receipt(says, one.id, one.grade),
        )
        for one in shown
    )
    columns = tuple(Column(view.say(title)) for title in ("Text", "With", "Adopted"))
    return Table(view.say("Treaties and other texts"), columns, (Group(rows),))


def pacts_of(view: View, reader: Reader, state: Subject, date: str, asked: str) -> Answer:
    """Return the pacts that bind *state* at a time, and those that did when last seen.

    Where *asked* says so, those alone that promise defence.
    """
    day = day_of(date) or last_day(view.site)
    known = with_lately(view.at(day_of(date)), pacts(reader, day))
    is_defence = "defen" in asked.lower() or "défen" in asked.lower()
    found = promising(known, DEFENCE) if is_defence else known
    held = [one for one in found if _has(state, one, one.members)]
    earlier = [one for one in found if one not in held and _has(state, one, one.unknown)]
    values = {"state": named(view, state), "day": view.date(date) if date else Markup()}
    sentence = _bound(view, values, len(held), len(earlier))
    shown = (*held, *earlier)[:MOST_ROWS]
    way = Way(
        str(view.say("All pacts of it, also those that ended")),
        view.href("/browse/partnerships", member=state.id),
    )
    table = _pacts(view, reader, state, shown, len(held)) if shown else None
    return Answer(sentence, table, ways=(way,))


def _bound(view: View, values: Mapping[str, Markup], held: int, earlier: int) -> Markup:
    """Return how many pacts bind, and of how many that is known of an earlier time alone."""
    if not held and earlier:
        return view.plural(
            earlier,
            "{n} pact bound {state} when last seen; no source here shows whether it did later.",
            "{n} pacts bound {state} when last seen; no source here shows whether they did later.",
            **values,
        )
    is_dated = bool(values["day"])
    if not held:
        text = "No pact that binds {state} is recorded."
        dated = "No pact that bound {state} in {day} is recorded."
        return view.say(dated if is_dated else text, **values)
    if is_dated:
        texts = (
            "{n} pact bound {state} in {day}, as far as is recorded.",
            "{n} pacts bound {state} in {day}, as far as is recorded.",
        )
    else:
        texts = (
            "{n} pact binds {state}, as far as is known lately.",
            "{n} pacts bind {state}, as far as is known lately.",
        )
    sentence = view.plural(held, *texts, **values)
    if not earlier:
        return sentence
    return (
        sentence
        + " "
        + view.plural(
            earlier,
            "{n} more did when last seen; no source here shows whether it was so later.",
            "{n} more did when last seen; no source here shows whether it was so later.",
        )
    )


def _has(state: Subject, pact: Pact, members: Sequence[Member]) -> bool:
    """Return whether *state* is among *members* of a pact that joins it to another."""
    others = {one.state for one in (*pact.members, *pact.unknown)} - {state.id}
    return bool(others) and any(one.state == state.id for one in members)


def _pacts(view: View, reader: Reader, state: Subject, shown: Sequence[Pact], held: int) -> Table:
    says = cited(reader, [one.id for one in shown])
    rows = []
    for place, pact in enumerate(shown):
        everyone = (*pact.members, *pact.unknown)
        own = next(one.spell for one in everyone if one.state == state.id)
        rows.append(
            Row(
                (
                    view.link(pact.id, pact.name),
                    view.listed([view.say(kind) for kind in pact.kinds]),
                    _counted(view, [(one.state, one.name) for one in everyone], state),
                    since(view, own),
                    until(view, own),
                ),
                receipt(says, pact.id, pact.grade),
                is_past=place >= held,
            )
        )
    titles = ("Pact", "Promises", "With", "Since", "Until")
    columns = tuple(Column(view.say(title)) for title in titles)
    return Table(view.say("Pacts"), columns, (Group(tuple(rows)),))


def _counted(view: View, parties: Sequence[tuple[str, str]], state: Subject) -> Markup:
    """Return the others by name, or how many they are."""
    others = {id_: name for id_, name in parties if id_ != state.id}
    if len(others) > _OTHERS:
        return view.plural(len(others), "{n} state", "{n} states")
    return view.listed([view.link(id_, name) for id_, name in others.items()])
