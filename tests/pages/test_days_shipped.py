"""Pages of days and comparisons over the shipped set: exact pairs, counts, links that lead."""

import csv
import gzip
import html
import io
import re

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.engine.select import select
from openalliances.facts.allies import pacts, pairs, with_promise
from openalliances.facts.comparison import memberships_of
from openalliances.facts.days import Day
from openalliances.facts.organizations_on import organizations_on
from openalliances.pages import figures
from openalliances.pages.on_day.tables import TABLES, query_of
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.settings import Settings
from openalliances.web.app import create_app

PAIRS_1914 = {
    ("Austria-Hungary", "Germany"),
    ("Austria-Hungary", "Italy"),
    ("Austria-Hungary", "Romania"),
    ("France", "Russia"),
    ("Germany", "Italy"),
    ("Germany", "Romania"),
    ("Greece", "Serbia"),
    ("Italy", "Romania"),
    ("Japan", "United Kingdom"),
    ("Portugal", "United Kingdom"),
}
NATO_1985 = {
    *("Belgium", "Canada", "Denmark", "France", "Germany", "Greece", "Iceland", "Italy"),
    *("Luxembourg", "Netherlands", "Norway", "Portugal", "Spain", "Türkiye", "United Kingdom"),
    "United States",
}
WARSAW_1985 = {
    *("Bulgaria", "Czechoslovakia", "East Germany", "Hungary", "Poland", "Romania"),
    "Soviet Union",
}
MOST_COMPRESSED = 100_000


@pytest.fixture(scope="module")
def engine(shipped_release):
    pool = open_local(shipped_release.store, Settings(query_workers=1))
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def site(shipped_release, engine):
    return Site(shipped_release, engine, Settings())


@pytest.fixture(scope="module")
def client(site):
    return create_app(site).test_client()


@pytest.fixture
def reader(site):
    with site.tables.reading(20) as reader:
        yield reader


def defence(reader, at):
    day = Day.of(at)
    return pairs(with_promise(pacts(reader, day), "defence"), day)


def test_pairs_of_the_first_of_august_1914(reader):
    found = defence(reader, "1914-08-01")
    assert {(one.one_name, one.two_name) for one in found[:]} == PAIRS_1914


def test_members_of_alliances_in_1985(reader):
    found = {one.id: one for one in pacts(reader, Day.of("1985-01-01"))}
    nato = found["organization/nato"]
    assert {one.name for one in nato.members} == NATO_1985
    warsaw = found["organization/warsaw-treaty-organization"]
    assert {one.name for one in warsaw.members} == WARSAW_1985


def test_a_year_has_the_pairs_of_the_table_by_year(reader):
    said = dict(reader.rows("SELECT year, sum(defence) FROM dyad_years GROUP BY year"))
    for year in (1816, 1879, 1914, 1918, 1939, 1949, 1985, 1991, 2003, 2020):
        assert len(defence(reader, str(year))) == (said.get(year) or 0), year


def test_members_of_organisations(reader):
    found = {one.acronym: one.full for one in organizations_on(reader, Day.of("1985-01-01"))}
    assert (found["UN"], found["NATO"], found["OAU"]) == (159, 16, 50)


@pytest.mark.parametrize("at", ["1914-08-01", "1985-01-01", "1915"])
def test_the_query_gives_the_pairs_of_the_page(engine, reader, at):
    rows = select(engine, query_of("pairs", Day.of(at)), timeout=30)
    said = {frozenset((row["stateName"].value, row["allyName"].value)) for row in rows}
    assert said == {frozenset((one.one_name, one.two_name)) for one in defence(reader, at)[:]}


@pytest.mark.parametrize("at", ["1939", "2025"])
def test_the_query_of_the_map_gives_its_numbers(site, engine, reader, at):
    figure = figures.figure(View(site, day=Day.of(at)), reader, "partners-map", at=at)
    rows = select(engine, figure.query, timeout=30)
    said = {(r["name"].value, int(r["partners"].value), int(r["last_seen"].value)) for r in rows}
    assert said == {(r[1].value, r[2].value, r[3].value) for r in figure.twin.rows}
    assert any(earlier for _, _, earlier in said) == (at == "2025")


@pytest.mark.parametrize("name", TABLES)
def test_each_query_of_a_day_runs_and_finds_something(engine, name):
    assert select(engine, query_of(name, Day.of("2005-01-31")), timeout=30)


@pytest.mark.parametrize("name", TABLES)
def test_each_table_of_a_day_is_a_file(client, name):
    sent = client.get(f"/at/2005-01-31/{name}.csv")
    rows = list(csv.reader(io.StringIO(sent.text)))
    assert sent.content_type.startswith("text/csv")
    assert {len(row) for row in rows} == {len(TABLES[name].columns)}
    said = client.get(f"/at/2005-01-31/{name}.json").json
    assert len(said["rows"]) == len(rows) - 1
    assert said["at"] == "2005-01-31"


