"""The facts of each side at a glance: a row a fact, a column a side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from openalliances.facts.comparison import HOST, Shared
from openalliances.facts.days import Day, Holds
from openalliances.facts.sides import BODIES, KINDS, STATES, Side, names_of
from openalliances.pages.composed import spells
from openalliances.pages.composed.model import Column, Group, Row, Table
from openalliances.pages.on_day import when
from openalliances.pages.on_day.bonds import PROMISES
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_Line = tuple[Markup, list[Markup | str]]
_MISSING = Markup('<span class="missing">{}</span>')


def glance(view: View, reader: Reader, found: Sequence[Side], shared: Sequence[Shared]) -> Table:
    """Return the key facts of the sides; *shared* is all that belongs to any of them."""
    kind = KINDS[found[0].id.partition("/")[0]]
    if kind == STATES:
        lines = _of_states(view, found, shared)
    elif kind == BODIES:
        lines = _of_bodies(view, found, shared)
    else:
        lines = _of_missions(view, reader, found, shared)
    columns = (Column(view.say("Fact")), *(Column(view.link(one.id, one.name)) for one in found))
    rows = tuple(Row((name, *cells)) for name, cells in lines)
    return Table(view.say("Key facts side by side"), columns, (Group(rows),))


def _of_states(view: View, found: Sequence[Side], shared: Sequence[Shared]) -> Iterator[_Line]:
    yield view.say("Codes"), [", ".join(f"{name} {code}" for name, code in s.codes) for s in found]
    bodies = [one for one in shared if not one.id.startswith("mission/")]
    yield (
        _then(view, "Pacts and organisations"),
        [_count(view, bodies, number) for number in range(len(found))],
    )
    missions = [one for one in shared if one.id.startswith("mission/")]
    hosted = [
        [one for one in missions if any(held.kind == HOST for held in one.held[number])]
        for number in range(len(found))
    ]
    sent = [
        [one for one in missions if any(held.kind != HOST for held in one.held[number])]
        for number in range(len(found))
    ]
    yield view.say("Operations hosted"), [str(len(own)) for own in hosted]
    yield view.say("Operations contributed to"), [str(len(own)) for own in sent]


def _of_bodies(view: View, found: Sequence[Side], shared: Sequence[Shared]) -> Iterator[_Line]:
    yield view.say("Since"), [spells.since(view, one.spell) for one in found]
    yield view.say("Until"), [spells.until(view, one.spell) for one in found]
    if any(one.obligations for one in found):
        yield view.say("Obliges to"), [_obligations(view, one) for one in found]
    yield (
        _then(view, "Members"),
        [_count(view, shared, number) for number in range(len(found))],
    )
    yield (
        view.say("Ever members"),
        [str(sum(bool(one.held[number]) for one in shared)) for number in range(len(found))],
    )


def _of_missions(
    view: View, reader: Reader, found: Sequence[Side], shared: Sequence[Shared]
) -> Iterator[_Line]:
    wanted = [id_ for one in found for id_ in (*one.leads, *one.hosts)]
    names = names_of(reader, wanted)
    for title, ids in (("Led by", [s.leads for s in found]), ("Place", [s.hosts for s in found])):
        yield (
            view.say(title),
            [
                view.listed([view.link(id_, names.get(id_, id_)) for id_ in own]) or _missing(view)
                for own in ids
            ],
        )
    yield view.say("Since"), [spells.since(view, one.spell) for one in found]
    yield view.say("Until"), [spells.until(view, one.spell) for one in found]
    yield (
        view.say("Contributors recorded"),
        [str(sum(bool(one.held[number]) for one in shared)) for number in range(len(found))],
    )


def _obligations(view: View, one: Side) -> Markup:
    said = [view.say(PROMISES.get(kind, kind)) for kind in one.obligations]
    return view.listed(said) if said else _missing(view)


def _count(view: View, shared: Sequence[Shared], number: int) -> str:
    """Return to how many a side belongs: at the time that is asked for, or as far as is known."""
    return str(sum(_holds(one, number, view.day) for one in shared))


def _holds(one: Shared, number: int, day: Day | None) -> bool:
    spells_ = (held.spell for held in one.held[number])
    if day is None:
        return any(not spell.has_ended and spell.known_until for spell in spells_)
    return any(spell.holds(day) in (Holds.YES, Holds.MAYBE) for spell in spells_)


def _then(view: View, what: str) -> Markup:
    """Return the name of a number that depends on the time: "Members in 1985"."""
    then = when.on(view, view.day) if view.day else view.say("as last seen")
    return view.say("{what} {then}", what=view.say(what), then=then)


def _missing(view: View) -> Markup:
    return _MISSING.format(view.say("Not stated"))
