"""Labels, queries and paths come from strangers."""

import re

import pytest

SCRIPT = "<script>alert(1)</script>"
PAGES = [
    "/id/state/hostile.html",
    "/browse/states",
    "/search?q=alert",
    f"/search?q={SCRIPT}x",
    f"/sparql?query={SCRIPT}",
    "/sparql?query=SELECT ?s ?l { ?s <http://www.w3.org/2000/01/rdf-schema%23label> ?l }&timeout=5",
    f"/nothing/{SCRIPT}",
    f"/browse/{SCRIPT}",
    f"/resource?iri={SCRIPT}",
]


OWN_SCRIPTS = re.compile(
    r'<script (?:defer )?src="/static/[a-z/.]+js[^"]*"(?: defer| type="module")?></script>'
)


@pytest.fixture
def client(door):
    """Both doors: pages, and what is answered at /sparql."""
    return door


@pytest.mark.parametrize("path", PAGES)
def test_markup_in_data_stays_text(client, path):
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.content_type.startswith("text/html")
    assert "<script" not in OWN_SCRIPTS.sub("", response.text)
    assert "onerror=" not in response.text


def test_the_label_itself_is_shown_escaped(client):
    page = client.get("/id/state/hostile.html").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'lang="ar">إسرائيل</bdi>' in page


def test_only_links_of_the_web_can_be_followed(client):
    assert 'href="javascript:' not in client.get("/id/state/hostile.html").text


@pytest.mark.parametrize("path", ["/", "/id/state/burundi.html", "/id/state/burundi.ttl", "/none"])
def test_every_answer_has_the_safety_headers(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    for directive in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in headers
    assert headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path", ["/dumps/../manifest.json", "/dumps/%2e%2e/manifest.json", "/static/../app.py"]
)
def test_no_way_out_of_a_folder(door, path):
    assert door.get(path).status_code == 404
