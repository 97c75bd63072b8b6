"""Each mandate task is looked for in each scheme, and each category of a framework is found."""

from __future__ import annotations

import csv
from collections import defaultdict

from rdflib.namespace import SKOS

from openalliances.bundle import bundle
from openalliances.rdf.prefixes import VOCAB

from ..rdflib_graphs import merge
from ..shipped import shipped

COLUMNS = {
    "peacebuilding-component": "component",
    "peacebuilding-fund-area": "area",
    "dac-purpose-code": "code",
}
"""The schemes that tasks are mapped into, each with its column."""


def concepts(scheme: str) -> set[str]:
    vocabularies = merge(source for source in shipped() if source.kind == "vocab")
    return {
        str(concept).rpartition("/")[2]
        for concept in vocabularies.subjects(SKOS.inScheme)
        if str(concept).startswith(f"{VOCAB}{scheme}/")
    }


def rows() -> list[dict[str, str]]:
    with (bundle() / "data/tables/crosswalk.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_task_is_looked_for_in_each_scheme() -> None:
    looked: dict[str, set[str]] = defaultdict(set)
    for row in rows():
        looked[row["task"]].add(row["scheme"])
    assert set(looked) == concepts("mandate-task")
    assert all(schemes == set(COLUMNS) for schemes in looked.values())


def test_a_row_fills_the_column_of_its_scheme_alone() -> None:
    for row in rows():
        filled = {column for column in COLUMNS.values() if row[column]}
        found = row["strength"] != "none"
        assert filled == ({COLUMNS[row["scheme"]]} if found else set()), row["id"]


def test_none_stands_alone() -> None:
    strengths: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows():
        strengths[row["task"], row["scheme"]].append(row["strength"])
    assert all(found == ["none"] for found in strengths.values() if "none" in found)


def test_each_concept_of_a_scheme_is_found_by_a_task() -> None:
    for scheme, column in COLUMNS.items():
        assert {row[column] for row in rows()} - {""} == concepts(scheme)
