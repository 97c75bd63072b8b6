"""The tables of the release: filtered, cited, and written as they lie there."""

import csv
import gzip
import io
import random

import pytest

from openalliances.tabular import answers, formats
from openalliances.tabular.answers import Asked, Release
from openalliances.tabular.bibliography import Work
from openalliances.tabular.database import quoted
from openalliances.tabular.filters import filters
from openalliances.tabular.selection import read_selection
from openalliances.tabular.store import open_tables

US = Release(Work("https://example.org/set", "The set"), "", "")
DRAWN = 20


@pytest.fixture(scope="module")
def tables(shipped_release):
    return open_tables(shipped_release.folder)


@pytest.fixture
def reader(tables):
    with tables.reading(60) as opened:
        yield opened


def asked(tables, reader, table, *parameters):
    definitions = tables.definitions
    selection = read_selection(definitions[table], definitions, parameters, reader)
    return Asked(selection, reader, tables, US, 10**9)


def rows_of(one):
    return list(csv.DictReader(io.StringIO(answers.body(formats.CSV, one).decode())))


def drawn_filters(tables, reader, draw):
    """Yield tables with a filter by a thing, and a thing that some row has."""
    found = [
        (name, one)
        for name, table in tables.definitions.items()
        for one in filters(table, tables.definitions).values()
        if one.column.target
    ]
    while True:
        name, one = draw.choice(found)
        place, column = quoted((one.via or tables.definitions[name]).name), quoted(one.column.name)
        sql = f"SELECT DISTINCT {column} FROM {place} WHERE {column} IS NOT NULL ORDER BY 1"
        if things := reader.column(sql):
            yield name, one.name, draw.choice(things).split(";")[0]


def test_a_bibliography_is_of_exactly_the_rows(tables, reader):
    selections = drawn_filters(tables, reader, random.Random(2026))
    for _ in range(DRAWN):
        name, parameter, thing = next(selections)
        one = asked(tables, reader, name, (parameter, thing))
        rows = rows_of(one)
        assert rows, (name, parameter, thing)
        expected = sorted({id_ for row in rows for id_ in row["source_ids"].split(";") if id_})
        works = answers.works(one)
        assert [work.id for work in works] == [*expected, US.work.id]
        assert all(work.title != work.id for work in works), "a source without a row of its own"
        keys = [work.key for work in works]
        assert len(set(keys)) == len(keys)


def test_each_table_is_written_as_it_lies_there(tables, reader):
    for name in tables.definitions:
        stored = gzip.decompress((tables.folder / f"{name}.csv.gz").read_bytes())
        assert answers.body(formats.CSV, asked(tables, reader, name)) == stored, name


def test_missions_in_somalia_in_1993(tables, reader):
    one = asked(tables, reader, "missions", ("host", "somalia"), ("at", "1993-06-01"))
    names = " ".join(row["id"] for row in rows_of(one))
    assert "unosom" in names
    assert "amisom" not in names


@pytest.mark.parametrize("table", ["memberships", "contributions", "obligations", "missions"])
def test_nothing_holds_before_it_or_what_it_belongs_to_began(tables, reader, table):
    for at in ("1800", "1850-01-01", "1914-08-01"):
        for row in rows_of(asked(tables, reader, table, ("at", at))):
            assert row["start_earliest"] <= f"{at}-12-31"[:10], row["id"]
            assert row["start_earliest"], row["id"]


def test_the_united_nations_have_as_many_members_as_are_in(tables, reader):
    (row,) = rows_of(asked(tables, reader, "organizations", ("id", "organization/united-nations")))
    members, former = row["members"].split(";"), row["former_members"].split(";")
    assert len(members) == 193
    assert "state/holy-see" in row["other_members"].split(";")
    assert "state/soviet-union" not in members
    assert {"state/czechoslovakia", "state/yugoslavia"} <= {*former}
    for id_ in ("organization/united-nations", "organization/european-union"):
        asked_for = asked(tables, reader, "organizations", ("member", "united-kingdom"))
        assert id_ in {one["id"] for one in rows_of(asked_for)}


def test_each_number_of_the_last_count_is_one_of_the_counts(tables, reader):
    wrong = reader.column(
        "SELECT c.id FROM contributions c LEFT JOIN counts n ON n.contribution = c.id "
        "AND n.date = c.last_count_date AND n.total = c.last_count "
        "WHERE c.last_count IS NOT NULL AND n.id IS NULL"
    )
    assert wrong == []
    (row,) = rows_of(asked(tables, reader, "contributions", ("id", "contribution/minusca/burundi")))
    assert (row["last_count"], row["last_count_date"]) == ("771", "2025-07-31")
