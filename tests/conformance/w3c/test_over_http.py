"""The query suites against a running server: what the engine can do is not lost on the way.

The data set of a test is chosen by the parameters of the protocol, relative IRIs are
resolved by a BASE in front of the query, and the answer comes in the format of the
expected result.
"""

import json
import re
from functools import cache
from urllib.parse import urlencode

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, parse

from .compare import TABLES, expected, read, same
from .conftest import NOTHING
from .suite import (
    FEDERATION_SUITES,
    QUERY_SUITES,
    RESULT_SUITES,
    SUITES_12,
    W3C,
    file_of,
    known_failures,
    needs_suites,
    parameters,
    query_tests,
    rdf_tests,
)

pytestmark = needs_suites
TESTS = query_tests((*QUERY_SUITES, *RESULT_SUITES, *FEDERATION_SUITES, *SUITES_12))
EVALUATED = [test for test in TESTS if test.result and not test.is_update]
SYNTAX = [test for test in TESTS if not test.result and not test.is_update]
UPDATES = sorted(W3C.glob("sparql1?/*/*.ru"))


def ask(server, test, accept):
    """Send the query of *test* as the body of a POST."""
    named = (*test.graphs, *(graph for iri in test.data for graph in names_in(iri)))
    graphs = {"default-graph-uri": test.data or (NOTHING,), "named-graph-uri": named}
    if "FROM" in test.query.upper().split():
        graphs = {}
    return server.ask(
        "/sparql?" + urlencode(graphs, doseq=True),
        "POST",
        f"BASE <{test.base}>\n{test.query}".encode(),
        {"Content-Type": "application/sparql-query", "Accept": accept},
    )


@cache
def names_in(iri):
    """Return the names of the graphs in a file of data."""
    if not iri.endswith(".trig"):
        return ()
    quads = parse(path=str(file_of(iri)), format=RdfFormat.TRIG, base_iri=iri)
    return sorted({q.graph_name.value for q in quads if q.graph_name != DefaultGraph()})


@pytest.mark.parametrize("test", parameters(EVALUATED, "http"))
def test_evaluation(server, test):
    wanted = expected(test.result, test.base)
    suffix = test.result.suffix[1:]
    if suffix not in TABLES:
        suffix = "ttl" if isinstance(wanted, list) else "srj"
    media_type = TABLES[suffix][0] if suffix in TABLES else "text/turtle"
    reply = ask(server, test, media_type)
    assert (reply.status, reply.media_type) == (200, media_type), reply.body
    assert same(read(reply.body, suffix), wanted)


@pytest.mark.parametrize("test", parameters(SYNTAX, "http"))
def test_syntax(server, test):
    reply = ask(server, test, "*/*")
    if test.is_negative:
        assert reply.status == 400
    elif reply.status != 200:
        # It parses, and only then the engine misses a function.
        assert json.loads(reply.body)["detail"].endswith("is not supported.")


@pytest.mark.parametrize("file", UPDATES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_update_of_any_suite_is_taken(server, file):
    text = file.read_bytes()
    for kind in ("application/sparql-update", "application/sparql-query"):
        assert server.ask("/sparql", "POST", text, {"Content-Type": kind}).status == 400


def test_the_list_of_failures_names_tests_that_exist():
    iris = {test.iri for test in (*TESTS, *rdf_tests())}
    assert set(known_failures("process")) | set(known_failures("http")) <= iris


def test_what_the_engine_passes_is_lost_for_known_reasons_only():
    lost = set(known_failures("http")) - set(known_failures("process"))
    federated = {test.iri for test in TESTS if "SERVICE" in test.query.upper()}
    escaped = {test.iri for test in TESTS if re.search(r"\\[uU0]0", test.query)}
    read_otherwise = {test.iri for test in rdf_tests()}
    assert lost - read_otherwise <= federated | escaped


def test_all_of_sparql_1_2_is_there():
    of_1_2 = query_tests(SUITES_12)
    assert (len(of_1_2), sum(test.is_update for test in of_1_2)) == (269, 23)
