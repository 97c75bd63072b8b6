"""What the columns of a result hold, and what a picture can take from them.

A column is of one kind if all its cells are: numbers, days, things, else texts. Which column says
what in a picture is read from kinds and from the names that queries use (``?start``, ``?name``).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from openalliances.pages.results import Cell, ResultPage

_NUMBERS = re.compile(
    r"xsd:(?:integer|decimal|double|float|int|long|short|byte|(?:non)?(?:Posi|Nega)tiveInteger"
    r"|(?:positive|negative|nonPositive|nonNegative)Integer|unsigned\w+)"
)
_DAYS = frozenset(("xsd:date", "xsd:dateTime", "xsd:gYear", "xsd:gYearMonth"))
_DAY = re.compile(r"(-?[0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?:T|Z|\Z|[+-][0-9]{2}:)")
_YEAR = re.compile(r"[0-9]{4}")
_LAST_YEAR = 9999
_START = re.compile(r"start|begin|began|since|from|first|joined", re.IGNORECASE)
_END = re.compile(r"end|until|till|to\b|last|left", re.IGNORECASE)
_NAME = re.compile(r"name|label|title", re.IGNORECASE)
_NO_AMOUNT = re.compile(
    r"year|decade|century|start|end|first|last|from|until|code|cow|gw|iso|number\b", re.I
)


class Kind(Enum):
    """What the cells of a column are."""

    NUMBER = "number"
    DAY = "day"
    THING = "thing"
    TEXT = "text"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a result: its place, its name, what its cells are.

    ``also`` is the name of a column that says the same, as names of things do.
    """

    at: int
    name: str
    kind: Kind
    also: str = ""

    @property
    def title(self) -> str:
        """Return what stands above it."""
        return f"{self.name}, {self.also}" if self.also else self.name

    @property
    def is_number(self) -> bool:
        """Return whether it is set to the right."""
        return self.kind is Kind.NUMBER


def columns_of(result: ResultPage) -> tuple[Column, ...]:
    """Return the columns of *result*."""
    return tuple(
        Column(at, name, _kind(row[at] for row in result.rows))
        for at, name in enumerate(result.variables)
    )


def _kind(cells: Iterable[Cell | None]) -> Kind:
    kinds = {_kind_of(cell) for cell in cells if cell is not None}
    if not kinds:
        return Kind.NOTHING
    return kinds.pop() if len(kinds) == 1 else Kind.TEXT


def _kind_of(cell: Cell) -> Kind:
    if cell.iri:
        return Kind.THING
    if cell.note in _DAYS:
        return Kind.DAY
    return Kind.NUMBER if _NUMBERS.fullmatch(cell.note) else Kind.TEXT


def distinct_columns(columns: Iterable[Column], result: ResultPage) -> tuple[Column, ...]:
    """Return the columns without those that say only what the things beside them are called."""
    kept: list[Column] = []
    for column in columns:
        things = (n for n, other in enumerate(kept) if _names_another(column, other, result))
        place = next(things, None)
        if place is None:
            kept.append(column)
        else:
            kept[place] = replace(kept[place], also=column.name)
    return tuple(kept)


def _names_another(column: Column, other: Column, result: ResultPage) -> bool:
    if column.kind is not Kind.TEXT or other.kind is not Kind.THING or other.also:
        return False
    return _say_the_same(column, other, result)


def _say_the_same(one: Column, other: Column, result: ResultPage) -> bool:
    pairs = ((row[one.at], row[other.at]) for row in result.rows)
    return all(a is not None and b is not None and a.text == b.text for a, b in pairs)


def label_column(columns: Iterable[Column]) -> Column | None:
    """Return the column that names the rows: one called so, a thing, a text; else None."""
    words = [column for column in columns if column.kind in (Kind.THING, Kind.TEXT)]
    called = [column for column in words if _NAME.search(column.name)]
    return next(iter(called or words), None)


def amount_column(columns: Iterable[Column]) -> Column | None:
    """Return the first column of numbers that count or measure; None where there is none."""
    numbers = [column for column in columns if column.kind is Kind.NUMBER]
    return next((one for one in numbers if not _NO_AMOUNT.search(one.name)), None)


def spell_columns(columns: Iterable[Column], result: ResultPage) -> tuple[Column, Column | None]:
    """Return the columns of starts and of ends; the latter None where there is none.

    :raises LookupError: if there is no column of starts.
    """
    timely = [column for column in columns if _is_time(column, result)]
    start = _first(timely, lambda one: bool(_START.search(one.name)))
    start = start or _first(timely, lambda one: not _END.search(one.name))
    if start is None:
        raise LookupError("No column says when.")
    return start, _first(timely, lambda one: one is not start and bool(_END.search(one.name)))


def _first(columns: Iterable[Column], is_it: Callable[[Column], bool]) -> Column | None:
    return next((column for column in columns if is_it(column)), None)


def _is_time(column: Column, result: ResultPage) -> bool:
    """Return whether the cells are days, or numbers that are surely years."""
    if column.kind is Kind.DAY:
        return True
    if column.kind is not Kind.NUMBER or amount_column((column,)) is not None:
        return False
    cells = [row[column.at] for row in result.rows]
    return all(_YEAR.fullmatch(cell.text) for cell in cells if cell)


def number_of(cell: Cell | None) -> float | None:
    """Return the number in a cell; None where there is none."""
    try:
        found = float(cell.text) if cell else None
    except ValueError:
        return None
    return found if found is not None and abs(found) < 1e300 else None


def days(cell: Cell | None) -> tuple[int, int] | None:
    """Return the first and the last day that a day, month or year may be, as ordinals.

    None where there is none that a calendar has (years 1 to 9999).
    """
    found = _DAY.match(cell.text) if cell else None
    if found is None or not 1 <= int(found[1]) <= _LAST_YEAR:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        first = date(year, month or 1, day or 1)
        last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return first.toordinal(), last.toordinal()
