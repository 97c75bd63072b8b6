"""The JSON-LD context of a release over HTTP, and documents that name it."""

import json

import pytest
from pyoxigraph import NamedNode, Triple

from openalliances.pages.site import Site
from openalliances.rdf.json_ld.ontology_context import published_context
from openalliances.rdf.prefixes import ALLY
from openalliances.rdf.vocabulary import OWL, RDF
from openalliances.release.contexts import write_contexts
from openalliances.settings import Settings
from openalliances.web.app import create_app

from ..sample import with_client, write_release

MADE = published_context([Triple(NamedNode(ALLY + "State"), RDF.type, OWL.Class)])


@pytest.fixture(scope="module")
def site(tmp_path_factory, engine):
    released = write_release(tmp_path_factory.mktemp("context") / "r")
    write_contexts(released.folder, MADE, {"0-old": b"{}"})
    return Site(released, engine, Settings(public_url="https://example.org"))


@pytest.fixture(scope="module")
def pages(site):
    return with_client(create_app(site)).test_client()


def test_a_context_may_be_kept_for_ever_and_read_from_anywhere(pages):
    answer = pages.get(f"/context/{MADE.name}.jsonld")
    assert answer.data == MADE.text
    assert answer.content_type == "application/ld+json"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_name_of_the_data_set_leads_to_the_context_in_use(pages):
    answer = pages.get("/context/openalliances.jsonld")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"https://example.org/context/{MADE.name}.jsonld"


def test_what_was_published_before_is_still_there(pages):
    assert pages.get("/context/0-old.jsonld").data == b"{}"


@pytest.mark.parametrize("name", ["none", "..%2Fmanifest", "current"])
def test_another_name_is_not_there(pages, name):
    assert pages.get(f"/context/{name}.jsonld").status_code == 404


def test_a_document_names_the_context_where_the_world_finds_it(pages):
    found = json.loads(pages.get("/id/state/burundi.jsonld").data)
    assert found["@context"] == f"https://example.org/context/{MADE.name}.jsonld"
    first = found.get("@graph", [found])[0]
    assert first["@id"] == "https://w3id.org/openalliances/id/state/burundi"


def test_a_release_without_contexts_carries_its_prefixes(client):
    assert client.get("/context/openalliances.jsonld").status_code == 404
    found = json.loads(client.get("/id/state/burundi.jsonld").data)
    assert found["@context"]["ally"] == ALLY
    assert found.get("@graph", [found])[0]["@type"]
