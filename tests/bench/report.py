"""The figures as a table: medians of each server, and the ratio of ours to each of others."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from tests.bench.stores import OURS


@dataclass(frozen=True, slots=True)
class Row:
    """Medians of one measure by server; more is better for a rate, less for all else.

    ``notes`` say what went wrong, by server: it did not answer, or something else than ours.
    """

    data: str
    measure: str
    unit: str
    values: dict[str, float]
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return the measure with what went wrong."""
        return "; ".join((self.measure, *(f"{name}: {note}" for name, note in self.notes.items())))

    def ratio(self, peer: str) -> float | None:
        """Return how many times as good ours is."""
        mine, other = self.values.get(OURS), self.values.get(peer)
        if not mine or not other:
            return None
        return mine / other if self.unit == "1/s" else other / mine


def median(values: Iterable[float]) -> float:
    """Return the median of the numbers among *values*; NaN if there are none."""
    numbers = [value for value in values if value == value]  # NaN is not equal to itself
    return statistics.median(numbers) if numbers else float("nan")


def show(rows: list[Row], peers: list[str], console: Console) -> None:
    """Print the table."""
    table = Table(title="Medians, and how many times as good openalliances is (× > 1: better)")
    for column in ("data", "measure", "unit", OURS):
        table.add_column(column, justify="left" if column in ("data", "measure") else "right")
    for peer in peers:
        table.add_column(f"{peer} (×)", justify="right")
    for row in rows:
        cells = [_both(row, peer) for peer in peers]
        table.add_row(row.data, row.title, row.unit, _number(row.values.get(OURS)), *cells)
    console.print(table)


def write(rows: list[Row], peers: list[str], path: Path) -> None:
    """Write the table as CSV, or as Markdown if the name of *path* ends in .md."""
    ratios = [f"ratio to {peer}" for peer in peers]
    head = ["data", "measure", "unit", OURS, *peers, *ratios]
    lines = [
        [
            *(row.data, row.title, row.unit),
            *(_number(row.values.get(name)) for name in (OURS, *peers)),
            *(_number(row.ratio(peer)) for peer in peers),
        ]
        for row in rows
    ]
    with path.open("w", encoding="utf-8", newline="") as out:
        if path.suffix == ".md":
            for line in (head, ["---"] * len(head), *lines):
                out.write("| " + " | ".join(line) + " |\n")
        else:
            csv.writer(out).writerows((head, *lines))


def _both(row: Row, peer: str) -> str:
    ratio = row.ratio(peer)
    value = _number(row.values.get(peer))
    return f"{value} ({_number(ratio)})" if ratio is not None else value


def _number(value: float | None) -> str:
    if value is None or value != value:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
