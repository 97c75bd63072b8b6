"""Documents in their profiles: how much they say, how they are asked for, what they link to."""

import csv
import io
import json

import pytest
from pyoxigraph import RdfFormat, parse

STATE = "/id/state/burundi"
IRI = "https://w3id.org/openalliances/id/state/burundi"
PROFILE = "https://w3id.org/openalliances/vocab/document-profile/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def triples(client, address, **headers):
    body = client.get(address, headers=headers).data
    return {quad.triple for quad in parse(body, RdfFormat.N_TRIPLES)}


def test_each_profile_says_more(client):
    plain, labelled, sourced = (
        triples(client, f"{STATE}.nt?_profile={name}") for name in ("plain", "labelled", "sourced")
    )
    assert plain < labelled < sourced
    assert {t.subject.value for t in plain} == {IRI}
    assert all(
        t.predicate.value == LABEL or t.predicate.value.endswith("Label") for t in labelled - plain
    )


def test_the_default_says_most(client):
    assert client.get(f"{STATE}.ttl").data == client.get(f"{STATE}.ttl?_profile=sourced").data


@pytest.mark.parametrize("wish", [f"<{PROFILE}plain>", f"<urn:x:none>, <{PROFILE}plain>;q=0.4"])
def test_the_header_is_a_wish_that_is_fulfilled(client, wish):
    response = client.get(f"{STATE}.ttl", headers={"Accept-Profile": wish})
    assert response.data == client.get(f"{STATE}.ttl?_profile=plain").data
    assert response.headers["Content-Profile"] == f"<{PROFILE}plain>"
    assert response.headers["Content-Location"] == f"{STATE}.ttl?_profile=plain"
    assert "Accept-Profile" in response.headers["Vary"]


def test_a_wish_for_what_there_is_not_gets_the_default(client):
    response = client.get(f"{STATE}.ttl", headers={"Accept-Profile": "<urn:x:none>"})
    assert response.headers["Content-Profile"] == f"<{PROFILE}sourced>"


def test_the_address_wins_over_the_header(client):
    wish = {"Accept-Profile": f"<{PROFILE}labelled>"}
    response = client.get(f"{STATE}.ttl?_profile=plain", headers=wish)
    assert response.headers["Content-Profile"] == f"<{PROFILE}plain>"


def test_a_thing_leads_to_its_document_in_the_profile(client):
    response = client.get(STATE, headers={"Accept-Profile": f"<{PROFILE}plain>"})
    assert response.headers["Location"] == f"{STATE}.ttl?_profile=plain"


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("_profile=nothing", "sourced, plain, labelled, alt"),
        ("_profile=", "sourced"),
        ("page=0", "1"),
        ("page=x", "1"),
        ("version=3", "1.2"),
    ],
)
@pytest.mark.parametrize("address", [STATE, f"{STATE}.ttl"])
def test_400_says_what_there_is(client, address, query, part):
    response = client.get(f"{address}?{query}")
    assert response.status_code == 400
    assert part in response.json["hint"]


def test_404_for_a_page_that_there_is_not(client):
    response = client.get(f"{STATE}.ttl?page=99")
    assert response.status_code == 404
    assert "pages" in response.json["detail"]


def test_a_list_of_all_forms(client):
    found = triples(client, f"{STATE}.nt?_profile=alt")
    assert len({t.object for t in found if t.predicate.value.endswith("hasRepresentation")}) > 15
    page = client.get(f"{STATE}.html?_profile=alt").text
    assert f'href="{STATE}.nt?_profile=plain"' in page


def test_each_variant_has_its_own_etag(client):
    queries = ("", "?_profile=plain", "?_profile=labelled", "?version=1.2")
    tags = {client.get(f"{STATE}.ttl{query}").headers["ETag"] for query in queries}
    assert len(tags) == len(queries)


def test_the_caches_keep_profiles_apart(door):
    sizes = [
        len(door.get(f"{STATE}.ttl", headers=headers).data)
        for headers in ({}, {"Accept-Profile": f"<{PROFILE}plain>"}, {})
    ]
    assert sizes[0] == sizes[2] > sizes[1]


