"""Who was a member of which organisation at a time."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.facts.days import SPELL, Day, Holds, Spell
from openalliances.tabular.database import Reader

_SPELL = ", ".join(f'm."{name}"' for name in SPELL)


@dataclass(frozen=True, slots=True)
class Belonging:
    """A spell of membership of whatever kind: whose, as what, and whether it holds then."""

    id: str
    member: str
    name: str
    kind: str
    spell: Spell
    holds: Holds
    grade: str


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation with its members then, and those not known to be members so late."""

    id: str
    name: str
    acronym: str
    members: tuple[Belonging, ...]
    unknown: tuple[Belonging, ...]

    @property
    def full(self) -> int:
        """Return the number of full members."""
        return sum(one.kind == "full" for one in self.members)


def organizations_on(reader: Reader, day: Day) -> tuple[Body, ...]:
    """Return the organisations that had members then, the largest first.

    Those whose members are not known so late come after the others.
    """
    held: dict[str, list[Belonging]] = {}
    unknown: dict[str, list[Belonging]] = {}
    rows = reader.rows(
        f"SELECT m.organization, m.id, m.member, m.member_name, m.kind, m.grade, {_SPELL} "  # noqa: S608
        "FROM memberships m JOIN organizations o ON o.id = m.organization "
        "WHERE m.start IS NOT NULL AND m.start_earliest <= ? "
        "AND (m.end_latest IS NULL OR m.end_latest >= ?) ORDER BY m.member_name, m.id",
        (day.last, day.first),
    )
    for body, id_, member, name, kind, grade, *cells in rows:
        spell = Spell.of(cells)
        holds = spell.holds(day)
        if holds is not Holds.NO:
            one = Belonging(
                *(str(id_), str(member), str(name), str(kind), spell, holds, str(grade or ""))
            )
            kept = unknown if holds is Holds.UNKNOWN else held
            kept.setdefault(str(body), []).append(one)
    heads = reader.rows("SELECT id, name, acronym FROM organizations")
    found = [
        Body(
            *(str(id_), str(name), str(acronym or "")),
            tuple(held.get(str(id_), ())),
            tuple(unknown.get(str(id_), ())),
        )
        for id_, name, acronym in heads
        if str(id_) in held or str(id_) in unknown
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.members), -len(one.unknown), one.name)))
