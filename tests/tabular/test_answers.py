"""A selection in each form: the same rows, and the sources of exactly these."""

import csv
import io
import json
import random
import zipfile

import pytest

from openalliances.tabular import answers, formats
from openalliances.tabular.answers import Asked, Release
from openalliances.tabular.bibliography import Work
from openalliances.tabular.selection import read_selection
from openalliances.tabular.serialization import TooLongError

from .small import ROWS

US = Release(Work("https://example.org/set", "The set", version="1"), "cff\n", "https://x/?a=b")


def asked(tables, reader, table="missions", *parameters, most=10**6):
    definitions = tables.definitions
    selection = read_selection(definitions[table], definitions, parameters, reader)
    return Asked(selection, reader, tables, US, most)


def test_csv_is_the_rows_with_a_header(tables, reader):
    body = answers.body(formats.CSV, asked(tables, reader)).decode()
    header, *rows = csv.reader(io.StringIO(body))
    assert header[:3] == ["id", "name", "lead"]
    assert rows[1][1] == 'Old, and of "one" year\nin two lines'
    assert [row[header.index("is_armed")] for row in rows] == ["TRUE", "FALSE", ""]
    assert "\r" not in body


@pytest.mark.parametrize("form", [formats.CSV, formats.TSV], ids=lambda form: form.name)
def test_no_rows_are_a_header(tables, reader, form):
    body = answers.body(form, asked(tables, reader, "missions", ("host", "germany"))).decode()
    assert body.count("\n") == 1
    assert body.startswith("id")


def test_tabs_and_lines_in_cells_are_blanks_in_tsv(tables, reader):
    body = answers.body(formats.TSV, asked(tables, reader)).decode()
    assert len(body.splitlines()) == 1 + len(ROWS["missions"])
    assert 'Old, and of "one" year in two lines' in body


def test_json_has_types_and_what_is_said_of_the_rows(tables, reader):
    told = json.loads(
        answers.body(formats.JSON, asked(tables, reader, "missions", ("from", "2010")))
    )
    assert told["table"] == "missions"
    assert told["selection"] == [["from", "2010"]]
    assert told["rows_selected"] == len(told["rows"]) == 2
    assert told["rows"][0]["troops"] == 22126
    assert told["rows"][0]["is_armed"] is True
    assert told["rows"][1]["start"] is None
    assert told["sources"] == ["source/one", "source/two"]


def test_json_lines_are_the_rows_of_json(tables, reader):
    one = asked(tables, reader)
    lines = answers.body(formats.JSON_LINES, one).decode().splitlines()
    assert [json.loads(line) for line in lines] == json.loads(answers.body(formats.JSON, one))[
        "rows"
    ]


def test_parquet_has_the_types_of_the_codebook(tables, reader):
    parquet = pytest.importorskip("pyarrow.parquet")
    body = answers.body(formats.PARQUET, asked(tables, reader))
    table = parquet.read_table(io.BytesIO(body))
    assert str(table.schema.field("troops").type) == "int64"
    assert str(table.schema.field("is_armed").type) == "bool"
    assert table.column("id").to_pylist() == [row[0] for row in ROWS["missions"]]
    assert table.column("is_armed").to_pylist() == [True, False, None]


def test_parquet_of_no_rows_has_its_columns(tables, reader):
    parquet = pytest.importorskip("pyarrow.parquet")
    body = answers.body(formats.PARQUET, asked(tables, reader, "missions", ("limit", "0")))
    assert parquet.read_table(io.BytesIO(body)).num_rows == 0


@pytest.mark.parametrize(
    "form",
    [f for f in formats.FORMATS if f.of_rows and f is not formats.PAGE],
    ids=lambda f: f.name,
)
def test_no_body_is_longer_than_it_may_be(tables, reader, form):
    with pytest.raises(TooLongError):
        answers.body(form, asked(tables, reader, most=10))


def test_the_bibliography_is_of_exactly_these_rows(tables, reader):
    drawn = random.Random(12)
    for _ in range(20):
        table = drawn.choice(["missions", "mission_hosts", "dyad_years", "states"])
        limit, offset = drawn.randrange(4), drawn.randrange(4)
        one = asked(tables, reader, table, ("limit", str(limit)), ("offset", str(offset)))
        rows = list(csv.DictReader(io.StringIO(answers.body(formats.CSV, one).decode())))
        expected = sorted({id_ for row in rows for id_ in row["source_ids"].split(";") if id_})
        assert [work.id for work in answers.works(one)] == [*expected, US.work.id]


def test_chosen_columns_rest_on_the_same_sources(tables, reader):
    few = asked(tables, reader, "missions", ("columns", "id"), ("at", "2010"))
    assert [work.id for work in answers.works(few)][:-1] == ["source/one", "source/two"]


def test_sources_rest_on_themselves(tables, reader):
    one = asked(tables, reader, "sources", ("id", "source/two"))
    assert [work.id for work in answers.works(one)] == ["source/two", US.work.id]


def test_the_package_holds_all_that_belongs_to_the_rows(tables, reader):
    one = asked(tables, reader, "missions", ("host", "kenya"))
    package = answers.body(formats.ZIP, one)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert list(files) == [
        *("missions.csv", "README.md", "codebook.csv", "missions.csv-metadata.json"),
        *("CITATION.cff", "sources.bib", "sources.csl.json", "query.rq"),
    ]
    assert files["missions.csv"].encode() == answers.body(formats.CSV, one)
    assert "`host=kenya`" in files["README.md"]
    assert "https://x/?a=b" in files["README.md"]
    assert "SELECT ?id" in files["query.rq"]
    assert files["sources.bib"].encode() == answers.body(formats.BIBTEX, one)


def test_the_same_package_is_the_same_bytes(tables, reader):
    one = asked(tables, reader)
    assert answers.body(formats.ZIP, one) == answers.body(formats.ZIP, one)


def test_metadata_of_one_table_stand_alone(tables, reader):
    told = json.loads(answers.body(formats.METADATA, asked(tables, reader, "mission_hosts")))
    assert told["url"] == "mission_hosts.csv"
    assert "foreignKeys" not in told["tableSchema"]
    assert told["@context"][0] == "http://www.w3.org/ns/csvw"
