"""The tables over HTTP: pages, selections in each form, and what there is instead."""

import csv
import io
import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest

from openalliances.tabular.formats import FORMATS, PAGE, SQL

NAMES = [
    *("dyad_years", "mission_hosts", "missions", "sources", "state_codes", "states", "things"),
]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Forms(HTMLParser):
    """The fields of the forms of a page, and the labels that name them."""

    def __init__(self, text):
        super().__init__()
        self.actions, self.fields, self.labels = [], {}, set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            self.actions.append(found.get("action"))
        if tag in ("input", "select") and "name" in found:
            self.fields[found["name"]] = found["id"]
        if tag == "label":
            self.labels.add(found["for"])


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.text)))


def test_all_tables_are_listed_with_their_files(client):
    page = client.get("/data/").text
    for name in NAMES:
        assert f'href="/data/{name}.html"' in page
        assert f'href="/data/{name}.csv"' in page
    assert "openalliances.sqlite" in page
    assert re.search(r"CSV</a> <span class=.count.>\d+ bytes", page)
    assert 'href="/data/codebook.csv"' in page
    assert client.get("/data/").status_code == 200


def test_the_way_to_the_tables_is_on_every_page(client):
    assert 'href="/data/"' in client.get("/").text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "text/csv"),
        ("*/*", "text/csv"),
        ("text/csv", "text/csv"),
        (BROWSER, "text/html"),
        ("text/html", "text/html"),
        ("application/json", "application/json"),
        ("text/tab-separated-values", "text/tab-separated-values"),
    ],
)
def test_a_table_without_an_ending_is_negotiated(client, accept, kind):
    response = client.get("/data/missions", headers={"Accept": accept} if accept else {})
    assert response.mimetype == kind
    assert "Accept" in response.headers["Vary"]


def test_a_form_that_nobody_has_is_406(client):
    assert client.get("/data/missions", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.extension)
def test_each_form_is_sent_as_what_it_is(client, form):
    if form is SQL:
        assert client.get("/data/dyad_years.sql").text.startswith("-- Pairs")
        return
    response = client.get(f"/data/missions.{form.extension}?host=somalia")
    assert response.status_code == 200
    assert response.content_type == form.content_type
    assert response.headers["ETag"]
    if form is not PAGE and form.of_rows:
        assert response.headers["Result-Count"] == "2"
        assert response.headers["Content-Location"].endswith(
            f"/data/missions.{form.extension}?host=somalia"
        )
    again = client.get(
        f"/data/missions.{form.extension}?host=somalia",
        headers={"If-None-Match": response.headers["ETag"]},
    )
    assert again.status_code == 304


def test_a_table_leads_to_what_describes_it(client):
    links = ", ".join(client.get("/data/missions.csv").headers.getlist("Link"))
    assert '/data/missions.csv-metadata.json>; rel="describedby"' in links
    assert 'rel="license"' in links


def test_rows_are_those_asked_for(client):
    rows = rows_of(client.get("/data/missions.csv?host=somalia&at=1993-01-01&columns=id,name"))
    assert [list(row) for row in rows] == [["id", "name"]]
    assert rows[0]["id"] == "mission/old"


def test_a_filter_without_rows_is_a_table_with_a_header(client):
    response = client.get("/data/missions.csv?host=germany")
    assert response.status_code == 200
    assert response.text.startswith("id,name,")
    assert not rows_of(response)
    assert "No row has all" in client.get("/data/missions.html?host=germany").text


