"""Where the set stands: numbers are those of the tables, citations are read by programs."""

import json
import re
import xml.etree.ElementTree as ET
from html import unescape

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.pages.site import Site
from openalliances.pages.standing.changes import UNRELEASED, versions
from openalliances.pages.standing.citing import FORMS
from openalliances.pages.standing.coverage import KINDS
from openalliances.settings import Settings
from openalliances.web.app import create_app

NUMBER = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)


@pytest.fixture(scope="module")
def site(shipped_release):
    engine = open_local(shipped_release.store, Settings())
    yield Site(shipped_release, engine, Settings())
    engine.close()


@pytest.fixture(scope="module")
def shipped_client(site):
    return create_app(site).test_client()


@pytest.fixture
def reader(site):
    with site.tables.reading(60) as reader:
        yield reader


def words(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_grades_add_up_to_the_rows_of_a_table(shipped_client, reader):
    html = shipped_client.get("/quality").text
    row = html.partition('href="/data/memberships.html"')[2].partition("</tr>")[0]
    *grades, _share = map(words, NUMBER.findall(row))
    whole = reader.number("SELECT count(*) FROM memberships WHERE grade IS NOT NULL")
    assert sum(int(number.replace(",", "")) for number in grades) == whole > 1000


def test_checks_of_citations_add_up(shipped_client, reader):
    html = shipped_client.get("/quality").text.partition('id="checked"')[2].partition("</table>")[0]
    numbers = [int(words(cell).replace(",", "")) for cell in NUMBER.findall(html)[::2]]
    assert len(numbers) == 3
    assert sum(numbers) == reader.number("SELECT count(*) FROM citations")


def test_a_gap_is_counted(shipped_client, reader):
    html = shipped_client.get("/quality").text.partition("Operations without a place")[2]
    missing, all_of = (int(words(cell).replace(",", "")) for cell in NUMBER.findall(html)[:2])
    assert missing == reader.number("SELECT count(*) FROM missions WHERE hosts IS NULL")
    assert all_of == reader.number("SELECT count(*) FROM missions")


@pytest.mark.parametrize("kind", [kind.slug for kind in KINDS])
def test_each_thing_is_covered_once_a_region(shipped_client, reader, kind):
    html = shipped_client.get("/coverage", query_string={"kind": kind}).text
    table = html.partition('id="matrix"')[2].partition("</table>")[0]
    numbers = [
        int(n.replace(",", ""))
        for cell in NUMBER.findall(table)
        for n in re.findall(r"[\d,]+", words(cell))
    ]
    (sql,) = (one.sql for one in KINDS if one.slug == kind)
    things = len(list(reader.rows(sql)))
    assert sum(numbers) >= things > 50


def test_complete_lists_of_contributors_are_counted(shipped_client, reader):
    html = shipped_client.get("/coverage?kind=contributors").text
    row = html.partition("/data/listings.html?list=contributors")[2].partition("</tr>")[0]
    complete = int(words(NUMBER.findall(row)[0]))
    sql = (
        "SELECT count(DISTINCT subject) FROM listings WHERE list = ? AND completeness = 'complete'"
    )
    assert complete == reader.number(sql, ("contributors",)) > 20


def test_an_unknown_kind_of_coverage_says_which_there_are(shipped_client):
    answer = shipped_client.get("/coverage?kind=<b>", headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "contributors" in answer.text
    assert "<b>" not in answer.text


@pytest.mark.parametrize("form", FORMS)
def test_each_citation_names_the_version(shipped_client, site, form):
    answer = shipped_client.get(f"/cite.{form}")
    assert answer.status_code == 200
    assert answer.content_type == FORMS[form][1]
    assert site.release.manifest.version in answer.text


def test_citations_are_read_by_programs(shipped_client, site):
    (item,) = json.loads(shipped_client.get("/cite.csl.json").text)
    assert item["type"] == "dataset"
    lines = shipped_client.get("/cite.ris").text.splitlines()
    tags = [re.fullmatch(r"([A-Z][A-Z0-9])  - ?(.*)", line) for line in lines if line]
    assert all(tags)
    assert (tags[0][0], tags[-1][1]) == ("TY  - DATA", "ER")
    assert shipped_client.get("/cite.doc").status_code == 404


def test_changes_are_those_of_the_log(shipped_client, reader, site):
    told = versions()
    assert told[0].name == UNRELEASED or told[0].date
    html = shipped_client.get("/changes").text
    for version in told:
        assert all(lines for _, lines in version.parts), version.name
    text = "".join(unescape(re.sub(r"<[^>]+>", "", html)).split())
    for line in told[0].lines:
        assert "".join(line.replace("`", "").split()) in text
    root = ET.fromstring(shipped_client.get("/changes.atom").text)
    space = "{http://www.w3.org/2005/Atom}"
    assert len(root.findall(f"{space}entry")) == len(told)


@pytest.mark.parametrize("path", ["/about", "/status"])
def test_pages_lead_on(shipped_client, path):
    html = shipped_client.get(path).text
    for href in re.findall(r"<main.*</main>", html, re.DOTALL)[0].split('href="')[1:]:
        target = href.partition('"')[0]
        if target.startswith("/") and target not in ("/healthz", "/readyz", "/metrics", "/sparql"):
            assert shipped_client.get(target).status_code == 200, target


@pytest.mark.parametrize("path", ["/about", "/quality", "/coverage", "/cite", "/changes"])
def test_files_of_users_have_none_of_these(own_files, path):
    assert own_files.test_client().get(path).status_code == 404
