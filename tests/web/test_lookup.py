"""Identifiers and names in, things out, by address, by a list that is sent, and on a page."""

import csv
import io

import pytest

from openalliances.pages.site import Site
from openalliances.settings import Settings
from openalliances.web.app import create_app

from ..linking.coded import coded
from ..sample import with_client

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
JSON = {"Accept": "application/json"}
YEMEN, NORTH = "/id/state/yemen", "/id/state/north-yemen"
CSV = "text/csv"


@pytest.fixture(scope="module")
def client(release, engine, tmp_path_factory):
    site = Site(release, engine, Settings(link_rows=5))
    # What the index knows is not in the sample; nothing but links to it is made here.
    site.__dict__["names"] = coded(tmp_path_factory.mktemp("coded"))
    return with_client(create_app(site)).test_client()


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("iri=http://www.wikidata.org/entity/Q805", YEMEN),
        ("iri=https://www.wikidata.org/wiki/Q805", YEMEN),
        ("iri=http://w3id.org/openalliances/id/state/yemen/", YEMEN),
        ("iri=http://register.example/near", NORTH),
        ("code=wd:Q805", YEMEN),
        ("code=Q805&scheme=wikidata", YEMEN),
        ("code=gw:678&year=1970", NORTH),
        ("code=gw:678&at=1991-02-03", YEMEN),
        ("code=unsc:S/RES/1545", "/id/resolution/1545"),
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/turtle"])
def test_what_stands_for_one_thing_leads_to_it(client, query, place, accept):
    answer = client.get(f"/lookup?{query}", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Location"]) == (302, place)
    assert "Accept" in answer.vary


@pytest.mark.parametrize(
    ("more", "headers", "kind"),
    [
        ("", JSON, "application/json"),
        ("&format=json", {}, "application/json"),
        ("&format=tsv", BROWSER, "text/tab-separated-values"),
        ("", {"Accept": "text/csv"}, CSV),
    ],
)
def test_it_is_told_as_rows_to_whoever_wants_them(client, more, headers, kind):
    answer = client.get(f"/lookup?code=gw:678&year=1970{more}", headers=headers)
    assert (answer.status_code, answer.mimetype) == (200, kind)
    for piece in ("id/state/north-yemen", "North Yemen", "1918", "1990", "ally:gwCode", "sure"):
        assert piece in answer.text


def test_several_things_are_a_choice_and_not_an_answer(client):
    answer = client.get("/lookup?code=gw:678", headers=BROWSER)
    assert answer.status_code == 300
    assert f'href="{YEMEN}.html"' in answer.text and f'href="{NORTH}.html"' in answer.text
    rows = client.get("/lookup?code=gw:678", headers=JSON).json["results"]
    assert [row["status"] for row in rows] == ["several", "several"]


def test_several_identifiers_are_a_table(client):
    rows = client.get("/lookup?code=wd:Q805&code=wd:Q806&iri=http://x.example/y").json["results"]
    assert [(row["asked"], row["status"]) for row in rows] == [
        ("http://x.example/y", "none"),
        ("wd:Q805", "sure"),
        ("wd:Q806", "none"),
    ]
    page = client.get("/lookup?code=wd:Q805&code=wd:Q806", headers=BROWSER)
    assert (page.status_code, page.mimetype) == (200, "text/html")


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/lookup?code=gw:678&year=1900", 404, "North Yemen (1918–1990)"),
        ("/lookup?code=nothing:1", 404, "There is gw, iso-numeric"),
        ("/lookup?iri=https://x.example/north-yemen", 404, "Did you mean id/state/north-yemen"),
        ("/lookup?code=516", 400, "neither an IRI nor a code"),
        ("/lookup?code=gw:678&year=soon", 400, "is no year"),
        ("/lookup?code=gw:678&format=pdf", 400, "json, tsv, csv or html"),
        ("/lookup?" + "&".join(["code=gw:1"] * 6), 413, "in parts"),
        ("/label/Qwertz", 404, "/search?q="),
        ("/label/Yemen?type=statt", 400, "Is it state?"),
    ],
)
def test_what_leads_nowhere_says_what_would(client, path, status, told):
    answer = client.get(path)
    assert answer.status_code == status
    assert told in answer.json["detail"] + answer.json["hint"]
    page = client.get(path, headers=BROWSER)
    assert (page.status_code, page.mimetype) == (status, "text/html")


