"""The query suites against the engine itself: what no server on top of it can better."""

import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from .compare import TABLES, expected, read, same
from .suite import (
    FEDERATION_SUITES,
    QUERY_SUITES,
    RESULT_SUITES,
    SUITES_12,
    file_of,
    needs_suites,
    parameters,
    query_tests,
)

pytestmark = needs_suites
TESTS = query_tests((*QUERY_SUITES, *RESULT_SUITES, *FEDERATION_SUITES, *SUITES_12))
EVALUATED = [test for test in TESTS if test.result and not test.is_update]
SYNTAX = [test for test in TESTS if not test.result and not test.is_update]


def store_of(test):
    store = Store()
    for iri in test.data:
        store.load(path=str(file_of(iri)), base_iri=iri)
    for iri in test.graphs:
        store.add_graph(NamedNode(iri))
        store.load(path=str(file_of(iri)), base_iri=iri, to_graph=NamedNode(iri))
    return store


def answer(test):
    """Return the answer as it is after it was written and read in the format of the test."""
    suffix = test.result.suffix[1:]
    found = store_of(test).query(test.query, base_iri=test.base)
    if isinstance(found, QueryTriples):
        return read(serialize(found, format=RdfFormat.TURTLE), "ttl")
    form = TABLES[suffix][1] if suffix in TABLES else QueryResultsFormat.JSON
    return read(found.serialize(format=form), suffix if suffix in TABLES else "srj")


@pytest.mark.parametrize("test", parameters(EVALUATED, "process"))
def test_evaluation(test):
    assert same(answer(test), expected(test.result, test.base))


@pytest.mark.parametrize("test", parameters(SYNTAX, "process"))
def test_syntax(test):
    try:
        Store().query(test.query, base_iri=test.base, default_graph=[], named_graphs=[])
        parsed = True
    except SyntaxError:
        parsed = False
    except RuntimeError as error:
        # It parses, and only then the engine misses a function.
        parsed = str(error).endswith("is not supported")
    assert parsed != test.is_negative
