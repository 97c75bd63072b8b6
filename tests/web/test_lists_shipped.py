"""Lists of the shipped set: nothing falls out of them, and no page is long."""

import csv
import gzip
import io
import re

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.engine.select import select
from openalliances.pages.kinds import KINDS
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import ALLY
from openalliances.settings import Settings
from openalliances.web.app import create_app

from ..sample import with_client

MOST_ROWS = 150
LARGEST = 100_000
"""Bytes of a page as it travels."""
TIMEOUT = 60
ROW = re.compile(r'<th scope="row"><a href="([^"]+)"')
NEXT = re.compile(r'rel="next" href="([^"]+)"')
COUNT = """
PREFIX ally: <https://w3id.org/openalliances/ontology/>
SELECT (COUNT(DISTINCT ?thing) AS ?number) WHERE { ?thing a ally:%s }
"""
MOST = """
PREFIX ally: <https://w3id.org/openalliances/ontology/>
SELECT ?operation (COUNT(DISTINCT ?part) AS ?parts)
WHERE { ?part ally:%s ?operation . ?operation a ally:Operation }
GROUP BY ?operation ORDER BY DESC(?parts) ?operation LIMIT 3
"""


@pytest.fixture(scope="module")
def site(shipped_release):
    settings = Settings(query_workers=1)
    engine = open_local(shipped_release.store, settings)
    yield Site(shipped_release, engine, settings)
    engine.close()


@pytest.fixture(scope="module")
def client(site):
    return with_client(create_app(site)).test_client()


def number(site, name):
    (row,) = select(site.engine, COUNT % name, {}, TIMEOUT)
    return int(row["number"].value)


def all_rows(client, slug):
    found, path = [], f"/browse/{slug}"
    while path:
        page = client.get(path).text
        assert page.count("<tr") <= MOST_ROWS + 1, path
        found += ROW.findall(page)
        onward = NEXT.search(page)
        path = onward[1] if onward else ""
    return found


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("missions", "Operation"),
        ("mandates", "Mandate"),
        ("contributions", "Contribution"),
        ("suspensions", "Suspension"),
        ("agreements", "PeaceAgreement"),
        ("instruments", "LegalInstrument"),
        ("conflicts", "ArmedConflict"),
    ],
)
def test_a_list_has_all_things_of_its_class_each_once(client, site, slug, name):
    rows = all_rows(client, slug)
    assert len(rows) == len(set(rows)) == number(site, name)


def test_every_source_that_is_cited_is_listed(client, site):
    rows = select(
        site.engine,
        f"SELECT DISTINCT ?source WHERE {{ ?citation <{ALLY}citesSource> ?source }} "
        "ORDER BY ?source",
        {},
        TIMEOUT,
    )
    cited = {site.urls.document(row["source"].value) for row in rows}
    assert cited <= set(all_rows(client, "sources"))


def test_peace_operations_and_military_operations_are_all_operations(site):
    for name in ("PeaceOperation", "MilitaryOperation"):
        assert 0 < number(site, name) < number(site, "Operation")


def test_home_counts_the_operations_of_the_list(client, site):
    home = client.get("/").text
    found = re.search(r'href="/browse/missions"><strong>([\d,]+)</strong>', home)
    assert found
    assert int(found[1].replace(",", "")) == number(site, "Operation")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_every_list_is_reached_and_short(client, kind):
    assert f'href="/browse/{kind.slug}"' in client.get("/browse/").text
    page = client.get(f"/browse/{kind.slug}")
    assert page.status_code == 200
    assert len(gzip.compress(page.data)) < LARGEST
    if kind.table:
        assert f"/data/{kind.table}.csv" in page.text
        assert f"/data/{kind.table}.json" in page.text


@pytest.mark.parametrize(
    ("name", "table"), [("isContributionTo", "contributions"), ("isMandateOf", "mandates")]
)
def test_the_page_of_an_operation_with_many_parts_is_short_and_leads_to_all(
    client, site, name, table
):
    for row in select(site.engine, MOST % name, {}, TIMEOUT):
        iri, parts = row["operation"].value, int(row["parts"].value)
        page = client.get(site.urls.document(iri))
        assert page.data.count(b"<tr") <= MOST_ROWS, iri
        assert len(gzip.compress(page.data)) < LARGEST, iri
        path = re.search(rf'href="(/data/{table}\.html\?mission=[^"]+)"', page.text)
        assert path, iri
        whole = client.get(path[1].replace(".html", ".csv")).text
        assert len(list(csv.DictReader(io.StringIO(whole)))) == parts, iri
