"""The endpoint over HTTP: the protocol, its errors, and the page."""

import http.client
import json
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from openalliances.engine.interface import Query
from openalliances.engine.local.engine import open_local
from openalliances.errors import EngineBusyError, EngineError, QueryTimeoutError
from openalliances.rdf.prefixes import DATASET, LICENSE
from openalliances.settings import Settings

from ..door import opened

SD = "http://www.w3.org/ns/sparql-service-description#"
SELECT = "SELECT ?s { ?s a <https://w3id.org/openalliances/ontology/State> } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT WHERE { ?s a <https://w3id.org/openalliances/ontology/State> }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json", "application/sparql-results+json"),
        (BROWSER, "text/html; charset=utf-8"),
    ],
)
def test_select_in_the_format_that_is_asked_for(door, accept, content_type):
    headers = {"Accept": accept} if accept else {}
    response = door.get("/sparql", query_string={"query": SELECT}, headers=headers)
    assert response.status_code == 200
    assert response.content_type == content_type
    assert "burundi" in response.text


GRAPHS_AS = {"ttl", "jsonld", "rdf", "nt", "nq", "trig", "html"}
ROWS_AS = {"srj", "srx", "csv", "tsv", "html"}


@pytest.mark.parametrize("query", [SELECT, "ASK {}", CONSTRUCT, "DESCRIBE <x:y>"])
@pytest.mark.parametrize("extension", sorted(GRAPHS_AS | ROWS_AS))
def test_every_form_in_every_format_is_answered_or_406(door, query, extension):
    there = ROWS_AS if query[0] in "SA" else GRAPHS_AS
    response = door.get("/sparql", query_string={"query": query, "format": extension})
    assert response.status_code == (200 if extension in there else 406)
    assert "accept" in response.vary
    if extension not in there:
        assert all(name in response.json["hint"] for name in there)


@pytest.mark.parametrize("media_type", ["text/turtle", "image/png", "application/sparql-results"])
def test_406_lists_what_there_is(door, media_type):
    accept = {"Accept": media_type}
    response = door.get("/sparql", query_string={"query": SELECT}, headers=accept)
    assert response.status_code == 406
    assert "text/csv" in response.json["hint"]


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(
            [
                "text/csv",
                "text/*",
                "*/*",
                "text/turtle",
                "a/b",
                ";q=0",
                ";q=0.5",
                ";q=x",
                ",",
                '"',
                "é",
            ]
        ),
        max_size=8,
    ).map("".join)
)
def test_any_accept_header_is_answered_or_refused(door, accept):
    for path in (
        "/sparql?query=ASK{}",
        "/sparql?query=DESCRIBE<x:y>",
        "/sparql",
        "/graphs?default",
    ):
        response = door.get(path, headers={"Accept": accept})
        assert response.status_code in {200, 303, 406}


