"""Whatever the form of an IRI: links on a page lead to it, and its path, where it has one."""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from openalliances.builder.user_files import load_files
from openalliances.engine.local.engine import open_local
from openalliances.http.urls import RESERVED
from openalliances.progress import Silence

from ..door import opened

BASE = "http://pact.example/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
OWL = "http://www.w3.org/2002/07/owl#"
LINK = re.compile(r'(?:href|action|src)="([^"]*)"')

BELOW = """
hq voc/ voc/c1 both both/ a/b/c/ onto onto#Pact onto#signs onto# onto#main only#term
état %C3%A9t%C3%A9 a%20b a%2Fb a%23b a%3Fb a%25b %FF %c3%a9 100%25 a+b a&b=c;d (x)'!*~$,@
x?y=1 x?y=1#z x?y=%C3%A9 x? 日本 a:b //evil.example/x x//y a/../b ./c .. .hidden
x.ttl x.html x. .ttl sparql static/x resource search browse/states dumps/ ontology ontology/X
ontology/questions/CQ1 vocab/x shapes shapes.ttl example/x examples/ about/limits
favicon.ico robots.txt .well-known/void healthz graphs
reconcile reconcile/fr reconcile.html suggest opensearch.xml
"""
IRIS = [
    BASE,
    *(BASE + rest for rest in BELOW.split()),
    "http://pact.example:8080/port",
    "http://user@pact.example/u",
    "http://[::1]:80/x",
    "https://other.example/x#y",
    "urn:x:1",
    "urn:uuid:0a8e7f6c-0000-4000-8000-000000000000",
    "mailto:a@pact.example",
    "tel:+257",
    "javascript:alert(1)",
    "tag:pact.example,2026:x",
    "file:///etc/passwd",
    "data:text/html,x",
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, settings):
    """A client of the real server over things whose IRIs have every form."""
    folder = tmp_path_factory.mktemp("hostile")
    lines = [f'<{iri}> <{LABEL}> "thing {n}" .' for n, iri in enumerate(IRIS)]
    # A page shows the first twenty values of a property.
    lines += [f"<{BASE}hq> <{BASE}knows{n // 20}> <{iri}> ." for n, iri in enumerate(IRIS)]
    # RDF/XML has no property whose IRI ends in no XML name.
    named = [iri for iri in IRIS if re.search("[/#][a-z]+$", iri)]
    lines += [f"<{iri}> <{iri}> <{BASE}hq> ." for iri in named]
    lines += [f"<{BASE}{term}> a <{OWL}Class> ." for term in ("onto#Pact", "ontology/X")]
    (folder / "hostile.ttl").write_text("\n".join(lines))
    cached = replace(settings, cache_dir=str(folder / "cache"), base=BASE)
    release = load_files([folder / "hostile.ttl"], cached, Silence())
    engine = open_local(release.store, cached)
    with opened(release, engine, cached) as door:
        yield door
    engine.close()


def label_of(iri):
    return f"thing {IRIS.index(iri)}"


@pytest.mark.parametrize("iri", IRIS)
@pytest.mark.parametrize("form", ["ttl", "nt"])
def test_a_document_can_be_had_by_the_whole_iri(hostile, iri, form):
    answer = hostile.get("/resource?" + urlencode({"iri": iri, "format": form}))
    assert answer.status_code == 200
    quads = parse(answer.data, RdfFormat.from_extension(form))
    assert label_of(iri) in {q.object.value for q in quads if q.subject == NamedNode(iri)}


def test_no_link_of_a_page_leads_nowhere(hostile):
    waiting, seen = ["/hq.html"], set()
    while waiting:
        path = waiting.pop()
        # The server itself answers that, and not the app.
        if path in seen or path == "/healthz":
            continue
        seen.add(path)
        answer = hostile.get(path, headers={"Accept": "text/html"})
        assert answer.status_code in (200, 303), path
        if answer.status_code == 303:
            waiting.append(answer.headers["Location"])
        elif answer.content_type.startswith("text/html"):
            links = {unescape(link).partition("#")[0] for link in LINK.findall(answer.text)}
            assert not [link for link in links if link.startswith(("//", "javascript:"))]
            waiting += [link for link in links if link.startswith("/")]
    assert len(seen) > 3 * len(IRIS)


@pytest.mark.parametrize("iri", IRIS)
def test_the_page_that_a_link_names_is_that_of_the_thing(hostile, iri):
    page = hostile.get("/hq.html").text
    (href,) = set(re.findall(rf'<a href="([^"]*)"[^>]*><bdi>{label_of(iri)}</bdi>', page))
    answer = hostile.get(unescape(href))
    assert answer.status_code == 200
    assert f"<h1><bdi>{label_of(iri)}</bdi></h1>" in answer.text


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("/hq", "hq"),
        ("/hq/", "hq"),
        ("/voc/", "voc/"),
        ("/voc", "voc/"),
        ("/both", "both"),
        ("/both/", "both/"),
        ("/a/b/c/", "a/b/c/"),
        ("/x?y=1", "x?y=1"),
        ("/hq?utm=1", "hq"),
        ("/%C3%A9tat", "état"),
        ("/a%20b", "a%20b"),
        ("/a%23b", "a%23b"),
        ("/a%25b", "a%25b"),
        ("/onto", "onto"),
        ("/only", "only#term"),
    ],
)
def test_a_path_leads_to_the_thing_below_the_base(hostile, path, iri):
    answer = hostile.get(path, headers={"Accept": "text/turtle"})
    assert answer.status_code == 303
    document = hostile.get(answer.headers["Location"])
    assert document.status_code == 200
    found = {q.subject.value for q in parse(document.data, RdfFormat.TURTLE)}
    assert BASE + iri in found


@pytest.mark.parametrize(
    ("accept", "status"),
    [("text/turtle", 303), ("text/html", 200), ("*/*", 200), ("image/png", 200)],
)
def test_the_base_itself_is_a_thing_and_has_the_home_page(hostile, accept, status):
    answer = hostile.get("/", headers={"Accept": accept})
    assert answer.status_code == status
    assert "accept" in answer.vary
    if status == 303:
        document = hostile.get(answer.headers["Location"])
        assert BASE in {q.subject.value for q in parse(document.data, RdfFormat.TURTLE)}


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "rdf", "nq", "trig"])
def test_the_document_of_a_hash_namespace_holds_its_terms(hostile, suffix):
    quads = list(parse(hostile.get(f"/onto.{suffix}").data, RdfFormat.from_extension(suffix)))
    names = {q.object.value for q in quads if q.predicate.value == LABEL}
    terms = ("onto", "onto#Pact", "onto#signs", "onto#", "onto#main")
    assert names == {label_of(BASE + term) for term in terms}


def test_the_page_of_a_hash_namespace_has_an_anchor_for_each_term(hostile):
    page = hostile.get("/onto.html").text
    for anchor in ("Pact", "signs", "term-main"):
        assert page.count(f'id="{anchor}"') == 1
    assert page.count('id="main"') == 1


def test_no_thing_has_the_path_of_a_surface(app):
    """What the app itself answers is reserved, or falls back to the thing of that name."""
    falling_back = {
        "<path:path>",
        "CITATION.cff",
        "catalog",
        "context",
        "data",
        "dataset",
        "example",
        "links",
        "ontology",
        "ontology.html",
        "shapes",
        "vocab",
    }
    first = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    assert {name.split(".<")[0] for name in first} - falling_back <= RESERVED
