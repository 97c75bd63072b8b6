"""Answers on states beside one another, and on resolutions by their number."""

from __future__ import annotations

from markupsafe import Markup

from openalliances.facts.allies import (
    DEFENCE,
    Pair,
    last_seen_pairs,
    pacts,
    pairs,
    promising,
    with_promise,
)
from openalliances.facts.between import partnership, resolutions
from openalliances.facts.between import resolution as numbered
from openalliances.facts.days import Day
from openalliances.facts.missions import missions
from openalliances.pages.answers.model import Answer
from openalliances.pages.answers.subjects import Subject
from openalliances.pages.answers.words import MOST_ROWS, cited, day_of, named, receipt
from openalliances.pages.composed.model import Column, Group, Receipt, Row, Table, Way
from openalliances.pages.figures.lately import with_lately
from openalliances.pages.figures.words import last_day
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_LENGTH_OF_DAY = 10
_MOST_NAMED = 12
"""Allies that the sentence names."""
"""Characters of a date that is known to the day."""


def allies(view: View, reader: Reader, state: Subject, date: str) -> Answer | None:
    """Return with whom a state was allied for defence at a time; without one, as last known.

    A year means any day of it, as everywhere here. Those of whom nothing is known so late are told
    apart: that no source looks is no sign that nothing was there.
    """
    day = day_of(date) or last_day(view.site)
    found = promising(with_lately(view.at(day_of(date)), pacts(reader, day)), DEFENCE)
    joined = pairs(found, day)
    known, earlier = joined.of(state.id), last_seen_pairs(found, day, joined).of(state.id)
    sentence = _allied(view, state, date, known, earlier)
    shown = (*known, *earlier)[:MOST_ROWS]
    rows = tuple(_ally(view, reader, state, pair, _seen(view, pair, earlier)) for pair in shown)
    titles = ("Ally", "By", "Since", *(("Last seen",) if earlier else ()))
    columns = tuple(Column(view.say(title)) for title in titles)
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


def _allied(
    view: View, state: Subject, date: str, known: tuple[Pair, ...], earlier: tuple[Pair, ...]
) -> Markup:
    """Return the sentence on those who are known to be allies, and on those last seen as such."""
    values = {
        "state": named(view, state),
        "allies": view.plural(len(known), "{n} state", "{n} states"),
        "day": view.date(date) if date else Markup(),
    }
    if not known and not earlier:
        return _alone(view, date, values)
    if not known:
        values["allies"] = view.plural(len(earlier), "{n} state", "{n} states")
        return view.say(
            "{state} was allied with {allies} when last seen, in {years}. No source here shows "
            "whether it was so later.",
            years=_years_seen(earlier),
            **values,
        )
    if not date:
        said = "{state} is bound to {allies} by pacts of defence without a stated end."
    elif len(date) < _LENGTH_OF_DAY:
        said = "{state} was allied with {allies} in {day}, as far as is recorded."
    else:
        said = "{state} was allied with {allies} on {day}, as far as is recorded."
    sentence = view.say(said, **values)
    if 1 < len(known) <= _MOST_NAMED:
        sides = [(pair.two, pair.two_name, pair.one, pair.one_name) for pair in known]
        names = [view.link(*(side[2:] if side[0] == state.id else side[:2])) for side in sides]
        sentence += " " + view.say("They are {names}.", names=view.listed(names))
    if not earlier:
        return sentence
    return (
        sentence
        + " "
        + view.plural(
            len(earlier),
            "With {n} more it was allied when last seen, in {years}.",
            "With {n} more it was allied when last seen, in {years}.",
            years=_years_seen(earlier),
        )
    )


def _years_seen(earlier: tuple[Pair, ...]) -> Markup:
    """Return the years in which pairs were last seen: one, or the first and the last."""
    years = sorted({pair.seen[:4] for pair in earlier if pair.seen})
    return Markup("–").join(dict.fromkeys((years[0], years[-1]))) if years else Markup("…")


def world(view: View, reader: Reader, date: str) -> Answer:
    """Return how many pairs of states were allied for defence at a time."""
    day = Day.of(date)
    known = promising(pacts(reader, day), DEFENCE)
    found = with_promise(known, DEFENCE)
    joined = pairs(found, day)
    earlier = last_seen_pairs(known, day, joined)
    values = {
        "pairs": view.plural(len(joined), "{n} pair of states was", "{n} pairs of states were"),
        "pacts": view.plural(len(found), "{n} pact of defence", "{n} pacts of defence"),
        "day": view.date(day.text),
    }
    if len(day.text) < _LENGTH_OF_DAY:
        sentence = view.say("{pairs} allied in {day}, by {pacts}.", **values)
    else:
        sentence = view.say("{pairs} allied on {day}, by {pacts}.", **values)
    if len(earlier):
        sentence += " " + view.plural(
            len(earlier),
            "{n} more pair was allied when last seen; no source here shows it so late.",
            "{n} more pairs were allied when last seen; no source here shows them so late.",
        )
    way = Way(str(view.say("Who was allied with whom then")), view.href(f"/at/{day.text}"))
    return Answer(sentence, ways=(way,))


def _alone(view: View, date: str, values: dict[str, Markup]) -> Markup:
    if not date:
        return view.say("No pact of defence that binds {state} today is recorded.", **values)
    if len(date) < _LENGTH_OF_DAY:
        return view.say("No pact of defence that bound {state} in {day} is recorded.", **values)
    return view.say("No pact of defence that bound {state} on {day} is recorded.", **values)


def _ally(view: View, reader: Reader, state: Subject, pair: Pair, seen: tuple[Markup, ...]) -> Row:
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
            *seen,
        ),
        Receipt.of(cited_, pair.bonds[0].one.grade),
        is_past=any(seen),
    )


def _seen(view: View, pair: Pair, earlier: tuple[Pair, ...]) -> tuple[Markup, ...]:
    """Return when a pair of those seen *earlier* was last seen; no cell where there are none."""
    if not earlier:
        return ()
    return (view.date(pair.seen) if pair in earlier and pair.seen else Markup(),)


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


def resolution(view: View, reader: Reader, number: str) -> Answer:
    """Return what a resolution of the Security Council did, or that it is not held."""
    found = numbered(reader, int(number))
    if found is None:
        return _not_held(view, reader, number)
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


def _not_held(view: View, reader: Reader, number: str) -> Answer:
    sentence = view.say(
        "Resolution {number} of the Security Council is not held here; {count} others are.",
        number=str(int(number)),
        count=view.number_of(resolutions(reader)),
    )
    way = Way(
        str(view.say("The resolutions that are held")),
        view.href("/browse/instruments", kind="resolution"),
    )
    return Answer(sentence, ways=(way,))
