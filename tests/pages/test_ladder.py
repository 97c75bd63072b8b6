"""The way from what a page shows to the query behind it."""

from urllib.parse import parse_qs, urlsplit

import pytest

from openalliances.pages.ladder import (
    LONGEST_TITLE,
    rows,
    shown,
    shown_sql,
    title_of,
    titled,
    view_of,
)

QUERY = 'SELECT ?a { ?a ?b "é & #view: map" }\n# view: Chart\n'


def test_a_query_comes_through_its_address():
    assert parse_qs(urlsplit(shown(QUERY)).query) == {"query": [QUERY]}
    assert parse_qs(urlsplit(shown(QUERY, "map")).query) == {"query": [QUERY], "view": ["map"]}
    assert parse_qs(urlsplit(rows(QUERY, "csv")).query)["format"] == ["csv"]
    assert parse_qs(urlsplit(shown_sql("SELECT 1;")).query) == {"query": ["SELECT 1;"]}


def test_a_title_is_one_line_and_comes_back():
    assert title_of(titled("Allies\nof  Kenya\r\n} DROP", QUERY)) == "Allies of Kenya } DROP"
    assert len(title_of(titled("x" * 999, QUERY))) == LONGEST_TITLE
    assert title_of(QUERY) == ""
    assert title_of("SELECT * {}\n# title: no") == ""


@pytest.mark.parametrize(
    ("query", "view"),
    [
        (QUERY, "chart"),
        ("#view:timeline\nASK {}", "timeline"),
        ("#defaultView:Map\nASK {}", "map"),
        ("SELECT ?view { ?view a <http://x/#view:map> }", ""),
    ],
)
def test_a_comment_names_the_view(query, view):
    assert view_of(query) == view
