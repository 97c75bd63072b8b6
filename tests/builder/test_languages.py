"""Today's states get their names in many languages by code; states of the past get none."""

import pyoxigraph as ox
import pytest

from openalliances.builder.dataset import Dataset
from openalliances.builder.inputs import built_with
from openalliances.builder.languages import LANGUAGES, language_names
from openalliances.rdf.prefixes import ALLY, NAMES_GRAPH
from openalliances.rdf.vocabulary import DCTERMS, RDFS, SKOS

CODE = ox.NamedNode(ALLY + "isoAlpha2")
BURUNDI, NORWAY, UNION, NOBODY = (
    ox.NamedNode("https://example.org/" + name) for name in ("burundi", "norway", "union", "xx")
)


def dataset(*triples: ox.Triple) -> Dataset:
    made = Dataset(())
    made.add_graph("https://example.org/graph", "reference", triples)
    return made


def named(*triples: ox.Triple) -> dict[ox.NamedNode, dict[str, str]]:
    found: dict[ox.NamedNode, dict[str, str]] = {}
    for triple in language_names(dataset(*triples)):
        if triple.predicate == SKOS.prefLabel:
            found.setdefault(triple.subject, {})[triple.object.language] = triple.object.value
    return found


def code(state: ox.NamedNode, text: str) -> ox.Triple:
    return ox.Triple(state, CODE, ox.Literal(text))


@pytest.mark.parametrize(
    ("language", "name"),
    [("rn", "Uburundi"), ("es", "Burundi"), ("ru", "Бурунди"), ("am", "ብሩንዲ"), ("zh", "布隆迪")],
)
def test_a_state_is_named_in_many_languages(language, name):
    assert named(code(BURUNDI, "BI"))[BURUNDI][language] == name


def test_and_in_its_own():
    assert named(code(NORWAY, "NO"))[NORWAY]["nb"] == "Norge"
    assert "nb" not in named(code(BURUNDI, "BI"))[BURUNDI]


def test_what_we_name_ourselves_is_left_to_us():
    ours = ox.Triple(BURUNDI, RDFS.label, ox.Literal("Burundi", language="sw"))
    found = named(code(BURUNDI, "BI"), ours)[BURUNDI]
    assert "sw" not in found
    assert {*LANGUAGES} - {"sw", "rw"} <= found.keys()


def test_a_state_without_a_code_and_a_code_without_a_state_have_no_names():
    assert named(ox.Triple(UNION, RDFS.label, ox.Literal("Soviet Union"))) == {}
    assert named(code(NOBODY, "XX")) == {}


def test_the_graph_says_where_its_names_are_from():
    triples = list(language_names(dataset(code(BURUNDI, "BI"))))
    sources = [t for t in triples if t.predicate == DCTERMS.source]
    assert [t.subject.value for t in sources] == [NAMES_GRAPH]
    assert sources[0].object.value.endswith("/id/source/unicode-cldr")
    assert list(language_names(dataset())) == []


@pytest.mark.parametrize(
    ("short", "name", "language"),
    [
        ("MM", "Myanmar (Burma)", "en"),
        ("MM", "Myanmar (Birmanie)", "fr"),
        ("IR", "Irão", "pt-pt"),
        ("TW", "台灣", "zh-hant"),
    ],
)
def test_a_name_that_differs_stands_beside_it(short, name, language):
    labels = [ox.Triple(BURUNDI, RDFS.label, ox.Literal("Ours", language="en"))]
    wanted = ox.Triple(BURUNDI, SKOS.altLabel, ox.Literal(name, language=language))
    assert wanted in list(language_names(dataset(code(BURUNDI, short), *labels)))


def test_a_name_that_is_the_same_does_not():
    labels = (ox.Triple(NORWAY, RDFS.label, ox.Literal("Norway", language="en")),)
    found = language_names(dataset(code(NORWAY, "NO"), *labels))
    others = {t.object.language for t in found if t.predicate == SKOS.altLabel}
    assert "en" not in others
    assert "pt-pt" not in others


def test_another_version_of_babel_makes_another_release():
    assert "babel" in built_with()
