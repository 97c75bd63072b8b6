"""Terms go over and come back as they were."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import XSD, BNode, Literal, URIRef, Variable

from openalliances.builder.rdflib_terms import from_oxigraph, to_oxigraph

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
TERMS = st.one_of(
    st.just(URIRef("http://a")),
    st.just(BNode("x")),
    TEXT.map(Literal),
    TEXT.map(lambda text: Literal(text, lang="en-gb")),
    TEXT.map(lambda text: Literal(text, datatype=URIRef("http://d"), normalize=False)),
    st.sampled_from(["01", "1.50", "+1"]).map(
        lambda text: Literal(text, datatype=XSD.decimal, normalize=False)
    ),
)


@settings(max_examples=100, deadline=None)
@given(TERMS)
def test_a_term_comes_back(term):
    back = from_oxigraph(to_oxigraph(term))
    assert back == term
    assert str(back) == str(term)


def test_a_plain_string_is_an_xsd_string():
    assert from_oxigraph(ox.Literal("x")) == Literal("x")
    assert to_oxigraph(Literal("x", datatype=XSD.string)) == ox.Literal("x")


def test_what_is_no_rdf_11_term_is_refused():
    with pytest.raises(TypeError, match="RDF 1"):
        to_oxigraph(Variable("x"))
    node = ox.NamedNode("http://a")
    with pytest.raises(TypeError, match="RDF 1"):
        from_oxigraph(ox.Triple(node, node, node))
