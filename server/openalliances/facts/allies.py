"""Who was allied with whom at a time: pacts, their members then, and pairs of these.

A pair counts when both were full members of the same pact at one time, and the pact holds the
promise that is asked for. It is counted once, however many pacts join the two. A member without a
stated end counts until the last day on which a source shows it; after that it is not known, and
kept apart (``unknown``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, overload

from openalliances.facts.days import SPELL, Day, Holds, Spell
from openalliances.tabular.database import Reader

DEFENCE = "defence"
PROMISES = (DEFENCE, "offence", "neutrality", "non-aggression", "consultation")
"""The kinds of obligation, the strongest first."""

_WIDTH = len(SPELL)
_SPELL = ", ".join(f'"{name}"' for name in SPELL)
_SPELL_OF_M = ", ".join(f'm."{name}"' for name in SPELL)


@dataclass(frozen=True, slots=True)
class Promise:
    """An obligation of a pact: its kind, and where it stands."""

    id: str
    kind: str
    treaty: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A spell of membership of a state, and whether it holds then."""

    id: str
    state: str
    name: str
    spell: Spell
    holds: Holds
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Pact:
    """An arrangement or organisation with obligations, at a time.

    ``members`` hold then, ``unknown`` had begun and are not known to hold so late. ``promises``
    are those that it held then.
    """

    id: str
    name: str
    acronym: str
    spell: Spell
    grade: str
    promises: tuple[Promise, ...]
    members: tuple[Member, ...] = ()
    unknown: tuple[Member, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of its promises, the strongest first."""
        held = {one.kind for one in self.promises}
        return tuple(kind for kind in PROMISES if kind in held)


@dataclass(frozen=True, slots=True)
class Bond:
    """What joins a pair: a pact and the memberships of both in it."""

    pact: Pact
    one: Member
    two: Member

    @property
    def since(self) -> str:
        """Return when the later of both began, as written; empty where it is not known."""
        starts = (self.one.spell, self.two.spell)
        later = max(starts, key=lambda spell: spell.start_earliest or spell.start)
        return later.start

    @property
    def seen(self) -> str:
        """Return when both were last seen in it, as written; empty where nobody says."""
        return min(one.spell.end or one.spell.known_until for one in (self.one, self.two))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states, in the order of their names, and all that joins them then."""

    one: str
    one_name: str
    two: str
    two_name: str
    bonds: tuple[Bond, ...]

    @property
    def promises(self) -> tuple[str, ...]:
        """Return the kinds of promise between them, the strongest first."""
        held = {kind for bond in self.bonds for kind in bond.pact.kinds}
        return tuple(kind for kind in PROMISES if kind in held)

    @property
    def seen(self) -> str:
        """Return when both were last seen joined, as written; empty where nobody says."""
        return max(bond.seen for bond in self.bonds)

    @property
    def is_certain(self) -> bool:
        """Return whether one bond at least holds for certain."""
        return any(is_certain((bond.pact, bond.one, bond.two)) for bond in self.bonds)


_Key: TypeAlias = tuple[str, str, str, str]
"""Name and id of both states."""
_Joined: TypeAlias = tuple[Pact, Member, Member]
_NEVER = Day("", "", "")


def is_certain(joined: _Joined) -> bool:
    """Return whether both memberships hold for certain."""
    return joined[1].holds is Holds.YES and joined[2].holds is Holds.YES


def pacts(reader: Reader, day: Day) -> tuple[Pact, ...]:
    """Return the pacts with obligations that join two states at least then, by their beginning.

    One that is not known to hold so late is among them if it may still join two.
    """
    promises = _promises(reader, day)
    held, unknown = _members(reader, day)
    found = [
        Pact(
            id_,
            name,
            acronym,
            spell,
            grade,
            promises[id_],
            tuple(held.get(id_, ())),
            tuple(unknown.get(id_, ())),
        )
        for id_, name, acronym, spell, grade in _heads(reader)
        if id_ in promises
    ]
    joining = [one for one in found if len(one.members) + len(one.unknown) > 1]
    return tuple(sorted(joining, key=lambda one: (one.spell.start or "9", one.name)))


def promising(found: Iterable[Pact], kind: str) -> tuple[Pact, ...]:
    """Return the pacts that hold a promise of that *kind*, also those last seen before."""
    return tuple(one for one in found if kind in one.kinds)


def with_promise(found: Iterable[Pact], kind: str) -> tuple[Pact, ...]:
    """Return the pacts that hold a promise of that *kind* and join two states for all we know."""
    return tuple(one for one in promising(found, kind) if len(one.members) > 1)


class Pairs(Sequence["Pair"]):
    """The pairs that pacts join at a time, each once, in the order of their names.

    Only those that are looked at are made: there can be some thousand.
    """

    def __init__(self, found: Iterable[tuple[Pact, Sequence[Member]]], day: Day) -> None:
        self._bonds = _bonds(found, day)
        self._order: list[_Key] | None = None

    def __len__(self) -> int:
        return len(self._bonds)

    @overload
    def __getitem__(self, index: int) -> Pair: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Pair, ...]: ...
    def __getitem__(self, index: int | slice) -> Pair | tuple[Pair, ...]:
        if self._order is None:
            self._order = sorted(self._bonds)
        if isinstance(index, slice):
            return tuple(map(self._pair, self._order[index]))
        return self._pair(self._order[index])

    @property
    def states(self) -> frozenset[str]:
        """Return the states of all pairs."""
        return frozenset(key[place] for key in self._bonds for place in (1, 3))

    @property
    def joined_twice(self) -> int:
        """Return how many are joined by more than one pact."""
        return sum(len(bonds) > 1 for bonds in self._bonds.values())

    @property
    def uncertain(self) -> int:
        """Return how many may have been joined, by what is known to the month or year alone."""
        return sum(not any(map(is_certain, bonds)) for bonds in self._bonds.values())

    def counted(self) -> list[tuple[str, str, int]]:
        """Return the states by id and name with the number of their allies, the largest first."""
        numbers = Counter(side for key in self._bonds for side in (key[:2], key[2:]))
        ordered = sorted(numbers.items(), key=lambda one: (-one[1], one[0]))
        return [(id_, name, number) for (name, id_), number in ordered]

    def of(self, state: str) -> tuple[Pair, ...]:
        """Return the pairs of which *state* is one."""
        chosen = sorted(key for key in self._bonds if state in (key[1], key[3]))
        return tuple(map(self._pair, chosen))

    def without(self, others: Pairs) -> Pairs:
        """Return the pairs that are not among *others*."""
        rest = Pairs((), _NEVER)
        rest._bonds = {k: v for k, v in self._bonds.items() if k not in others._bonds}
        return rest

    def _pair(self, key: _Key) -> Pair:
        return Pair(key[1], key[0], key[3], key[2], tuple(Bond(*one) for one in self._bonds[key]))


