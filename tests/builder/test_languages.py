"""Names of states in many languages come from CLDR, by the code of today's state."""

import pyoxigraph as ox
import pytest

from openalliances.builder.inputs import built_with
from openalliances.builder.languages import language_names
from openalliances.rdf.prefixes import BASE, NAMES_GRAPH, PREFIXES

HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
HEAD += f"BASE <{BASE}>\n"
STATES = """
<id/state/norway> rdfs:label "Norway"@en, "Norvège"@fr ; ally:isoAlpha2 "NO" .
<id/state/burundi> rdfs:label "Burundi"@en, "Burundi"@fr ; ally:isoAlpha2 "BI" .
<id/state/myanmar> rdfs:label "Myanmar"@en, "Myanmar"@fr ; ally:isoAlpha2 "MM" .
<id/state/iran> rdfs:label "Iran"@en, "Iran"@fr ; ally:isoAlpha2 "IR" .
<id/state/kenya> rdfs:label "Kenya"@en, "Kenia ya leo"@sw ; ally:isoAlpha2 "KE" .
<id/state/taiwan> rdfs:label "Taiwan"@en ; ally:isoAlpha2 "TW" .
<id/state/yugoslavia> rdfs:label "Yugoslavia"@en .
<id/state/elsewhere> rdfs:label "Elsewhere"@en ; ally:isoAlpha2 "QZ" .
"""


class Loaded:
    """What a data set is to the names: a store."""

    def __init__(self, turtle):
        self.store = ox.Store()
        self.store.bulk_load(HEAD + turtle, format=ox.RdfFormat.TURTLE)


@pytest.fixture(scope="module")
def triples():
    return list(language_names(Loaded(STATES)))


def names(triples, state):
    return {
        (triple.predicate.value.rpartition("#")[2], triple.object.value, triple.object.language)
        for triple in triples
        if triple.subject.value == f"{BASE}id/state/{state}"
    }


@pytest.mark.parametrize(
    ("state", "kind", "name", "language"),
    [
        ("burundi", "prefLabel", "Uburundi", "rn"),
        ("burundi", "prefLabel", "ብሩንዲ", "am"),
        ("norway", "prefLabel", "Noruega", "es"),
        ("norway", "prefLabel", "Norge", "nb"),
        ("taiwan", "prefLabel", "台湾", "zh"),
        ("taiwan", "altLabel", "台灣", "zh-hant"),
        ("iran", "altLabel", "Irão", "pt-pt"),
        ("myanmar", "altLabel", "Myanmar (Burma)", "en"),
        ("myanmar", "altLabel", "Myanmar (Birmanie)", "fr"),
    ],
)
def test_a_state_has_the_name(triples, state, kind, name, language):
    assert (kind, name, language) in names(triples, state)


def test_our_own_name_in_a_language_stays_the_only_one(triples):
    assert not [name for name in names(triples, "kenya") if name[2] == "sw"]
    assert ("altLabel", "Norway", "en") not in names(triples, "norway")


def test_a_language_has_one_preferred_name(triples):
    preferred = [language for kind, _, language in names(triples, "burundi") if kind == "prefLabel"]
    assert len(preferred) == len(set(preferred)) >= 11


@pytest.mark.parametrize("state", ["yugoslavia", "elsewhere"])
def test_what_has_no_code_of_today_has_no_name(triples, state):
    assert not names(triples, state)


def test_the_graph_states_its_source(triples):
    said = [t.object.value for t in triples if t.subject.value == NAMES_GRAPH]
    assert said == [BASE + "id/source/unicode-cldr"]


def test_no_codes_no_graph():
    assert not list(language_names(Loaded('<id/state/a> rdfs:label "A"@en .')))


def test_another_version_of_babel_makes_another_release():
    assert "babel" in built_with()