def test_the_answer_has_its_length_so_that_a_break_shows(door):
    response = door.get("/sparql", query_string={"query": SELECT})
    assert int(response.headers["Content-Length"]) == len(response.data)


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        ({"query": SELECT}, FORM, 200),
        (SELECT, "application/sparql-query", 200),
        (SELECT, "application/sparql-query; charset=utf-8", 200),
        (SELECT, "text/plain", 415),
        (SELECT, "application/json", 415),
        ({"query": "SELECT"}, FORM, 400),
        ({"q": SELECT}, FORM, 400),
        ("", FORM, 400),
        ("DELETE WHERE { ?s ?p ?o }", "application/sparql-query", 400),
        ("DELETE WHERE { ?s ?p ?o }", "application/sparql-update", 400),
        ({"update": "DROP ALL"}, FORM, 400),
        (
            "SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }",
            "application/sparql-query",
            400,
        ),
        ("SELECT * FROM <https://example.org/g> { ?s ?p ?o }", "application/sparql-query", 400),
        (b"\xff", "application/sparql-query", 400),
    ],
)
def test_post(door, data, content_type, status):
    response = door.post("/sparql", data=data, content_type=content_type)
    assert response.status_code == status
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    if status >= 400:
        assert response.content_type == "application/problem+json"
        assert response.json["detail"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_405(door, method):
    response = door.open("/sparql", method=method)
    assert response.status_code == 405
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_a_body_that_is_too_large_is_413(door, settings):
    body = "#" * (settings.body_size + 1)
    response = door.post("/sparql", data=body, content_type="application/sparql-query")
    assert response.status_code == 413
    assert response.content_type == "application/problem+json"


def test_a_syntax_error_has_its_place(door):
    response = door.get("/sparql", query_string={"query": "SELECT *\nWHERE { ?s ?p }"})
    assert response.status_code == 400
    assert response.json["line"] == 2


def test_a_slow_query_is_stopped(door):
    response = door.get("/sparql", query_string={"query": SLOW, "timeout": "0.3"})
    assert response.status_code == 503
    assert response.content_type == "application/problem+json"


def test_the_page_keeps_the_query_that_failed(door):
    response = door.get("/sparql?query=SELEC+x", headers={"Accept": BROWSER})
    assert response.status_code == 400
    assert ">\nSELEC x</textarea>" in response.text.replace("\r", "")
    assert 'role="alert"' in response.text


def test_the_page_shows_rows_up_to_its_limit(door, settings):
    query = "SELECT ?s ?o { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }"
    page = door.get("/sparql", query_string={"query": query}, headers={"Accept": BROWSER}).text
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr>")
    assert rows == settings.page_rows
    assert "rows 1 to 5" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK {}", "Yes."),
        ("ASK { <x:y> ?p ?o }", "No."),
        (CONSTRUCT, "<pre"),
        ("SELECT * { <x:y> ?p ?o }", "No row fits"),
    ],
)
def test_the_page_shows_every_form(door, query, shown):
    page = door.get("/sparql", query_string={"query": query}, headers={"Accept": BROWSER})
    assert page.status_code == 200
    assert shown in page.text


def test_construct_parses(door):
    body = door.get("/sparql", query_string={"query": CONSTRUCT, "format": "nt"}).data
    assert len(list(parse(body, format=RdfFormat.N_TRIPLES))) == 3


def test_304_without_evaluating(door):
    first = door.get("/sparql", query_string={"query": SELECT})
    same = door.get(
        "/sparql",
        query_string={"query": SELECT.replace(" ", "  ")},
        headers={"If-None-Match": first.headers["ETag"]},
    )
    assert same.status_code == 304


def test_what_changes_by_itself_is_not_kept(door):
    response = door.get("/sparql", query_string={"query": "SELECT (NOW() AS ?n) {}"})
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_head_has_the_headers_of_get(door):
    response = door.head("/sparql", query_string={"query": SELECT})
    assert response.status_code == 200
    assert response.data == b""
    assert (
        response.headers["ETag"]
        == door.get("/sparql", query_string={"query": SELECT}).headers["ETag"]
    )


def test_head_of_a_query_that_fails_has_the_status_of_get(door):
    assert door.head("/sparql?query=ASK{?s}").status_code == 400


def test_the_method_query(door):
    """draft-ietf-httpbis-safe-method-w-body: safe, with a body, and conditional like GET."""
    kind = "application/sparql-query"
    first = door.open("/sparql", method="QUERY", data=SELECT, content_type=kind)
    assert first.status_code == 200
    assert first.content_type == "application/sparql-results+json"
    tag = {"If-None-Match": first.headers["ETag"]}
    again = door.open("/sparql", method="QUERY", data=SELECT, content_type=kind, headers=tag)
    assert again.status_code == 304
    assert door.open("/sparql", method="QUERY", data=SELECT).status_code == 415


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_the_method_query_is_advertised(door, method):
    response = door.open("/sparql", method=method)
    assert response.headers["Accept-Query"].startswith("application/sparql-query")
    assert "QUERY" in door.options("/sparql").headers["Allow"]


def test_preflight(door):
    response = door.options("/sparql", headers={"Origin": "https://example.org"})
    assert response.status_code == 200
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]


def test_without_a_query_the_service_describes_itself(door, release):
    response = door.get("/sparql", headers={"Accept": "text/turtle"})
    triples = list(parse(response.data, format=RdfFormat.TURTLE))
    said = {(q.predicate.value.rpartition("#")[2], getattr(q.object, "value", "")) for q in triples}
    assert ("endpoint", "http://127.0.0.1:8000/sparql") in said
    assert ("languageExtension", "https://www.w3.org/TR/sparql12-query/") in said
    assert (
        "supportedLanguage",
        "http://www.w3.org/ns/sparql-service-description#SPARQL11Query",
    ) in said
    assert ("resultFormat", "http://www.w3.org/ns/formats/SPARQL_Results_JSON") in said
    names = {value for name, value in said if name == "name"}
    assert names == {graph.iri for graph in release.manifest.graphs}


