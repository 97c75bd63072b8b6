"""Paths: canonical IRIs to local paths and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openalliances.http.urls import DOCUMENT_FORMATS, RESERVED, Urls, is_iri, split_suffix
from openalliances.rdf.formats import HTML, TURTLE
from openalliances.rdf.prefixes import BASE

URLS = Urls(BASE)


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (BASE + "id/mission/amisom", "/id/mission/amisom"),
        (BASE + "ontology", "/ontology"),
        (BASE + "ontology/0.1.0", "/ontology/0.1.0"),
        (BASE + "id/état", "/id/%C3%A9tat"),
        (BASE + "id/%C3%A9tat", "/id/%C3%A9tat"),
        (BASE + "id/a?b", "/resource?iri="),
        (BASE + "id/a#b", "/resource?iri="),
        (BASE + "sparql", "/resource?iri="),
        (BASE + "static/x", "/resource?iri="),
        (BASE, "/resource?iri="),
        ("https://example.org/x", "/resource?iri=https%3A%2F%2Fexample.org%2Fx"),
    ],
)
def test_the_path_of_a_thing(iri, path):
    assert URLS.thing(iri).startswith(path)


def test_without_a_base_everything_goes_through_resource():
    assert Urls("").document(BASE + "ontology", TURTLE).endswith("&format=ttl")


@pytest.mark.parametrize(
    ("path", "stem", "extension"),
    [
        ("/id/x.ttl", "/id/x", "ttl"),
        ("/id/x.html", "/id/x", "html"),
        ("/id/x.owl", "/id/x", "rdf"),
        ("/ontology/0.1.0", "/ontology/0.1.0", None),
        ("/ontology/0.1.0.ttl", "/ontology/0.1.0", "ttl"),
        ("/id/x.unknown", "/id/x.unknown", None),
        ("/id.ttl/x", "/id.ttl/x", None),
        ("/.ttl", "/.ttl", None),
        ("/id/x", "/id/x", None),
    ],
)
def test_the_suffix_of_a_path(path, stem, extension):
    found, form = split_suffix(path)
    assert (found, form.extension if form else None) == (stem, extension)


SEGMENT = st.text(st.characters(categories=("L", "N"), include_characters="-_~"), min_size=1)


@given(st.lists(SEGMENT, min_size=1, max_size=4), st.sampled_from(DOCUMENT_FORMATS))
@settings(max_examples=100)
def test_a_document_leads_back_to_its_thing(segments, form):
    from urllib.parse import unquote

    iri = BASE + "/".join(segments)
    if segments[0] in RESERVED or not is_iri(iri):
        return
    stem, found = split_suffix(unquote(URLS.document(iri, form)))
    assert found is form
    assert iri in URLS.candidates(stem)


def test_html_is_what_a_document_is_by_default():
    assert URLS.document(BASE + "ontology") == URLS.document(BASE + "ontology", HTML)
