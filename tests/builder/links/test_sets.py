"""Links as they are made and written: codes of the data, SSSOM, VoID, the graph, the coverage."""

from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from openalliances.builder.links.coverage import coverage, kind_of, links_index
from openalliances.builder.links.graph import address_triples, links_graph
from openalliances.builder.links.making import make_links
from openalliances.builder.outputs.links import sssom, write_links
from openalliances.builder.outputs.linksets import linksets
from openalliances.rdf.prefixes import BASE, ID, PREFIXES, VOCAB
from openalliances.release.links import read_links_index

from ...linked import LINKS, MADE, NAMES
from .sssom import faults

SKOS = PREFIXES["skos"]


def test_the_graph_has_one_triple_for_each_link_to_an_iri():
    assert {str(triple) for triple in links_graph(LINKS)} == {
        f"<{ID}state/burundi> <{SKOS}exactMatch> <http://www.wikidata.org/entity/Q967>",
        f"<{ID}state/rwanda> <{SKOS}closeMatch> <http://www.wikidata.org/entity/Q1037>",
    }


def test_addresses_are_iris_as_well_and_other_texts_are_not():
    thing, said = ox.NamedNode(f"{ID}source/a"), ox.NamedNode(f"{BASE}ontology/address")

    def triple(text: str, datatype: str = "anyURI") -> ox.Triple:
        kind = ox.NamedNode(PREFIXES["xsd"] + datatype)
        return ox.Triple(thing, said, ox.Literal(text, datatype=kind))

    given = [
        triple("https://example.org/a"),
        triple("https://example.org/a b"),
        triple("urn:isbn:1"),
        triple("https://example.org/c", "string"),
    ]
    (found,) = address_triples(given)
    assert str(found) == (f"<{ID}source/a> <{PREFIXES['rdfs']}seeAlso> <https://example.org/a>")


def test_coverage_counts_things_and_not_schemes():
    found = {one.kind: one for one in coverage(LINKS, NAMES)}
    assert (found["state"].things, found["state"].linked) == (3, 2)
    assert found["state"].by_target == {"cow": 1, "wikidata": 2}
    assert (found["concept"].things, found["concept"].linked) == (1, 0)
    assert kind_of(f"{VOCAB}threat-type") == kind_of("https://example.org/") == ""


@pytest.mark.parametrize("name", ["wikidata", "cow"])
def test_a_set_is_sssom(name):
    counted = links_index(MADE).of(name)
    text = sssom(counted, [one for one in LINKS if one.target == name], "2026.1.0")
    assert list(faults(text)) == []
    assert f'mapping_set_id: "{BASE}links/{name}"' in text


def test_the_validator_sees_faults():
    text = sssom(links_index(MADE).of("wikidata"), LINKS[1:], "2026.1.0")
    for broken in (
        text.replace("mapping_justification", "justified"),
        text.replace("semapv:MappingChaining", "guessed"),
        text.replace("#license", "#licence"),
        text.replace("wikidata:Q967", "wd:Q967"),
        text.replace("0.98", "98"),
        text.replace("- slot_name: rule", "- slot_name: ruler"),
    ):
        assert list(faults(broken))


def test_a_code_without_an_iri_is_expanded_to_where_it_is_looked_up():
    text = sssom(links_index(MADE).of("cow"), LINKS[:1], "2026.1.0")
    assert f'cow: "{BASE}lookup?code=cow:"' in text


def test_void_has_the_sets_with_iris():
    said = {str(triple) for triple in linksets(links_index(MADE).sets)}
    void, iri = PREFIXES["void"], f"<{BASE}links/wikidata>"
    assert f"{iri} <{void}linkPredicate> <{SKOS}exactMatch>" in said
    assert f"{iri} <{void}linkPredicate> <{SKOS}closeMatch>" in said
    assert f"{iri} <{void}dataDump> <{BASE}links/wikidata.ttl>" in said
    assert any(f"{iri} <{void}triples>" in one and '"2"' in one for one in said)
    assert not any("links/cow" in one for one in said)


def test_a_data_set_without_tables_of_links_has_none(tmp_path):
    made = make_links([SimpleNamespace(triples=())])
    assert made.links == ()
    write_links(tmp_path, made, "2026.1.0")
    assert list(tmp_path.iterdir()) == []
    assert read_links_index(tmp_path) is None


def test_the_turtle_of_a_set_is_its_links_and_what_void_says():
    triples = (*linksets(links_index(MADE).sets), *links_graph(LINKS))
    assert all(isinstance(triple, ox.Triple) for triple in triples)
    assert len(set(triples)) == len(triples)
