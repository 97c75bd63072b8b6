"""What rests on a source, and where a concept is a value: counted by kind, and listed in parts."""

from __future__ import annotations

from dataclasses import dataclass, field

from openalliances.facts.cells import texts
from openalliances.tabular.database import Reader

_KIND = "substr({0}, 1, instr({0}, '/') - 1)"


@dataclass(frozen=True, slots=True)
class Source:
    """A source of something in the set; ``family`` are those that count as one voice."""

    id: str
    name: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    address: str = ""
    copy: str = ""
    kind: str = ""
    authority: str = ""
    family: str = ""
    covers_until: str = ""
    citations: int = field(default=0, kw_only=True)


@dataclass(frozen=True, slots=True)
class Resting:
    """A thing that rests on a source: where in it, how it was checked and when."""

    id: str
    name: str
    place: str = ""
    check: str = ""
    checked_on: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """That things of a kind, in the order of their ids, have a concept as value of a property."""

    predicate: str
    kind: str
    things: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def number(self) -> int:
        """Return how many they are."""
        return len(self.things)


def source(reader: Reader, id_: str) -> Source | None:
    """Return the source with this id; None if there is none."""
    sql = (
        "SELECT id, name, title, publisher, date, address, copy_address, kind, authority, family, "
        "covers_until, citations FROM sources WHERE id = ?"
    )
    for row in reader.rows(sql, (id_,)):
        *cells, number = texts(row)
        return Source(*cells, citations=int(number or 0))
    return None


def family(reader: Reader, of: Source) -> tuple[tuple[str, str], ...]:
    """Return the other sources that count as one voice with a source: id and name."""
    if not of.family:
        return ()
    sql = "SELECT id, name FROM sources WHERE family = ? AND id != ? ORDER BY name, id LIMIT 200"
    return tuple((str(id_), str(name)) for id_, name in reader.rows(sql, (of.family, of.id)))


def kinds_resting_on(reader: Reader, id_: str) -> tuple[tuple[str, int], ...]:
    """Return the kinds of what rests on a source, the most frequent first, with their number."""
    sql = (
        f"SELECT {_KIND.format('thing')} AS kind, count(DISTINCT thing) AS number "  # noqa: S608
        "FROM citations WHERE source = ? GROUP BY kind ORDER BY number DESC, kind"
    )
    return tuple((str(kind), int(number or 0)) for kind, number in reader.rows(sql, (id_,)))


def resting_on(reader: Reader, id_: str, kind: str, first: int, most: int) -> tuple[Resting, ...]:
    """Return things of a kind that rest on a source: *most* of them from number *first* on."""
    sql = (
        'SELECT c.thing, t.name, group_concat(DISTINCT c.place), min(c."check"), '
        "max(c.checked_on), max(coalesce(c.reported_start, c.reported_end, c.reported_other)) "
        "FROM citations c LEFT JOIN things t ON t.id = c.thing WHERE c.source = ? "
        "AND substr(c.thing, 1, ?) = ? GROUP BY c.thing "
        "ORDER BY coalesce(t.name, c.thing), c.thing LIMIT ? OFFSET ?"
    )
    below = kind + "/"
    rows = reader.rows(sql, (id_, len(below), below, most, first - 1))
    return tuple(Resting(*texts(row)) for row in rows)


def uses(reader: Reader, concept: str) -> tuple[Use, ...]:
    """Return where a concept is the value of statements, the most frequent first."""
    # Read once and sorted here: a concept of the model itself has thousands.
    sql = "SELECT predicate, subject FROM statements WHERE datatype = 'iri' AND value = ?"
    found: dict[tuple[str, str], set[str]] = {}
    for predicate, subject in reader.rows(sql, (concept,)):
        kind = str(subject).partition("/")[0]
        found.setdefault((str(predicate), kind), set()).add(str(subject))
    every = (Use(*key, things=tuple(sorted(things))) for key, things in found.items())
    return tuple(sorted(every, key=lambda use: (-use.number, use.predicate, use.kind)))
