"""Lists over small tables: facets, order, times, forms; what is wrong and what is hostile."""

import csv
import io
import json
import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ROW = re.compile(r'<th scope="row"><a href="/id/([^"]+)\.html[^"]*"')
FACET = re.compile(
    r'<li><a href="([^"]+)"( aria-current="true")?><span>(.*?)</span> <b>([\d,]+)</b>'
)
HOSTILE = "<script>alert(1)</script>"


def page(client, path):
    answer = client.get(path, headers={"Accept": BROWSER})
    assert answer.status_code == 200, path
    assert answer.content_type.startswith("text/html")
    return answer.text


def rows(client, path):
    return ROW.findall(page(client, path))


def facets(client, path):
    """Return the values of all facets of a page: address, whether it is chosen, rows."""
    found = FACET.findall(page(client, path).partition('id="facets"')[2])
    return [(unescape(href), bool(chosen), int(number)) for href, chosen, _, number in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["mission/amisom", "mission/old", "mission/open"]),
        ("?kind=peace", ["mission/amisom", "mission/old"]),
        ("?kind=peace&kind=police&sort=id", ["mission/amisom", "mission/old", "mission/open"]),
        ("?lead=kenya", ["mission/amisom"]),
        ("?lead=state/kenya&sort=name", ["mission/amisom"]),
        ("?host=SOM&at=1993-06-01", ["mission/old"]),
        ("?q=amisom", ["mission/amisom"]),
        ("?decade=1990", ["mission/old"]),
        ("?sort=-id", ["mission/open", "mission/old", "mission/amisom"]),
        ("?kind=nothing", []),
    ],
)
def test_a_list_is_the_selection_of_its_table(client, query, expected):
    path = f"/browse/missions{query}"
    assert rows(client, path) == expected
    beside = list(csv.DictReader(io.StringIO(client.get(f"/browse/missions.csv{query}").text)))
    assert [row["id"] for row in beside] == expected
    told = json.loads(client.get(f"/browse/missions.json{query}").text)
    assert [row["id"] for row in told["rows"]] == expected
    drawn = json.loads(client.get(f"/browse/missions.geojson{query}").text)
    assert [one["properties"]["id"] for one in drawn["features"]] == expected


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "text/html"),
        (BROWSER, "text/html"),
        ("text/csv", "text/csv"),
        ("application/json", "application/json"),
        ("application/geo+json", "application/geo+json"),
    ],
)
def test_the_form_of_a_list_is_negotiated(client, accept, kind):
    answer = client.get("/browse/missions", headers={"Accept": accept} if accept else {})
    assert answer.content_type.startswith(kind)
    assert "Accept" in answer.headers["Vary"]


def test_rows_as_a_file_say_where_they_are(client):
    answer = client.get("/browse/missions?lead=kenya", headers={"Accept": "text/csv"})
    assert answer.headers["Result-Count"] == "1"
    assert answer.headers["Content-Location"].endswith("/browse/missions.csv?lead=kenya")
    assert "missions.csv" in answer.headers["Content-Disposition"]


def test_every_value_of_a_facet_leads_to_as_many_rows_as_it_says(client):
    found = facets(client, "/browse/missions?host=somalia")
    assert found
    for href, is_chosen, number in found:
        assert not is_chosen
        assert len(rows(client, href)) == number, href


def test_a_chosen_value_leads_back_and_others_are_added(client):
    found = facets(client, "/browse/missions?lead=state/kenya")
    (back,) = [href for href, is_chosen, _ in found if is_chosen]
    assert back == "/browse/missions"
    others = [href for href, is_chosen, _ in found if "state/germany" in href]
    assert others
    pairs = parse_qsl(urlsplit(others[0]).query)
    assert ("lead", "state/kenya") in pairs
    assert ("lead", "state/germany") in pairs


def test_what_is_chosen_can_be_removed_each_by_itself(client):
    text = page(client, "/browse/missions?lead=state/kenya&at=2010&q=amisom&lang=en")
    chips = text.partition('class="chips"')[2].partition("</ul>")[0]
    found = [unescape(href) for href in re.findall(r'href="(/[^"]+)"', chips)]
    assert "/browse/missions?at=2010&q=amisom&lang=en" in found
    assert "/browse/missions?lead=state/kenya&at=2010&lang=en" in found
    assert "/browse/missions?lead=state/kenya&q=amisom&lang=en" in found


def test_a_head_sorts_upwards_then_downwards(client):
    text = page(client, "/browse/missions?sort=start")
    assert 'aria-sort="ascending"><a href="/browse/missions?sort=-start"' in text
    assert text.count("aria-sort=") == 1
    text = page(client, "/browse/missions?sort=-start")
    assert 'aria-sort="descending"><a href="/browse/missions?sort=start"' in text


def test_at_a_time_it_is_said_what_is_not_known(client):
    assert "perhaps" in page(client, "/browse/missions?at=1993-06-01")
    assert "perhaps" not in page(client, "/browse/missions?at=2010-06-01&lead=kenya")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/browse/missions?leed=kenya", "Did you mean lead"),
        ("/browse/missions?lead=keny", "state/kenya"),
        ("/browse/missions?sort=nme", "Did you mean name"),
        ("/browse/missions?at=then", "is no date"),
        ("/browse/missions.xlsx", "csv"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(client, path, said):
    answer = client.get(path, headers={"Accept": BROWSER})
    assert answer.status_code == 400
    assert said in unescape(answer.text)


def test_an_empty_list_leads_back_and_to_what_is_like_it(client):
    text = page(client, "/browse/missions?kind=piece")
    assert 'href="/browse/missions?kind=peace"' in text
    assert 'href="/browse/missions">' in text


def test_there_is_no_part_after_the_last(client):
    assert client.get("/browse/missions?page=2").status_code == 404
    assert client.get("/browse/missions?page=0").status_code == 400


@pytest.mark.parametrize("name", ["q", "kind", "lead", "sort", "at", "columns", "lang", HOSTILE])
def test_what_strangers_write_is_harmless(client, name):
    answer = client.get(
        f"/browse/missions?{urlencode({name: HOSTILE})}", headers={"Accept": BROWSER}
    )
    assert answer.status_code in (200, 400)
    assert HOSTILE not in answer.text
    assert "<script>alert" not in unescape(unescape(answer.text)).replace(HOSTILE, "")


def test_what_a_source_is_called_is_harmless(client):
    assert "<title}" not in page(client, "/browse/sources")
    assert "&#34;quotes&#34;" in page(client, "/browse/sources")


def test_the_list_shows_the_sql_that_gives_its_rows(client):
    text = unescape(page(client, "/browse/missions?kind=peace&q=o'ld"))
    assert "\"kind\" = 'peace'" in text
    assert "'o''ld'" in text


def test_the_page_of_all_lists_counts_them(client):
    text = page(client, "/browse/")
    assert '<a href="/browse/missions">Missions and operations</a> <b>3</b>' in text
    assert "The world" in text


def test_a_list_without_a_table_is_that_of_its_class(client):
    assert "/id/source/sample.html" in page(client, "/browse/documents")