def pairs(found: Iterable[Pact], day: Day) -> Pairs:
    """Return the pairs that the pacts join then."""
    return Pairs(((pact, pact.members) for pact in found), day)


def last_seen_pairs(found: Iterable[Pact], day: Day, known: Pairs) -> Pairs:
    """Return the pairs that were joined when last seen, and are not among those *known* then."""
    lapsed = ((one, (*one.members, *one.unknown)) for one in found if one.unknown)
    return Pairs(lapsed, day).without(known)


def _bonds(found: Iterable[tuple[Pact, Sequence[Member]]], day: Day) -> dict[_Key, list[_Joined]]:
    """Return what joins each pair: members are in the order of their names, so pairs are, too."""
    bonds: dict[_Key, list[_Joined]] = {}
    is_span = day.first != day.last
    for pact, members in found:
        ordered = sorted((one.name, one.state, number, one) for number, one in enumerate(members))
        for number, (name, state, _, one) in enumerate(ordered):
            for other_name, other, _, two in ordered[number + 1 :]:
                if state == other or (is_span and not _meet(one.spell, two.spell, day)):
                    continue
                known = bonds.setdefault((name, state, other_name, other), [])
                # A state with two spells in a year is in the pact once.
                if not known or known[-1][0] is not pact:
                    known.append((pact, one, two))
    return bonds


def _meet(one: Spell, two: Spell, day: Day) -> bool:
    """Return whether both may have held on one day of the time that is asked for."""
    first = max(one.start_earliest, two.start_earliest, day.first)
    return first <= min(_end(one), _end(two), day.last)


def _end(spell: Spell) -> str:
    return spell.end_latest if spell.end else "9999"


def _heads(reader: Reader) -> Iterable[tuple[str, str, str, Spell, str]]:
    """Yield the arrangements and organisations: id, name, acronym, spell, grade."""
    sql = (
        f"SELECT id, name, acronym, grade, {_SPELL} FROM arrangements "  # noqa: S608
        "WHERE id IN (SELECT arrangement FROM obligations)"
    )
    for id_, name, acronym, grade, *spell in reader.rows(sql):
        yield str(id_), str(name), str(acronym or ""), Spell.of(spell), str(grade or "")


def _promises(reader: Reader, day: Day) -> dict[str, tuple[Promise, ...]]:
    """Return the obligations that had begun and had not ended, by arrangement.

    One without dates is as old as its arrangement; how long it was last seen is not asked, since
    sources look at members more often than at articles.
    """
    found: dict[str, list[Promise]] = {}
    rows = reader.rows(
        "SELECT arrangement, id, kind, treaty, article FROM obligations "
        "WHERE (start_earliest IS NULL OR start_earliest <= ?) "
        "AND (end_latest IS NULL OR end_latest >= ?) ORDER BY id",
        (day.last, day.first),
    )
    for arrangement, id_, kind, treaty, article in rows:
        one = Promise(str(id_), str(kind), str(treaty or ""), str(article or ""))
        found.setdefault(str(arrangement), []).append(one)
    return {arrangement: tuple(ones) for arrangement, ones in found.items()}


def _members(reader: Reader, day: Day) -> tuple[dict[str, list[Member]], dict[str, list[Member]]]:
    """Return the states that were full members then, and those of whom that is not known."""
    sql = (
        f"SELECT m.organization, m.id, m.member, m.member_name, m.grade, {_SPELL_OF_M} "  # noqa: S608
        "FROM memberships m WHERE m.kind = 'full' AND m.member LIKE 'state/%' "
        "AND m.organization IN (SELECT arrangement FROM obligations) "
        "AND m.start IS NOT NULL AND m.start_earliest <= ? "
        "AND (m.end_latest IS NULL OR m.end_latest >= ?) ORDER BY m.member_name, m.id"
    )
    held: dict[str, list[Member]] = {}
    unknown: dict[str, list[Member]] = {}
    for pact, id_, state, name, grade, *cells in reader.rows(sql, (day.last, day.first)):
        spell = Spell.of(cells)
        holds = spell.holds(day)
        if holds is Holds.NO:
            continue
        kept = unknown if holds is Holds.UNKNOWN else held
        member = Member(str(id_), str(state), str(name), spell, holds, str(grade or ""))
        kept.setdefault(str(pact), []).append(member)
    return held, unknown
