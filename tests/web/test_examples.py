"""The pages of the examples: a list by topic, and one for each."""

import html

import pytest

from openalliances.pages.examples import example_of, topics
from openalliances.release.examples import examples

FOUND = examples("dataset")


def test_the_list_has_every_example_once(client):
    page = client.get("/examples/")
    assert page.status_code == 200
    for example in FOUND:
        assert page.text.count(f'href="/example/{example.slug}.html"') == 1
    topics_there = len({example.topic for example in FOUND})
    assert page.text.count('<section aria-labelledby="topic-') == topics_there


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
    assert "/examples/missions.csv" in rows
    assert "/examples/partner-network.ttl" in graph
    assert "/examples/partner-network.csv" not in graph


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


ID = "https://w3id.org/openalliances/id/"
STATE = "/examples/memberships-of-a-state"
ENDINGS = ["csv", "tsv", "json", "xml"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_answer_is_that_of_the_endpoint(door, ending):
    query = example_of("dataset", "missions").query
    form = {"json": "srj", "xml": "srx"}.get(ending, ending)
    answer = door.get(f"/examples/missions.{ending}")
    same = door.get("/sparql", query_string={"query": query, "format": form})
    assert answer.data == same.data
    assert answer.content_type == same.content_type
    assert answer.headers["Content-Location"].endswith(f"/examples/missions.{ending}")


@pytest.mark.parametrize(
    "given", ["state/burundi", f"{ID}state/burundi", "burundi", "BURUNDI", "id:state/burundi"]
)
def test_a_parameter_is_bound(door, given):
    answer = door.get(f"{STATE}.csv", query_string={"state": given})
    query = example_of("dataset", "memberships-of-a-state").query.replace("kenya", "burundi")
    same = door.get("/sparql", query_string={"query": query, "format": "csv"})
    assert answer.status_code == 200
    assert answer.data == same.data
    assert "state=state/burundi" in answer.headers["Content-Location"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("?state=nowhere", "Write an id"),
        ("?stat=burundi", "Did you mean state"),
        ("?state=burundi&state=kenya", "different values"),
        ("?state=%3Cscript%3E", "Write an id"),
        ("?state=%FF%FE", "Write an id"),
        ("?state=" + "x" * 3000, "at most 200"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "html"])
def test_bad_values_are_400_and_say_what_there_is(door, path, said, ending):
    answer = door.get(f"{STATE}.{ending}{path}", headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert said in answer.text
    assert answer.content_type.startswith("application/problem+json")


def test_other_forms_and_examples_are_told(client):
    problem = client.get("/examples/missions.xls", headers={"Accept": "application/json"})
    assert problem.status_code == 400
    assert "csv" in problem.text
    gone = client.get("/examples/mission.csv", headers={"Accept": "application/json"})
    assert gone.status_code == 404
    assert "Did you mean missions" in gone.text
    assert client.get("/examples/partner-network.csv").status_code == 400
    assert client.get("/examples/missions").headers["Location"] == "/example/missions.html"


def test_the_page_has_a_form_and_the_bound_query(client):
    page = html.unescape(client.get(f"{STATE}.html?state=burundi").text)
    assert 'action="/examples/memberships-of-a-state.html"' in page
    assert f"<{ID}state/burundi>" in page
    assert f"<{ID}state/kenya>" not in page
    assert 'value="state/burundi"' in page
    for ending in ENDINGS:
        assert f"{STATE}.{ending}?state=state/burundi" in page
    assert f'{STATE}.csv?state=state/burundi")' in page
    assert 'name="state" value="state/kenya"' not in page
    before = html.unescape(client.get("/example/memberships-of-a-state.html").text)
    assert 'name="state" value="state/kenya"' in before


def main_of(page):
    return page.partition("<main")[2].partition("</main")[0]


def test_the_page_answers_and_its_own_address_takes_parameters(client):
    """The IRI of an example leads to a page that shows the answer for what is asked."""
    asked = client.get("/example/memberships-of-a-state.html?state=burundi").text
    same = client.get(f"{STATE}.html?state=state/burundi").text
    assert main_of(asked) == main_of(same)
    assert '<h2 id="result">Answer</h2>' in asked
    assert client.get("/example/memberships-of-a-state.html?stat=burundi").status_code == 400
    assert "Kenya" in client.get("/example/memberships-of-a-state.html").text


def test_a_field_offers_what_there_is(client):
    page = client.get("/example/chain-of-missions.html").text
    assert '<input id="p-mission" name="mission"' in page
    assert '<datalist id="c-mission">' in page
    assert '<option value="mission/' in page


@pytest.mark.parametrize("ending", ["csv", "html"])
def test_304_for_an_answer(door, ending):
    path = f"{STATE}.{ending}?state=burundi"
    tag = door.get(path).headers["ETag"]
    assert door.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert door.get(f"{STATE}.{ending}").headers["ETag"] != tag


def test_without_our_data_set_there_are_no_parameters(own_files):
    client = own_files.test_client()
    assert client.get(f"{STATE}.csv").status_code == 404
    assert client.get("/examples/01-classes.csv").status_code == 200
