"""Counts of personnel are looked at row by row, and published with one citation for many."""

from __future__ import annotations

import csv

import pyoxigraph as ox
import pytest

from openalliances.bundle import bundle
from openalliances.rdf.prefixes import ID, VOCAB
from openalliances.rdf.vocabulary import ALLY, RDF
from openalliances.tables.completeness import PublishedThings
from openalliances.tables.metadata import FOLDER, SUFFIX, read_metadata
from openalliances.tables.personnel import TABLE, count_faults, count_triples
from openalliances.tables.reading import read_table
from openalliances.tables.rows import Row, TableFile

KIGALI = {
    "id": "personnel-count/m/rwanda/2013",
    "n": "1",
    "contribution": "contribution/m/rwanda",
    "date": "2013-12-31",
    "troops": "850",
    "police": "0",
    "total": "850",
    "source": "source/list",
    "place": "table of December, M",
    "check": "seen-in-source",
    "checked_on": "2026-11-28",
}
ACCRA = KIGALI | {
    "id": "personnel-count/m/ghana/2013",
    "contribution": "contribution/m/ghana",
    "troops": "2",
    "police": "3",
    "total": "5",
}


def file(kind: str, *rows: dict[str, str]) -> TableFile:
    table = read_metadata(bundle() / FOLDER / f"{kind}{SUFFIX}")
    filled = tuple(Row(line, row) for line, row in enumerate(rows, 2))
    return TableFile(table, f"{FOLDER}/{kind}.csv", "", filled)


OTHERS = (
    file(
        "contribution",
        *(
            {"id": f"contribution/m/{s}", "n": "1", "mission": "mission/m", "start": start}
            for s, start in (("ghana", "2012"), ("rwanda", "2013-06-30"))
        ),
    ),
    file(
        "mission",
        {"id": "mission/m", "n": "1", "start": "2011-07", "end": "2014-06-30", "source": "x"},
    ),
)


def faults(*rows: dict[str, str]) -> list[tuple[int, str]]:
    counts = file(TABLE, *rows)
    found = count_faults(PublishedThings((*OTHERS, counts)))
    return [(fault.line, counts.table.header[fault.column - 1]) for fault in found]


def test_good_counts_have_no_fault() -> None:
    assert faults(KIGALI, ACCRA) == []


BAD = {
    "a sum that is none": (KIGALI | {"police": "1"}, "total"),
    "nobody": (KIGALI | {"troops": "0", "total": "0"}, "total"),
    "before the operation": (
        KIGALI | {"id": "personnel-count/m/rwanda/2010", "date": "2010-12-31"},
        "date",
    ),
    "before the contribution": (
        KIGALI | {"id": "personnel-count/m/rwanda/2012", "date": "2012-12-31"},
        "date",
    ),
    "long after it": (KIGALI | {"id": "personnel-count/m/rwanda/2016", "date": "2016-01"}, "date"),
    "the year of another": (KIGALI | {"id": "personnel-count/m/rwanda/2012"}, "id"),
    "the contribution of another": (KIGALI | {"contribution": "contribution/m/ghana"}, "id"),
    "a second in one year": (KIGALI | {"n": "2"}, "id"),
}


@pytest.mark.parametrize(("row", "column"), BAD.values(), ids=BAD)
def test_a_bad_count_is_a_fault_in_its_cell(row, column) -> None:
    assert (2, column) in faults(row)


def test_people_may_stay_to_wind_an_operation_up() -> None:
    assert faults(KIGALI | {"id": "personnel-count/m/rwanda/2015", "date": "2015-01-31"}) == []


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"place": "table of November, M"}, "place"), ({"check": "not-checked"}, "check")],
)
def test_counts_of_one_list_have_one_citation(cells, column) -> None:
    assert faults(KIGALI, ACCRA | cells) == [(3, column)]


def test_a_kind_is_counted_for_all_of_a_list_or_for_none() -> None:
    without = {name: cell for name, cell in ACCRA.items() if name != "police"} | {"total": "2"}
    assert faults(KIGALI, without) == [(3, "police")]


def test_a_count_says_whom_it_counts_and_the_citation_which_kinds() -> None:
    triples = list(count_triples(file(TABLE, KIGALI, ACCRA)))
    count = ox.NamedNode(ID + KIGALI["id"])
    said = {t.predicate: t.object for t in triples if t.subject == count}
    assert said.keys() == {
        *(RDF.type, ALLY.isCountOf, ALLY.countedOn, ALLY.hasCitation),
        *(ALLY.totalCount, ALLY.troopCount),
    }
    assert said[ALLY.totalCount].value == "850"
    (citation,) = {t.object for t in triples if t.predicate == ALLY.hasCitation}
    kinds = [t.object.value for t in triples if t.predicate == ALLY.countsKind]
    assert kinds == [f"{VOCAB}personnel-kind/{kind}" for kind in ("troops", "police")]
    assert len([t for t in triples if t.subject == citation]) == 8


def test_a_state_has_one_contribution_to_an_operation_and_not_one_a_count() -> None:
    found: dict[tuple[str, str], dict[str, bool]] = {}
    with (bundle() / FOLDER / "contribution.csv").open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            ids = found.setdefault((row["mission"], row["contributor"]), {})
            ids[row["id"]] = ids.get(row["id"], False) or bool(row["start"])
    several = {pair: ids for pair, ids in found.items() if len(ids) > 1}
    assert {pair: ids for pair, ids in several.items() if not all(ids.values())} == {}


def test_counts_are_few_triples_each() -> None:
    table = read_metadata(bundle() / FOLDER / f"{TABLE}{SUFFIX}")
    counts = read_table(bundle() / FOLDER / table.file, table)
    assert 10_000 * 5 < sum(1 for _ in count_triples(counts)) <= 8 * len(counts.rows)
