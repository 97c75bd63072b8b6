"""Lists of the shipped set: nothing falls out of them, and no page is long."""

import csv
import gzip
import io
import json
import re
import sqlite3
from contextlib import closing
from html import unescape
from math import hypot

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.engine.select import select
from openalliances.pages.kinds import ALIASES, KINDS, kind_of
from openalliances.pages.lists.index import EXAMPLES
from openalliances.pages.site import Site
from openalliances.pictures import prepared
from openalliances.rdf.prefixes import ALLY
from openalliances.settings import Settings
from openalliances.web.app import create_app

from ..sample import with_client

MOST_ROWS = 200
"""Rows of the tables on the page of a thing, without the sources under each."""
PART = 100
"""Rows of one part of a list."""
LARGEST = 100_000
"""Bytes of a page as it travels."""
TIMEOUT = 60
PLACED = {
    *("states", "regions", "memberships", "suspensions", "missions", "mandates", "tasks"),
    *("contributions", "conflicts", "decisions", "agreements"),
}
"""Lists whose rows have places."""
EU_IN_THE_2000S = "lead = 'organization/european-union' AND start LIKE '200%'"
CAUSAL_ON_BURUNDI = "document = 'source/burundi-defence-partnerships' AND kind = 'causal'"
ROW = re.compile(r'<th scope="row"><a href="([^"]+)"')
NEXT = re.compile(r'rel="next" href="([^"]+)"')
FACET = re.compile(
    r'<li><a href="([^"]+)"(?: aria-current="true")?><span>.*?</span> <b>([\d,]+)</b>'
)
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
        assert page.count('<th scope="row"') <= PART, path
        found += ROW.findall(page)
        onward = NEXT.search(page)
        path = unescape(onward[1]) if onward else ""
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
    found = re.search(r'href="/browse/missions">[^<]*<span>([\d,]+)</span>', home)
    assert found
    assert int(found[1].replace(",", "")) == number(site, "Operation")


@pytest.fixture(scope="module")
def database(shipped_release):
    path = shipped_release.folder / "tables" / "openalliances.sqlite"
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
        yield opened


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_every_list_is_reached_and_short(client, kind):
    assert f'href="/browse/{kind.slug}"' in client.get("/browse/").text
    page = client.get(f"/browse/{kind.slug}")
    assert page.status_code == 200
    assert len(gzip.compress(page.data)) < LARGEST
    for form in ("csv", "json"):
        assert f'href="/browse/{kind.slug}.{form}"' in page.text
    is_drawn = kind.slug in PLACED
    assert (f'href="/browse/{kind.slug}.geojson"' in page.text) == is_drawn
    if is_drawn and prepared.points():
        drawn = json.loads(client.get(f"/browse/{kind.slug}.geojson").text)
        nowhere = [one for one in drawn["features"] if one["geometry"] is None]
        assert drawn["without_geometry"] == len(nowhere) < len(drawn["features"]) / 3


@pytest.mark.parametrize(
    ("path", "points"),
    [
        ("states.geojson?q=burundi", {(29.88, -3.36)}),
        ("missions.geojson?q=minusca", {(20.46, 6.57)}),
        ("suspensions.geojson?member=state/mali", {(-3.6, 17.3)}),
        ("conflicts.geojson?q=burundi", {(29.88, -3.36)}),
        ("states.geojson?q=Fiji", {(177.97, -17.82)}),
    ],
)
def test_things_stand_where_they_are(client, path, points):
    if not prepared.points():
        pytest.skip("the shapes of maps are not prepared: make shapes")
    drawn = json.loads(client.get(f"/browse/{path}").text)["features"]
    found = {tuple(one["geometry"]["coordinates"]) for one in drawn if one["geometry"]}
    assert all(any(hypot(x - a, y - b) < 2 for x, y in found) for a, b in points)


