"""Tables become facts with citations, and go back to the same tables."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ALLY, ID
from openalliances.records.files import Library, put, template_named
from openalliances.records.statements import to_graph, to_records
from openalliances.records.survey import survey
from openalliances.records.tables import header, read_table, write_table
from openalliances.records.templates import TEMPLATES

from ..shipped import shipped

MEMBERSHIP = TEMPLATES["membership"]
HEADER = ",".join(header(MEMBERSHIP))
ROW = (
    "membership/league/north,organization/league,state/north,full,1999-03,signature,,,,"
    "source/news,Article 1,seen-in-source,2026-11-23,,,,,,"
)


def name_of(iri: str) -> str:
    names = {"organization/league": "League", "state/north": "Northland", "source/news": "News"}
    if iri.removeprefix(ID) not in names:
        raise SourceError("", f"{iri} is not described.")
    return names[iri.removeprefix(ID)]


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "table.csv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return path


def graph_of(tmp_path: Path, *rows: str) -> Graph:
    graph = Graph()
    for record in read_table(table(tmp_path, *rows), MEMBERSHIP):
        graph += to_graph(record, MEMBERSHIP, "table.csv", name_of)
    return graph


def test_a_row_says_who_belongs_where_since_when_and_who_says_so(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, ROW)
    thing = URIRef(ID + "membership/league/north")
    citation = URIRef(ID + "citation/membership/league/north/1")
    start = Literal("1999-03", datatype=XSD.gYearMonth, normalize=False)
    assert (thing, URIRef(ALLY + "startDate"), start) in graph
    assert (thing, URIRef(ALLY + "startYear"), Literal(1999)) in graph
    assert (thing, URIRef(ALLY + "hasCitation"), citation) in graph
    cited = {str(o).removeprefix(ALLY) for o in graph.objects(citation, URIRef(ALLY + "citesFor"))}
    assert cited == {
        *("inArrangement", "hasMember", "hasMembershipKind", "startDate", "hasStartDateKind"),
    }
    assert "Northland in League" in {str(label) for label in graph.objects(thing)}


def test_a_note_may_hold_a_slash(tmp_path: Path) -> None:
    """Only the columns that the name of the record is made from name things."""
    graph = graph_of(
        tmp_path, ROW.replace("signature,,,,", "signature,,,Decision A/DEC.7 of 1999,")
    )
    assert "Decision A/DEC.7 of 1999" in {str(text) for text in graph.objects()}


def test_what_a_source_reports_differently_it_does_not_back(tmp_path: Path) -> None:
    other = "membership/league/north,,,,,,,,,source/news,row 2,seen-in-source,2026-11-23,,1998,,,,"
    graph = graph_of(tmp_path, ROW, other)
    citation = URIRef(ID + "citation/membership/league/north/2")
    assert (citation, URIRef(ALLY + "reportedStart"), None) in graph
    cited = set(graph.objects(citation, URIRef(ALLY + "citesFor")))
    assert URIRef(ALLY + "startDate") not in cited
    assert URIRef(ALLY + "hasMember") in cited


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("state/x" + ROW[len("membership/league/north") :], "does not begin with"),
        (ROW.replace("1999-03", "spring 1999"), "none"),
        (ROW.replace("state/north", "state/nowhere"), "not described"),
        (ROW.replace("organization/league,", ","), "arrangement is empty"),
        (ROW.replace("seen-in-source", "seen in source"), "none"),
        (ROW.replace("2026-11-23,", "2026-11-23,end"), "no filled fact"),
        (ROW + ",", "cells"),
        (ROW[len("membership/league/north") :], "no id"),
        (ROW + "\n" + ROW.replace("full", "observer"), "has kind"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        graph_of(tmp_path, row)
    assert caught.value.line >= 2


@pytest.mark.parametrize(
    ("text", "message"),
    [("id,colour\nx,red\n", "unknown: colour"), ("member\nx\n", "id is missing"), (HEADER, "rows")],
)
def test_a_bad_table_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_table(path, MEMBERSHIP)


def test_an_unknown_template_is_refused_with_those_there_are() -> None:
    with pytest.raises(SourceError) as caught:
        template_named("memberships")
    assert "membership" in caught.value.hint


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_goes_out_comes_back_the_same(name: str, library: Library, tmp_path: Path) -> None:
    template = template_named(name)
    records = library.records(template)
    assert records
    text = write_table(records, template)
    path = tmp_path / "out.csv"
    path.write_text(text, encoding="utf-8")
    again = read_table(path, template)
    assert write_table(again, template) == text
    if name != "membership":
        return
    said = Graph()
    for record in again:
        said += to_graph(record, template, "out.csv", library.name_of)
    here = [s.graph for s in library.sources if "reference/memberships/" in s.name]
    assert sum(len(list(to_records(graph, template))) for graph in here) == len(again)
    for graph in here:
        about = {s for s in graph.subjects() if str(s).startswith(ID)}
        again_said = {t for s in about for t in said.triples((s, None, None))}
        assert {t for t in graph if t[0] in about} == again_said


def test_importing_what_is_there_changes_no_file(library: Library) -> None:
    records = library.records(MEMBERSHIP)[:40]
    done = put(records, MEMBERSHIP, library, "out.csv")
    assert sum(file.unchanged for file in done) == 40
    assert [file for file in done if file.added or file.replaced] == []


def test_the_survey_counts_what_is_there() -> None:
    rows = survey(shipped())
    assert Counter(part for part, _, _ in rows).keys() == {
        *("data", "things", "grades", "not checked", "gaps"),
    }
    counts = {what: number for part, what, number in rows if part == "things"}
    assert int(counts["memberships"].replace(",", "")) > 1000
    assert int(counts["states"].replace(",", "")) > 200
