"""A closure asked level by level of a store of others is that of the worker."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from openalliances.engine.interface import Closure
from openalliances.engine.local.closure import closed
from openalliances.engine.remote.closure import gather
from openalliances.errors import EngineError
from openalliances.rdf.prefixes import PREFIXES

EX = "http://pact.example/"
LABEL = PREFIXES["rdfs"] + "label"
REST = NamedNode(PREFIXES["rdf"] + "rest")
IRIS = st.sampled_from([NamedNode(EX + name) for name in "ab"])
BLANKS = st.sampled_from([BlankNode(f"n{number}") for number in range(5)])
QUADS = st.builds(
    Quad,
    IRIS | BLANKS,
    st.sampled_from([NamedNode(EX + "p"), NamedNode(EX + "q"), REST, NamedNode(LABEL)]),
    IRIS | BLANKS | st.just(Literal("x")),
    st.sampled_from([DefaultGraph(), NamedNode(EX + "g")]),
)


def asking(store, counted=None):
    """Return what asks *store* as a remote one is asked; *counted* takes the texts."""

    def ask(text):
        if counted is not None:
            counted.append(text)
        found = store.query(text, use_default_graph_as_union=True)
        names = [variable.value for variable in found.variables]
        return [{n: row[n] for n in names if row[n] is not None} for row in found]

    return ask


def gathered(store, closure, counted=None):
    return set(parse(gather(closure, asking(store, counted)), RdfFormat.N_QUADS))


@given(st.lists(QUADS, max_size=14))
@settings(max_examples=60, deadline=None)
def test_level_by_level_is_the_same(quads):
    store = Store()
    store.extend(quads)
    for iris in ((EX + "a",), (EX + "a", EX + "b")):
        wanted = set(closed(store, Closure(iris)))
        found = gathered(store, Closure(iris))
        assert {quad.triple for quad in found} == {quad.triple for quad in wanted}
        # Of a triple in the default graph and in a named one only the latter is told.
        named = {quad for quad in wanted if quad.graph_name != DefaultGraph()}
        assert named <= found <= wanted


def loaded(text):
    store = Store()
    store.load(text.encode(), RdfFormat.TURTLE, base_iri=EX)
    return store


def test_a_circle_beside_one_of_which_nothing_is_said_ends():
    store = loaded("<a> <p> _:n . _:n <p> _:n , _:m .")
    counted = []
    assert len(gathered(store, Closure((EX + "a",)), counted)) == 3
    assert len(counted) <= 3


def test_a_list_is_one_level_however_long():
    store = loaded(f"<a> <p> ( {' '.join(f'[ <q> {n} ]' for n in range(300))} ) .")
    counted = []
    found = gathered(store, Closure((EX + "a",)), counted)
    assert len(found) == 1 + 300 * 3
    assert len(counted) <= 4


def test_what_leads_to_a_thing_is_followed_up_to_its_bearer():
    store = loaded("<x> <p> [ <u> ( <b> [ <q> <a> ] ) ] . <a> <is> <b> .")
    found = gathered(store, Closure((EX + "a",), incoming=100, names=(LABEL,)))
    assert NamedNode(EX + "x") in {quad.subject for quad in found}
    assert {quad.triple for quad in found} <= {
        q.triple for q in closed(store, Closure((EX + "a",), incoming=100))
    }


def test_names_come_along():
    store = loaded(f"<a> <p> <b> . <b> <{LABEL}> 'B' . <p> <{LABEL}> 'P' .")
    for found in (
        gathered(store, Closure((EX + "a",), names=(LABEL,))),
        set(closed(store, Closure((EX + "a",), names=(LABEL,)))),
    ):
        assert {q.object.value for q in found if q.predicate.value == LABEL} == {"B", "P"}


def test_what_lies_too_deep_is_refused_and_not_cut():
    store = loaded("<a> " + "<p> [ " * 60 + "<q> 1" + " ]" * 60 + " .")
    with pytest.raises(EngineError, match="deeper"):
        gathered(store, Closure((EX + "a",)))


def test_at_most_so_many_statements():
    store = loaded("<a> <p> 1 , 2 , 3 , [ <q> 4 ] .")
    assert len(list(closed(store, Closure((EX + "a",), limit=2)))) == 2
    assert len(gathered(store, Closure((EX + "a",), limit=2))) == 2
