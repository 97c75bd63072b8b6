"""The tables of our own release: each equals its query, keys tell rows apart, nothing is beyond."""

import csv
import gzip
import io
import itertools
import json
import sqlite3
from contextlib import closing

import pyoxigraph as ox
import pytest

from openalliances.tabular.database import FILE
from openalliances.tabular.definitions import read_definitions
from openalliances.tabular.store import FOLDER


@pytest.fixture(scope="module")
def folder(shipped_release):
    return shipped_release.folder / FOLDER


@pytest.fixture(scope="module")
def tables(folder):
    return read_definitions(folder)


@pytest.fixture(scope="module")
def database(folder):
    address = f"{(folder / FILE).as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        yield connection


@pytest.fixture(scope="module")
def store(shipped_release):
    return ox.Store.read_only(str(shipped_release.folder / "store"))


def rows_of(folder, name):
    text = gzip.decompress((folder / f"{name}.csv.gz").read_bytes()).decode()
    header, *rows = csv.reader(io.StringIO(text))
    return header, rows


def test_all_tables_are_there(tables):
    assert set(tables) >= {
        *("states", "state_codes", "state_periods", "state_years", "organizations"),
        *("arrangements", "memberships", "obligations", "dyad_years", "missions"),
        *("mission_hosts", "mission_years", "mandates", "mandate_tasks", "contributions"),
        "mission_components",
        *("conflicts", "agreements", "treaties", "partnerships", "strands", "claims"),
        *("documents", "passages"),
        *("findings", "sources", "statements", "links"),
    }


def test_csv_sqlite_and_parquet_have_the_same_rows(folder, tables, database):
    parquet = pytest.importorskip("pyarrow.parquet")
    for name, table in tables.items():
        header, rows = rows_of(folder, name)
        assert header == list(table.names)
        assert rows, name
        assert len({tuple(row[header.index(k)] for k in table.key) for row in rows}) == len(rows)
        (count,) = database.execute(f"SELECT count(*) FROM {name}").fetchone()
        assert count == len(rows) == parquet.read_metadata(folder / f"{name}.parquet").num_rows


def test_each_row_has_its_receipt(tables):
    for name, table in tables.items():
        assert set(table.names) >= {"source_ids", "grade", "as_of"}, name


def test_each_column_is_defined(tables):
    for table in tables.values():
        for column in table.columns:
            assert column.title and column.definition.endswith("."), (table.name, column.name)


@pytest.mark.parametrize("name", ["missions", "memberships", "states", "mandate_tasks"])
def test_a_table_is_what_its_query_gives(folder, store, name):
    """The query is asked of the whole store, as the endpoint does."""
    header, rows = rows_of(folder, name)
    found = store.query((folder / f"{name}.rq").read_text(), use_default_graph_as_union=True)
    assert [variable.value for variable in found.variables] == header
    # In CSV truths are written as R reads them.
    words = {"true": "TRUE", "false": "FALSE"}
    asked = [["" if t is None else words.get(t.value, t.value) for t in s] for s in found]
    assert asked == rows


@pytest.mark.parametrize("name", ["state_years", "mission_years", "dyad_years"])
def test_a_table_by_year_is_what_its_sql_gives(folder, database, name):
    found = database.execute((folder / f"{name}.sql").read_text()).fetchall()
    assert found == database.execute(f"SELECT * FROM {name}").fetchall()


def test_no_spell_goes_beyond_what_a_source_shows(database):
    late = """
        SELECT count(*) FROM mission_years JOIN missions ON missions.id = mission
        WHERE year > substr(coalesce("end", known_until), 1, 4) OR year < substr(start, 1, 4)
    """
    assert database.execute(late).fetchone() == (0,)
    (most,) = database.execute("SELECT max(year) FROM dyad_years").fetchone()
    (known,) = database.execute(
        'SELECT max(substr(coalesce(known_until, "end"), 1, 4)) FROM memberships'
    ).fetchone()
    assert most <= int(known)


def test_pairs_of_states_join_by_code_and_year(database):
    twice = """
        SELECT ccode1, ccode2, year FROM dyad_years WHERE ccode1 NOTNULL AND ccode2 NOTNULL
        GROUP BY ccode1, ccode2, year HAVING count(*) > 1 OR ccode1 >= ccode2
    """
    assert database.execute(twice).fetchall() == []
    # The layout of peacesciencer: 50 pairs by year, some of them allied.
    wanted = [
        (2, code, year)
        for code, year in itertools.product((20, 200, 220, 365, 740), range(1945, 1955))
    ]
    database.execute("CREATE TEMP TABLE wanted (ccode1, ccode2, year)")
    database.executemany("INSERT INTO wanted VALUES (?, ?, ?)", wanted)
    joined = database.execute(
        "SELECT wanted.year, wanted.ccode2, defence FROM wanted "
        "LEFT JOIN dyad_years USING (ccode1, ccode2, year)"
    ).fetchall()
    assert len(joined) == len(wanted) == 50
    assert {(year, code) for year, code, defence in joined if defence and code == 20} == {
        (year, 20) for year in range(1949, 1955)
    }
    (one_way,) = database.execute("SELECT count(*) FROM dyad_years").fetchone()
    both_ways = database.execute("SELECT count(*) FROM dyad_years_directed").fetchone()
    assert both_ways == (2 * one_way,)


def test_codes_are_those_of_the_year(database):
    germany = database.execute(
        "SELECT year, ccode, gwcode FROM state_years WHERE state = 'state/germany' "
        "AND year IN (1910, 1960, 2000) ORDER BY year"
    ).fetchall()
    assert germany == [(1910, 255, 255), (1960, 260, 260), (2000, 255, 260)]


@pytest.mark.parametrize("code", ["ccode", "gwcode"])
def test_a_code_stands_at_one_state_a_year(database, code):
    known = f"SELECT {code}, year FROM state_years WHERE {code} NOTNULL"
    assert database.execute(f"{known} GROUP BY 1, 2 HAVING count(*) > 1").fetchall() == []


def test_foreign_keys_lead_to_rows(database):
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_sources_that_rows_name_are_in_the_table_of_sources(folder, tables):
    _, sources = rows_of(folder, "sources")
    known = {row[0] for row in sources}
    for name in tables:
        header, rows = rows_of(folder, name)
        at = header.index("source_ids")
        named = {id_ for row in rows for id_ in row[at].split(";") if id_}
        assert named <= known, (name, sorted(named - known)[:3])


def test_the_codebook_in_the_database_is_that_of_the_release(folder, database):
    group = json.loads((folder / "tables.json").read_text())
    defined = sum(len(table["tableSchema"]["columns"]) for table in group["tables"])
    assert database.execute("SELECT count(*) FROM _columns").fetchone() == (defined,)
