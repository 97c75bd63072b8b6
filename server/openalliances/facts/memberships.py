"""Who belongs to what: the spells of members of an organisation or alliance, and of a state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from openalliances.facts.cells import SPELL_WIDTH, spell, spell_columns
from openalliances.facts.days import Day, Holds, Spell
from openalliances.tabular.database import Reader, Row

FULL = "full"
"""The kind of a membership with all rights."""
BY_THE_MEMBER, ARREARS = "by-the-member", "arrears"
"""The kinds of a suspension that no organ of the body imposed."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A spell of a member in an organisation or arrangement (its *body*).

    ``kinds`` and ``obligations`` are those of the body, if it is an arrangement; ``size`` is the
    number of its full members where that was counted.
    """

    id: str
    body: str
    body_name: str
    acronym: str
    member: str
    member_name: str
    kind: str
    grade: str
    kinds: tuple[str, ...] = field(kw_only=True)
    obligations: tuple[str, ...] = field(kw_only=True)
    spell: Spell = field(kw_only=True)
    size: int = field(default=0, kw_only=True)

    @property
    def is_full(self) -> bool:
        """Return whether it is a membership with all rights."""
        return self.kind == FULL

    @property
    def is_in_arrangement(self) -> bool:
        """Return whether it is one in a treaty, pact or other arrangement, no organisation."""
        return self.body.startswith("arrangement/")

    @property
    def obliges_to_defend(self) -> bool:
        """Return whether the body obliges its members to defend one another."""
        return "defence" in self.obligations


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time during which a membership was suspended.

    ``kind`` says who brought its rights to rest: the body, the member itself
    (:data:`BY_THE_MEMBER`), or its rules on unpaid contributions (:data:`ARREARS`).
    """

    id: str
    membership: str
    body: str
    body_name: str
    member: str
    member_name: str
    grade: str
    decision: str
    decision_name: str
    kind: str
    spell: Spell = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Wave:
    """Those who became full members on one day, and how many there were then."""

    start: str
    start_kind: str
    members: tuple[Membership, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Step:
    """How many full members a body had from a day on."""

    day: str
    members: int


_SELECT = f"""
SELECT {spell_columns("m")}, m.id, m.organization, m.organization_name,
  COALESCE(o.acronym, a.acronym), m.member, m.member_name, m.kind, m.grade,
  a.kinds, a.obligations
FROM memberships m
LEFT JOIN organizations o ON o.id = m.organization
LEFT JOIN arrangements a ON a.id = m.organization
"""  # noqa: S608  names of columns alone
_ORDER = "ORDER BY m.start IS NULL, m.start, m.start_kind, m.member_name, m.organization_name, m.id"
_SUSPENSIONS = f"""
SELECT {spell_columns("s")}, s.id, s.membership, s.organization, t.name, s.member,
  s.member_name, s.grade, s.decision, s.decision_name, s.kind
FROM suspensions s JOIN things t ON t.id = s.organization
"""  # noqa: S608  names of columns alone


def of_member(reader: Reader, member: str) -> tuple[Membership, ...]:
    """Return what a state or organisation belonged to, in the order in which it began."""
    return _found(reader, "WHERE m.member = ?", member)


def of_body(reader: Reader, body: str) -> tuple[Membership, ...]:
    """Return who belonged to an organisation or arrangement, in the order of joining."""
    return _found(reader, "WHERE m.organization = ?", body)


def one(reader: Reader, id_: str) -> Membership | None:
    """Return one spell by its id, or None if there is none."""
    return next(iter(_found(reader, "WHERE m.id = ?", id_)), None)


def suspensions_of(reader: Reader, thing: str) -> tuple[Suspension, ...]:
    """Return the suspensions of a member, in a body, or of a membership, in order."""
    where = "WHERE ? IN (s.id, s.member, s.organization, s.membership) ORDER BY s.start, s.id"
    return tuple(
        Suspension(*(str(cell or "") for cell in row[SPELL_WIDTH:]), spell=spell(row))
        for row in reader.rows(_SUSPENSIONS + where, [thing])
    )


def sized(
    reader: Reader, memberships: Sequence[Membership], day: Day | None
) -> tuple[Membership, ...]:
    """Return *memberships* with the number of full members of each body on *day*.

    Without a day those count who are known to belong to it lately.
    """
    bodies = sorted({one.body for one in memberships if not one.spell.has_ended or day})
    marks = ", ".join("?" * len(bodies))
    sizes = dict.fromkeys((one.body for one in memberships), 0)
    if day is None:
        lately = f"""SELECT organization, COUNT(DISTINCT member) FROM memberships
          WHERE organization IN ({marks}) AND kind = 'full' AND end_status = 'known-lately'
          GROUP BY organization"""  # noqa: S608  marks alone
        sizes.update((str(body), int(count or 0)) for body, count in reader.rows(lately, bodies))
    else:
        spells = f"""SELECT {spell_columns("m")}, m.organization FROM memberships m
          WHERE m.kind = 'full' AND m.organization IN ({marks})"""  # noqa: S608  marks alone
        for row in reader.rows(spells, bodies):
            sizes[str(row[SPELL_WIDTH])] += spell(row).holds(day) in (Holds.YES, Holds.MAYBE)
    return tuple(replace(one, size=sizes[one.body]) for one in memberships)


def waves(memberships: Iterable[Membership]) -> tuple[Wave, ...]:
    """Return members by the day on which they joined, and how many there were then.

    Those who are not known to have left by then are counted; a start that nobody gives counts
    for nothing.
    """
    found = []
    dated = [one for one in memberships if one.spell.start]
    for (start, kind), group in groupby(dated, lambda one: (one.spell.start, one.spell.start_kind)):
        found.append(Wave(start, kind, tuple(group), _members_at(dated, start)))
    return tuple(found)


def steps(memberships: Iterable[Membership]) -> tuple[Step, ...]:
    """Return how the number of members grew and fell, a step for each day of change.

    Where a year or month alone is known, its first day counts for a start and its last for an end.
    """
    changes: dict[str, int] = {}
    for one in memberships:
        if not one.spell.start:
            continue
        begin, end = one.spell.start_earliest, one.spell.end_latest
        changes[begin] = changes.get(begin, 0) + 1
        if end:
            changes[end] = changes.get(end, 0) - 1
    total, found = 0, []
    for day in sorted(changes):
        total += changes[day]
        found.append(Step(day, total))
    return tuple(found)


def _members_at(full: Sequence[Membership], start: str) -> int:
    """Return how many had joined by *start* and had not left before."""
    here = [
        one.member
        for one in full
        if one.spell.start <= start and not (one.spell.end and one.spell.end <= start)
    ]
    return len(set(here))


def _found(reader: Reader, where: str, value: str) -> tuple[Membership, ...]:
    rows = reader.rows(f"{_SELECT} {where} {_ORDER}", [value])
    return tuple(_membership(row) for row in rows)


def _membership(row: Row) -> Membership:
    texts = [str(cell or "") for cell in row[SPELL_WIDTH:]]
    kinds, obligations = (tuple(filter(None, text.split(";"))) for text in texts[8:10])
    return Membership(*texts[:8], kinds=kinds, obligations=obligations, spell=spell(row))
