"""Which tests may be skipped, for which reason, and where: the table ``skips.csv``.

``reason`` is a regular expression for the whole reason of a skip, ``where`` is ``anywhere`` or
``not-ci``: what is missing on somebody's machine is no reason on the one that decides. With
``--listed-skips``, as ``make test`` has it, a run ends with a table of its skips and
fails on one that is not allowed.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("skips.csv")


@dataclass(frozen=True, slots=True)
class Allowed:
    """A row of the table."""

    reason: re.Pattern[str]
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Tests that were skipped for one reason; ``why`` they may be is empty if they may not."""

    reason: str
    count: int
    why: str


def table() -> list[Allowed]:
    """Return the rows of ``skips.csv``."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Allowed(re.compile(row["reason"]), row["where"], row["why"])
            for row in csv.DictReader(file)
        ]


def judged(reasons: Iterable[str], rows: Iterable[Allowed], *, is_ci: bool) -> list[Skip]:
    """Return what was skipped, by reason, and why it may be."""
    known = [row for row in rows if row.where == "anywhere" or not is_ci]
    return [
        Skip(reason, count, next((row.why for row in known if row.reason.fullmatch(reason)), ""))
        for reason, count in sorted(Counter(reasons).items())
    ]


def reason_of(report: Any) -> str:
    """Return the reason of a report of pytest about a skip."""
    where = report.longrepr
    text = str(where[2] if isinstance(where, tuple) else where)
    return " ".join(text.removeprefix("Skipped: ").split())


def is_ci() -> bool:
    """Return whether this machine decides."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")