@pytest.mark.parametrize(
    ("path", "detail", "hint"),
    [
        ("/data/misions.csv", '"misions"', "Did you mean missions or"),
        ("/data/xyzzy", '"xyzzy"', "missions"),
        ("/data/missions.xls", '"xls"', "csv"),
        ("/data/missions.csv?hots=somalia", '"hots"', "host"),
        ("/data/missions.csv?host=atlantis", '"atlantis"', "state/kenya"),
        ("/data/missions.csv?columns=nmae", '"nmae"', "name"),
        ("/data/missions.csv?at=1993-02-30", "1993-02-30", "1993-01-31"),
        ("/data/missions.csv?limit=x", '"x"', "whole number"),
        ("/data/missions.bib?hots=somalia", '"hots"', "host"),
        ("/data/missions.rq?hots=somalia", '"hots"', "host"),
        ("/data/missions.csv?%FF=%FF", "", "host"),
    ],
)
def test_what_there_is_not_is_400_with_what_there_is(client, path, detail, hint):
    response = client.get(path, headers={"Accept": "application/json"})
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert detail in response.json["detail"]
    assert hint in response.json["hint"]
    assert client.get(path, headers={"Accept": BROWSER}).mimetype == "text/html"


def test_hostile_names_are_text_on_the_page(client):
    page = client.get("/data/missions.html?name=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_repeats_what_was_asked_in_all_it_offers(client):
    page = unescape(client.get("/data/missions.html?host=somalia&at=2010").text)
    for form in FORMATS:
        if form is not PAGE and form.of_rows:
            assert f"/data/missions.{form.extension}?host=somalia&at=2010" in page
    assert 'value="somalia"' in page
    assert 'href="/id/mission/amisom.html"' in page
    assert 'href="/id/mission/old.html"' not in page


def test_each_field_of_the_form_has_a_label_and_works_without_script(client):
    page = client.get("/data/missions.html").text
    forms = Forms(page)
    assert "/data/missions.html" in forms.actions
    assert {"host", "at", "columns", "sort", "limit"} <= set(forms.fields)
    assert set(forms.fields.values()) <= forms.labels
    assert "<script>" not in page
    assert client.get("/data/missions.html?host=&at=&columns=&sort=&limit=").status_code == 200


def test_the_codebook_says_what_each_column_means(client):
    rows = rows_of(client.get("/data/codebook.csv"))
    found = {(row["table"], row["column"]): row for row in rows}
    assert found["missions", "kind"]["values"] == "peace; police"
    assert found["missions", "troops"]["datatype"] == "integer"
    assert found["missions", "is_armed"]["values"] == "FALSE; TRUE"
    assert found["missions", "troops"]["missing_share"] == "0.3333"
    assert found["mission_hosts", "host"]["points_to"] == "states"
    assert {row["table"] for row in rows} == set(NAMES)


def test_the_codebook_of_one_table_is_a_part_of_it(client):
    rows = rows_of(client.get("/data/codebook.csv?table=states"))
    assert {row["table"] for row in rows} == {"states"}
    assert client.get("/data/codebook.csv?table=stats").status_code == 400


def test_metadata_are_json(client):
    told = client.get("/data/missions.csv-metadata.json").json
    assert told["url"] == "missions.csv"
    assert json.dumps(told)


@pytest.mark.parametrize(
    "path", ["/data/", "/data/missions", "/data/missions.csv", "/data/codebook.csv"]
)
def test_files_of_others_have_no_tables(own_files, path):
    response = own_files.test_client().get(path)
    assert response.status_code == 404
    assert "There is nothing at" in response.json["detail"]
    assert 'href="/data/"' not in own_files.test_client().get("/").text


def test_snippets_read_exactly_what_the_page_shows(client):
    page = client.get("/data/missions.html?host=somalia&name=%22%26%24%60").text
    codes = [
        unescape(code)
        for code in re.findall(r"<code class=\"language[^>]*>(.*?)</code>", page, re.S)
    ]
    assert len(codes) == 5
    for code in codes:
        (address,) = re.findall(r'"(http[^"]*)"', code)
        assert address.endswith("/data/missions.csv?host=somalia&name=%22%26%24%60")


def test_a_query_in_sql_is_shown_and_how_it_is_run(client):
    page = client.get("/data/sql", query_string={"query": "SELECT '<b>' AS \"SQL\"\nSQL"})
    assert page.status_code == 200
    assert "SELECT &#39;&lt;b&gt;&#39;" in page.text
    assert "&lt;&lt;&#39;SQL_&#39;" in page.text
    assert client.get("/data/sql", query_string={"query": "x" * 999_999}).status_code == 400
