"""Things and documents: redirects, formats, refusals, headers."""

import pytest
from pyoxigraph import BlankNode, DefaultGraph, RdfFormat, parse

STATE = "/id/state/burundi"
IRI = "https://w3id.org/openalliances/id/state/burundi"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

ACCEPTED = [
    (None, "ttl"),
    ("", "ttl"),
    ("*/*", "ttl"),
    ("text/turtle", "ttl"),
    ("TEXT/Turtle", "ttl"),
    ("text/turtle;charset=utf-8", "ttl"),
    ("application/x-turtle", "ttl"),
    ("application/ld+json", "jsonld"),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', "jsonld?form=expanded"),
    ("application/json", "json"),
    ("application/ld+json, application/json", "jsonld"),
    ("text/csv", "csv"),
    ("application/linkset+json", "linkset"),
    ("application/rdf+xml", "rdf"),
    ("application/n-triples", "nt"),
    ("application/n-quads", "nq"),
    ("application/trig", "trig"),
    ("text/html", "html"),
    (BROWSER, "html"),
    ("text/html;q=0.5, text/turtle", "ttl"),
    ("text/turtle;q=0.5, text/html;q=0.6", "html"),
    ("text/turtle;q=0, */*", "jsonld"),
    ("text/*", "ttl"),
    ("application/*", "jsonld"),
    ("image/png, text/turtle;q=0.1", "ttl"),
    ("nonsense", "ttl"),
]

REFUSED = ["image/png", "*/*;q=0", "text/turtle;q=0", "application/pdf, image/*"]