def test_the_examples_of_lists_are_rows_of_them(client):
    page = client.get("/browse/").text
    for slug, id_ in EXAMPLES.items():
        rows = csv.DictReader(io.StringIO(client.get(f"/browse/{slug}.csv").text))
        assert id_ in {row["id"] for row in rows}, slug
        path = id_ if id_.startswith(("vocab/", "ontology/")) else f"id/{id_}"
        assert f'href="/{path}.html"' in page


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_the_sql_that_a_list_shows_gives_the_rows_of_its_csv(client, database, kind):
    page = unescape(client.get(f"/browse/{kind.slug}").text)
    shown = re.search(r"<pre><code>(SELECT.*?)</code></pre>", page, re.DOTALL)
    asked = database.execute(shown[1]).fetchall()
    sent = list(csv.reader(io.StringIO(client.get(f"/browse/{kind.slug}.csv").text)))
    assert len(sent) - 1 == len(asked) > 0
    words = {0: "FALSE", 1: "TRUE"}
    first = ["" if cell is None else str(cell) for cell in asked[0]]
    assert all(
        a == b or words.get(asked[0][n]) == b
        for n, (a, b) in enumerate(zip(first, sent[1], strict=True))
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_every_value_of_a_facet_leads_to_as_many_rows_as_it_says(client, kind):
    text = client.get(f"/browse/{kind.slug}").text.partition('id="facets"')[2]
    found = FACET.findall(text)
    for href, number in found[:: max(1, len(found) // 12)]:
        answer = client.get(unescape(href).replace(f"/{kind.slug}?", f"/{kind.slug}.csv?"))
        assert answer.headers["Result-Count"] == number.replace(",", ""), href


@pytest.mark.parametrize(
    ("path", "condition"),
    [
        ("missions?region=region/africa", "instr(regions, 'region/africa') AND 1"),
        ("missions?lead=organization/european-union&decade=2000", EU_IN_THE_2000S),
        ("alliances", "instr(kinds, 'collective-defence-alliance')"),
        ("partnerships?obligations=neutrality", "instr(obligations, 'neutrality')"),
        ("states?region=region/oceania", "instr(regions, 'region/oceania')"),
        ("memberships?status=ended", "\"end\" IS NOT NULL OR end_status = 'ended'"),
        ("claims?document=source/burundi-defence-partnerships&kind=causal", CAUSAL_ON_BURUNDI),
        ("claims?subject_kind=partnership", "subject LIKE 'partnership/%'"),
        ("relations", "kind = 'relation'"),
        ("instruments?signatory=state/france", "instr(signatories, 'state/france')"),
    ],
)
def test_a_list_has_exactly_the_rows_that_the_tables_have(client, database, path, condition):
    slug, _, query = path.partition("?")
    table = kind_of(slug).table
    (number,) = database.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()
    answer = client.get(f"/browse/{slug}.csv?{query}")
    assert int(answer.headers["Result-Count"]) == number > 0


@pytest.mark.parametrize(
    ("name", "list_", "said"),
    [
        ("treaties", "instruments?kind=treaty&kind=protocol&kind=charter", "Treaties, resolutions"),
        ("resolutions", "instruments?kind=resolution", "Treaties, resolutions"),
        ("peace-agreements", "agreements", "Peace agreements"),
        ("treaties.csv?signatory=state/france", "instruments.csv?kind=treaty", "treaty/"),
        ("peace-agreements?lang=fr", "agreements?lang=fr", "Accords de paix"),
    ],
)
def test_other_names_of_lists_lead_to_them(client, name, list_, said):
    answer = client.get(f"/browse/{name}")
    assert answer.status_code == 303
    assert f"/browse/{list_}" in answer.headers["Location"]
    text = client.get(answer.headers["Location"]).text
    assert said in text


def test_other_names_of_lists_are_no_lists_themselves():
    assert not {*ALIASES} & {kind.slug for kind in KINDS}
    assert {slug for slug, _ in ALIASES.values()} <= {kind.slug for kind in KINDS}


@pytest.mark.parametrize("path", ["claims?kind=causal", "sources?kind=press", "tasks"])
def test_parts_have_each_row_once_in_the_order_of_the_csv(client, path):
    slug, _, query = path.partition("?")
    link = "mandate" if slug == "tasks" else "id"
    text = client.get(f"/browse/{slug}.csv?{query}").text
    sent = [f"/id/{row[link]}.html" for row in csv.DictReader(io.StringIO(text))]
    assert all_rows(client, path) == sent
    assert len(sent) > PART


@pytest.mark.parametrize(
    "path",
    [
        *("missions?region=region/africa", "missions?lead=organization/united-nations&decade=1990"),
        *("alliances?obligations=offence", "partnerships?member=state/kenya", "states"),
        *("memberships?organization=organization/nato", "claims?kind=causal", "sources?kind=press"),
        *("mandates?effects=termination", "instruments?decade=2000", "agreements", "regions"),
        "instruments?signatory=state/france",
        *("contributions?mission=mission/amisom", "missions?hosts=state/somalia&hosts=state/mali"),
        *("organisations?grade=corroborated", "missions?kinds=peacekeeping-operation&at=1994"),
        *("alliances?at=1914-08-01", "memberships?at=2015-06&organization=organization/nato"),
        *("partnerships?kinds=neutrality-pact&kinds=consultation-pact", "contributions?at=2020"),
        # What has no start may hold since its body or its operation began.
        *("memberships?at=1950&organization=organization/council-of-europe", "missions?at=2025-12"),
        "contributions?at=2003&mission=mission/kfor",
    ],
)
def test_the_sparql_that_a_list_shows_gives_its_rows(client, site, path):
    slug, _, query = path.partition("?")
    page = unescape(client.get(f"/browse/{path}").text)
    shown = re.search(r"<pre><code>(PREFIX.*?)</code></pre>", page, re.DOTALL)
    rows = select(site.engine, shown[1], {}, TIMEOUT)
    text = client.get(f"/browse/{slug}.csv?{query}").text
    sent = [row["iri"] for row in csv.DictReader(io.StringIO(text))]
    assert sorted({row["item"].value for row in rows}) == sorted(sent)
    assert len(rows) == len(sent)


def test_alliances_on_a_day_name_the_members_of_that_day(client):
    page = client.get("/browse/alliances?at=1914-08-01").text
    assert len(ROW.findall(page)) == 7
    entente = page.partition("Franco-Russian Alliance")[2].partition("</tbody>")[0]
    assert "France" in entente
    assert "Russia" in entente
    nato = client.get("/browse/alliances?at=1950-06-01&q=north+atlantic").text
    assert "/id/state/canada.html" in nato
    assert "/id/state/finland.html" not in nato


def test_what_is_not_known_of_a_day_is_told(client, database):
    page = client.get("/browse/missions?at=2026-11-01").text
    told = re.search(r"Of (\d+) more it is not known", page)
    (number,) = database.execute(
        "SELECT count(*) FROM missions WHERE coalesce(start_earliest, '0') <= '2026-11-01' "
        "AND \"end\" IS NULL AND end_status <> 'ended' AND coalesce(known_until, '0') < "
        "substr('2026-11-01', 1, max(1, length(coalesce(known_until, ''))))"
    ).fetchone()
    assert int(told[1]) == number > 0


@pytest.mark.parametrize(
    ("name", "table"), [("isContributionTo", "contributions"), ("isMandateOf", "mandates")]
)
def test_the_page_of_an_operation_with_many_parts_is_short_and_leads_to_all(
    client, site, name, table
):
    for row in select(site.engine, MOST % name, {}, TIMEOUT):
        iri, parts = row["operation"].value, int(row["parts"].value)
        page = client.get(site.urls.document(iri))
        assert page.text.count('<th scope="row"') <= MOST_ROWS, iri
        assert len(gzip.compress(page.data)) < LARGEST, iri
        path = re.search(rf'href="(/data/{table}\.html\?mission=[^"]+)"', page.text)
        assert path, iri
        whole = client.get(path[1].replace(".html", ".csv")).text
        assert len(list(csv.DictReader(io.StringIO(whole)))) == parts, iri


RAW = re.compile(
    r">\s*((?:state|organization|arrangement|region|mission|conflict|treaty|resolution|decision|"
    r"mandate|membership|source|peace-agreement|vocab|ontology)/[^<\s]+)\s*<",
    re.IGNORECASE,
)
"""What is shown and is an identifier, not a name."""


@pytest.mark.parametrize("slug", [kind.slug for kind in KINDS])
def test_no_list_shows_an_identifier_in_place_of_a_name(client, slug):
    page = client.get(f"/browse/{slug}").text
    assert not RAW.findall(page.partition('class="use"')[0])
    assert not RAW.findall(page.partition('id="facets"')[2])


def test_suspensions_say_who_imposed_them_and_how_far_the_list_goes(client):
    page = client.get("/browse/suspensions").text
    assert "Sources count all at one time for" in page
    assert "else the list is as far as recorded." in page
    own = client.get("/browse/suspensions?kind=by-the-member").text
    assert set(ROW.findall(own)) >= {
        f"/id/suspension/{one}.html" for one in ("csto/armenia", "igad/eritrea", "igad/sudan")
    }
    none = client.get("/browse/suspensions?organization=organization/csto").text
    assert "No source gives all of them" in none
