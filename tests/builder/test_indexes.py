"""What can be found, and under which names."""

from dataclasses import asdict

import pytest

from openalliances.builder.dataset import Dataset
from openalliances.builder.outputs.search_index import search_index
from openalliances.builder.read_files import read_bundle
from openalliances.rdf.prefixes import ALLY, ID, VOCAB

from ..rdflib_graphs import parse, statements

MISSION = f"""
PREFIX ally: <{ALLY}>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
ally:Mission a owl:Class ; rdfs:label "mission"@en ; rdfs:subClassOf ally:Act .
ally:Act a owl:Class ; rdfs:label "act"@en .
ally:Member a owl:Class ; rdfs:label "member"@en .
<{ID}mission/m> a ally:Mission, ally:Act, ally:Member, owl:NamedIndividual ;
  rdfs:label "Mission im M"@de, "Mission to M"@en ; skos:altLabel "the M job"@en ;
  ally:acronym "MIM" ; %s .
<{ID}passage/p> a ally:Passage ; rdfs:label "section 1" .
<http://elsewhere/x> rdfs:label "x" .
"""

YEARS = [
    ("ally:startYear 2007 ; ally:endYear 2022", "2007–2022"),
    ("ally:startYear 2007", "2007–"),
    ("ally:endYear 2022", "–2022"),
    ("skos:note 'x'", ""),
]


@pytest.mark.parametrize(("statement", "years"), YEARS)
def test_an_entry_has_what_a_reader_needs(statement, years):
    entries = search_index(statements(parse(MISSION % statement, "x.ttl")))
    found = {entry.iri: asdict(entry) for entry in entries}
    assert found[ID + "mission/m"] == {
        "iri": ID + "mission/m",
        "label": "Mission to M",
        "kind": "member, mission",
        "also": ("MIM", "Mission im M", "the M job"),
        "years": years,
    }
    assert found[ALLY + "Mission"]["kind"] == "class"
    assert set(found) == {ID + "mission/m", ALLY + "Mission", ALLY + "Act", ALLY + "Member"}


def test_concepts_and_schemes_are_found(bundle_folder):
    entries = search_index(Dataset(read_bundle(bundle_folder)).statements())
    kinds = {entry.iri: entry.kind for entry in entries}
    assert kinds[VOCAB + "threat-type"] == "vocabulary"
    assert kinds[VOCAB + "threat-type/piracy"] == "concept"
    assert [entry.iri for entry in entries] == sorted(kinds)
