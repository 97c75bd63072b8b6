"""Days that a source writes where it knows none: what is read of them; whether all are named."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from openalliances.tables.fillers import Fillers, fillers
from openalliances.tables.metadata import FOLDER
from openalliances.tables.reading import read_tables

ROOT = Path(__file__).parents[2]
LISTS = {"membership": "arrangement", "period": "", "mission": "lead"}
"""Tables with dates, and the column that parts one source's rows into lists."""
MANY = 6
"""So many years of one list that begin or end on one day of the year are no accident."""
TRUE = {
    ("source/europa-countries", "organization/european-community", "start", "01-01"): (
        "Treaties of accession took effect on the first of January."
    ),
}


@cache
def real() -> Fillers:
    return fillers(read_tables(ROOT))


def shared_days() -> dict[tuple[str, str, str, str], set[str]]:
    """Return the dates that share a day of the year, by source, list and column."""
    found: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for table, parted in LISTS.items():
        with (ROOT / FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for column in ("start", "end"):
                    date = row[column]
                    if row["source"] and len(date) == len("1816-01-01"):
                        found[row["source"], row.get(parted, ""), column, date[5:]].add(date)
    return {key: dates for key, dates in found.items() if len(dates) >= MANY}


def is_filler(source: str, date: str) -> bool:
    return any(f.source == source and f.pattern.fullmatch(date) for f in real().fillers)


def test_a_day_that_many_years_of_a_list_share_is_a_filler_or_has_a_reason() -> None:
    shared = shared_days()
    unnamed = {
        key for key, dates in shared.items() if not any(is_filler(key[0], date) for date in dates)
    }
    assert len(shared) > len(TRUE)
    assert unnamed == set(TRUE)


@pytest.mark.parametrize(
    ("source", "date", "filler"),
    [
        ("source/cow-alliances-4-1", "1955-01-22", True),
        ("source/cow-alliances-4-1", "1955-01-23", False),
        ("source/atop-4-01", "1955-01-22", False),
        ("source/cow-states-2016", "1855-01-01", True),
        ("source/cow-states-2016", "1816-01-01", False),  # the first day that it covers
        ("source/cow-states-2016", "1960-01-01", False),
        ("source/gleditsch-ward-states", "1868-01-01", True),
        ("source/gleditsch-ward-states", "1901-01-01", False),
    ],
)
def test_only_what_the_source_does_not_know_is_a_filler(
    source: str, date: str, filler: bool
) -> None:
    assert is_filler(source, date) is filler
