"""Prefixes, the site map, robots.txt and llms.txt: what programs look for at known names."""

import re
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from openalliances.engine.local.engine import open_local
from openalliances.pages import sitemap
from openalliances.pages.signposts import home_links, part_links
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import DECLARATION, ONTOLOGY, PREFIXES
from openalliances.settings import Settings
from openalliances.things.dataset_files import GRAPHS, TABLE

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ADDRESS = "http://127.0.0.1:8000"
MOST = 50_000
SH = PREFIXES["sh"]


def places(text):
    root = ElementTree.fromstring(text)
    return root.tag.removeprefix(SPACE), [one.text for one in root.iter(f"{SPACE}loc")]


def test_the_site_map_leads_to_pages_that_are_there(client):
    name, parts = places(client.get("/sitemap.xml").text)
    assert (name, len(parts)) == ("sitemapindex", 1)
    name, found = places(client.get(parts[0].removeprefix(ADDRESS)).text)
    assert name == "urlset"
    assert len(found) == len(set(found)) > 20
    # Documents of the model are there only in a release that has them.
    paths = [place.removeprefix(ADDRESS) for place in found]
    answers = {path: client.get(path) for path in paths[:: max(1, len(paths) // 25)]}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert all(answer.content_type.startswith("text/html") for answer in answers.values())


def test_a_page_of_the_map_is_its_own_canonical_one(client):
    _, found = places(client.get("/sitemap/1.xml").text)
    (burundi,) = (place for place in found if place.endswith("/id/state/burundi.html"))
    page = client.get(burundi.removeprefix(ADDRESS)).text
    canonical = re.search(r'rel="canonical" href="([^"]+)"', page)
    assert canonical is None or canonical[1].endswith("/id/state/burundi.html")


def test_the_map_of_the_whole_set_keeps_to_the_protocol(shipped_release, monkeypatch):
    site = Site(shipped_release, None, Settings(public_url="https://alliances.example/x/"))
    monkeypatch.setattr(sitemap, "PART", 3000)
    _, parts = places(sitemap.index(site))
    pages = [places(sitemap.part(site, number + 1))[1] for number in range(len(parts))]
    assert len(parts) > 3
    assert all(0 < len(part) <= 3000 <= MOST for part in pages)
    listed = [place for part in pages for place in part]
    assert len(listed) == len(set(listed))
    assert all(place.startswith("https://alliances.example/x/") for place in listed)
    assert not [place for place in listed if "?" in place]
    assert sitemap.part(site, len(parts) + 1) == ""
    assert sitemap.part(site, 0) == ""


def test_parts_that_are_not_there(client):
    for number in ("0", "2", "99999999999999999999"):
        assert client.get(f"/sitemap/{number}.xml").status_code == 404


def test_robots_are_led_to_the_map(client):
    sent = client.get("/robots.txt")
    assert sent.content_type == "text/plain; charset=utf-8"
    assert f"\nSitemap: {ADDRESS}/sitemap.xml\n" in sent.text
    assert "\nDisallow: /sparql\n" in sent.text
    assert (
        client.get("/robots.txt", headers={"If-None-Match": sent.headers["ETag"]}).status_code
        == 304
    )


def test_prefixes_in_each_form(client):
    assert client.get("/prefixes.json").json == PREFIXES
    turtle = client.get("/prefixes.ttl")
    said = {
        (t.subject.value, t.object.value)
        for t in ox.parse(turtle.data, format=ox.RdfFormat.TURTLE)
        if t.predicate.value == SH + "declare"
    }
    assert said == {(ONTOLOGY, DECLARATION + prefix) for prefix in PREFIXES}
    page = client.get("/prefixes.html").text
    assert all(f"<code>{prefix}:</code>" in page for prefix in PREFIXES)
    assert client.get("/prefixes.xls").status_code == 404


@pytest.mark.parametrize(
    ("accept", "kind"),
    [("text/html", "text/html"), ("text/turtle", "text/turtle"), ("application/json",) * 2],
)
def test_prefixes_are_negotiated(client, accept, kind):
    sent = client.get("/prefixes", headers={"Accept": accept})
    assert sent.content_type.startswith(kind)
    assert "Accept" in sent.headers["Vary"]


def test_llms_txt_tells_addresses_that_answer(client):
    text = client.get("/llms.txt").text
    assert text.startswith("# Sample\n\n> ")
    found = set(re.findall(rf"\]\({ADDRESS}([^)]+)\)", text))
    assert {"/openapi.json", "/sparql", "/dumps/", "/examples/", "/prefixes.json"} <= found
    assert "/data/missions.csv" in found
    asked = [path for path in found if "?" in path]
    assert len(asked) >= 15
    assert len(text) < 20_000
    for path in [*asked[:2], "/data/missions.csv?host=somalia&at=1993-01-01"]:
        assert client.get(path).status_code in (200, 400)
    assert "openalliances mcp" in text


@pytest.mark.parametrize("path", ["/llms.txt", "/robots.txt", "/sitemap.xml", "/sitemap/1.xml"])
def test_a_users_release_has_them_too(own_files, path):
    sent = own_files.test_client().get(path)
    assert sent.status_code == 200
    assert "/data/" not in sent.text.replace("/data/*?", "")


def test_prefixes_of_a_users_release(own_files):
    client = own_files.test_client()
    assert client.get("/prefixes.json").json["skos"] == PREFIXES["skos"]
    assert b"/prefixes#skos" in client.get("/prefixes.ttl").data


def test_heads_of_the_pages_with_most_links_can_be_read_by_programs(shipped_release, request):
    # Python's http.client reads a hundred lines of a head, of 65,536 bytes each.
    settings = Settings(public_url="https://alliances.example/x/")
    engine = open_local(shipped_release.store, settings)
    request.addfinalizer(engine.close)
    site = Site(shipped_release, engine, settings)
    for links in (home_links(site), part_links(site, GRAPHS), part_links(site, TABLE)):
        assert len(links) < 50
        assert max(map(len, links)) < 20_000
        assert any('rel="item"' in line for line in links)
