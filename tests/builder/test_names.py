"""The index of names: what goes into it from our data set, and from anybody's vocabulary."""

import sqlite3
from contextlib import closing

import pyoxigraph as ox
import pytest

from openalliances.builder.dataset import Dataset
from openalliances.builder.outputs import names_tables
from openalliances.builder.outputs.kinds import local_name
from openalliances.builder.outputs.names import write_names, write_names_of_dataset
from openalliances.builder.read_files import read_bundle
from openalliances.errors import MachineError
from openalliances.linking.evidence import Match
from openalliances.linking.index import NameIndex
from openalliances.linking.search import find
from openalliances.rdf.prefixes import ALLY, ID, VOCAB
from openalliances.release import names as names_module
from openalliances.release.folding import LONGEST
from openalliances.release.names import NAMES

from ..linking.index_of import index_of

VOCABULARY = """
PREFIX ex: <http://pact.example/voc/>
PREFIX schema-http: <http://schema.org/>
PREFIX dc: <http://purl.org/dc/elements/1.1/>
ex:S a skos:ConceptScheme ; dcterms:title "Peace words"@en .
ex:a a skos:Concept ; skos:inScheme ex:S ; skos:prefLabel "Rauhanturvaaminen"@fi ;
  xl:prefLabel ex:l1 ; xl:altLabel [ xl:literalForm "Blue helmets"@en ] ; skos:notation "10" .
ex:l1 a xl:Label ; xl:literalForm "Peacekeeping"@en .
ex:b a skos:Concept ; skos:broader ex:a ; skos:prefLabel "ceasefire"@en ;
  skos:altLabel "truce"@en ; skos:hiddenLabel "cease-fire"@en, "armistice"@en .
ex:hasMonitor a owl:ObjectProperty .
ex:MonitoringBody a owl:Class .
ex:c a ex:MonitoringBody ; schema:name "Joint Commission" ; schema-http:alternateName "JC2" .
ex:d dc:title "Old title" .
ex:e foaf:name "Folke Bernadotte" .
ex:f dcterms:alternative "Other title" .
ex:g rdfs:label "graph label" .
GRAPH ex:graph { ex:h rdfs:label "in a graph" . }
"""

FOUND = [
    ("Peace words", "S", Match.EXACT),
    ("rauhanturvaaminen", "a", Match.EXACT),
    ("Peacekeeping", "a", Match.EXACT),
    ("blue helmets", "a", Match.EXACT),
    ("10", "a", Match.CODE),
    ("truce", "b", Match.EXACT),
    ("cease-fire", "b", Match.EXACT),
    ("ceasefire", "b", Match.EXACT),
    ("armistice", "b", Match.EXACT),
    ("has monitor", "hasMonitor", Match.LOCAL),
    ("hasMonitor", "hasMonitor", Match.LOCAL),
    ("monitoring body", "MonitoringBody", Match.LOCAL),
    ("joint commission", "c", Match.EXACT),
    ("jc2", "c", Match.ACRONYM),
    ("old title", "d", Match.EXACT),
    ("bernadotte", "e", Match.WORD),
    ("other title", "f", Match.EXACT),
    ("in a graph", "h", Match.EXACT),
]


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory):
    return index_of(VOCABULARY, tmp_path_factory.mktemp("vocabulary"))


@pytest.mark.parametrize(("text", "name", "match"), FOUND)
def test_a_vocabulary_is_found_by_all_its_names(vocabulary, text, name, match):
    hit = find(vocabulary, text)[0]
    assert (hit.entry.iri, hit.match) == ("http://pact.example/voc/" + name, match)


def test_a_concept_without_an_english_label_is_shown_with_the_one_it_has(vocabulary):
    hit = find(vocabulary, "peacekeeping")[0]
    assert (hit.entry.label, hit.entry.language) == ("Rauhanturvaaminen", "fi")
    assert (hit.name, hit.language, hit.entry.kind) == ("Peacekeeping", "en", "concept")


def test_the_label_of_something_is_no_thing(vocabulary):
    assert "http://pact.example/voc/l1" not in set(vocabulary.iris())


MISSION = """
ally:Mission a owl:Class ; rdfs:label "mission"@en ; rdfs:subClassOf ally:Act .
ally:Act a owl:Class ; rdfs:label "act"@en .
ally:Member a owl:Class ; rdfs:label "member"@en .
<id/mission/m> a ally:Mission, ally:Act, ally:Member, owl:NamedIndividual ;
  rdfs:label "Mission im M"@de, "Mission to M"@en ; skos:altLabel "the M job"@en ;
  ally:acronym "MIM" ; %s .
<id/passage/p> a ally:Passage ; rdfs:label "section 1" .
"""

YEARS = [
    ("ally:startYear 2007 ; ally:endYear 2022", "2007–2022"),
    ("ally:startYear 2007, 2006", "2006–"),
    ("ally:endYear 2022, 2023", "–2023"),
    ("skos:note 'x'", ""),
]


