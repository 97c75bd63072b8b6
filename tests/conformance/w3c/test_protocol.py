"""The protocol suite against a running server: queries answered, updates refused."""

import json

import pytest

from .requests import scripts
from .suite import needs_suites

pytestmark = needs_suites
SCRIPTS = scripts("protocol/manifest.ttl")
QUERIES = [script for script in SCRIPTS if "update" not in script.name]
UPDATES = [script for script in SCRIPTS if "update" in script.name]
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        *("application/sparql-results+json", "application/sparql-results+xml"),
        *("text/csv", "text/tab-separated-values"),
    },
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"},
}


def send(server, exchange):
    target = exchange.target.replace("/sparql/", "/sparql", 1)
    return server.ask(target, exchange.method, exchange.body, exchange.headers)


def test_all_tests_are_there():
    assert (len(QUERIES), len(UPDATES)) == (20, 14)


@pytest.mark.parametrize("script", QUERIES, ids=lambda script: script.name)
def test_query(server, script):
    for exchange in script.exchanges:
        reply = send(server, exchange)
        assert reply.status in exchange.statuses, reply.body
        if exchange.format:
            assert reply.media_type in FORMATS[exchange.format]
        if exchange.truth is not None:
            assert json.loads(reply.body)["boolean"] == exchange.truth


@pytest.mark.parametrize("script", UPDATES, ids=lambda script: script.name)
def test_update_is_refused(server, script):
    reply = send(server, script.exchanges[0])
    assert 400 <= reply.status < 500
    assert reply.media_type == "application/problem+json"
