"""Triple terms and base directions (RDF 1.2) in every form of answer, or a clean 406."""

import json
from urllib.parse import quote

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, parse, parse_query_results

from openalliances.rdf.formats import GRAPH_FORMATS, JSON_LD, RESULT_FORMATS, RESULTS_CSV
from openalliances.rdf.prefixes import PREFIXES

from ..served import serving, write_store
from .raw import answer, chunks, head, target

GRAPH = "https://example.org/graph"
MANY = 40_000
DATA = """VERSION "1.2"
PREFIX : <https://example.org/served/>
:nato :since "1949" ~ :r {| :cites :treaty ; :note "a\\n\\"b\\", c" |} ; :name "ناتو"@ar--rtl .
:claim :says <<( :nato :since <<( :nato :since "a" )>> )>> .
"""
REIFIERS = "SELECT * { ?r <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> ?statement }"
ALL = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
NAMES = 'CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(LANGDIR(?o) = "rtl") }'
LATE = (
    "CONSTRUCT { ?s <urn:p> ?n } { { GRAPH <https://example.org/many> { ?s ?p ?n } }"
    ' UNION { BIND(<https://example.org/late> AS ?s) BIND(<<( ?s <urn:p> "x" )>> AS ?n) } }'
)
WITH_TRIPLE_TERMS = [form for form in GRAPH_FORMATS if form is not JSON_LD]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("triple-terms")
    (folder / "data.ttl").write_text(DATA)
    lines = [f'<urn:s{n}> <urn:p> "{"value" * 5} {n}" .\n' for n in range(MANY)]
    (folder / "many.nt").write_text("".join(lines))
    files = {GRAPH: [folder / "data.ttl"], "https://example.org/many": [folder / "many.nt"]}
    with serving(write_store(folder / "release", files)) as server:
        yield server


def ask(served, query, form, **more):
    return served.ask(target(query, **more), headers={"Accept": form.media_type})


def refusal(reply):
    assert (reply.status, reply.media_type) == (406, "application/problem+json"), reply.body
    said = json.loads(reply.body)
    assert "triple term" in said["detail"]
    for form in (form for form in GRAPH_FORMATS if not form.lacks):
        assert form.name in said["hint"]
    return said


@pytest.mark.parametrize("form", RESULT_FORMATS, ids=lambda form: form.extension)
def test_rows_hold_triple_terms(served, form):
    reply = ask(served, REIFIERS, form)
    assert (reply.status, reply.media_type) == (200, form.media_type)
    assert reply.headers["Result-Count"] == "1"
    if form is RESULTS_CSV:  # It has lost what is a term of which kind, as it does for all terms.
        assert (
            b"https://example.org/served/nato https://example.org/served/since 1949" in reply.body
        )
        return
    [row] = parse_query_results(
        reply.body, format=QueryResultsFormat.from_media_type(form.media_type)
    )
    assert isinstance(row["statement"], Triple)
    assert row["statement"].object.value == "1949"


@pytest.mark.parametrize("form", WITH_TRIPLE_TERMS, ids=lambda form: form.extension)
@pytest.mark.parametrize("address", ["sparql", "graphs"])
def test_graphs_hold_triple_terms(served, address, form):
    graph = quote(GRAPH, safe="")
    if address == "graphs":
        path = f"/graphs?graph={graph}"
        reply = served.ask(path, headers={"Accept": form.media_type})
    else:
        reply = ask(served, ALL, form, **{"default-graph-uri": GRAPH})
    assert (reply.status, reply.media_type) == (200, form.media_type)
    found = {quad.object for quad in parse(reply.body, RdfFormat.from_media_type(form.media_type))}
    expected = {quad.object for quad in parse(DATA, RdfFormat.TURTLE)}
    assert found == expected


