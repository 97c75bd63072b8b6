"""What two to five things of a kind have in common, and when: states, bodies, or operations.

States share the pacts and organisations to which they belong and the operations that they
contribute to or host; pacts and organisations share members; operations share contributors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from openalliances.facts.cells import took_place
from openalliances.facts.days import SPELL, Spell
from openalliances.tabular.database import Reader

_SPELL = ", ".join(f'r."{name}"' for name in SPELL)


@dataclass(frozen=True, slots=True)
class Held:
    """A spell of one side: the row that holds it, of what kind it is, how well it is known."""

    id: str
    kind: str
    spell: Spell
    grade: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """A time in which all who were ever part of it were so together; dates as written.

    Without an ``end`` it was last seen on ``known_until``. It is not ``certain`` where it may be
    none at all, by what is known to the month or year alone.
    """

    start: str
    end: str
    known_until: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that one side at least belongs to, with the spells of each side in their order."""

    id: str
    name: str
    acronym: str
    held: tuple[tuple[Held, ...], ...]
    together: tuple[Overlap, ...] = ()

    @property
    def sides(self) -> tuple[int, ...]:
        """Return the numbers of the sides that belong to it, from 0."""
        return tuple(number for number, spells in enumerate(self.held) if spells)

    @property
    def is_shared(self) -> bool:
        """Return whether two sides belong to it, at whatever time."""
        return len(self.sides) > 1


def memberships_of(reader: Reader, states: Sequence[str]) -> tuple[Shared, ...]:
    """Return the pacts and organisations of the states, those that most of them share first."""
    rows = reader.rows(
        f"SELECT r.member, r.organization, r.organization_name, "  # noqa: S608
        "coalesce(a.acronym, o.acronym, ''), r.id, r.kind, r.grade, "
        f"{_SPELL} FROM memberships r LEFT JOIN arrangements a ON a.id = r.organization "
        "LEFT JOIN organizations o ON o.id = r.organization "
        f"WHERE r.member IN ({_marks(states)}) ORDER BY r.organization_name, r.start",
        tuple(states),
    )
    return _shared(rows, states)


def members_of(reader: Reader, bodies: Sequence[str]) -> tuple[Shared, ...]:
    """Return the members of the pacts or organisations, those that most of them share first."""
    rows = reader.rows(
        "SELECT r.organization, r.member, r.member_name, coalesce(r.iso3c, ''), r.id, r.kind, "  # noqa: S608
        f"r.grade, {_SPELL} FROM memberships r WHERE r.organization IN ({_marks(bodies)}) "
        "ORDER BY r.member_name, r.start",
        tuple(bodies),
    )
    return _shared(rows, bodies)


def contributors_of(reader: Reader, missions: Sequence[str]) -> tuple[Shared, ...]:
    """Return the states that contributed to the operations, those to most of them first."""
    rows = reader.rows(
        "SELECT r.mission, r.state, r.state_name, coalesce(r.iso3c, ''), r.id, r.kind, "  # noqa: S608
        f"r.grade, {_SPELL} FROM contributions r WHERE r.mission IN ({_marks(missions)}) "
        "ORDER BY r.state_name, r.start",
        tuple(missions),
    )
    return _shared(rows, missions)


HOST = "host"
"""The kind of what holds that an operation took place in a state, for as long as it ran."""


def operations_of(reader: Reader, states: Sequence[str]) -> tuple[Shared, ...]:
    """Return the operations that the states contributed to or hosted, by their beginning."""
    sent = reader.rows(
        "SELECT r.state, r.mission, m.name, coalesce(m.acronym, ''), r.id, r.kind, r.grade, "  # noqa: S608
        f"{_SPELL} FROM contributions r JOIN missions m ON m.id = r.mission "
        f"WHERE r.state IN ({_marks(states)}) AND {took_place('m')} ORDER BY m.start, m.name",
        tuple(states),
    )
    hosted = reader.rows(
        f"SELECT h.host, r.id, r.name, coalesce(r.acronym, ''), r.id, '{HOST}', h.grade, "  # noqa: S608
        f"{_SPELL} FROM mission_hosts h JOIN missions r ON r.id = h.mission "
        f"WHERE h.host IN ({_marks(states)}) AND {took_place('r')} ORDER BY r.start, r.name",
        tuple(states),
    )
    return _shared((*hosted, *sent), states)


def _shared(rows: Iterable[Sequence[object]], sides: Sequence[str]) -> tuple[Shared, ...]:
    number = {side: place for place, side in enumerate(sides)}
    found: dict[str, tuple[str, str, list[list[Held]]]] = {}
    for side, id_, name, acronym, row, kind, grade, *cells in rows:
        spell = Spell.of(cells)  # type: ignore[arg-type]
        held = Held(str(row), str(kind), spell, str(grade or ""))
        known = found.setdefault(str(id_), (str(name), str(acronym), [[] for _ in sides]))
        known[2][number[str(side)]].append(held)
    all_ = [
        Shared(id_, name, acronym, tuple(map(tuple, held)), tuple(_together(held)))
        for id_, (name, acronym, held) in found.items()
    ]
    return tuple(sorted(all_, key=lambda one: (-len(one.sides), _begin(one), one.name)))


def _begin(one: Shared) -> str:
    starts = [held.spell.start for spells in one.held for held in spells if held.spell.start]
    return min(starts, default="9999")


def _together(held: Sequence[Sequence[Held]]) -> Iterator[Overlap]:
    """Yield the times in which all sides that have a spell have one at once."""
    sides = [spells for spells in held if spells]
    if len(sides) < 2:
        return
    found = []
    for chosen in product(*sides):
        spells = [one.spell for one in chosen]
        if all(spell.start for spell in spells):
            overlap = _overlap(spells)
            found += [overlap] if overlap else []
    yield from sorted(dict.fromkeys(found), key=lambda one: one.start)


def _overlap(spells: Sequence[Spell]) -> Overlap | None:
    """Return when all spells hold; None if they never do, or it is not known."""
    if any(not spell.end and not spell.known_until for spell in spells):
        return None
    late = max(spells, key=lambda spell: spell.start_earliest)
    surely = max(spell.start_latest for spell in spells)
    ended = [spell for spell in spells if spell.end]
    early = min(ended, key=lambda spell: spell.end_latest, default=None)
    seen = min((spell.known_until for spell in spells if not spell.end), default="")
    if early is None or (seen and seen < early.end_earliest):
        return Overlap(late.start, "", seen, certain=surely <= seen)
    if late.start_earliest > early.end_latest:
        return None
    first_end = min(spell.end_earliest for spell in ended)
    return Overlap(late.start, early.end, "", certain=surely <= first_end)


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
