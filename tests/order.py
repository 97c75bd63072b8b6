"""How long each file of tests takes, and the order that follows; written by --write-order."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

_TABLE = Path(__file__).parent / "order.csv"
_LEAST = 2
"""Files that take fewer seconds than this are not in the table; they come last."""


def sort(items: list[pytest.Item]) -> None:
    """Put tests of the files that take longest first; those of a file keep their order."""
    seconds = {row["file"]: int(row["seconds"]) for row in _rows()}
    items.sort(key=lambda item: -seconds.get(_file(item.nodeid), 0))


def write(reporter: Any) -> None:
    """Write the table anew from a run of the whole suite."""
    took: Counter[str] = Counter()
    for reports in reporter.stats.values():
        for report in reports:
            if hasattr(report, "duration") and hasattr(report, "nodeid"):
                took[_file(report.nodeid)] += report.duration
    rows = [(name, round(time)) for name, time in took.most_common() if time >= _LEAST]
    with _TABLE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("file", "seconds"), *rows])


def _rows() -> list[dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0].removeprefix("tests/")
