"""What parameters select: rows, columns, order; and what is wrong with others."""

import sqlite3
from contextlib import closing

import pytest

from openalliances.errors import BadRequestError, QueryTimeoutError
from openalliances.tabular import times
from openalliances.tabular.definitions import Column, Table
from openalliances.tabular.filters import filters
from openalliances.tabular.selection import read_selection

AMISOM, OLD, OPEN = "mission/amisom", "mission/old", "mission/open"


def select(tables, reader, table, *parameters):
    definitions = tables.definitions
    return read_selection(definitions[table], definitions, parameters, reader)


def first_cells(tables, reader, table, *parameters):
    sql, values = select(tables, reader, table, *parameters).statement()
    return [row[0] for row in reader.rows(sql, values)]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ((), [AMISOM, OLD, OPEN]),
        ((("kind", "police"),), [OPEN]),
        ((("kind", "police"), ("kind", "peace")), [AMISOM, OLD, OPEN]),
        ((("kind", "peace"), ("is_armed", "false")), [OLD]),
        ((("is_armed", "TRUE"),), [AMISOM]),
        ((("troops", "0"),), [OPEN]),
        ((("kind", "nothing of the kind"),), []),
        # By what points to the rows, however the thing is named.
        ((("host", "state/somalia"),), [AMISOM, OLD]),
        ((("host", "somalia"),), [AMISOM, OLD]),
        ((("host", "Somalia"),), [AMISOM, OLD]),
        ((("host", "SOM"),), [AMISOM, OLD]),
        ((("host", "som"),), [AMISOM, OLD]),
        ((("host", "520"),), [AMISOM, OLD]),
        ((("host", "https://w3id.org/openalliances/id/state/kenya"),), [OLD]),
        ((("host", "germany"),), []),
        ((("host", "germany"), ("host", "kenya")), [OLD]),
        ((("host", "somalia"), ("at", "1993-06-01")), [OLD]),
        # One of several in a cell.
        ((("lead", "germany"),), [AMISOM]),
        ((("lead", "kenya"), ("lead", "germany")), [AMISOM]),
        # A region has the same name, and no row names one.
        ((("partner", "kenya"),), [AMISOM, OLD]),
        ((("partners", "germany"),), [AMISOM]),
        # An empty value says nothing, as a form sends it.
        ((("host", ""), ("at", ""), ("limit", "")), [AMISOM, OLD, OPEN]),
        ((("limit", "1"),), [AMISOM]),
        ((("limit", "0"),), []),
        ((("offset", "1"), ("limit", "1")), [OLD]),
        ((("sort", "-id"),), [OPEN, OLD, AMISOM]),
        ((("sort", "kind,-id"),), [OLD, AMISOM, OPEN]),
    ],
)
def test_rows_are_those_that_fit_all_parameters(tables, reader, parameters, expected):
    assert first_cells(tables, reader, "missions", *parameters) == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        # Known to the day.
        ((("at", "2007-03-05"),), []),
        ((("at", "2007-03-06"),), [AMISOM]),
        ((("at", "2007-03"),), [AMISOM]),
        ((("at", "2007"),), [AMISOM]),
        ((("at", "2022-04-01"),), [AMISOM]),
        ((("at", "2022-04-02"),), []),
        # Known to the year: it may have been any day of it.
        ((("at", "1992-12-31"),), []),
        ((("at", "1993-01-01"),), [OLD]),
        ((("at", "1994-12-31"),), [OLD]),
        ((("at", "1995"),), []),
        # Without a start a row counts when it was seen, here some day of 2024.
        ((("at", "2023-12-31"),), []),
        ((("at", "2024-12-31"),), [OPEN]),
        ((("at", "2025-01-01"),), []),
        ((("from", "2023"),), [OPEN]),
        ((("to", "1994"),), [OLD]),
        ((("from", "1994"), ("to", "2007-03-06")), [AMISOM, OLD]),
        ((("from", "1995"), ("to", "2007-03-05")), []),
        ((("from", "1995"),), [AMISOM, OPEN]),
    ],
)
def test_spells_hold_when_they_may_have_held(tables, reader, parameters, expected):
    assert first_cells(tables, reader, "missions", *parameters) == expected