@pytest.mark.parametrize("accept", ["text/csv", "text/html"])
def test_an_answer_names_its_licence_and_what_to_cite(door, accept):
    response = door.get("/sparql", query_string={"query": SELECT}, headers={"Accept": accept})
    links = response.headers["Link"]
    assert f'<{LICENSE}>; rel="license"' in links
    assert f'<{DATASET}>; rel="cite-as"' in links


def test_a_browser_gets_the_query_page(door):
    response = door.get("/sparql", headers={"Accept": BROWSER})
    assert response.content_type.startswith("text/html")
    assert "<textarea" in response.text
    assert "Examples" in response.text


class Breaking:
    """An engine whose answer fails after the first chunk."""

    def __init__(self, error, chunks=3):
        self.error, self.chunks = error, chunks

    variant = "breaking"

    def start(self, query: Query, call):
        return None

    def run(self, query: Query, call=None):
        return self

    def graphs(self):
        return frozenset()

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __iter__(self):
        if self.chunks:
            yield b'{"head":{"vars":["s"]},"results":{"bindings":['
        for _ in range(1, self.chunks):
            yield b" " * 100
        raise self.error


JSON = "application/sparql-results+json"


@pytest.mark.parametrize(
    ("accept", "chunks"), [(JSON, 0), (JSON, 1), (BROWSER, 0), (BROWSER, 1), (BROWSER, 50_000)]
)
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (EngineError("It broke."), 500),
        (QueryTimeoutError("Too slow."), 503),
        (EngineBusyError("Full.", retry_after=7), 503),
    ],
)
def test_a_result_that_fails_midway_is_a_clean_error(release, error, status, chunks, accept):
    engine = Breaking(error, chunks)
    with opened(release, engine, Settings(buffer_size=1000)) as door:
        asked = {"query": SELECT}
        response = door.get("/sparql", query_string=asked, headers={"Accept": accept})
    assert response.status_code == status
    assert b"bindings" not in response.data
    busy = isinstance(error, EngineBusyError)
    assert response.headers.get("Retry-After") == ("7" if busy else None)


def test_a_long_result_that_fails_midway_is_an_error_or_broken_off(release):
    # 50,000 chunks are more than what is held in memory, and some are sent before the failure.
    with opened(
        release, Breaking(EngineError("It broke."), 50_000), Settings(buffer_size=1000)
    ) as door:
        try:
            response = door.get("/sparql", query_string={"query": SELECT})
        except http.client.IncompleteRead:
            return
        assert response.status_code == 500


def test_a_result_beyond_the_limit_is_refused(release):
    settings = Settings(result_size=100)
    engine = open_local(release.store, settings)
    with closing(engine), opened(release, engine, settings) as door:
        response = door.get("/sparql", query_string={"query": SELECT})
    assert response.status_code == 503
    assert "/dumps/" in json.loads(response.data)["hint"]


NEAR = "PREFIX s: <http://schema.org/> SELECT * { ?s s:name <x:é> }"


def test_a_query_that_nearly_fits_is_answered_with_a_hint(door):
    response = door.get("/sparql", query_string={"query": NEAR})
    assert response.status_code == 200
    assert "<https://schema.org/>" in response.headers["Query-Hint"]
    assert "Query-Hint" in response.headers["Access-Control-Expose-Headers"]
    page = door.get("/sparql", query_string={"query": NEAR}, headers={"Accept": BROWSER})
    assert "the data use schema:" in page.text
    assert "Query-Hint" not in door.get("/sparql", query_string={"query": SELECT}).headers


def test_a_graph_of_the_request_that_is_not_there_is_told(door):
    query = {"query": SELECT, "default-graph-uri": "https://example.org/é"}
    response = door.get("/sparql", query_string=query)
    assert response.json["results"]["bindings"] == []
    assert "counts as empty" in response.headers["Query-Hint"]


def test_an_error_tells_what_stands_there(door):
    response = door.get("/sparql", query_string={"query": "ASK { ?s alli:hasParty ?o }"})
    assert (response.status_code, response.json["column"]) == (400, 10)
    assert response.json["token"] == "alli:hasParty"
    assert "ally:hasParty" in response.json["hint"]
