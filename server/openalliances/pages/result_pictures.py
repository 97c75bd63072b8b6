"""The pictures of a result: bars and lines in time, as numbers that templates draw.

A picture shows the rows that the table shows, and no more than are legible; the table beside it
holds the same. Lengths are per cent of the width, so that type never shrinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor

from openalliances.pages.result_columns import (
    Column,
    Kind,
    amount_column,
    columns_of,
    label_column,
    number_of,
    spell_columns,
    years,
)
from openalliances.pages.results import Cell, ResultPage

MOST_BARS = 40
MOST_LINES = 100
_LONGEST = 60
"""Characters of a name in a picture."""
_WIDEST = 88.0
"""Per cent of the width that the longest bar takes; its number stands behind it."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 10_000)
"""Years between two ticks."""
_LEAST = 0.6
"""Per cent of the width that a line in time takes at least, lest it is not seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name and where that leads, the number as written, its length in per cent."""

    name: str
    iri: str
    value: str
    length: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars: the column that is counted, the bars, how many rows have none."""

    amount: str
    bars: tuple[Bar, ...]
    left_out: int

    @property
    def told(self) -> str:
        """Return what it shows, in words."""
        return "; ".join(f"{bar.name}: {bar.value}" for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Line:
    """A spell: its name, from where to where it is drawn, and what is written.

    ``sure`` and ``known`` are where the start is surely past and the end surely not reached; what
    lies outside of them may be. ``is_open`` says that no end is stated.
    """

    name: str
    iri: str
    start: float
    sure: float
    known: float
    end: float
    words: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Spells under each other: ``ticks`` are years and where they stand, in per cent."""

    lines: tuple[Line, ...]
    ticks: tuple[tuple[int, float], ...]
    left_out: int

    @property
    def told(self) -> str:
        """Return what it shows, in words."""
        return "; ".join(f"{line.name}: {line.words}" for line in self.lines)


def bars_of(result: ResultPage) -> Bars | None:
    """Return the bars of *result*; None where no column counts or measures."""
    columns = columns_of(result)
    amount = amount_column(columns)
    if amount is None:
        return None
    named = label_column(columns) or next((c for c in columns if c is not amount), None)
    found = [
        (row[named.at] if named else None, cell, number)
        for row in result.rows
        if (cell := row[amount.at]) and (number := number_of(cell)) is not None and number >= 0
    ]
    most = max((number for _, _, number in found[:MOST_BARS]), default=0) or 1
    bars = tuple(
        Bar(_name(name, place), name.iri if name else "", cell.text, number / most * _WIDEST)
        for place, (name, cell, number) in enumerate(found[:MOST_BARS], 1)
    )
    return Bars(amount.name, bars, len(result.rows) - len(bars)) if bars else None


def timeline_of(result: ResultPage) -> Timeline | None:
    """Return the lines in time of *result*; None where no column says when."""
    columns = columns_of(result)
    try:
        start, end = spell_columns(columns, result)
    except LookupError:
        return None
    words = (column for column in columns if column.kind in (Kind.THING, Kind.TEXT))
    named = label_column(words)
    spells = [
        (row[named.at] if named else None, row[start.at], row[end.at] if end else None)
        for row in result.rows
        if years(row[start.at])
    ]
    shown = spells[:MOST_LINES]
    if not shown:
        return None
    scale = _Scale.over([moment for _, a, b in shown for moment in _moments(a, b)])
    lines = tuple(_lines(shown, scale, end))
    return Timeline(lines, scale.ticks(), len(result.rows) - len(lines))


def _moments(start: Cell | None, end: Cell | None) -> Iterator[float]:
    for cell in (start, end):
        yield from years(cell) or ()


def _lines(
    spells: Iterable[tuple[Cell | None, Cell | None, Cell | None]],
    scale: _Scale,
    ends: Column | None,
) -> Iterator[Line]:
    for place, (name, start, end) in enumerate(spells, 1):
        begun, left = years(start), years(end)
        assert begun is not None and start is not None  # noqa: S101  chosen so
        is_open = ends is not None and left is None
        if ends is None:
            left = begun
        first, sure = scale.at(begun[0]), scale.at(begun[1])
        known, last = (100.0, 100.0) if left is None else (scale.at(left[0]), scale.at(left[1]))
        yield Line(
            name=_name(name, place),
            iri=name.iri if name else "",
            start=first,
            sure=max(first, min(sure, last)),
            known=max(first, min(known, last)),
            end=max(last, first + _LEAST),
            words=start.text if ends is None else f"{start.text} – {end.text if end else '…'}",
            is_open=is_open,
        )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Years along the width."""

    first: int
    last: int

    @classmethod
    def over(cls, moments: list[float]) -> _Scale:
        first, last = floor(min(moments)), ceil(max(moments))
        return cls(first, max(last, first + 1))

    def at(self, moment: float) -> float:
        return (moment - self.first) / (self.last - self.first) * 100

    def ticks(self) -> tuple[tuple[int, float], ...]:
        span = self.last - self.first
        step = next(step for step in _STEPS if span <= 6 * step)
        begin = ceil(self.first / step) * step
        return tuple((year, self.at(year)) for year in range(begin, self.last + 1, step))


def _name(cell: Cell | None, place: int) -> str:
    text = cell.text if cell else str(place)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
