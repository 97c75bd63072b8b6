"""Answers in one line to questions that many bring, each from the tables of the release.

Each function returns None, or nothing, where the tables do not say: then nobody is told that the
question can be asked here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from openalliances.facts.cells import took_place
from openalliances.facts.days import SPELL, Spell
from openalliances.facts.operations import ALLOTMENT
from openalliances.tabular.database import Reader

_SPELL = ", ".join(f'"{name}"' for name in SPELL)
_SPELL_OF_M = ", ".join(f'm."{name}"' for name in SPELL)


@dataclass(frozen=True, slots=True)
class Told:
    """A thing with its spell and its grade: a member, a mission, a contributor."""

    id: str
    name: str
    acronym: str
    spell: Spell
    grade: str

    @property
    def short(self) -> str:
        """Return its acronym, or its name where it has none."""
        return self.acronym or self.name


@dataclass(frozen=True, slots=True)
class Counted:
    """A thing, and a number of something of it."""

    id: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Article:
    """Where a promise stands: its arrangement, the article, the treaty, the grade."""

    arrangement: str
    name: str
    article: str
    treaty: str
    grade: str


def membership(reader: Reader, state: str, body: str) -> Told | None:
    """Return the first spell of full membership of *state* in *body*."""
    sql = (
        f"SELECT member, member_name, '', grade, {_SPELL} FROM memberships "  # noqa: S608
        "WHERE member = ? AND organization = ? AND kind = 'full' AND start IS NOT NULL "
        "ORDER BY start LIMIT 1"
    )
    return next(iter(_told(reader, sql, state, body)), None)


def members_by_start(reader: Reader, body: str) -> tuple[Told, ...]:
    """Return the full members of *body* that have not left, in the order in which they came."""
    sql = (
        f"SELECT member, member_name, '', grade, {_SPELL} FROM memberships "  # noqa: S608
        "WHERE organization = ? AND kind = 'full' AND start IS NOT NULL "
        "AND end_status LIKE 'known-%' ORDER BY start_earliest, member_name"
    )
    return _told(reader, sql, body)


def operations_in(reader: Reader, place: str) -> tuple[Told, ...]:
    """Return the operations that took place in *place*, in the order in which they began."""
    sql = (
        f"SELECT m.id, m.name, m.acronym, m.grade, {_SPELL_OF_M} "  # noqa: S608
        "FROM mission_hosts h JOIN missions m ON m.id = h.mission "
        f"WHERE h.host = ? AND {took_place('m')} AND m.start IS NOT NULL "
        "ORDER BY m.start_earliest, m.name"
    )
    return _told(reader, sql, place)


def operations_with(reader: Reader, state: str) -> tuple[Told, ...]:
    """Return the operations to which *state* contributed, each once, by their beginning."""
    sql = (
        f"SELECT m.id, m.name, m.acronym, m.grade, {_SPELL_OF_M} FROM missions m "  # noqa: S608
        "WHERE m.id IN (SELECT mission FROM contributions WHERE state = ? "
        "AND kind IS NOT ?) "
        f"AND {took_place('m')} ORDER BY m.start_earliest, m.name"
    )
    return _told(reader, sql, state, ALLOTMENT)


def allotted_to(reader: Reader, mission: str) -> tuple[Told, ...]:
    """Return the states that were to send troops to *mission*, each once, by name."""
    sql = (
        f"SELECT state, state_name, '', grade, {_SPELL} FROM contributions "  # noqa: S608
        "WHERE mission = ? AND kind = ? GROUP BY state ORDER BY state_name"
    )
    return _told(reader, sql, mission, ALLOTMENT)


def leaders(reader: Reader) -> tuple[Counted, ...]:
    """Return who led operations, and how many: those with most first."""
    cells = reader.column(
        f"SELECT lead FROM missions WHERE {took_place()} AND lead IS NOT NULL ORDER BY id"  # noqa: S608
    )
    counted = Counter(one for cell in cells for one in cell.split(";")).most_common(2)
    names = {
        str(id_): str(name)
        for id_, name in reader.rows(
            "SELECT id, name FROM things WHERE id IN (?, ?)",
            [*(id_ for id_, _ in counted), "", ""][:2],
        )
    }
    return tuple(Counted(id_, names.get(id_, id_), number) for id_, number in counted)


def suspended(reader: Reader, body: str) -> tuple[Told, ...]:
    """Return the suspensions by *body*, by their beginning; the state is their id.

    What a member declared itself is none of them.
    """
    sql = (
        f"SELECT member, member_name, '', grade, {_SPELL} FROM suspensions "  # noqa: S608
        "WHERE organization = ? AND kind <> 'by-the-member' ORDER BY start_earliest, member_name"
    )
    return _told(reader, sql, body)


def article(reader: Reader, arrangement: str, kind: str) -> Article | None:
    """Return the article by which *arrangement* promises a thing of that *kind*."""
    rows = reader.rows(
        "SELECT o.arrangement, a.name, o.article, t.name, o.grade FROM obligations o "
        "JOIN arrangements a ON a.id = o.arrangement LEFT JOIN treaties t ON t.id = o.treaty "
        "WHERE o.arrangement = ? AND o.kind = ? AND o.article IS NOT NULL",
        (arrangement, kind),
    )
    found = next(iter(rows), None)
    return Article(*(str(cell or "") for cell in found)) if found else None


def contradicted(reader: Reader, thing: str) -> tuple[int, int]:
    """Return how many claims about *thing* are contradicted, and by how many findings."""
    cells = reader.column(
        "SELECT contradicted_by FROM claims WHERE subject = ? AND contradicted_by IS NOT NULL",
        (thing,),
    )
    return len(cells), len({one for cell in cells for one in cell.split(";")})


def _told(reader: Reader, sql: str, *values: str) -> tuple[Told, ...]:
    return tuple(
        Told(str(id_), str(name), str(acronym or ""), Spell.of(cells), str(grade or ""))
        for id_, name, acronym, grade, *cells in reader.rows(sql, values)
    )
