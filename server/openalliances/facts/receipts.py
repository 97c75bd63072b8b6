"""Who says so: the citations of things and of their single values, with place and check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openalliances.tabular.database import Reader

_ADDRESSES = re.compile(r";(?=https?://)")
NOT_CHECKED = "not-checked"
"""The check of a citation that nobody has looked up."""
_CITATION = (
    *("c.id", "c.thing", "c.source", "s.title", "s.publisher", "s.date", "s.kind", "s.address"),
    *("s.copy_address", "c.place", '"check"', "c.checked_on", "c.observed_on", "c.properties"),
    *("c.reported_start", "c.reported_start_kind", "c.reported_end", "c.reported_end_kind"),
    *("c.reported_other", "c.note"),
)
_CITATIONS = (
    f"SELECT {', '.join(_CITATION)} FROM citations c "  # noqa: S608  names of ours
    "LEFT JOIN sources s ON s.id = c.source"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source: what it is, how it was checked, what it says otherwise.

    ``address`` and ``copy`` are where the source can be opened; dates are as written. ``check`` is
    ``seen-in-source``, ``seen-in-public-copy`` or ``not-checked``. ``properties`` are those of the
    thing whose values it bears out.
    """

    id: str
    thing: str
    source: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    kind: str = ""
    address: str = ""
    copy: str = ""
    place: str = ""
    check: str = ""
    checked_on: str = ""
    observed_on: str = ""
    properties: tuple[str, ...] = ()
    other_start: str = ""
    other_start_kind: str = ""
    other_end: str = ""
    other_end_kind: str = ""
    other: str = ""
    note: str = ""

    @property
    def differs(self) -> bool:
        """Return whether it says something otherwise than is published."""
        return bool(self.other_start or self.other_end or self.other)

    @property
    def bears_out(self) -> bool:
        """Return whether it was seen, and gives a published value."""
        return self.check != NOT_CHECKED and bool(self.properties)


@dataclass(frozen=True, slots=True)
class Value:
    """A published value of a property: an id or a text, its name, its citations, its grade.

    ``statement`` is the id of its receipt, ``otherwise`` are the citations that give another.
    """

    value: str
    name: str
    statement: str
    citations: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    grade: str = ""
    rule: str = ""


def citations(reader: Reader, things: Iterable[str]) -> dict[str, tuple[Citation, ...]]:
    """Return the citations of each of *things* that has any, in the order of their numbers."""
    wanted = tuple(dict.fromkeys(things))
    found: dict[str, list[Citation]] = {}
    for part in _parts(wanted):
        marks = ", ".join("?" * len(part))
        sql = f"{_CITATIONS} WHERE c.thing IN ({marks}) ORDER BY c.thing, c.number"
        for row in reader.rows(sql, part):
            cells = ["" if cell is None else str(cell) for cell in row]
            one = _citation(cells)
            found.setdefault(one.thing, []).append(one)
    return {thing: tuple(ones) for thing, ones in found.items()}


def cited(reader: Reader, ids: Iterable[str]) -> dict[str, Citation]:
    """Return the citations with these *ids*, by id."""
    found: dict[str, Citation] = {}
    for part in _parts(tuple(dict.fromkeys(ids))):
        marks = ", ".join("?" * len(part))
        for row in reader.rows(f"{_CITATIONS} WHERE c.id IN ({marks})", part):
            one = _citation(["" if cell is None else str(cell) for cell in row])
            found[one.id] = one
    return found


def values(reader: Reader, thing: str) -> dict[str, tuple[Value, ...]]:
    """Return the published values of *thing* with their receipts, by property."""
    found: dict[str, list[Value]] = {}
    sql = (
        "SELECT predicate, value, label, statement, citation_ids, alternatives, grade, rule "
        "FROM statements WHERE subject = ? ORDER BY statement"
    )
    for row in reader.rows(sql, (thing,)):
        name, value, label, statement, cited, others, grade, rule = (
            "" if cell is None else str(cell) for cell in row
        )
        one = Value(value, label or value, statement, _split(cited), _split(others), grade, rule)
        found.setdefault(name, []).append(one)
    return {name: tuple(ones) for name, ones in found.items()}


def _citation(cells: Sequence[str]) -> Citation:
    """Return the citation of the cells of :data:`_CITATION`."""
    id_, thing, source, title, publisher, date, kind, address, copy, *more = cells
    place, check, checked_on, observed_on, properties, *others, note = more
    start, start_kind, end, end_kind, other = others
    return Citation(
        *(id_, thing, source, title, publisher, date, kind),
        *(first_address(address), first_address(copy)),
        *(place, check, checked_on, observed_on),
        _split(properties),
        *(start, start_kind, end, end_kind, other, note),
    )


def first_address(text: str) -> str:
    """Return the first of the addresses in a cell; a semicolon may stand in one, too.

    It is empty where that is none of the web: a browser would run what a stranger wrote.
    """
    found = _ADDRESSES.split(text)[0]
    return found if found.startswith(("https://", "http://")) else ""


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _parts(ids: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    """Yield *ids* in parts that one statement can bind."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
