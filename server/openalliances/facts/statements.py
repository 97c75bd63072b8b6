"""Published statements: one value of one property of a thing, and the cell that it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field

from openalliances.facts.cells import parts, texts
from openalliances.tabular.database import Reader

_COLUMNS = (
    "statement, cell, subject, predicate, value, datatype, language, label, grade, as_of, "
    "first_release, rule, citation_ids, alternatives"
)


@dataclass(frozen=True, slots=True)
class Published:
    """A published statement; ``datatype`` is ``iri`` or the name of a type.

    ``predicate`` is the name of a property of ours, else an IRI. ``citations`` are ids of those
    that give this value, ``alternatives`` of those that give another.
    """

    id: str
    cell: str
    subject: str
    predicate: str
    value: str
    datatype: str = ""
    language: str = ""
    label: str = ""
    grade: str = ""
    as_of: str = ""
    first_release: str = ""
    rule: str = ""
    citations: tuple[str, ...] = field(default=(), kw_only=True)
    alternatives: tuple[str, ...] = field(default=(), kw_only=True)


def published(reader: Reader, id_: str) -> tuple[Published, ...]:
    """Return what the statement with this id says; what goes with its value follows it.

    Without one of that id, the statements of the cell with that id.
    """
    found = _read(reader, "statement = ?", (id_,))
    step = id_.rpartition("/")[0].rpartition("/")[2]
    if found:
        return tuple(sorted(found, key=lambda one: (one.predicate != step, one.predicate)))
    every = _read(reader, "statement > ? AND statement < ?", (f"{id_}/", f"{id_}0"))
    step = id_.rpartition("/")[2]
    return tuple(one for one in every if one.cell == id_ and one.predicate.endswith(step))


def _read(reader: Reader, where: str, values: tuple[str, ...]) -> list[Published]:
    sql = f"SELECT {_COLUMNS} FROM statements WHERE {where} ORDER BY statement, predicate"  # noqa: S608
    found = []
    for row in reader.rows(sql, values):
        cells = texts(row)
        cited, others = map(parts, cells[12:])
        found.append(Published(*cells[:12], citations=cited, alternatives=others))
    return found
