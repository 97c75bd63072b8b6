"""rdflib: as a store, with SERVICE, and by the IRIs of things."""

import pytest

from .conftest import BURUNDI, DOCUMENT


@pytest.fixture(scope="module")
def answers(python_client):
    return python_client("rdflib_client.py", "rdflib")


def test_a_store_over_the_endpoint(answers):
    assert answers["store"] == {
        method: [BURUNDI, BURUNDI] for method in ("GET", "POST", "POST_FORM")
    }


def test_it_asks_us_with_service(answers):
    assert answers["service"] == BURUNDI


def test_a_thing_by_its_iri_and_each_suffix(answers):
    assert answers["by IRI"] == DOCUMENT
    assert set(answers["suffixes"].values()) == {DOCUMENT}


def test_a_data_set_and_the_graph_store(answers):
    assert min(answers["data sets"]) >= BURUNDI
    assert answers["graph store"] > BURUNDI
