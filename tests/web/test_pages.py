"""The pages around the things, and that no link on any page leads nowhere."""

import re
from collections import Counter
from html import unescape

import pytest

from openalliances.http.problems import TITLES
from openalliances.pages.kinds import KINDS
from openalliances.pages.site import Site
from openalliances.settings import Settings, describe_settings
from openalliances.web.app import create_app

from ..crawl import kind_of

START = [
    "/",
    "/sparql",
    "/about/limits",
    "/about/engines",
    "/about/federation",
    "/about/agents",
    "/search?q=burundi+tan",
    "/nothing",
]
ALIKE = 8
"""Addresses with the same parameters that are followed."""
LINK = re.compile(r'(?:href|action|src)="([^"]*)"')


@pytest.fixture
def client(door):
    """Both doors: pages, and what is answered at /sparql."""
    return door


def test_home_has_its_doors_numbers_and_licence(client):
    page = client.get("/").text
    for piece in ('href="/browse/"', 'href="/dumps/"', 'href="/sparql"', "CC BY 4.0", "1.2.3"):
        assert piece in page
    assert re.search(r'<a href="/browse/states">States and territories <span>3</span></a>', page)


def test_home_of_own_files_does_not_speak_of_ours(own_files):
    page = own_files.test_client().get("/").text
    assert "CC BY" not in page
    assert "alliance" not in page.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_every_list_can_be_seen(client, kind):
    page = client.get(f"/browse/{kind.slug}")
    assert page.status_code == 200
    assert kind.plural in page.text


def test_a_list_names_each_thing_once(client):
    assert client.get("/browse/documents").text.count('href="/id/source/sample.html"') == 1


def test_an_unknown_list_says_which_there_are(client):
    response = client.get("/browse/nothing")
    assert response.status_code == 404
    assert "missions" in response.json["hint"]


@pytest.mark.parametrize("text", ["AMISOM", "amisom", "Burundi", "uburundi"])
def test_a_single_exact_match_is_opened(client, text):
    response = client.get("/search", query_string={"q": text})
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/id/")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("burun", "Burundi"), ("\0burun", "Burundi"), ("zz\0z", "Nothing here"), ("", "Type a name")],
)
def test_search(client, text, shown):
    response = client.get("/search", query_string={"q": text})
    assert response.status_code == 200
    assert shown in response.text
    assert "\0" not in response.text


def test_results_are_tagged_with_kind_and_years_and_can_be_narrowed_to_a_kind(client):
    page = client.get("/search?q=tan").text
    assert '<a href="/id/state/tanzania.html"><bdi>Tanzania</bdi></a> <span' in page
    kind = unescape(re.search(r'<a href="(/search\?q=tan&amp;kind=bilateral[^"]*)"', page)[1])
    narrowed = client.get(kind).text
    assert "partnership/burundi-tanzania" in narrowed
    assert "state/tanzania" not in narrowed
    assert 'href="/search?q=tan">all kinds' in narrowed


def test_only_so_much_of_a_text_is_searched_for(client, settings):
    def found(length):
        text = client.get("/search?q=" + "x" * length).text
        # The links to the page in other languages have its whole address.
        return re.sub(r"<[^>]* hreflang=[^>]*>", "", text)

    assert found(2 * settings.search_length) == found(settings.search_length)


@pytest.mark.parametrize("path", ["/id/state/burundy", "/nowhere/Burundi.html", "/burundi-armee"])
def test_a_path_that_leads_nowhere_tells_what_may_have_been_meant(client, path):
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert '<a href="/id/state/burundi.html">' in answer.text
    assert '<a href="/search?q=' in answer.text


def test_every_setting_is_published_but_those_of_the_machine(client):
    page = client.get("/about/limits").text
    private = {
        *("cache_dir", "host", "hosts", "operator_token", "operator_networks", "port"),
        *("engine", "engine_user", "engine_password"),
    }
    shown = {name for name, *_ in describe_settings() if f"<code>{name}</code>" in page}
    assert shown == {name for name, *_ in describe_settings()} - private


def test_a_secret_is_on_no_page_and_in_no_description(release, engine):
    secret = "s3cret-of-the-operator"
    client = create_app(Site(release, engine, Settings(operator_token=secret))).test_client()
    for path in ("/about/limits", "/sparql", "/sparql?format=ttl"):
        assert secret not in client.get(path, buffered=True).text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "/id/partnership/burundi-tanzania.html",
            [
                "is a bilateral defence partnership between Burundi and Tanzania.",
                "Who says so",
                "undated, unsourced document",
                "undated and unsourced",
                "The partnership is praised.",
                "Not stated",
                "It has two parties.",
                "our own classification",
            ],
        ),
        (
            "/id/claim/sample/party.html",
            ["section A1, paragraph 2, characters 10–20", "is not copied here", "ab12"],
        ),
        (
            "/id/claim/sample/praise.html",
            ["makes no statement", "Burundi", "section A1, paragraph 2, characters 10–20"],
        ),
        ("/id/state/burundi.html", ["inferred", "derived", "IRI for linking", "Uburundi"]),
        ("/ontology/State.html", ["An actor that is a state.", "Used 3 times", "subclass of"]),
        (
            "/graph/ontology/core.html",
            ["All statements of this graph", "format=ttl", "download</a> Core"],
        ),
        ("/id/source/sample.html", ["Burundi is a party of the partnership.", "Not stated"]),
    ],
)
def test_a_page_says_what_its_reader_asks(client, path, words):
    page = unescape(client.get(path).text)
    text = re.sub(r"\s+", " ", page.replace(" of", " of")).lower()
    for piece in words:
        assert piece.lower().replace("subclass", "sub class") in text


def test_no_link_leads_nowhere(client):
    """Lists are narrowed in so many ways that some stand for all with the same parameters."""
    seen, waiting, alike = set(), list(START), Counter()
    while waiting:
        path = waiting.pop()
        # The server itself answers that, and not the app.
        if path in seen or path == "/healthz":
            continue
        seen.add(path)
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code in ((404,) if path == "/nothing" else (200, 303)), path
        if page.content_type.startswith("text/html"):
            targets = {unescape(link) for link in LINK.findall(page.text)}
            _anchors_exist(path, page.text, targets)
            if path.startswith(("/data/", "/browse/")):
                # The tables of the sample name more things than there are.
                targets = {t for t in targets if not t.startswith("/id/")}
            for target in sorted({t.partition("#")[0] for t in targets if t.startswith("/")}):
                kind = kind_of(target)
                alike[kind] += target not in seen
                if "?" not in target or alike[kind] <= ALIKE:
                    waiting.append(target)
    assert len(seen) > 100


def _anchors_exist(path, text, targets):
    for target in targets:
        if target.startswith("#"):
            assert f'id="{target[1:]}"' in text, (path, target)


@pytest.mark.parametrize("path", ["/", "/browse/states", "/about/limits", "/sparql"])
def test_pages_of_a_release_need_not_be_sent_twice(client, path):
    tag = client.get(path, headers={"Accept": "text/html"}).headers["ETag"]
    again = client.get(path, headers={"Accept": "text/html", "If-None-Match": tag})
    assert again.status_code == 304


@pytest.mark.parametrize("kind", list(TITLES))
def test_every_type_of_problem_has_its_page(client, kind):
    answer = client.get(f"/problem/{kind}")
    assert answer.status_code == 200
    assert TITLES[kind] in answer.text


def test_unknown_type_of_problem_is_not_found(client):
    assert client.get("/problem/nonsense").status_code == 404
