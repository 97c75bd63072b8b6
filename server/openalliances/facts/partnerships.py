"""Partnerships that documents describe: who takes part, their strands, what the parties share."""

from __future__ import annotations

from dataclasses import dataclass, field

from openalliances.facts.cells import parts, texts
from openalliances.facts.names import marks
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Partnership:
    """A partnership of two states as documents describe it: ids and names of the parties."""

    id: str
    name: str
    parties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Strand:
    """A kind of cooperation within a partnership or an initiative, current or prospective."""

    id: str
    name: str
    whole: str
    activity: str
    status: str = ""
    claims: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Shared:
    """An arrangement in which both are members: its id, name, and when both were.

    ``since`` is where the later one began; ``until`` where the first one ended, empty while none
    has. ``memberships`` are the two, ``grades`` how well each is supported.
    """

    id: str
    name: str
    since: str
    until: str
    memberships: tuple[str, str]
    grades: tuple[str, str]


def partnership(reader: Reader, id_: str) -> Partnership | None:
    """Return the partnership with this id; None if there is none."""
    for row in reader.rows("SELECT id, name, parties FROM partnerships WHERE id = ?", (id_,)):
        found, name, parties = texts(row)
        ids = parts(parties)
        sql = f"SELECT id, name FROM states WHERE id IN ({marks(len(ids))}) ORDER BY name"  # noqa: S608
        return Partnership(found, name, tuple((str(a), str(b)) for a, b in reader.rows(sql, ids)))
    return None


def strands(reader: Reader, whole: str) -> tuple[Strand, ...]:
    """Return the strands of a partnership or an initiative."""
    return _strands(reader, "partnership", whole)


def strand(reader: Reader, id_: str) -> Strand | None:
    """Return the strand with this id; None if there is none."""
    return next(iter(_strands(reader, "id", id_)), None)


def shared(reader: Reader, one: str, other: str) -> tuple[Shared, ...]:
    """Return the arrangements in which two states are or were members at the same time.

    Those that go on come first, then those that ended, the latest first.
    """
    sql = (
        "SELECT a.organization, a.organization_name, "
        "max(coalesce(a.start, ''), coalesce(b.start, '')), "
        "min(coalesce(a.\"end\", '9999'), coalesce(b.\"end\", '9999')) AS until, "
        "a.id, b.id, a.grade, b.grade "
        "FROM memberships a JOIN memberships b ON b.organization = a.organization "
        "WHERE a.member = ? AND b.member = ? "
        "AND coalesce(a.start_earliest, '0') <= coalesce(b.end_latest, '9999') "
        "AND coalesce(b.start_earliest, '0') <= coalesce(a.end_latest, '9999') "
        "ORDER BY until DESC, a.organization_name, a.id, b.id"
    )
    found = []
    for row in reader.rows(sql, (one, other)):
        id_, name, since, until, a, b, first, second = texts(row)
        end = "" if until == "9999" else until
        found.append(Shared(id_, name, since, end, (a, b), (first, second)))
    return tuple(found)


def _strands(reader: Reader, column: str, value: str) -> tuple[Strand, ...]:
    sql = (
        "SELECT id, name, partnership, activity, status, claims FROM strands "  # noqa: S608
        f"WHERE {column} = ? ORDER BY id"
    )
    rows = (texts(row) for row in reader.rows(sql, (value,)))
    return tuple(Strand(*row[:5], claims=parts(row[5])) for row in rows)
