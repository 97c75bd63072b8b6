"""Comunica, which prefers quads and asks its default graph."""

import pytest

from .conftest import BURUNDI, DOCUMENT


@pytest.fixture(scope="module")
def answers(node_client):
    return node_client("comunica.mjs", "@comunica/query-sparql")


def test_rows_from_the_endpoint(answers):
    assert answers["endpoint"] == 5
    assert answers["found out"] == BURUNDI


@pytest.mark.parametrize("suffix", ["", ".ttl", ".jsonld", ".rdf", ".nq", ".trig"])
def test_rows_from_a_document(answers, suffix):
    assert answers[f"document{suffix}"] == DOCUMENT
