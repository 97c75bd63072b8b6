"""Contexts: what they hold, and that what is published is read as it was made."""

import pytest

from openalliances.rdf.json_ld.context import OURS, Context, read_context
from openalliances.rdf.prefixes import PREFIXES

from .graphs import CONTEXT, EX


def test_a_context_is_read_as_it_was_made():
    again = read_context(CONTEXT.document)
    assert again.document == CONTEXT.document
    assert (again.prefixes, again.names) == (CONTEXT.prefixes, CONTEXT.names)


def test_ours_has_all_our_prefixes():
    assert OURS.prefixes == PREFIXES


@pytest.mark.parametrize(
    "prefixes",
    [{"": EX}, {"urn": "urn:example:"}, {"_": EX}, {"urn": "http://x/", "b": "urn:x:"}],
)
def test_a_prefix_that_json_ld_cannot_have_is_left_out(prefixes):
    assert not {"", "urn", "_"} & Context(prefixes).prefixes.keys()


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (EX + "a", "ex:a"),
        (EX, EX),
        (EX + "a/b", EX + "a/b"),
        ("http://purl.obolibrary.org/obo/GO_1", "obo:1"),
        ("http://elsewhere.org/a", "http://elsewhere.org/a"),
    ],
)
def test_iris_are_shortened_at_their_last_part(iri, short):
    assert CONTEXT.shorten(iri) == short


def test_a_namespace_that_ends_in_a_letter_is_said_to_be_a_prefix():
    assert CONTEXT.document["obo"]["@prefix"] is True