def test_rows_of_a_thing(client):
    rows = list(csv.DictReader(io.StringIO(client.get(f"{STATE}.csv").text)))
    assert {"statement", "source_ids", "grade"} <= set(rows[0])
    assert {row["subject"] for row in rows} == {"state/burundi"}
    told = client.get(f"{STATE}.json").json
    assert told["iri"] == IRI
    assert len(told["statements"]) == len(rows)


def test_the_link_set_has_the_links_of_the_page(client):
    (page, *_) = client.get(f"{STATE}.linkset").json["linkset"]
    assert page["anchor"] == f"{STATE}.html"
    assert page["cite-as"] == [{"href": IRI}]
    assert {"type", "item", "author", "license", "describedby", "linkset"} <= set(page)


@pytest.mark.parametrize("address", [f"{STATE}.ttl", f"{STATE}.html", f"{STATE}.csv"])
def test_if_modified_since(door, address):
    first = door.get(address)
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert door.get(address, headers=since).status_code == 304
    # A validator counts before a date (RFC 9110, section 13.2.2).
    assert door.get(address, headers=since | {"If-None-Match": '"other"'}).status_code == 200
    old = {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"}
    assert door.get(address, headers=old).status_code == 200


def test_own_files_have_no_receipts_and_no_errors(own_files):
    client = own_files.test_client()
    for query in ("", "?_profile=sourced", "?_profile=labelled", "?_profile=alt", "?version=1.2"):
        for suffix in ("ttl", "nq", "jsonld", "html", "csv", "json", "linkset"):
            if suffix == "jsonld" and "1.2" in query:
                continue
            response = client.get(f"/state/burundi.{suffix}{query}")
            assert response.status_code == 200, (suffix, query)
    plain = client.get("/state/burundi.nt?_profile=plain").data
    assert client.get("/state/burundi.nt").data == plain


JSON_LD = "application/ld+json"
FORMS = ("compacted", "expanded", "flattened")


def shape(body):
    """Return what tells the forms apart: a context, and things within things."""
    document = json.loads(body)
    if isinstance(document, list):
        return "expanded"
    nodes = document.get("@graph", [document])
    return "compacted" if any(map(holds_a_thing, nodes)) else "flattened"


def holds_a_thing(node):
    values = (value for key, value in node.items() if key != "@context")
    parts = (part for v in values for part in (v if isinstance(v, list) else [v]))
    return any(isinstance(part, dict) and "@id" in part and len(part) > 1 for part in parts)


@pytest.mark.parametrize("form", FORMS)
def test_json_ld_comes_in_the_form_that_is_asked_for(client, form):
    wish = f'{JSON_LD};profile="urn:x:other http://www.w3.org/ns/json-ld#{form}"'
    wished = client.get(STATE, headers={"Accept": wish}, follow_redirects=True)
    named = client.get(f"{STATE}.jsonld?form={form}")
    assert wished.data == named.data
    assert shape(named.data) == form
    if form == "compacted":
        assert named.headers["Content-Type"] == JSON_LD
    else:
        profile = f'{JSON_LD};profile="http://www.w3.org/ns/json-ld#{form}"'
        assert named.headers["Content-Type"] == profile


def test_the_forms_have_tags_of_their_own_and_say_the_same(client):
    answers = [client.get(f"{STATE}.jsonld?form={form}") for form in FORMS]
    assert len({answer.headers["ETag"] for answer in answers}) == len(FORMS)


def test_a_form_that_there_is_not_is_told_those_that_there_are(client):
    response = client.get(f"{STATE}.jsonld?form=framed")
    assert response.status_code == 400
    assert "compacted, expanded, flattened" in response.json["hint"]


def test_a_profile_that_is_none_of_json_ld_is_ignored(client):
    response = client.get(f"{STATE}.jsonld", headers={"Accept": f'{JSON_LD};profile="urn:x:y"'})
    assert response.data == client.get(f"{STATE}.jsonld").data
