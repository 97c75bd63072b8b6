"""Hints: what a legal query probably did not mean."""

import re

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from openalliances.errors import QueryError, QuerySyntaxError
from openalliances.rdf.prefixes import ALLY, BASE, PREFIXES
from openalliances.settings import Settings
from openalliances.sparql.hints import MOST, Hint, Vocabulary, header_value, hints
from openalliances.sparql.judge import judge

BURUNDI = BASE + "id/state/burundi"
KNOWN = Vocabulary.of(
    [
        *(ALLY + name for name in ("hasParty", "partyTo", "Mission", "State")),
        BASE + "ontology/core",
        BASE + "vocab/risk/famine",
        BURUNDI,
    ]
)
P = f"PREFIX ally: <{ALLY}> PREFIX skos: <{PREFIXES['skos']}> "


def judged(text, base=BASE):
    return judge(text, known_graphs=(), base=base, settings=Settings())


def found(text, vocabulary=KNOWN):
    return hints(judged(text), vocabulary)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        (P + "ASK { ?s ally:hasPartyy ?o }", ALLY + "hasParty"),
        (P + "ASK { ?s ally:hasparty ?o }", ALLY + "hasParty"),
        (P + "ASK { ?s a ally:Misson }", ALLY + "Mission"),
        (f"ASK {{ ?s <{ALLY}partyto> ?o }}", ALLY + "partyTo"),
        ("ASK { ?s <ontology/partyTO> ?o }", ALLY + "partyTo"),
        ("BASE <ontology/> ASK { ?s <haParty> ?o }", ALLY + "hasParty"),
        ("ASK { ?s <http://w3id.org/openalliances/ontology/hasParty> ?o }", ALLY + "hasParty"),
        ("ASK { ?s <https://w3id.org/openalliances/ontology#hasParty> ?o }", ALLY + "hasParty"),
        (f"ASK {{ <{BURUNDI}.html> ?p ?o }}", BURUNDI),
        (f"ASK {{ <{BURUNDI}/> ?p ?o }}", BURUNDI),
        (f"ASK {{ <{BASE}id/State/Burundi> ?p ?o }}", BURUNDI),
        (f"ASK {{ ?s ?p <{BASE}vocab/risk/famin> }}", BASE + "vocab/risk/famine"),
        (P + "ASK { ?s ally:zzz ?o }", ""),
        ("PREFIX schema: <http://schema.org/> ASK { ?s schema:name ?o }", PREFIXES["schema"]),
        ("PREFIX a: <http://w3id.org/openalliances/ontology/> ASK {}", ALLY),
        ("PREFIX dcterms: <http://purl.org/dc/terms#> ASK {}", PREFIXES["dcterms"]),
    ],
)
def test_a_near_miss_is_told(text, suggestion):
    (hint,) = found(text)
    assert hint.suggestion == suggestion
    assert ("mean" in hint.message or "use" in hint.message) == bool(suggestion)


@pytest.mark.parametrize(
    "text",
    [
        P + "SELECT * { ?s ally:hasParty ?o ; a ally:Mission ; skos:nothing 'ally:hasPartyy' }",
        P + "ASK { ?s a ally: } # ally:hasPartyy",
        f"ASK {{ <{BURUNDI}> ?p <{BASE}id/state/nowhere> }}",
        f"ASK {{ <{BASE}ontology/core> ?p ?o }}",
        f"ASK {{ <{BASE}ontology/1.2.0> ?p <{BASE}ontology/alignments/org> }}",
        "PREFIX x: <https://example.org/ontology/> ASK { ?s x:hasPartyy ?o }",
        f"ASK {{ GRAPH <{BASE}graph/none> {{ ?s ?p ?o }} }}",
        f"PREFIX a: <{ALLY}> PREFIX sdo: <https://schema.org/> ASK {{ ?s a:hasParty ?o }}",
    ],
)
def test_what_is_right_or_not_ours_has_no_hint(text):
    assert found(text) == ()


def test_without_a_vocabulary_only_prefixes_are_looked_at():
    assert found(P + "ASK { ?s ally:hasPartyy ?o }", Vocabulary.of(())) == ()


def test_the_place_is_told_and_each_term_once():
    text = P + "\nASK { ?s ally:hasPartyy ?o .\n ?o ally:hasPartyy ?s }"
    assert [(hint.line, hint.column) for hint in found(text)] == [(2, 10)]


def test_not_too_many():
    names = " ".join(f"?s ally:none{n} ?o ." for n in range(50))
    assert len(found(P + f"ASK {{ {names} }}")) == MOST


def test_a_graph_that_counts_as_empty_is_told():
    (hint,) = hints(judged("ASK {}"), KNOWN, ("https://example.org/g",))
    assert "no graph <https://example.org/g>" in hint.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ASK { ?s alli:hasParty ?o }", ["Did you mean ally:hasParty?", f"PREFIX ally: <{ALLY}>"]),
        ("ASK { ?s ally:hasParty ?o }", [f"PREFIX ally: <{ALLY}>"]),
        ("PREFIX abc: <x:> ASK { ?s abd:x ?o }", ["Did you mean abc:x?"]),
        ("ASK { ?s qqq:x ?o }", ["PREFIX qqq: <…>"]),
    ],
)
def test_an_unknown_prefix_is_an_error_with_a_hint(text, words):
    with pytest.raises(QuerySyntaxError) as caught:
        judged(text)
    assert all(word in caught.value.hint for word in words)
    assert caught.value.token.endswith((":hasParty", ":x"))


@hypothesis_settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=20).map(Hint), max_size=3))
@example([Hint("\\")])
@example([Hint('a\\"b'), Hint("")])
def test_any_hint_is_a_header(given_):
    value = header_value(given_)
    assert value.isascii()
    assert value.isprintable()
    # A string of RFC 9651, section 3.3.3: only a quote and a backslash are escaped.
    string = r'"(?:[^"\\]|\\["\\])*"'
    assert re.fullmatch(rf"(?:{string}(?:, {string})*)?", value)
    assert len(re.findall(string, value)) == len(given_)


def test_the_header_stays_short():
    value = header_value([Hint("é" * 600), Hint("a" * 400), Hint("b" * 400)])
    assert "%" not in value
    assert len(value) <= 3_000
    assert value.endswith('bbb"')


@hypothesis_settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "ally:hasPartyy",
                "ally:",
                "<>",
                "<ontology/x>",
                "?s",
                "a",
                "{",
                "}",
                ".",
                "'x'",
                "<x:%>",
            ]
        ),
        max_size=12,
    )
)
def test_any_query_that_is_judged_gets_hints(pieces):
    try:
        query = judged(P + "ASK { " + " ".join(pieces) + " }")
    except QueryError:
        return
    assert len(hints(query, KNOWN)) <= MOST
