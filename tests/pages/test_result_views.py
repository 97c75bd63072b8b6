"""A result as people see it: names for IRIs, views by links, hostile texts harmless."""

from urllib.parse import urlencode

import pytest

from openalliances.pages.query import Shown, page
from openalliances.pages.result_columns import Kind, columns_of, days, distinct_columns
from openalliances.pages.result_pictures import state_column
from openalliances.pages.results import Cell, ResultPage
from openalliances.pages.site import Site

from ..sample import engine, release, settings

__all__ = ["engine", "release", "settings"]

BURUNDI = "https://w3id.org/openalliances/id/state/burundi"
HOSTILE = '"><script>alert(1)</script>‮'
QUERY = "SELECT ?thing ?name ?count ?start ?end {}"


def number(text):
    return Cell(text, note="xsd:integer")


def day(text):
    return Cell(text, note="xsd:date" if len(text) == 10 else "xsd:gYear")


RESULT = ResultPage(
    ("thing", "name", "count", "start", "end"),
    (
        (Cell("id/state/burundi", BURUNDI), Cell("Burundi", language="en"), number("12"),
         day("1914-08-01"), day("1918")),
        (Cell("id/x", "https://x.example/x"), Cell(HOSTILE), number("3"), day("1962-07-01"), None),
    ),
    seconds=0.012,
)  # fmt: skip


@pytest.fixture
def site(release, engine, settings):
    return Site(release, engine, settings)


def shown(site, text=QUERY, result=RESULT, **given):
    parameters = {name: [value] for name, value in given.items()}
    return page(site, text, result=result, shown=Shown.of(parameters))


def test_kinds_of_columns_are_those_of_their_cells():
    kinds = [column.kind for column in columns_of(RESULT)]
    assert kinds == [Kind.THING, Kind.TEXT, Kind.NUMBER, Kind.DAY, Kind.DAY]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2000-02-29", (730179, 730179)),
        ("2000-02", (730151, 730179)),
        ("2000", (730120, 730485)),
        ("2000-02-29T10:00:00Z", (730179, 730179)),
        ("2001-02-29", None),
        ("-0044-03-15", None),
        ("99999", None),
        ("soon", None),
    ],
)
def test_a_day_may_be_any_of_its_month_or_year(text, span):
    assert days(Cell(text)) == span


def test_a_column_that_only_names_the_things_beside_it_stands_with_them():
    named = RESULT.named({BURUNDI: "Burundi", "https://x.example/x": HOSTILE})
    titles = [column.title for column in distinct_columns(columns_of(named), named)]
    assert titles == ["thing, name", "count", "start", "end"]
    titles = [column.title for column in distinct_columns(columns_of(RESULT), RESULT)]
    assert titles == ["thing", "name", "count", "start", "end"]


def test_things_have_names_and_their_iris_are_at_hand(site):
    found = shown(site)
    assert f'title="{BURUNDI}"><bdi>Burundi</bdi></a>' in found
    assert f'title="{BURUNDI}"><bdi>id/state/burundi</bdi></a>' in shown(site, names="no")
    assert "names=no" in found


def test_numbers_stand_right_and_no_datatype_beside_them(site):
    found = shown(site)
    assert '<td class="num" data-l="count"><bdi>12</bdi></td>' in found
    assert "xsd:integer" not in found
    odd = ResultPage(("a",), ((Cell("x", note="geo:wktLiteral"),),))
    assert "geo:wktLiteral" in shown(site, result=odd)


@pytest.mark.parametrize("view", ["table", "chart", "timeline"])
def test_each_view_has_its_link_and_hostile_texts_stay_text(site, view):
    found = shown(site, view=view)
    for other in ("table", "chart", "timeline"):
        assert urlencode({"query": QUERY, "view": other}).replace("&", "&amp;") in found
    assert found.count('aria-current="true"') == 1
    assert "<script>alert" not in found
    assert ('<svg class="pic"' in found) == (view != "table")
    assert '<table class="rec result">' in found


def test_a_picture_says_in_words_what_it_shows(site):
    assert "Burundi: 12; " in shown(site, view="chart")
    assert "Burundi: 1914-08-01 – 1918" in shown(site, view="timeline")


def test_the_query_may_ask_for_a_view_which_the_address_overrules(site):
    text = f"#view: chart\n{QUERY}"
    assert '<svg class="pic"' in shown(site, text)
    assert '<svg class="pic"' not in shown(site, text, view="table")
    assert "cannot be shown as the query wishes" in shown(site, f"#view: network\n{QUERY}")


def test_a_title_in_the_query_heads_the_page(site):
    found = shown(site, f"# title: {HOSTILE}\n{QUERY}")
    assert "<h1><bdi>&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in found
    assert "<script>alert" not in found


def test_parts_of_a_long_result_are_linked(site):
    middle = ResultPage(("a",), ((Cell("x"),),) * 5, cut=True, skipped=5)
    found = shown(site, result=middle, page="2")
    assert "rows 6 to 10" in found
    assert "page=3" in found
    assert 'rel="prev"' in found
    assert "page=1" not in found


@pytest.mark.parametrize("given", ["0", "-1", "x", "99999999", "²", ""])
def test_what_is_no_page_is_the_first(given):
    assert Shown.of({"page": [given]}).part == 1


def test_links_keep_the_graphs_that_were_asked(site):
    graph = "https://x.example/g"
    found = shown(site, **{"default-graph-uri": graph})
    assert found.count(urlencode({"default-graph-uri": graph})) >= 7


def test_the_form_works_alone_and_the_editor_comes_over_it(site):
    found = page(site)
    assert '<form class="query" action="/sparql" method="get"' in found
    assert '<textarea id="query" name="query"' in found
    assert 'class="stop" hidden' in found


def test_states_are_found_and_a_map_is_drawn_only_where_it_is_asked_for(site, monkeypatch):
    assert state_column(columns_of(RESULT), RESULT).name == "thing"
    elsewhere = ResultPage(("a",), ((Cell("x", "https://x.example/x"),),))
    assert state_column(columns_of(elsewhere), elsewhere) is None
    asked = []
    monkeypatch.setattr("openalliances.pages.query.can_map", lambda view: True)
    monkeypatch.setattr("openalliances.pages.query.map_of", lambda *given: asked.append(given))
    assert "view=map" in shown(site)
    assert asked == []
    shown(site, view="map")
    assert len(asked) == 1


def test_without_an_editor_there_is_the_form(site, monkeypatch):
    monkeypatch.setattr("openalliances.pages.query.static_version", lambda name: "")
    assert "yasqe" not in page(site)
    monkeypatch.setattr("openalliances.pages.query.static_version", lambda name: "1")
    assert page(site).count("/static/editor/yasqe.min.") == 2