@pytest.mark.parametrize(("statement", "years"), YEARS)
def test_an_entry_has_what_a_reader_needs(tmp_path, statement, years):
    index = index_of(MISSION % statement, tmp_path)
    entry = find(index, "MIM")[0].entry
    assert (entry.iri, entry.label, entry.language) == (ID + "mission/m", "Mission to M", "en")
    assert (entry.kind, entry.years) == ("member, mission", years)
    assert find(index, "section 1") == []


CODES = """
<id/state/germany> a ally:State ; rdfs:label "Germany" ; ally:cowCode "255" ; ally:isoAlpha2 "DE" .
<id/period/germany> rdfs:label "Germany from 1990" ; ally:isPeriodOf <id/state/germany> ;
  ally:cowCode "255" ; ally:startYear 1990 .
<id/period/west> rdfs:label "West Germany" ; ally:isPeriodOf <id/state/germany> ;
  ally:cowCode "260" ; ally:startYear 1955 ; ally:endYear 1990 .
"""


def test_the_codes_of_a_state_are_those_of_its_periods_with_their_years(tmp_path):
    index_of(CODES, tmp_path)
    with closing(sqlite3.connect(tmp_path / NAMES)) as database:
        rows = database.execute(
            "SELECT scheme, code, valid_from, valid_to FROM codes JOIN things ON id = thing "
            "WHERE iri LIKE '%state/germany' ORDER BY scheme, code"
        ).fetchall()
    assert rows == [
        ("cow", "255", "1990", ""),
        ("cow", "260", "1955", "1990"),
        ("iso2", "DE", "", ""),
    ]


def test_names_are_kept_with_their_language_and_kind(tmp_path):
    index_of(MISSION % "ally:officialName 'Mission officielle à M'@fr", tmp_path)
    with closing(sqlite3.connect(tmp_path / NAMES)) as database:
        rows = database.execute(
            "SELECT name, names.language, names.kind FROM names JOIN things ON id = thing "
            "WHERE iri LIKE '%mission/m'"
        ).fetchall()
    assert set(rows) >= {
        ("Mission to M", "en", "preferred"),
        ("Mission im M", "de", "preferred"),
        ("Mission officielle à M", "fr", "official"),
        ("MIM", "", "acronym"),
        ("the M job", "en", "alternative"),
        ("m", "", "local"),
    }


def test_of_our_data_set_only_what_is_ours_is_found(bundle_folder, tmp_path):
    dataset = Dataset(read_bundle(bundle_folder))
    write_names_of_dataset(dataset.store, tmp_path)
    index = NameIndex(tmp_path / NAMES)
    iris = list(index.iris())
    assert all(iri.startswith((ID, VOCAB, ALLY)) for iri in iris)
    assert find(index, "piracy")[0].entry.kind == "concept"
    assert VOCAB + "threat-type" in iris


def test_the_same_statements_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        index_of(VOCABULARY + CODES, tmp_path / name)
    one, two = ((tmp_path / name / NAMES).read_bytes() for name in ("one", "two"))
    assert one == two
    assert [path.name for path in (tmp_path / "one").iterdir()] == [NAMES]


def test_only_common_words_are_found_misspelt_where_there_are_very_many(tmp_path, monkeypatch):
    monkeypatch.setattr(names_tables, "_SPELT", 1)
    index = index_of("i:a rdfs:label 'common rare' . i:b rdfs:label 'common' .", tmp_path)
    assert find(index, "comon")[0].match is Match.SPELLING
    assert find(index, "rarre") == []
    assert find(index, "rare")


def test_a_name_without_a_text_is_none_and_of_a_very_long_one_the_beginning_is_kept(tmp_path):
    index = index_of(
        f"i:a a owl:Class ; rdfs:label ' ' . i:b rdfs:label '{'word ' * 900}' .", tmp_path
    )
    assert find(index, "a")[0].entry.label == "a"
    assert len(find(index, "word")[0].entry.label) == LONGEST


def test_an_empty_store_has_an_empty_index(tmp_path):
    write_names(ox.Store(), tmp_path)
    index = NameIndex(tmp_path / NAMES)
    assert (list(index.iris()), find(index, "anything")) == ([], [])


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(MachineError, match="cannot be written"):
        write_names(ox.Store(), tmp_path / "none")


def test_a_python_without_full_text_search_is_told(monkeypatch):
    class Without:
        def __call__(self, *_):
            return self

        def execute(self, *_):
            raise sqlite3.OperationalError("no such module: fts5")

        def close(self):
            pass

    monkeypatch.setattr(names_module.sqlite3, "connect", Without())
    with pytest.raises(MachineError, match="FTS5"):
        names_module.require_full_text_search()


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://x.example/voc#hasPart", "hasPart"),
        ("http://x.example/voc/", "voc"),
        ("http://x.example/", "x.example"),
        ("urn:isbn:123", "123"),
        ("urn:", "urn:"),
        ("", ""),
    ],
)
def test_the_end_of_an_iri(iri, name):
    assert local_name(iri) == name
