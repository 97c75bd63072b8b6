"""Who says so, and how good that is, in words."""

from dataclasses import replace

import pytest

from openalliances.things.description import Claim, Node, Passage, Text
from openalliances.things.evidence import (
    FINDINGS,
    OURSELVES,
    document_quality,
    passage_label,
    supporting,
    who_says,
)


def place(document="d:1", dated=False, sourced=False, **more):
    return Passage(
        Node(Text(f"Essay {document}"), document), "p:1", dated=dated, sourced=sourced, **more
    )


def claim(iri="c:1", *, at=None, by="", subject="s:1", value=None):
    agent = Node(Text("somebody"), by) if by else None
    target = value or Node(Text("Burundi"), "o:1")
    return Claim(
        iri, Text("…"), Node(Text("s"), subject), Node(Text("p"), "p:p"), target, None, at, agent
    )


GOOD = {"dated": True, "sourced": True}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (claim(at=place()), "Essay d:1"),
        (claim(by=OURSELVES), "our own classification"),
        (claim(by="a:1"), "somebody"),
        (claim(), "nobody named"),
        (replace(claim(), sources=(Node(Text("A report"), "s:1"),)), FINDINGS),
    ],
)
def test_who_says(given, words):
    assert who_says(given) == words


def test_place_and_document_in_words():
    found = place(section="A1", paragraph=2, start=10, end=20)
    assert passage_label(found) == "section A1, paragraph 2, characters 10–20"
    assert passage_label(place()) == ""
    assert document_quality(place(**GOOD)) == "document"


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "count"),
    [
        ("s:1", "p:p", Node(Text("another name"), "o:1"), 1),
        ("s:2", "p:p", Node(Text("Burundi"), "o:1"), 0),
        ("s:1", "p:q", Node(Text("Burundi"), "o:1"), 0),
        ("s:1", "p:p", Node(Text("Burundi"), "o:2"), 0),
        ("s:1", "p:p", Node(Text("Burundi")), 0),
    ],
)
def test_a_claim_supports_exactly_what_it_says(subject, predicate, value, count):
    assert len(supporting((claim(),), subject, predicate, value)) == count


def test_a_claim_about_a_literal_supports_that_literal():
    year = claim(value=Node(Text("2007")))
    assert supporting((year,), "s:1", "p:p", Node(Text("2007")))
    assert not supporting((year,), "s:1", "p:p", Node(Text("2008")))
