"""Evidence grades: one table, the same as the vocabulary; which grade a statement has."""

from dataclasses import replace

import pytest
from pyoxigraph import parse

from openalliances.bundle import bundle
from openalliances.rdf.prefixes import PREFIXES
from openalliances.statements.grades import GRADES, NOT_SEEN, SCHEME
from openalliances.things.description import Citation, Claim, Node, Text
from openalliances.things.grades import of_citations, of_claims, sign_of

CLAIM = Claim("c:1", Text("…"), Node(Text("s")), Node(Text("p")), Node(Text("o")))


def graded(*slugs):
    grades = [Node(Text(slug.replace("-", " ")), f"v/evidence-grade/{slug}") for slug in slugs]
    return [replace(CLAIM, iri=f"c:{n}", grade=found) for n, found in enumerate(grades)]


def cited(*sources):
    """Return a citation of each source; one in capitals was not looked up."""
    return [
        Citation(f"i:{n}", n, Node(Text(s), s), Node(Text(""), NOT_SEEN if s.isupper() else "seen"))
        for n, s in enumerate(sources)
    ]


def test_two_citations_of_one_voice_are_one():
    atop, cow = (replace(citation, voice="family/cow") for citation in cited("atop", "cow"))
    assert of_citations([atop, cow]) == "single source"
    assert of_citations([atop, replace(cow, voice="family/nato")]) == "corroborated"


def test_the_table_is_the_vocabulary():
    path = bundle() / "ontology" / "vocab" / "evidence-grade.ttl"
    labels = {
        (quad.subject.value.removeprefix(SCHEME), quad.object.value)
        for quad in parse(path=path)
        if quad.predicate.value == PREFIXES["skos"] + "prefLabel"
        and quad.object.language == "en"
        and quad.subject.value.startswith(SCHEME)
    }
    assert labels == {(grade.slug, grade.label) for grade in GRADES}


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ((), "no source given"),
        ((CLAIM,), "not graded"),
        (graded("undated-unsourced"), "undated and unsourced"),
        (graded("undated-unsourced", "single-source"), "single source"),
        (graded("single-source", "corroborated"), "corroborated"),
        (graded("corroborated", "contradicted"), "contradicted"),
        (graded("curated", "single-source"), "single source"),
        (graded("of-somebody-else"), "of somebody else"),
    ],
)
def test_of_several_claims_the_grade_that_counts_is_shown(claims, words):
    assert of_claims(claims) == words


@pytest.mark.parametrize(
    ("citations", "words"),
    [
        ((), ""),
        (cited("A"), "not checked"),
        (cited("A", "b"), "single source"),
        (cited("b", "b"), "single source"),
        (cited("b", "c"), "corroborated"),
    ],
)
def test_a_statement_is_as_good_as_the_sources_that_were_seen(citations, words):
    assert of_citations(citations) == words


@pytest.mark.parametrize(
    ("words", "sign"), [("corroborated", "●"), ("not checked", "○"), ("of somebody else", "○")]
)
def test_each_grade_has_a_sign(words, sign):
    assert sign_of(words) == sign
