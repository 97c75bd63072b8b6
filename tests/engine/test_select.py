"""Solutions as values."""

import pytest
from pyoxigraph import Literal, NamedNode

from openalliances.engine.select import select
from openalliances.errors import QueryTimeoutError

EX = "https://example.org/"


def test_solutions_are_terms_in_order(pool):
    rows = select(pool, "SELECT ?s ?o { ?s <https://example.org/number> ?o } ORDER BY ?o LIMIT 2")
    assert rows == [
        {"s": NamedNode(f"{EX}thing/{number}"), "o": Literal(number)} for number in range(2)
    ]


def test_terms_survive_the_way(pool):
    rows = select(pool, "SELECT ?o { ?s <https://example.org/note> ?o }")
    assert rows == [{"o": Literal('a "quoted"\tword')}]


def test_unbound_variables_are_absent(pool):
    rows = select(pool, "SELECT ?s ?nothing { BIND(1 AS ?s) }")
    assert rows == [{"s": Literal(1)}]


@pytest.mark.parametrize(
    "term",
    [
        NamedNode(f"{EX}thing/5"),
        Literal("é", language="fr"),
        Literal("2020", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear")),
    ],
    ids=str,
)
def test_bindings_reach_the_query(pool, term):
    assert select(pool, "SELECT ?x { VALUES ?y { 1 } }", {"x": term}) == [{"x": term}]


def test_only_select_has_solutions(pool):
    with pytest.raises(TypeError, match="SELECT"):
        select(pool, "ASK {}")


def test_the_timeout_is_kept(pool):
    with pytest.raises(QueryTimeoutError):
        select(pool, "SELECT * { ?a ?b ?c LATERAL { ?d ?e ?f } LATERAL { ?g ?h ?i } }", timeout=0.1)