def test_the_file_of_pairs_has_the_pairs(client):
    rows = csv.DictReader(io.StringIO(client.get("/at/1914-08-01/pairs.csv").text))
    assert {(row["state1_name"], row["state2_name"]) for row in rows} == PAIRS_1914


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("1914-08-01", "11 states stood in 7 defence alliances: 10 pairs of allies, 3 of them"),
        ("1985-01-01", "672 pairs of allies"),
        ("1914", "in 1914?"),
        ("1914-08", "in August 1914?"),
        ("1200", "No alliance is recorded so early: the oldest here began on 9 May 1386."),
        ("9999-12-31", "No source here looks beyond"),
    ],
)
def test_the_page_of_a_day_answers_first(client, at, said):
    sent = client.get(f"/at/{at}")
    assert sent.status_code == 200
    assert said in words(sent.text)
    assert len(gzip.compress(sent.data)) < MOST_COMPRESSED


@pytest.mark.parametrize(
    "at", ["1914-13-01", "1914-02-30", "1900-02-29", "0000", "foo", "1914-8-1", "19140801", "٢٠١٥"]
)
def test_what_is_no_date_is_refused_in_words(client, at):
    sent = client.get(f"/at/{at}", headers={"Accept": "text/html"})
    assert sent.status_code == 400
    assert "no day, no month and no year" in sent.text


@pytest.mark.parametrize("at", ["<script>alert(1)</script>", "'\"><img src=x>", "{{7*7}}"])
def test_hostile_texts_are_harmless(client, at):
    for path in (f"/at/{at}", f"/at/1914-08-01?of={at}", f"/compare?ids={at}~kenya"):
        text = client.get(path, headers={"Accept": "text/html"}).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_pairs_are_paged(client):
    pages = [client.get(f"/at/1985-01-01?page={n}").text for n in (1, 2, 27, 99)]
    assert "1 to 25 of 672" in words(pages[0])
    assert "26 to 50 of 672" in words(pages[1])
    assert "651 to 672 of 672" in words(pages[2])
    # Who asks for more than there is gets the last.
    assert "651 to 672 of 672" in words(pages[3])


def test_allies_of_one_state_alone(client):
    text = words(client.get("/at/1914-08-01?of=state/germany").text)
    assert "Who was allied with Germany on 1 August 1914?" in text
    assert "Germany had 3 allies: Austria-Hungary, Italy and Romania." in text


def test_another_day_is_asked_for_by_a_form(client):
    sent = client.get("/at/?at=1914-08-01&lang=fr")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/at/1914-08-01?lang=fr")


def test_a_comparison_is_the_same_from_both_sides(reader):
    one = memberships_of(reader, ["state/kenya", "state/uganda"])
    two = memberships_of(reader, ["state/uganda", "state/kenya"])
    assert {(a.id, a.held, a.together) for a in one} == {
        (b.id, b.held[::-1], b.together) for b in two
    }


def test_kenya_and_uganda(client):
    text = words(client.get("/compare?ids=kenya~uganda").text)
    assert "Kenya and Uganda, side by side" in text
    assert "East African Community" in text
    assert "7 July 2000" in text
    by_name = client.get("/compare?ids=KEN&ids=Uganda").text
    assert "Kenya</bdi></a> and" in by_name


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Compare side by side"),
        ("kenya", "Compare Kenya with another"),
        ("kenya~nato", "Only things of one kind can be compared"),
        ("kenya~xyzzyqq", "Nothing here is called “xyzzyqq”."),
        ("nato~csto", "belonged"),
        ("mission/amisom~mission/atmis", "are recorded as contributors"),
    ],
)
def test_what_is_compared(client, asked, said):
    sent = client.get(f"/compare?ids={asked}")
    assert sent.status_code == 200
    assert said in words(sent.text)


def test_too_many_do_not_fit(client):
    assert client.get("/compare?ids=a~b~c~d~e~f").status_code == 400
    assert client.get("/compare.csv?ids=kenya").status_code == 400


@pytest.mark.parametrize(
    "path", ["/at/", "/at/1914-08-01", "/at/2015-06-30", "/at/1939", "/compare?ids=kenya~uganda"]
)
def test_every_link_leads_somewhere(client, path):
    page = client.get(path).text
    hrefs = {html.unescape(found) for found in re.findall(r'href="(/[^"#]*)', page)}
    broken = [href for href in hrefs if not leads(client, href)]
    assert broken == []


def leads(client, href):
    """Return whether something is there; what another door answers is not asked."""
    if href.startswith(("/sparql", "/static", "/dumps/", "/healthz", "/data/", "/figure")):
        return True
    return client.head(href, follow_redirects=False).status_code in (200, 302, 303)


def words(page):
    """Return the text of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())