@pytest.mark.parametrize(("accept", "suffix"), ACCEPTED)
def test_303_to_the_document_that_accept_asks_for(client, accept, suffix):
    headers = {} if accept is None else {"Accept": accept}
    response = client.get(STATE, headers=headers)
    assert response.status_code == 303
    assert response.headers["Location"] == f"{STATE}.{suffix}"
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize("accept", REFUSED)
def test_406_says_what_there_is(client, accept):
    response = client.get(STATE, headers={"Accept": accept})
    assert response.status_code == 406
    assert response.content_type == "application/problem+json"
    assert "text/turtle" in response.json["hint"]


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        ("ttl", "text/turtle; charset=utf-8"),
        ("jsonld", "application/ld+json"),
        ("json", "application/json"),
        ("csv", "text/csv; charset=utf-8"),
        ("linkset", "application/linkset+json"),
        ("rdf", "application/rdf+xml"),
        ("owl", "application/rdf+xml"),
        ("nt", "application/n-triples"),
        ("nq", "application/n-quads"),
        ("trig", "application/trig"),
        ("html", "text/html; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "image/png", "*/*"])
def test_the_suffix_wins_over_accept(client, suffix, media_type, accept):
    response = client.get(f"{STATE}.{suffix}", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.content_type == media_type


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf", "nt", "nq", "trig"])
def test_each_format_holds_the_same_statements(client, suffix):
    body = client.get(f"{STATE}.{suffix}").data
    form = RdfFormat.from_extension(suffix)
    found = {quad.triple for quad in parse(body, format=form, base_iri=IRI)}
    plain = {
        quad.triple for quad in parse(client.get(f"{STATE}.nt").data, format=RdfFormat.N_TRIPLES)
    }
    assert found == plain
    assert any(triple.subject.value == IRI for triple in found)


def test_quads_formats_keep_the_graphs(client):
    quads = list(parse(client.get(f"{STATE}.trig").data, format=RdfFormat.TRIG))
    graphs = {quad.graph_name.value for quad in quads if quad.graph_name != DefaultGraph()}
    assert "https://w3id.org/openalliances/graph/reference/states" in graphs
    assert "https://w3id.org/openalliances/graph/inferred" in graphs


def test_clients_that_look_at_the_default_graph_find_the_document_there(client):
    quads = list(parse(client.get(f"{STATE}.nq").data, format=RdfFormat.N_QUADS))
    plain = [quad.triple for quad in quads if quad.graph_name == DefaultGraph()]
    triples = list(parse(client.get(f"{STATE}.nt").data, format=RdfFormat.N_TRIPLES))
    assert set(plain) == {quad.triple for quad in triples}


def test_the_plain_document_is_what_describe_says(door):
    told = door.get("/sparql", query_string={"query": f"DESCRIBE <{IRI}>", "format": "nt"}).data
    found = door.get(f"{STATE}.nt?_profile=plain").data
    assert set(found.splitlines()) == set(told.splitlines())


def test_what_hangs_on_blank_nodes_is_part_of_the_document(client):
    triples = list(parse(client.get("/shapes/State.nt").data, format=RdfFormat.N_TRIPLES))
    subjects = {triple.subject for triple in triples}
    blank = {triple.object for triple in triples if isinstance(triple.object, BlankNode)}
    assert len(blank) == 4
    assert blank <= subjects
    assert "ns/shacl#value" in str(triples)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/ontology.ttl", "hasParty"),
        ("/ontology/0.1.0.ttl", "hasParty"),
        ("/ontology/module/core.nt", "hasParty"),
        ("/vocab/threat-type.ttl", "Violence meant"),
        ("/graph/vocab/threat-type.ttl", "Violence meant"),
    ],
)
def test_what_stands_for_a_graph_is_answered_whole(client, path, part):
    response = client.get(path)
    assert response.status_code == 200
    assert part in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/id/state/burundi",
        "/ontology",
        "/ontology/State",
        "/vocab/threat-type",
        "/vocab/threat-type/terrorism",
        "/shapes/State",
        "/graph/derived",
        "/id/claim/sample/party",
        "/ontology/",
    ],
)
def test_every_kind_of_iri_has_a_page(client, path):
    response = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    assert response.status_code == 200
    assert response.content_type.startswith("text/html")


@pytest.mark.parametrize(
    "path", ["/id/state/nowhere", "/id/state/nowhere.ttl", "/ontology/Nothing", "/x.html", "/%00"]
)
def test_404_is_a_problem_with_cors(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert response.json["status"] == 404
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_404_suggests_to_people_what_may_have_been_meant(client):
    assert b"burundi" not in client.get("/id/state/burun").data
    page = client.get("/id/state/burun", headers={"Accept": BROWSER})
    assert page.status_code == 404
    assert 'href="/id/state/burundi.html"' in page.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_405_says_what_is_allowed(client, method):
    response = client.open(STATE, method=method)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize("path", [STATE, f"{STATE}.ttl", f"{STATE}.html", "/ontology.ttl"])
def test_head_is_get_without_a_body(client, path):
    got, head = client.get(path), client.head(path)
    assert head.data == b""
    assert head.status_code == got.status_code
    assert dict(head.headers) == dict(got.headers)


def test_options_answers_a_preflight(client):
    response = client.options(STATE, headers={"Origin": "https://example.org"})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("suffix", ["ttl", "html", "nq"])
def test_304_for_what_the_client_has(client, suffix):
    path = f"{STATE}.{suffix}"
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == tag
    assert not tag.startswith("W/")


def test_each_format_has_its_own_etag(client):
    tags = [client.get(f"{STATE}.{s}").headers["ETag"] for s in ("ttl", "nt", "jsonld", "html")]
    assert len(set(tags)) == len(tags)


def test_link_headers_lead_to_all_forms(client):
    links = client.get(f"{STATE}.ttl").headers.getlist("Link")
    assert f'<{STATE}.jsonld>; rel="alternate"; type="application/ld+json"' in links
    assert f'<{IRI}.ttl>; rel="canonical"' in links
    assert f'<{IRI}>; rel="cite-as"' in links
    assert any('rel="license"' in link for link in links)
    assert any('rel="describedby"' in link for link in links)
    assert not any(".ttl>" in link and "alternate" in link for link in links)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1"])
def test_nothing_depends_on_the_host(client, host):
    ours = client.get(f"{STATE}.ttl")
    theirs = client.get(f"{STATE}.ttl", headers={"Host": host})
    assert theirs.data == ours.data
    assert theirs.headers.getlist("Link") == ours.headers.getlist("Link")
    assert host not in client.get(STATE, headers={"Host": host}).headers["Location"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("iri=http://www.w3.org/2002/07/owl%23Nothing", 404),
        (f"iri={IRI}", 200),
        (f"iri={IRI}&format=nt", 200),
        ("iri=", 400),
        ("", 400),
        ("iri=not an iri", 400),
        ("iri=https://e.x/%3Cscript%3E", 400),
    ],
)
def test_resource_describes_any_iri(client, query, status):
    assert client.get(f"/resource?{query}").status_code == status


def test_own_files_are_dereferenceable_under_their_base(own_files):
    client = own_files.test_client()
    response = client.get("/state/burundi", headers={"Accept": "text/html"})
    assert (response.status_code, response.headers["Location"]) == (303, "/state/burundi.html")
    page = client.get("/state/burundi.html").text
    # Things outside of the base are described here as well, not on the web.
    assert 'href="/resource?iri=https%3A%2F%2Fw3id.org%2Fopenalliances%2Fontology%2F' in page
    assert not any('rel="license"' in link for link in response.headers.getlist("Link"))