@pytest.mark.parametrize("text", ["Yemen", "yemen", "North%20Yemen"])
def test_a_name_of_one_thing_leads_to_it(client, text):
    answer = client.get(f"/label/{text}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/id/state/")


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("text/plain", "wd:Q805\n\nNorth Yemen\n", ["yemen", "north-yemen"]),
        (CSV, "code\nwd:Q805\ngw:679\n", ["yemen", ""]),
        (CSV, 'n;iri\n"a;b";http://register.example/123\n', ["north-yemen"]),
        ("text/tab-separated-values", "x\tname\tyear\n1\tNorth Yemen\t1970\n", ["north-yemen"]),
    ],
)
def test_a_list_that_is_sent_comes_back_with_identifiers(client, kind, body, expected):
    answer = client.post("/lookup", data=body, content_type=kind)
    assert answer.status_code == 200
    separator = "," if answer.mimetype == CSV else "\t"
    rows = list(csv.DictReader(io.StringIO(answer.text), delimiter=separator))
    found = [row["openalliances_iri"].rpartition("/")[2] for row in rows]
    assert found == expected


def test_bare_codes_are_read_with_their_scheme_and_year(client):
    body = "ccode,when\n678,1970\n678,2000\n678,\n"
    path = "/lookup?scheme=gw&column=ccode&year=when"
    rows = client.post(path, data=body, content_type=CSV, headers=JSON).json["results"]
    assert [row["openalliances_label"] for row in rows] == ["North Yemen", "Yemen", ""]
    assert rows[2]["openalliances_status"] == "several"


@pytest.mark.parametrize(
    ("kind", "body", "status", "told"),
    [
        (CSV, b"name\n\xe9t\xe9\n", 400, "text:2"),
        ("text/plain", b"Yemen\n\xff\n", 400, "text:2"),
        (CSV, b'name\nYemen\n"open\n', 400, "text:3: A quotation mark is opened"),
        (CSV, b"a,b\n1,2\n", 400, "?column="),
        (CSV, b"", 400, "no header"),
        (CSV, b"name\n" + b"Yemen\n" * 6, 413, "openalliances link FILE"),
        ("application/json", b"[]", 415, "text/csv"),
        ("", b"x", 415, "text/csv"),
    ],
)
def test_a_list_that_cannot_be_read_is_told_so(client, kind, body, status, told):
    answer = client.post("/lookup", data=body, content_type=kind)
    assert answer.status_code == status
    assert told in answer.json["detail"] + answer.json["hint"]


def test_a_list_is_pasted_on_a_page_without_scripts(client):
    form = client.get("/link").text
    assert "<script>" not in form and 'action="/link" method="post"' in form
    page = client.post("/link", data={"text": "Yemen\r\nYemenn & co <b>"}, headers=BROWSER)
    assert page.status_code == 200
    assert f'href="{YEMEN}.html"' in page.text
    assert "<b>" not in page.text
    address = page.text.partition('<a href="/link?')[2].partition('"')[0].replace("&amp;", "&")
    as_csv = client.get(f"/link?{address}")
    assert as_csv.mimetype == CSV
    assert as_csv.text.splitlines()[1].startswith("Yemen,https://w3id.org/openalliances/id/state/")


@pytest.mark.parametrize(
    ("form", "status", "told"),
    [
        ({"text": "a,b\n1,2", "column": "c"}, 400, "There is a, b"),
        ({"text": "Yemen", "type": "statt"}, 400, "Is it state?"),
        ({"text": "x\n" * 6}, 413, "more than 5 rows"),
    ],
)
def test_what_is_wrong_with_a_pasted_list_stands_above_it(client, form, status, told):
    page = client.post("/link", data=form, headers=BROWSER)
    assert page.status_code == status
    assert told in page.text and 'role="alert"' in page.text and form["text"] in page.text


def test_files_of_others_are_linked_to_as_well(own_files):
    client = own_files.test_client()
    assert client.get("/label/AMISOM").status_code == 302
    assert client.get("/lookup").status_code == client.get("/link").status_code == 200
    answer = client.get("/lookup?code=cow:516")
    assert answer.status_code == 404 and "none here" in answer.json["hint"]


def test_what_is_sent_reaches_the_page_through_the_server(door):
    answer = door.post("/link?format=csv", data={"text": "AMISOM"})
    assert answer.status_code == 200
    assert "id/mission/amisom" in answer.text
    assert door.options("/lookup").headers["Access-Control-Allow-Methods"].count("POST") == 1