def test_the_base_direction_is_held_by_json_ld_too(served):
    for form in GRAPH_FORMATS:
        reply = ask(served, NAMES, form)
        assert reply.status == 200
        [quad] = parse(reply.body, RdfFormat.from_media_type(form.media_type))
        assert quad.object.direction.value == "rtl", form.name


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path",
    [
        target(ALL, **{"default-graph-uri": GRAPH}),
        target("DESCRIBE <https://example.org/served/claim>"),
        "/graphs?graph=" + quote(GRAPH, safe=""),
        "/graphs?default",
        "/claim.jsonld",
        "/resource?format=jsonld&iri=" + quote("https://example.org/served/claim", safe=""),
    ],
    ids=["construct", "describe", "graph", "default-graph", "document", "resource"],
)
def test_a_format_without_them_is_refused_and_told_what_holds_them(served, path, method):
    reply = served.ask(path, method, headers={"Accept": JSON_LD.media_type})
    if method == "HEAD":
        assert (reply.status, reply.body) == (406, b"")
    else:
        refusal(reply)


def test_what_has_none_is_sent_in_any_format(served):
    assert ask(served, ALL + " LIMIT 0", JSON_LD).status == 200
    reply = ask(served, ALL, JSON_LD, **{"default-graph-uri": "https://example.org/many"})
    assert reply.status == 200
    assert len(list(parse(reply.body, RdfFormat.JSON_LD))) == MANY


def test_a_triple_term_behind_much_else_is_refused_too(served):
    """What has come is held back as long as there is memory for it."""
    refusal(
        ask(served, LATE.replace("?s ?p ?n }", "?s ?p ?n FILTER(STRLEN(?n) < 30) }", 1), JSON_LD)
    )
    assert ask(served, LATE, WITH_TRIPLE_TERMS[0]).status == 200


def test_one_that_comes_too_late_breaks_the_answer_off(served):
    """What was sent by then is never taken for the whole (RFC 9112, section 8)."""
    with served.connect() as wire:
        wire.sendall(head(target(LATE), "Accept: application/ld+json", "Connection: close"))
        seen = b"".join(chunks(wire))
    start, _, body = seen.partition(b"\r\n\r\n")
    assert start.startswith(b"HTTP/1.1 200 ")
    assert len(body) > 1_000_000
    assert not body.endswith(b"\r\n0\r\n\r\n")


def test_a_client_that_reads_no_chunks_is_always_told(served):
    with served.connect() as wire:
        wire.sendall(head(target(LATE), "Accept: application/ld+json", version="1.0"))
        assert answer(wire)[0] == 406


def test_the_page_shows_them_as_they_are_written(served):
    page = served.ask(target(REIFIERS), headers={"Accept": "text/html"}).body.decode()
    assert "&lt;&lt;( &lt;https://example.org/served/nato&gt; " in page
    assert "&#34;1949&#34; )&gt;&gt;" in page
    rows = 'SELECT (<<( skos:a rdfs:label <<( skos:b rdf:type "\u0646"@ar--rtl )>> )>> AS ?t) {}'
    prefixes = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in ("skos", "rdfs", "rdf"))
    page = served.ask(target(prefixes + rows), headers={"Accept": "text/html"}).body.decode()
    assert "<bdi>&lt;&lt;( skos:a rdfs:label &lt;&lt;( skos:b rdf:type &#34;ن&#34;@ar--rtl" in page
    page = served.ask(target('SELECT ("x"@ar--rtl AS ?x) {}'), headers={"Accept": "text/html"})
    assert '<bdi lang="ar" dir="rtl">x</bdi>' in page.body.decode()
    page = served.ask(target(ALL, **{"default-graph-uri": GRAPH}), headers={"Accept": "text/html"})
    assert page.status == 200


@pytest.mark.parametrize(
    "accept", ['text/turtle;version="1.2"', "text/turtle; version=1.2-basic", "text/turtle"]
)
def test_the_version_that_a_client_asks_for_is_no_hindrance(served, accept):
    reply = served.ask(target(ALL + " LIMIT 1"), headers={"Accept": accept})
    assert (reply.status, reply.media_type) == (200, "text/turtle")
