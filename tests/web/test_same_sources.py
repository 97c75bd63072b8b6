"""The same fact names the same sources in each form: query, documents, page, tables, works."""

import csv
import gzip
import io
import json
import random
import sqlite3
from contextlib import closing
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, parse

from openalliances.engine.local.engine import open_local
from openalliances.engine.select import select
from openalliances.pages import thing as thing_pages
from openalliances.pages.site import Site
from openalliances.rdf.formats import JSON_LD, RESULTS_CSV, TURTLE
from openalliances.rdf.prefixes import ALLY, ID, PREFIXES
from openalliances.release.contexts import context_text, current_context
from openalliances.settings import Settings
from openalliances.things.document import RDF_12, Asked
from openalliances.web.app import create_app

RDF = PREFIXES["rdf"]
FACTS, THINGS = 200, 60
QUERY = """
SELECT ?statement ?subject ?predicate ?citation ?source ?grade
WHERE {
  ?subject ?predicate ?value ~ ?statement
    {| ally:hasCitation ?citation ; ally:hasEvidenceGrade ?grade |} .
  ?citation ally:citesSource ?source .
}
"""


@pytest.fixture(scope="module")
def site(shipped_release):
    engine = open_local(shipped_release.store, Settings(query_workers=1))
    yield Site(shipped_release, engine, Settings())
    engine.close()


@pytest.fixture(scope="module")
def drawn(site):
    """Facts by thing: statement, to its sources and grade, as an annotation says."""
    found = {}
    for row in select(site.engine, f"PREFIX ally: <{ALLY}> {QUERY}", timeout=120):
        facts = found.setdefault(row["subject"].value, {})
        sources, _ = facts.setdefault(row["statement"].value, (set(), row["grade"].value))
        sources.add(row["source"].value)
    things = random.Random(12).sample(sorted(found), THINGS)
    return {thing: found[thing] for thing in things}


def sources_in(body, form):
    """Return the sources and the grade of each statement that a document tells of."""
    said = {}
    for quad in parse(body, RdfFormat.from_media_type(form.media_type)):
        terms = said.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, set())
        terms.add(getattr(quad.object, "value", ""))
    return {
        statement: (
            {s for c in told[ALLY + "hasCitation"] for s in said[c][ALLY + "citesSource"]},
            next(iter(told[ALLY + "hasEvidenceGrade"])),
        )
        for statement, told in said.items()
        if {ALLY + "hasCitation", ALLY + "hasEvidenceGrade"} <= told.keys()
        and ({RDF + "subject", RDF + "reifies"} & told.keys())
    }


def rows_in(body):
    return {
        ID + row["statement"]: (
            {ID + name for name in row["source_ids"].split(";") if name},
            row["grade"],
        )
        for row in csv.DictReader(io.StringIO(body.decode()))
    }


def with_its_context(body, site):
    """Return JSON-LD with the context in place of its address, which nobody fetches here."""
    folder = site.release.folder
    context = json.loads(context_text(folder, current_context(folder)))["@context"]
    return json.dumps({**json.loads(body), "@context": context}).encode()


def test_enough_facts_are_drawn(drawn):
    assert sum(map(len, drawn.values())) >= FACTS


@pytest.mark.parametrize(
    ("form", "asked"), [(TURTLE, Asked()), (TURTLE, Asked(version=RDF_12)), (JSON_LD, Asked())]
)
def test_documents_name_the_sources_that_an_annotation_names(site, drawn, form, asked):
    for thing, facts in drawn.items():
        body = site.documents.answer(thing, form, asked)
        told = sources_in(with_its_context(body, site) if form is JSON_LD else body, form)
        assert {statement: told.get(statement) for statement in facts} == facts


def test_rows_name_the_sources_that_an_annotation_names(site, drawn):
    for thing, facts in drawn.items():
        rows = rows_in(site.documents.rows(thing, RESULTS_CSV))
        for statement, (sources, grade) in facts.items():
            assert rows[statement] == (sources, grade.rpartition("/")[2]), statement


def test_pages_name_the_sources_that_an_annotation_names(site, drawn):
    for thing, facts in drawn.items():
        page = thing_pages.page(site, thing)
        for source in {s for sources, _ in facts.values() for s in sources}:
            assert f'href="{site.urls.document(source)}"' in page, (thing, source)


def as_drawn(row):
    names = (row["source_ids"] or "").split(";")
    return {ID + name for name in names if name}, row["grade"] or ""


@pytest.fixture(scope="module")
def receipts(site):
    """The rows of the table of statements in the file of everything, by statement."""
    path = site.release.folder / "tables" / "openalliances.sqlite"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return {ID + row["statement"]: row for row in database.execute("SELECT * FROM statements")}


def test_rows_in_the_database_name_the_sources_that_an_annotation_names(drawn, receipts):
    for facts in drawn.values():
        for statement, (sources, grade) in facts.items():
            assert as_drawn(receipts[statement]) == (sources, grade.rpartition("/")[2]), statement


def test_rows_of_the_table_name_the_sources_that_an_annotation_names(site, drawn):
    path = site.release.folder / "tables" / "statements.csv.gz"
    wanted = {statement for facts in drawn.values() for statement in facts}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = {ID + row["statement"]: row for row in csv.DictReader(file)}
    assert wanted <= rows.keys()
    for facts in drawn.values():
        for statement, (sources, grade) in facts.items():
            assert as_drawn(rows[statement]) == (sources, grade.rpartition("/")[2]), statement


def test_a_bibliography_names_the_sources_that_annotations_name(site, drawn, receipts):
    client = create_app(site).test_client()
    for thing, facts in list(drawn.items())[:20]:
        subject = thing.removeprefix(ID)
        answer = client.get(f"/data/statements.csl.json?subject={quote(subject)}")
        *works, ours = (item["id"] for item in answer.json)
        assert ours.endswith("openalliances/dataset")
        cited = {f"{ID}source/{name}" for name in works}
        rows = [row for row in receipts.values() if row["subject"] == subject]
        assert cited == {source for row in rows for source in as_drawn(row)[0]}
        assert cited >= {source for sources, _ in facts.values() for source in sources}
