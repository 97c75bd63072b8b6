"""The pages of the examples: a list by topic, and one for each."""

import html

import pytest

from openalliances.pages.examples import topics
from openalliances.release.examples import examples

FOUND = examples("dataset")


def test_the_list_has_every_example_once(client):
    page = client.get("/examples/")
    assert page.status_code == 200
    for example in FOUND:
        assert page.text.count(f'href="/example/{example.slug}.html"') == 1
    assert page.text.count("<details") == len({example.topic for example in FOUND})


@pytest.mark.parametrize("example", FOUND, ids=lambda example: example.slug)
def test_an_example_has_a_page_with_its_query(client, example):
    page = client.get(f"/example/{example.slug}.html")
    assert page.status_code == 200
    assert example.query in html.unescape(page.text)
    assert page.text.count("<h1>") == 1


def test_without_the_examples_as_data_no_link_leads_to_them(client):
    page = client.get("/example/missions.html")
    assert "/example/missions.ttl" not in page.text
    assert "Link" not in page.headers
    assert "/graph/examples.ttl" not in client.get("/examples/").text


def test_an_example_is_a_thing_like_any_other(client, monkeypatch):
    monkeypatch.setattr("openalliances.pages.examples.are_data", lambda site: True)
    page = client.get("/example/missions.html")
    assert "https://w3id.org/openalliances/example/missions" in page.text
    assert "/example/missions.ttl" in page.text
    assert any('rel="cite-as"' in link for link in page.headers.getlist("Link"))


def test_the_page_offers_formats_that_the_answer_has(client):
    rows = client.get("/example/missions.html").text
    graph = client.get("/example/partner-network.html").text
    assert "format=csv" in rows
    assert "format=ttl" in graph
    assert "format=csv" not in graph


@pytest.mark.parametrize("path", ["/examples/", "/example/missions.html"])
def test_304(client, path):
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_no_such_example(client):
    assert client.get("/example/nothing.html").status_code == 404


def test_the_query_page_folds_the_examples_by_topic(door):
    page = door.get("/sparql", headers={"Accept": "text/html"}).text
    assert page.count("<details") == len({example.topic for example in FOUND})
    assert "<details open" not in page
    assert topics(FOUND)[0].examples[0].query.strip() in html.unescape(page).replace("\r", "")


def test_other_files_have_their_own_examples_unfolded(own_files):
    client = own_files.test_client()
    page = client.get("/examples/").text
    assert "<details" not in page
    assert page.count("/sparql?query=") == len(examples("files"))
    assert client.get("/example/missions.html").status_code == 404
