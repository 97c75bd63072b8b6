"""Facets: how many rows of a selection have which value, what follows from columns, words."""

import json
from dataclasses import replace

import pytest

from openalliances.errors import BadRequestError
from openalliances.tabular.definitions import Column, Table
from openalliances.tabular.facets import Count, counts, is_counted
from openalliances.tabular.filters import filters
from openalliances.tabular.geojson import geojson_bytes, is_placed
from openalliances.tabular.selection import read_selection

AMISOM, OLD, OPEN = "mission/amisom", "mission/old", "mission/open"


def select(tables, reader, table, *parameters):
    definitions = tables.definitions
    return read_selection(definitions[table], definitions, parameters, reader)


def ids(reader, selection):
    sql, values = selection.statement(["id"])
    return [row[0] for row in reader.rows(sql, values)]


def counted(tables, reader, name, *parameters):
    selection = select(tables, reader, "missions", *parameters)
    return counts(filters(selection.table, tables.definitions)[name], selection, reader)


@pytest.mark.parametrize(
    ("name", "parameters", "expected"),
    [
        ("kind", (), [("peace", 2), ("police", 1)]),
        ("kind", (("host", "kenya"),), [("peace", 1)]),
        # A row with two values counts for both, one with none for the empty value.
        ("lead", (), [("", 2), ("state/germany", 1), ("state/kenya", 1)]),
        ("is_armed", (), [("", 1), ("false", 1), ("true", 1)]),
        ("decade", (), [("", 1), ("1990", 1), ("2000", 1)]),
        # Where a part of the rows begins does not matter, nor how they are sorted.
        ("kind", (("limit", "1"), ("sort", "-id")), [("peace", 2), ("police", 1)]),
    ],
)
def test_values_are_counted_within_the_selection(tables, reader, name, parameters, expected):
    assert counted(tables, reader, name, *parameters) == tuple(
        Count(value, rows) for value, rows in expected
    )


def test_one_word_asks_for_those_who_are_and_those_who_were(tables):
    missions = tables.definitions["missions"]
    partners = missions.column("partners")
    columns = (*missions.columns, replace(partners, name="former_partners"))
    found = filters(replace(missions, columns=columns), tables.definitions)
    assert [column.name for column in found["partner"].columns] == ["partners", "former_partners"]
    assert [column.name for column in found["partners"].columns] == ["partners"]
    assert [column.name for column in found["former_partner"].columns] == ["former_partners"]
    assert is_counted(found["partner"]) and not is_counted(found["host"])


def test_what_stands_in_another_table_is_no_facet(tables, reader):
    with pytest.raises(LookupError, match="host"):
        counted(tables, reader, "host")


@pytest.mark.parametrize("name", ["kind", "lead", "decade"])
def test_a_filter_takes_as_many_rows_as_its_facet_counts(tables, reader, name):
    for count in counted(tables, reader, name):
        if count.value:
            selection = select(tables, reader, "missions", (name, count.value))
            assert selection.count(reader) == len(ids(reader, selection)) == count.rows


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("amisom", [AMISOM]),
        ("OLD year", [OLD]),
        ("year old", [OLD]),
        ("old amisom", []),
        ('of "one"', [OLD]),
        ("' OR 1 --", []),
        ("%", []),
        ("öpen", [OPEN]),
    ],
)
def test_words_are_sought_without_case_and_accents(tables, reader, words, expected):
    assert ids(reader, select(tables, reader, "missions", ("q", words))) == expected


def test_two_selections_of_a_table_are_those_rows_that_both_have(tables, reader):
    peace = select(tables, reader, "missions", ("kind", "peace"))
    police = select(tables, reader, "missions", ("kind", "police"))
    armed = select(tables, reader, "missions", ("is_armed", "true"))
    assert ids(reader, peace.within(police)) == []
    assert ids(reader, armed.within(peace)) == [AMISOM]
    assert armed.within(peace).asked == (("kind", "peace"), ("is_armed", "true"))


def test_what_is_missing_comes_last_whichever_way_rows_are_sorted(tables, reader):
    for order in ("start", "-start"):
        assert ids(reader, select(tables, reader, "missions", ("sort", order)))[-1] == OPEN


def test_a_decade_is_not_a_date(tables, reader):
    assert select(tables, reader, "missions", ("decade", "1")).count(reader) == 0
    with pytest.raises(BadRequestError):
        select(tables, reader, "states", ("decade", "1990"))


def test_a_row_is_a_feature_where_its_place_is_known(tables, reader):
    selection = select(tables, reader, "missions", ("kind", "peace"))
    rows = [*reader.rows(*selection.statement())]
    places = {AMISOM: ((45.0, 2.0), (37.8, 0.6), (45.0, 2.0))}
    found = json.loads(geojson_bytes({"version": "1"}, selection.columns, rows, 100_000, places))
    assert found["type"] == "FeatureCollection"
    assert found["about"]["version"] == "1"
    assert [one["properties"]["id"] for one in found["features"]] == [AMISOM, OLD]
    several = {"type": "MultiPoint", "coordinates": [[45.0, 2.0], [37.8, 0.6]]}
    assert [one["geometry"] for one in found["features"]] == [several, None]
    assert found["without_geometry"] == 1
    assert found["features"][0]["properties"]["lead"] == ["state/kenya", "state/germany"]
    assert found["features"][1]["properties"]["lead"] == []
    nowhere = json.loads(geojson_bytes({}, selection.columns, rows, 100_000))
    assert nowhere["without_geometry"] == 2


def test_what_only_names_states_has_no_place(tables):
    assert is_placed(tables.definitions["states"])
    assert not is_placed(Table("sources", "", "", (Column("id"), Column("title")), ("id",)))
    assert is_placed(Table("x", "", "", (Column("id"), Column("member")), ("id",)))