@pytest.mark.parametrize(
    ("at", "is_taken"), [("1948", False), ("1949", True), ("2024", True), ("2025", False)]
)
def test_what_has_no_start_may_hold_since_what_it_belongs_to_began(at, is_taken):
    """``start_earliest`` is filled where ``start`` is not: by the body of a membership."""
    names = ("id", "start", "start_earliest", "end", "end_latest", "known_until")
    spell = Table("spells", "", "", tuple(Column(n, n, "", "string") for n in names), ("id",))
    condition, values = times.condition(spell, f"{at}-01-01", f"{at}-12-31")
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute(f"CREATE TABLE spells ({', '.join(names)})")
        base.execute("INSERT INTO spells VALUES (1, NULL, '1949-08-03', NULL, NULL, '2024')")
        found = base.execute(f"SELECT id FROM spells WHERE {condition}", values).fetchall()
    assert bool(found) is is_taken


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ((("at", "2000-06-01"),), ["state/kenya", "state/somalia"]),
        ((("from", "1999"), ("to", "1999")), ["state/germany"]),
        ((("year", "1999"),), ["state/germany"]),
        ((("state", "kenya"),), ["state/germany", "state/kenya"]),
        ((("state1", "kenya"),), ["state/kenya"]),
        ((("state", "kenya"), ("state2", "DEU")), ["state/kenya"]),
    ],
)
def test_pairs_are_found_by_either_and_years_by_the_year(tables, reader, parameters, expected):
    assert first_cells(tables, reader, "dyad_years", *parameters) == expected


def test_a_filter_may_be_called_by_another_word(tables, reader):
    """Nobody who asks for contributors has to know that the column is the state."""
    by_word = select(tables, reader, "dyad_years", ("contributor", "kenya"), ("country", "DEU"))
    assert (
        by_word.asked
        == select(tables, reader, "dyad_years", ("state", "kenya"), ("state", "DEU")).asked
    )
    assert first_cells(tables, reader, "mission_hosts", ("operation", "amisom")) == [AMISOM]
    with pytest.raises(BadRequestError, match="contributor"):
        select(tables, reader, "sources", ("contributor", "kenya"))


def test_columns_come_in_the_order_asked_for(tables, reader):
    selection = select(tables, reader, "missions", ("columns", "name, id,name"))
    assert [column.name for column in selection.columns] == ["name", "id"]


def test_a_name_that_two_tables_have_is_asked_for_with_its_table(tables):
    known = filters(tables.definitions["states"], tables.definitions)
    assert {"missions.lead", "mission_hosts.mission"} & set(known) == set()
    assert "mission" in known
    assert set(known) >= {"id", "iso3c", "source_ids"}


@pytest.mark.parametrize(
    ("table", "parameters", "message", "hint"),
    [
        ("missions", (("hots", "somalia"),), '"hots"', "Did you mean host?"),
        ("missions", (("xyzzy", "1"),), '"xyzzy"', "There is id, name"),
        ("missions", (("xyzzy", ""),), '"xyzzy"', "There is id, name"),
        ("missions", (("host", "somali"),), '"somali"', "Did you mean state/somalia?"),
        ("missions", (("host", "atlantis"),), '"atlantis"', "state/germany, state/kenya"),
        ("missions", (("host", "260"),), "260", "ccode 260 is state/west-germany"),
        ("missions", (("host", "'; DROP TABLE missions; --"),), "DROP", "There is"),
        ("missions", (("host", "\0"),), "There is no", "There is"),
        ("missions", (("host", "x" * 9_000),), "xxx…", "There is"),
        ("missions", (("columns", "id,nmae"),), '"nmae"', "Did you mean name?"),
        ("missions", (("sort", "-nmae"),), '"nmae"', "Did you mean name?"),
        ("missions", (("at", "yesterday"),), "yesterday", "1993-01-31"),
        ("missions", (("at", "1993-02-29"),), "1993-02-29", "1993-01-31"),
        ("missions", (("at", "1993-13"),), "1993-13", "1993-01-31"),
        ("missions", (("at", "1993-00"),), "1993-00", "1993-01-31"),
        ("missions", (("at", "1993-01-00"),), "1993-01-00", "1993-01-31"),
        ("missions", (("at", "1993"), ("from", "1990")), '"at"', "Give one time"),
        ("missions", (("from", "1994"), ("to", "1993")), "1994 is after 1993", "Exchange"),
        ("missions", (("limit", "-1"),), "-1", "whole number"),
        ("missions", (("limit", "²"),), "²", "whole number"),
        ("missions", (("limit", "9" * 5_000),), "999", "whole number"),
        ("missions", (("limit", "1"), ("limit", "2")), '"limit"', "once"),
        ("missions", (("troops", "many"),), "many", "digits"),
        ("missions", (("troops", "9" * 30),), "999", "digits"),
        ("missions", (("is_armed", "maybe"),), "maybe", "true or false"),
        ("missions", tuple(("kind", str(n)) for n in range(2_000)), "2000", "fewer"),
        ("states", (("at", "1993"),), "no time", "Leave out"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_there_is(
    tables, reader, table, parameters, message, hint
):
    with pytest.raises(BadRequestError) as caught:
        select(tables, reader, table, *parameters)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert len(caught.value.message) + len(caught.value.hint) < 2_000


def test_a_reading_ends_at_its_deadline(tables):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with pytest.raises(QueryTimeoutError), tables.reading(0.05) as reader:
        reader.number(endless)


def test_nothing_can_be_written(tables):
    with pytest.raises(Exception, match="readonly"), tables.reading(1) as reader:
        reader.number('DELETE FROM "missions"')
