"""Each prefix has one right IRI."""

import pytest
import rdflib.namespace as known

from openalliances.rdf import prefixes
from openalliances.rdf.prefixes import ALLY, BASE, PREFIXES, shorten


def test_the_table_is_in_order_and_no_iri_has_two_prefixes():
    assert list(PREFIXES) == sorted(PREFIXES)
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_every_namespace_ends_where_a_name_can_follow():
    assert [iri for iri in PREFIXES.values() if iri[-1] not in "/#"] == []


@pytest.mark.parametrize(
    "prefix", [p for p in PREFIXES if p.upper() in vars(known) and p != "schema"]
)
def test_the_well_known_ones_are_those_of_rdflib(prefix):
    assert PREFIXES[prefix] == str(getattr(known, prefix.upper())._NS)


def test_rdflib_is_asked_about_most_of_them():
    assert len([p for p in PREFIXES if p.upper() in vars(known)]) >= 12


@pytest.mark.parametrize(
    "name",
    [
        *("ALLY", "ID", "VOCAB", "GRAPH", "SHAPES", "DATASET", "ONTOLOGY", "DERIVED_GRAPH"),
        *("EXAMPLE", "DECLARATION", "PARTITION", "ENDPOINT", "VOID_GRAPH"),
    ],
)
def test_our_own_iris_stand_under_the_base(name):
    assert getattr(prefixes, name).startswith(BASE)


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (ALLY + "State", "ally:State"),
        (PREFIXES["rdf"] + "type", "rdf:type"),
        (PREFIXES["rdfs"] + "label", "rdfs:label"),
        (BASE + "id/state/burundi", "id/state/burundi"),
        (ALLY + "module/core", "ontology/module/core"),
        (ALLY, "ontology/"),
        (PREFIXES["skos"], PREFIXES["skos"]),
        ("http://example.org/x", "http://example.org/x"),
    ],
)
def test_shorten(iri, short):
    assert shorten(iri) == short
