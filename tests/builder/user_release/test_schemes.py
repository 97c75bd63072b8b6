"""Concept schemes of others as trees: whatever their shape, each concept is shown once."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openalliances.builder.dataset import Statements
from openalliances.builder.documentation import schemes
from openalliances.builder.documentation.schemes import described

SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEME = ox.NamedNode("http://x/S")


def term(name):
    return ox.NamedNode(SKOS + name)


def concept(number):
    return ox.NamedNode(f"http://x/{number:04}")


def tree(*triples, members=()):
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    store.extend(ox.Quad(concept(n), term("inScheme"), SCHEME) for n in members)
    (scheme,) = described(Statements(store, everything=True), [SCHEME], {})
    return scheme


def shape(scheme):
    return [(int(c.iri[-4:]), c.depth) for c in scheme.concepts]


def broader(below, above):
    return concept(below), term("broader"), concept(above)


CASES = {
    "broader": ([broader(0, 1)], [0, 1], [(1, 0), (0, 1)]),
    "narrower": ([(concept(1), term("narrower"), concept(0))], [0, 1], [(1, 0), (0, 1)]),
    "top concept": ([(SCHEME, term("hasTopConcept"), concept(3))], [], [(3, 0)]),
    "circle": ([broader(0, 1), broader(1, 0)], [0, 1], [(0, 0), (1, 1)]),
    "its own": ([broader(0, 0)], [0], [(0, 0)]),
    "two parents": ([broader(2, 0), broader(2, 1)], [0, 1, 2], [(0, 0), (2, 1), (1, 0)]),
    "parent elsewhere": ([broader(0, 9)], [0], [(0, 0)]),
    "nothing": ([], [], []),
}


@pytest.mark.parametrize(("triples", "members", "shown"), CASES.values(), ids=CASES)
def test_each_concept_stands_below_what_is_broader(triples, members, shown):
    assert shape(tree(*triples, members=members)) == shown


@given(st.sets(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30))
@settings(max_examples=60, deadline=None)
def test_every_concept_is_shown_exactly_once(pairs):
    found = tree(*(broader(*pair) for pair in pairs), members=range(13))
    assert sorted(n for n, _ in shape(found)) == list(range(13))
    depths = [depth for _, depth in shape(found)]
    assert all(after <= before + 1 for before, after in zip([-1, *depths], depths, strict=False))


def test_a_chain_of_thousands_is_shown_without_deep_recursion():
    found = tree(*(broader(n + 1, n) for n in range(3000)), members=range(3001))
    assert len(found.concepts) <= schemes.MOST_CONCEPTS
    assert max(c.depth for c in found.concepts) <= 40


def test_of_a_large_scheme_the_upper_levels_are_shown_and_the_rest_is_counted(monkeypatch):
    monkeypatch.setattr(schemes, "MOST_CONCEPTS", 3)
    found = tree(*(broader(n, 0) for n in range(1, 6)), members=range(6))
    assert shape(found) == [(0, 0), (1, 1), (2, 1)]
    assert (found.size, found.concepts[0].hidden) == (6, 3)


def test_a_label_in_another_language_is_shown_with_it():
    label = ox.Literal("Rauha", language="fi")
    found = tree((concept(0), term("prefLabel"), label), members=[0])
    assert (found.concepts[0].label, found.concepts[0].language) == ("Rauha", "fi")
