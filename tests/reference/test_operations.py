"""Our operations and independent data sets that count their people and places by month.

Whatever differs by month or by host stands in ``operations.csv`` with its reason: nothing more,
and nothing less.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from openalliances.tables.publication import Values, published_values
from openalliances.tables.reading import read_tables

DATASETS = Path(__file__).parents[3] / "shared" / "datasets"
NAMES = {
    "Cote d Ivoire": "state/cote-d-ivoire",
    "Ivory Coast": "state/cote-d-ivoire",
    "DR Congo": "state/democratic-republic-of-the-congo",
    "DRC": "state/democratic-republic-of-the-congo",
    "Macedonia": "state/north-macedonia",
    "Syrian Arab Republic": "state/syria",
}
"""How the data sets spell hosts that we call otherwise."""

TWO_NAMES = "Ethiopia/Eritrea"
"""A place on the border of two hosts, both of which have rows of their own."""

pytestmark = pytest.mark.skipif(
    not DATASETS.is_dir(), reason=f"the data sets are not at {DATASETS}: nothing was compared"
)


class Reported(NamedTuple):
    """What one row of a data set says: an operation ran in a month or year, and where."""

    operation: str
    when: str
    host: str


def ipi() -> Iterator[Reported]:
    with (DATASETS / "ipi/data_mission.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            host = row["Country of Mission"].strip("'")
            yield Reported(row["Mission"], row["Date"][:7], host)


def geo_pko() -> Iterator[Reported]:
    table = DATASETS / "geopko/geopko_v2.0_raw_from_RData.csv.gz"
    with gzip.open(table, "rt", encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            known = row["year"].isdigit() and row["month"].isdigit()
            when = f"{row['year']}-{int(row['month']):02}" if known else ""
            yield Reported(row["mission"], when, row["country"])
    for part in ("FrontMap", "TCCMap", "TTMap"):
        table = DATASETS / f"geopko/geopko_{part}_v.2.3.csv"
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield Reported(row["mission"], row["year"], "")


DATA_SETS = {"ipi": ipi, "geo-pko": geo_pko}


@cache
def published(kind: str) -> dict[str, Values]:
    return dict(published_values(read_tables(Path(__file__).parents[2]), kind))


@cache
def operations() -> dict[str, Values]:
    """Return the operations by acronym; of two with one, that which has the shorter name here."""
    by_length = sorted(published("mission").items(), key=lambda thing: -len(thing[0]))
    return {values["acronym"][0]: values for _, values in by_length if values.get("acronym")}


@cache
def states() -> dict[str, str]:
    named = {name: id_ for id_, v in published("state").items() for name in v.get("name_en", ())}
    return named | NAMES


def differences(reported: list[Reported]) -> Iterator[tuple[str, str]]:
    """Yield each operation with what of it differs."""
    for name in sorted({report.operation for report in reported}):
        values = operations().get(name)
        if values is None:
            yield name, "absent"
            continue
        mine = [report for report in reported if report.operation == name]
        times = [report.when for report in mine if report.when]
        start, end = (next(iter(values.get(c, ())), "") for c in ("start", "end"))
        if any(not start or when < start[: len(when)] for when in times):
            yield name, "start"
        if end and any(when > end[: len(when)] for when in times):
            yield name, "end"
        hosts = {states().get(r.host, r.host) for r in mine if r.host not in ("", TWO_NAMES)}
        if hosts and hosts != set(values.get("host", ())):
            yield name, "host"


def explained(data_set: str) -> set[tuple[str, str]]:
    table = Path(__file__).with_name("operations.csv")
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["data_set"] == data_set]
    assert all(row["reason"] for row in rows)
    return {(row["operation"], row["differs"]) for row in rows}


@pytest.mark.parametrize("data_set", DATA_SETS)
def test_what_differs_from_a_data_set_is_explained(data_set: str) -> None:
    assert set(differences(list(DATA_SETS[data_set]()))) == explained(data_set)
