"""Counts are there for questions, and never for the reasoner or the shapes."""

import pyoxigraph as ox

from openalliances.builder.counts import add_counts
from openalliances.builder.dataset import Dataset
from openalliances.rdf.prefixes import COUNTS_GRAPH

ONE = ox.NamedNode("https://example.org/one")


def test_a_graph_of_counts_is_asked_and_not_reasoned_over() -> None:
    dataset = Dataset()
    dataset.add_graph("https://example.org/facts", "reference", [ox.Triple(ONE, ONE, ONE)])
    dataset.add_graph(COUNTS_GRAPH, "counts", [ox.Triple(ONE, ONE, ox.Literal("1"))])
    assert list(dataset.facts()) == [ox.Triple(ONE, ONE, ONE)]
    assert bool(dataset.store.query(f'ASK {{ {ONE} {ONE} "1" }}'))


def test_a_data_set_without_counts_has_no_graph_of_them() -> None:
    dataset = Dataset()
    add_counts(dataset)
    assert COUNTS_GRAPH not in dataset.graphs
