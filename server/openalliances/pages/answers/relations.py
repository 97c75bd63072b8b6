"""Answers on states beside one another, and on resolutions by their number."""

from __future__ import annotations

from markupsafe import Markup

from openalliances.facts.allies import (
    DEFENCE,
    Pair,
    last_seen_pairs,
    pacts,
    pairs,
    with_promise,
)
from openalliances.facts.between import partnership
from openalliances.facts.between import resolution as numbered
from openalliances.facts.days import Day
from openalliances.facts.missions import missions
from openalliances.pages.answers.model import Answer
from openalliances.pages.answers.subjects import Subject
from openalliances.pages.answers.words import MOST_ROWS, cited, day_of, named, receipt
from openalliances.pages.composed.model import Column, Group, Receipt, Row, Table, Way
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_LENGTH_OF_DAY = 10
"""Characters of a date that is known to the day."""


def allies(view: View, reader: Reader, state: Subject, date: str) -> Answer | None:
    """Return with whom a state was allied for defence at a time; without one, as last known.

    A year means any day of it, as everywhere here.
    """
    day = day_of(date) or Day.of(view.site.release.manifest.version[:4])
    found = with_promise(pacts(reader, day), DEFENCE)
    joined = pairs(found, day)
    known = joined.of(state.id)
    if not date:
        known = (*known, *last_seen_pairs(found, day, joined).of(state.id))
    values = {
        "state": named(view, state),
        "allies": view.plural(len(known), "{n} state", "{n} states"),
        "day": view.date(day.text),
    }
    if not known:
        sentence = _alone(view, date, values)
    elif not date:
        sentence = view.say(
            "{state} is bound to {allies} by pacts of defence without a stated end.", **values
        )
    elif len(day.text) < _LENGTH_OF_DAY:
        sentence = view.say("{state} was allied with {allies} in {day}.", **values)
    else:
        sentence = view.say("{state} was allied with {allies} on {day}.", **values)
    rows = tuple(_ally(view, reader, state, pair) for pair in known[:MOST_ROWS])
    columns = tuple(Column(view.say(title)) for title in ("Ally", "By", "Since"))
    table = Table(view.say("Allies"), columns, (Group(rows),)) if rows else None
    ways = [
        Way(
            str(view.say("More about {name}", name=view.named(state.id, state.name)[0])),
            view.href(view.path(state.id)),
        )
    ]
    if date:
        ways.insert(0, Way(str(view.say("The whole world then")), view.href(f"/at/{day.text}")))
    return Answer(sentence, table, ways=tuple(ways))


def world(view: View, reader: Reader, date: str) -> Answer:
    """Return how many pairs of states were allied for defence at a time."""
    day = Day.of(date)
    found = with_promise(pacts(reader, day), DEFENCE)
    values = {
        "pairs": view.plural(
            len(pairs(found, day)), "{n} pair of states was", "{n} pairs of states were"
        ),
        "pacts": view.plural(len(found), "{n} pact of defence", "{n} pacts of defence"),
        "day": view.date(day.text),
    }
    if len(day.text) < _LENGTH_OF_DAY:
        sentence = view.say("{pairs} allied in {day}, by {pacts}.", **values)
    else:
        sentence = view.say("{pairs} allied on {day}, by {pacts}.", **values)
    way = Way(str(view.say("Who was allied with whom then")), view.href(f"/at/{day.text}"))
    return Answer(sentence, ways=(way,))


def _alone(view: View, date: str, values: dict[str, Markup]) -> Markup:
    if not date:
        return view.say("No pact of defence that binds {state} today is recorded.", **values)
    if len(date) < _LENGTH_OF_DAY:
        return view.say("No pact of defence that bound {state} in {day} is recorded.", **values)
    return view.say("No pact of defence that bound {state} on {day} is recorded.", **values)


def _ally(view: View, reader: Reader, state: Subject, pair: Pair) -> Row:
    ally, name = (pair.two, pair.two_name) if pair.one == state.id else (pair.one, pair.one_name)
    says = cited(reader, [id_ for bond in pair.bonds for id_ in (bond.one.id, bond.two.id)])
    cited_ = tuple(one for found in says.values() for one in found)
    bonds = [view.link(bond.pact.id, bond.pact.name) for bond in pair.bonds]
    starts = [bond.since for bond in pair.bonds if bond.since]
    return Row(
        (
            view.link(ally, name),
            view.listed(bonds),
            view.date(min(starts)) if starts else view.say("Not stated"),
        ),
        Receipt.of(cited_, pair.bonds[0].one.grade),
    )


def two_states(view: View, reader: Reader, one: Subject, other: Subject) -> Answer | None:
    """Return that documents describe a partnership of two states; None where none does."""
    found = partnership(reader, one.id, other.id)
    if found is None:
        return None
    sentence = view.say(
        "Documents describe a defence partnership of {one} and {other}. What each says, "
        "and what contradicts it, stands beside one another on {page}.",
        one=named(view, one),
        other=named(view, other),
        page=view.link(found.id, view.say("its page")),
    )
    ids = "~".join(thing.id.partition("/")[2] for thing in (one, other))
    ways = (
        Way(str(view.say("The partnership")), view.href(view.path(found.id))),
        Way(str(view.say("Compare both states")), view.href("/compare", ids=ids)),
    )
    return Answer(sentence, ways=ways)


def resolution(view: View, reader: Reader, number: str) -> Answer | None:
    """Return what a resolution of the Security Council did; None if it is not here."""
    found = numbered(reader, int(number))
    if found is None:
        return None
    values = {
        "resolution": view.link(found.id, found.name),
        "adopted": view.date(found.adopted),
        "missions": view.listed(
            [view.link(one.id, one.short) for one in missions(reader, found.missions)]
        ),
    }
    if found.missions and found.adopted:
        sentence = view.say(
            "{resolution} was adopted on {adopted}. It concerns {missions}.", **values
        )
    elif found.adopted:
        sentence = view.say("{resolution} was adopted on {adopted}.", **values)
    else:
        sentence = view.say("{resolution} is recorded here.", **values)
    says = cited(reader, (found.id,))
    ways = [Way(str(view.say("The page of the resolution")), view.href(view.path(found.id)))]
    if found.address:
        ways.append(Way(str(view.say("Its text")), found.address))
    return Answer(sentence, receipt=receipt(says, found.id, found.grade), ways=tuple(ways))
