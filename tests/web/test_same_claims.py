"""A description holds the same claims as a page and in RDF: those that ``claims.rq`` gives.

The page is that of all statements; the page that answers has its claims from the tables.
"""

import json
import random
import re
from html import unescape

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from openalliances.engine.local.engine import open_local
from openalliances.engine.select import select
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML, JSON_LD, TURTLE
from openalliances.rdf.prefixes import ALLY, BASE, ID, VOCAB
from openalliances.rdf.vocabulary import RDF
from openalliances.settings import Settings
from openalliances.things.claims import PAGE, list_claims
from openalliances.web.app import create_app

from ..sample import with_client

CLAIM = NamedNode(ALLY + "Claim")
SHOWN = re.compile(r'<li id="claim-\d+"[^>]*>\s*<a href="/(id/claim/[^"]+)\.html"')
NEXT = re.compile(r'rel="next" href="([^"#]+)')
LONG = ID + "source/burundi-defence-partnerships"
"""A document from which more claims come than one page holds."""
KNOWN = (
    *(ALLY + name for name in ("Peacebuilding", "MilitaryAlliance", "CommunityEngagement")),
    *(ID + name for name in ("state/burundi", "partnership/burundi-rwanda", "mission/amisom")),
    LONG,
)
DRAWN = 5
"""Things that are drawn of what claims have as subject, object or topic; and concepts."""
SPEAKING = """
PREFIX ally: <https://w3id.org/openalliances/ontology/>
SELECT DISTINCT ?thing WHERE {{ ?claim a ally:Claim ; ally:{0} ?thing FILTER(ISIRI(?thing)) }}
ORDER BY ?thing
"""
TIMEOUT = 60


@pytest.fixture(scope="module")
def site(shipped_release):
    settings = Settings(query_workers=1)
    engine = open_local(shipped_release.store, settings)
    yield Site(shipped_release, engine, settings)
    engine.close()


@pytest.fixture(scope="module")
def client(site):
    return with_client(create_app(site)).test_client()


@pytest.fixture(scope="module")
def drawn(site):
    """Return the known things, and some of each kind that are drawn."""
    draw = random.Random(14)
    found = dict.fromkeys(KNOWN)
    for name in ("claimSubject", "claimObject", "aboutEntity"):
        rows = select(site.engine, SPEAKING.format(name), {}, TIMEOUT)
        iris = [row["thing"].value for row in rows if "/claim/" not in row["thing"].value]
        for start in ((ID, ALLY), VOCAB):
            kind = [iri for iri in iris if iri.startswith(start)]
            found |= dict.fromkeys(draw.sample(kind, min(DRAWN, len(kind))))
    return tuple(found)


def place(site, iri, form, page):
    parameters = {"page": str(page)} if page > 1 else {}
    if form is JSON_LD:
        parameters["form"] = "expanded"
    if form is HTML:
        parameters["view"] = "data"
    return site.urls.document(iri, form, parameters)


def on_the_page(client, site, iri, page):
    return {BASE + path for path in SHOWN.findall(client.get(place(site, iri, HTML, page)).text)}


def in_turtle(client, site, iri, page):
    quads = parse(client.get(place(site, iri, TURTLE, page)).data, RdfFormat.TURTLE)
    return {q.subject.value for q in quads if q.predicate == RDF.type and q.object == CLAIM}


def in_json_ld(client, site, iri, page):
    text = client.get(place(site, iri, JSON_LD, page)).text
    quads = parse(text, RdfFormat.JSON_LD)
    return {q.subject.value for q in quads if q.predicate == RDF.type and q.object == CLAIM}


def test_page_and_documents_hold_the_same_claims(client, site, drawn):
    kinds = [iri.startswith(VOCAB) for iri in drawn]
    assert any(kinds)
    for iri in drawn:
        listed = list_claims(site.engine, iri, TIMEOUT)
        assert listed.iris, iri
        for page in range(1, listed.pages + 1):
            expected = set(listed.on_page(page))
            for told in (on_the_page, in_turtle, in_json_ld):
                assert told(client, site, iri, page) == expected, (iri, page, told.__name__)


def test_claims_have_their_own_statements_in_a_document(client, site):
    quads = list(parse(client.get(place(site, KNOWN[0], TURTLE, 1)).data, RdfFormat.TURTLE))
    typed = {q.subject.value for q in quads if q.predicate == NamedNode(ALLY + "hasClaimType")}
    assert typed >= in_turtle(client, site, KNOWN[0], 1)


def test_many_claims_are_told_page_by_page(client, site):
    total = len(list_claims(site.engine, LONG, TIMEOUT).iris)
    assert total > PAGE
    seen, path = set(), place(site, LONG, HTML, 1)
    while path:
        text = client.get(path).text
        shown = SHOWN.findall(text)
        assert len(shown) <= PAGE
        seen |= set(shown)
        onward = NEXT.search(text)
        path = unescape(onward[1]) if onward else ""
    assert len(seen) == total
    beyond = total // PAGE + 2
    assert client.get(place(site, LONG, HTML, beyond)).status_code == 404
    links = client.get(place(site, LONG, TURTLE, 1)).headers.getlist("Link")
    assert any('rel="next"' in link for link in links)


def test_a_class_that_only_claims_speak_of_says_so(client):
    text = client.get("/ontology/Peacebuilding.html").text
    assert "Not used in the data yet" not in text
    assert SHOWN.search(text)


def test_json_says_how_many_claims_lead_to_a_thing(client):
    counts = json.loads(client.get("/ontology/Peacebuilding.json").data)["incoming"]
    assert counts["ally:claimSubject"] > 0
