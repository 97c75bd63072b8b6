"""Documents of the shipped set: what was withdrawn, which says why, and what the profiles are."""

import csv
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from openalliances.engine.local.engine import open_local
from openalliances.http.profiles import CONTENT_PROFILES
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import BASE, ID
from openalliances.rdf.vocabulary import SKOS
from openalliances.settings import Settings
from openalliances.web.app import create_app

from ..sample import with_client

TABLE = Path(__file__).parents[2] / "data" / "tables" / "withdrawn.csv"
TURTLE = {"Accept": "text/turtle"}


def rows():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["n"] == "1"]


MERGED = next(row for row in rows() if row["replaced_by"])
GONE = next(row for row in rows() if not row["replaced_by"])


@pytest.fixture(scope="module")
def built(shipped_release):
    settings = Settings(query_workers=1)
    engine = open_local(shipped_release.store, settings)
    yield with_client(create_app(Site(shipped_release, engine, settings))).test_client()
    engine.close()


def successors(answer):
    links = answer.headers.getlist("Link")
    return [link[1 : link.index(">")] for link in links if 'rel="successor-version"' in link]


@pytest.mark.parametrize("suffix", ["", ".ttl", ".html", ".jsonld", ".csv", ".json"])
def test_what_was_merged_links_to_what_replaces_it(built, suffix):
    answer = built.get(f"/id/{MERGED['id']}{suffix}", headers=TURTLE)
    assert answer.status_code == (200 if suffix else 303)
    assert successors(answer) == [ID + MERGED["replaced_by"]]


def test_the_document_says_why_and_what_replaces_it(built):
    text = built.get(f"/id/{MERGED['id']}.nt").text
    assert f"isReplacedBy> <{ID}{MERGED['replaced_by']}>" in text
    assert "deprecated> " in text
    assert built.get(f"/id/{MERGED['replaced_by']}.nt").status_code == 200


def test_the_page_says_why_and_leads_on(built):
    page = built.get(f"/id/{MERGED['id']}.html").text
    assert "Withdrawn." in page
    assert f'href="/id/{MERGED["replaced_by"]}.html"' in page


def test_what_nothing_replaces_says_why_and_leads_nowhere(built):
    answer = built.get(f"/id/{GONE['id']}.html")
    assert (answer.status_code, successors(answer)) == (200, [])
    assert "Withdrawn." in answer.text


def test_nobody_is_sent_to_another_thing_unawares(built):
    answer = built.get(f"/id/{MERGED['id']}", headers=TURTLE)
    assert answer.headers["Location"] == f"/id/{MERGED['id']}.ttl"


@pytest.mark.parametrize("profile", CONTENT_PROFILES)
def test_the_iri_of_a_profile_leads_to_its_definition(built, profile):
    path = f"/{profile.iri.removeprefix(BASE)}"
    accept = {"Accept": "application/n-triples"}
    answer = built.get(path, headers=accept, follow_redirects=True)
    assert answer.status_code == 200
    quads = list(parse(answer.data, RdfFormat.N_TRIPLES))
    said = {q.predicate: q.object.value for q in quads if q.subject == NamedNode(profile.iri)}
    assert said[SKOS.notation] == profile.value
    assert said[SKOS.definition]
