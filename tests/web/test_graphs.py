"""The graph store over HTTP."""

import pytest
from pyoxigraph import RdfFormat, parse

BASE = "https://w3id.org/openalliances/"
CORE = BASE + "graph/ontology/core"
ALLOWED = {"GET", "HEAD", "OPTIONS"}


def graphs(release):
    return [graph for graph in release.manifest.graphs if graph.iri]


def test_every_graph_can_be_had(client, release):
    for graph in graphs(release):
        response = client.get("/graphs", query_string={"graph": graph.iri, "format": "nt"})
        assert response.status_code == 200
        assert response.content_type == "application/n-triples"
        assert len(set(parse(response.data, format=RdfFormat.N_TRIPLES))) == graph.triples


def test_the_default_graph_is_the_union(client, release):
    response = client.get("/graphs?default", headers={"Accept": "application/n-triples"})
    found = set(parse(response.data, format=RdfFormat.N_TRIPLES))
    assert len(found) >= max(graph.triples for graph in graphs(release))


def test_head_and_304(client):
    first = client.get("/graphs", query_string={"graph": CORE})
    head = client.head("/graphs", query_string={"graph": CORE})
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == first.headers["ETag"]
    assert head.headers["Content-Length"] == first.headers["Content-Length"]
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/graphs", query_string={"graph": CORE}, headers=tag).status_code == 304


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_unknown_graph_is_404(client, method):
    query = {"graph": BASE + "graph/none"}
    assert client.open("/graphs", method=method, query_string=query).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_405_says_what_is_allowed(client, method):
    response = client.open(
        "/graphs", method=method, query_string={"graph": CORE}, data="<x:a> <x:b> <x:c> ."
    )
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == ALLOWED
    assert response.content_type == "application/problem+json"
    assert "only reads" in response.json["detail"]


def test_options(client):
    response = client.options("/graphs")
    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == ALLOWED
    assert response.headers["Access-Control-Allow-Methods"] == response.headers["Allow"]


@pytest.mark.parametrize(
    ("query", "place"),
    [({"graph": CORE}, "/graph/ontology/core.html"), ({"default": ""}, "/dumps/")],
)
def test_a_browser_is_sent_to_the_page(client, query, place):
    response = client.get("/graphs", query_string=query, headers={"Accept": "text/html"})
    assert (response.status_code, response.headers["Location"]) == (303, place)


def test_the_iri_of_a_graph_leads_to_all_of_it(client, release):
    """Direct identification (section 4.1)."""
    accept = {"Accept": "application/n-triples"}
    for graph in graphs(release):
        path = "/" + graph.iri.removeprefix(BASE)
        response = client.get(path, headers=accept, follow_redirects=True)
        assert len(set(parse(response.data, format=RdfFormat.N_TRIPLES))) == graph.triples
        assert client.put(path).status_code == 405
    assert client.get("/graph/none").status_code == 404
