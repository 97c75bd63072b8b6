"""Who is bound to defend whom: the pairs that the defence alliances of a state make.

A pair counts on a day when both were full members of the same alliance with an obligation to
defence then. Pairs are counted once, however many alliances join them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from openalliances.facts.cells import SPELL_WIDTH, spell, spell_columns
from openalliances.facts.days import Day, Holds, Spell
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Partner:
    """A state with which another one shares a defence alliance; ``holding`` is whether it did."""

    id: str
    name: str
    spell: Spell
    holding: Holds


@dataclass(frozen=True, slots=True)
class Pact:
    """A defence alliance of a state, with those whom it binds as well.

    ``holding`` says whether it bound the state on the day that was asked for, ``own`` when it did.
    """

    id: str
    name: str
    membership: str
    grade: str
    own: Spell
    holding: Holds
    partners: tuple[Partner, ...]

    @property
    def bound(self) -> tuple[Partner, ...]:
        """Return the partners with whom it held on the day; of others it was last seen earlier."""
        if self.holding not in _HELD:
            return ()
        return tuple(one for one in self.partners if one.holding in _HELD)


_HELD = (Holds.YES, Holds.MAYBE)


@dataclass(frozen=True, slots=True)
class Partnership:
    """A partnership that documents describe, with the others that are party to it."""

    id: str
    name: str
    grade: str
    others: tuple[tuple[str, str], ...]


_QUERY = f"""
SELECT {spell_columns("a")}, {spell_columns("b")}, a.organization, a.organization_name, a.id,
  a.grade, b.member, b.member_name
FROM memberships a
JOIN arrangements r ON r.id = a.organization
JOIN memberships b ON b.organization = a.organization AND b.member <> a.member
WHERE a.member = ? AND a.kind = 'full' AND b.kind = 'full'
  AND ';' || r.obligations || ';' LIKE '%;defence;%'
ORDER BY a.start, a.organization, a.id, b.member_name, b.id
"""  # noqa: S608  names of columns alone


def pacts(reader: Reader, state: str, day: Day | None = None) -> tuple[Pact, ...]:
    """Return the defence alliances that bind *state* on *day*, or as far as is known, with whom.

    Those that are known not to have held are left out.
    """
    found: dict[str, tuple[Pact, dict[str, Partner]]] = {}
    for row in reader.rows(_QUERY, [state]):
        own, other = spell(row), spell(row[SPELL_WIDTH:])
        holding = own.holds(day)
        theirs = other.holds(day)
        if Holds.NO in (holding, theirs):
            continue
        body, name, membership, grade, member, member_name = map(str, row[2 * SPELL_WIDTH :])
        pact = Pact(body, name, membership, grade, own, holding, ())
        partners = found.setdefault(membership, (pact, {}))[1]
        if member not in partners or theirs in _HELD:
            partners[member] = Partner(member, member_name, other, theirs)
    return tuple(
        replace(pact, partners=tuple(partners.values())) for pact, partners in found.values()
    )


def partners_of(found: tuple[Pact, ...]) -> dict[str, str]:
    """Return the partners of some pacts, each once: id and name."""
    return {partner.id: partner.name for pact in found for partner in pact.partners}


def bound_partners(found: Iterable[Pact]) -> dict[str, str]:
    """Return the partners with whom some pacts held, each once: id and name."""
    return {partner.id: partner.name for pact in found for partner in pact.bound}


_PARTNERSHIPS = """
SELECT p.id, p.name, p.grade, s.id, s.name FROM partnerships p
JOIN states s ON ';' || p.parties || ';' LIKE '%;' || s.id || ';%'
WHERE ';' || p.parties || ';' LIKE '%;' || ? || ';%' AND s.id <> ? ORDER BY p.name, s.name
"""


def partnerships(reader: Reader, state: str) -> tuple[Partnership, ...]:
    """Return the partnerships of *state* that documents describe."""
    found: dict[str, Partnership] = {}
    for id_, name, grade, other, other_name in reader.rows(_PARTNERSHIPS, [state, state]):
        one = found.setdefault(str(id_), Partnership(str(id_), str(name), str(grade or ""), ()))
        others = (*one.others, (str(other), str(other_name)))
        found[one.id] = replace(one, others=others)
    return tuple(found.values())
