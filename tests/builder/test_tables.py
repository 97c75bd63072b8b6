"""A table is checked and built like a Turtle file; what is wrong is told by row and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.tables.small import BASE, OURS, column, described, text

from openalliances.builder.checks.check import check

from .conftest import FILES

TERMS = """
ally:Citation a owl:Class ; rdfs:label "citation"@en .
ally:Source a owl:Class ; rdfs:label "source"@en .
ally:hasCitation a owl:ObjectProperty ; rdfs:label "has citation"@en .
ally:citesSource a owl:ObjectProperty ; rdfs:label "cites source"@en .
ally:citesFor a owl:AnnotationProperty ; rdfs:label "cites for"@en .
ally:hasCheckStatus a owl:ObjectProperty ; rdfs:label "has check status"@en .
ally:citedPlace a owl:DatatypeProperty ; rdfs:label "cited place"@en .
ally:checkedOn a owl:DatatypeProperty ; rdfs:label "checked on"@en .
ally:isoAlpha2 a owl:DatatypeProperty ; rdfs:label "ISO code"@en .
"""
STATUS = """
<https://w3id.org/openalliances/vocab/check-status/not-checked> a skos:Concept ;
  skos:prefLabel "not checked"@en .
"""
PROPERTIES = {
    "name_en": "http://www.w3.org/2000/01/rdf-schema#label",
    **{
        name: f"{BASE}ontology/{local}"
        for name, local in (
            ("iso", "isoAlpha2"),
            ("source", "citesSource"),
            ("place", "citedPlace"),
            ("check", "hasCheckStatus"),
            ("checked_on", "checkedOn"),
        )
    },
}
SOURCES = "id,name_en\nsource/one,One\n"
STATES = """\
id,n,name_en,iso,source,place,check,checked_on
state/c,1,Ceeland,CE,source/one,,not-checked,
state/d,1,Deeland,,,,,
"""


def metadata(kind: str, class_: str, *, cited: bool) -> str:
    """Return metadata of a table with names, in the graph of states, of one class."""
    columns = [text("name_en"), column("iso")] if cited else [text("name_en")]
    made = described(kind, columns, cited=cited)
    fixed = {"name": "fixed_type", "virtual": True, "valueUrl": f"{BASE}ontology/{class_}"}
    fixed["propertyUrl"] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    made["tableSchema"]["columns"].append(fixed)
    made[f"{OURS}graph"] = {"@id": f"{BASE}graph/states"}
    for each in made["tableSchema"]["columns"]:
        if each["name"] in PROPERTIES:
            each["propertyUrl"] = PROPERTIES[each["name"]]
    return json.dumps(made, indent=2)


@pytest.fixture
def root(bundle_folder: Path, write) -> Path:
    write("ontology/core.ttl", FILES["ontology/core.ttl"] + TERMS)
    write("ontology/vocab/check-status.ttl", STATUS)
    tables = bundle_folder / "data" / "tables"
    tables.mkdir()
    (tables / "source.csv-metadata.json").write_text(metadata("source", "Source", cited=False))
    (tables / "state.csv-metadata.json").write_text(metadata("state", "State", cited=True))
    (tables / "source.csv").write_text(SOURCES)
    (tables / "state.csv").write_text(STATES)
    return bundle_folder


def edit(root: Path, old: str, new: str) -> Path:
    path = root / "data" / "tables" / "state.csv"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    return path


def places(report) -> list[str]:
    return [f"{p.path}:{p.line}:{p.column}" for p in report.problems]


def test_tables_that_are_right_have_no_problem(root: Path) -> None:
    report = check(root=root)
    assert report.problems == ()
    assert report.files == 8


@pytest.mark.parametrize("only", [False, True])
def test_what_a_shape_finds_is_told_with_the_row(root: Path, only: bool) -> None:
    path = edit(root, "state/d,1,Deeland", "state/d,1,")
    (problem,) = check([path] if only else None, root=root).problems
    assert (problem.path, problem.line) == ("data/tables/state.csv", 3)
    assert '"rdfs:label" is missing' in problem.sentence


@pytest.mark.parametrize("only", [False, True])
def test_a_row_of_another_table_is_told(root: Path, only: bool) -> None:
    path = edit(root, "state/d,1,Deeland", "organization/d,1,Deeland")
    report = check([path] if only else None, root=root)
    assert places(report) == ["data/tables/state.csv:3:1"]
    assert "does not begin with state" in report.problems[0].sentence


def test_all_faults_of_all_tables_are_told_at_once(root: Path) -> None:
    edit(root, "state/c,1,Ceeland,CE,source/one", "state/c,x,Cee\x07land,CE,source/none")
    edit(root, "Deeland,,", "Deeland,DE,")
    (root / "data" / "tables" / "source.csv").write_text("id,name_en\nsource/o ne,One\n")
    report = check(root=root)
    assert places(report) == [
        "data/tables/source.csv:2:1",
        "data/tables/state.csv:2:2",
        "data/tables/state.csv:2:3",
        "data/tables/state.csv:3:5",
    ]


def test_a_source_that_does_not_exist_is_told_with_the_row(root: Path) -> None:
    edit(root, "source/one", "source/none")
    report = check(root=root)
    assert places(report) == ["data/tables/state.csv:2:5"]
    assert "source/none" in report.problems[0].sentence


def test_metadata_that_cannot_be_used_are_told_with_their_line(root: Path) -> None:
    path = root / "data" / "tables" / "state.csv-metadata.json"
    path.write_text(path.read_text().replace('"url"', '"url",'))
    (problem,) = check(root=root).problems
    assert problem.path == "data/tables/state.csv-metadata.json"
    assert problem.line > 1
