"""Tables are read, or all that is wrong with them is told: file, line, column, expected, cure."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openalliances.errors import SourceError, TableError
from openalliances.tables.canonical import canonical_table
from openalliances.tables.conversion import raw_triples
from openalliances.tables.metadata import read_metadata
from openalliances.tables.reading import read_table, read_tables, read_text
from openalliances.tables.references import described
from openalliances.tables.rows import Row

from .small import METADATA, ROWS, write_small

TABLES = "data/tables"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_small(tmp_path)


def faults_of(root: Path) -> tuple[SourceError, ...]:
    """Return what is wrong with the data set; fails if nothing is."""
    with pytest.raises(TableError) as caught:
        read_tables(root, described(root))
    return caught.value.faults


def spoil(root: Path, kind: str, old: str, new: str) -> None:
    """Replace a part of a table that is there once."""
    path = root / TABLES / f"{kind}.csv"
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def test_a_sound_data_set_is_read(root):
    read = {file.table.name: file for file in read_tables(root, described(root))}
    assert [len(read[kind].rows) for kind in METADATA] == [len(ROWS[kind]) - 1 for kind in METADATA]
    row = read["membership"].rows[1]
    assert (row.line, row.id, row.number) == (3, "membership/nato/greece", 2)
    assert row.cells["source"] == "source/treaty-text"
    assert "place" not in row.cells


HEADERS = [
    ("membership", "id,n,", "n,", 1, 12, "The column id is missing", "The header is: id,n,"),
    ("membership", "id,n,arr", "arr", 1, 11, "The columns id, n are missing", "The header is:"),
    ("membership", ",start,", ",strat,", 1, 5, 'no column "strat"', 'Is it "start"?'),
    ("membership", ",end,", ",start,", 1, 7, "The column start is there twice", "a row of its own"),
    ("membership", ",end,", ",,", 1, 7, "A column has no name", "Columns are:"),
    ("membership", ",note,", ",", 1, 12, "The column note is missing", "The header is:"),
    ("state", "m49", "M49", 1, 4, 'no column "M49"', 'Is it "m49"?'),
]


@pytest.mark.parametrize(("kind", "old", "new", "line", "column", "message", "hint"), HEADERS)
def test_a_header_that_disagrees_with_the_metadata(
    root, kind, old, new, line, column, message, hint
):
    lines = (root / TABLES / f"{kind}.csv").read_text().split("\n", 1)
    lines[0] = lines[0].replace(old, new, 1)
    (root / TABLES / f"{kind}.csv").write_text("\n".join(lines))
    found = [f for f in faults_of(root) if message in f.message]
    assert [(f.path, f.line, f.column) for f in found] == [(f"{TABLES}/{kind}.csv", line, column)]
    assert hint in found[0].hint


GREECE = "membership/nato/greece,1,organization/nato,state/greece,1952-02-18,accession"
NATO = "Organization,NATO,1949-04-04,Alliance"
AFGHANISTAN = "state/afghanistan,1,Afghanistan,004,"

CELLS = [
    # ids and names of things
    (
        "membership",
        GREECE,
        "membership/nato/gre ece,1,organization/nato,state/greece,1952,accession",
        2,
        1,
        "has a blank in it",
        "Write membership/nato/gre-ece.",
    ),
    ("membership", "nato/greece,1", "nato/gre>ece,1", 2, 1, "'>' in it", "digits and -"),
    ("membership", "nato/greece,1", "nato/gre{ece,1", 2, 1, "'{' in it", "digits and -"),
    ("membership", "nato/greece,1", '"nato/gre""ece",1', 2, 1, "'\"' in it", "digits and -"),
    ("membership", "nato/greece,1", "nato/gre'ece,1", 2, 1, '"\'" in it', "digits and -"),
    ("membership", "nato/greece,1", "nato/gre\\ece,1", 2, 1, "in it", "digits and -"),
    ("membership", "nato/greece,1", "nato/grèece,1", 2, 1, "'è' in it", "digits and -"),
    ("membership", "nato/greece,1", "../greece,1", 2, 1, "of dots", "Write it as"),
    ("membership", "nato/greece,1", "nato/../greece,1", 2, 1, "of dots", "Write it as"),
    ("membership", "nato/greece,1", "nato//greece,1", 2, 1, "an empty part", "Write it as"),
    ("membership", "nato/greece,1", "nato/greece/,1", 2, 1, "an empty part", "Write it as"),
    ("membership", "nato/greece,1", "nato/gre\u202eece,1", 2, 1, "U+202E (RIGHT-TO-LEFT", "Delete"),
    ("membership", "nato/greece,1", "nato/gre\u200bece,1", 2, 1, "U+200B (ZERO WIDTH", "Delete"),
    ("membership", "nato/greece,1", "nato/gre\x07ece,1", 2, 1, "U+0007 (a control", "Delete"),
    (
        "membership",
        "membership/nato/greece,1",
        "nato/greece,1",
        2,
        1,
        "does not begin with",
        "looks like",
    ),
    ("membership", "membership/nato/greece,1", ",1", 2, 1, "id is empty", "Each row has id"),
    ("membership", "nato/greece,1", "nato/greece,", 2, 2, "n is empty", "Each row has n"),
    ("membership", "nato/greece,1", "nato/greece,one", 2, 2, "no number of a row", "1, 2, 3"),
    ("membership", "nato/greece,1", "nato/greece,0", 2, 2, "no number of a row", "1, 2, 3"),
    ("membership", "nato/greece,1", "nato/greece,1.0", 2, 2, "no number of a row", "1, 2, 3"),
    (
        "membership",
        "nato/greece,2",
        "nato/greece,1",
        3,
        1,
        "stand in line 2 already",
        "next number",
    ),
    (
        "membership",
        "organization/nato,state/greece,1952-",
        ",state/greece,1952-",
        2,
        3,
        "arrangement is empty",
        "Each row has arrangement",
    ),
    (
        "membership",
        "organization/nato,state/greece,1952-",
        ",,1952-",
        2,
        3,
        "arrangement, member are empty",
        "Each row has arrangement, member",
    ),
    (
        "membership",
        "state/greece,1952-",
        "state/grece,1952-",
        2,
        4,
        "is described nowhere",
        'Is it "state/greece"?',
    ),
    (
        "membership",
        "state/greece,1952-",
        "state/atlantis,1952-",
        2,
        4,
        "is described nowhere",
        "openalliances new state",
    ),
    (
        "membership",
        "state/greece,1952-",
        "state/greece state/turkey,1952-",
        2,
        4,
        "a blank in it",
        "a row of its own",
    ),
    (
        "membership",
        "state/greece,1952-",
        "https://w3id.org/openalliances/id/state/greece,1952-",
        2,
        4,
        "is a whole IRI",
        "Write only what follows /id/",
    ),
    (
        "membership",
        "state/greece,1952-",
        "State/Greece,1952-",
        2,
        4,
        "has capital letters",
        "Write state/greece.",
    ),
    (
        "membership",
        "state/greece,1952-",
        "state/turkey,1952-",
        3,
        4,
        "member is state/greece here",
        "an id of its own",
    ),
    ("membership", "accession", "acession", 2, 6, "is described nowhere", 'Is it "accession"?'),
    ("membership", "seen-in-source", "seen", 2, 11, "is described nowhere", "check-status.ttl"),
    ("organization", "Alliance", "Aliance", 2, 6, "is described nowhere", 'Is it "Alliance"?'),
    # dates
    ("membership", "1952-02-18", "2021-02-29", 2, 5, "February 2021 has 28 days", "which day"),
    ("membership", "1952-02-18", "1900-02-29", 2, 5, "February 1900 has 28 days", "which day"),
    ("membership", "1952-02-18", "1952-04-31", 2, 5, "April 1952 has 30 days", "which day"),
    ("membership", "1952-02-18", "1952-02-00", 2, 5, "February 1952 has 29 days", "which day"),
    ("membership", "1952-02-18", "1952-13", 2, 5, "there is no month 13", "1949-04-04, 1949-04"),
    ("membership", "1952-02-18", "Apr-49", 2, 5, '"Apr-49" is no date', "1949-04 or 2049-04"),
    ("membership", "1952-02-18", "April 1949", 2, 5, "is no date", "Write 1949-04."),
    ("membership", "1952-02-18", "4. Apr 1949", 2, 5, "is no date", "Write 1949-04-04."),
    ("membership", "1952-02-18", "04-Apr-49", 2, 5, "is no date", "1949-04-04 or 2049-04-04"),
    ("membership", "1952-02-18", "44654", 2, 5, '"44654" is no date', "Write 2022-04-03."),
    ("membership", "1952-02-18", "04/04/1949", 2, 5, "is no date", "Write 1949-04-04."),
    ("membership", "1952-02-18", "18.02.1952", 2, 5, "is no date", "Write 1952-02-18."),
    ("membership", "1952-02-18", "02/03/1952", 2, 5, "is no date", "1952-03-02 or 1952-02-03"),
    ("membership", "1952-02-18", "1952/2/18", 2, 5, "is no date", "Write 1952-02-18."),
    ("membership", "1952-02-18", "1952-02-18 00:00:00", 2, 5, "is no date", "Write 1952-02-18."),
    ("membership", "1952-02-18", "1952.0", 2, 5, "is no date", "Write 1952."),
    ("membership", "1952-02-18", "about 1952", 2, 5, "is no date", "a month or a year"),
    ("membership", "1952-02-18", "52", 2, 5, "is no date", "a month or a year"),
    # numbers and codes
    (
        "state",
        AFGHANISTAN,
        "state/afghanistan,1,Afghanistan,4,",
        2,
        4,
        "lost its leading zeros",
        "Write 004;",
    ),
    (
        "state",
        AFGHANISTAN,
        "state/afghanistan,1,Afghanistan,4.0,",
        2,
        4,
        "was made a number",
        "Write 004;",
    ),
    (
        "state",
        AFGHANISTAN,
        "state/afghanistan,1,Afghanistan,0004,",
        2,
        4,
        "not written as it should",
        "example",
    ),
    # texts
    ("organization", "North Atlantic", "North\tAtlantic", 2, 3, "U+0009", "Delete"),
    (
        "organization",
        "North Atlantic Treaty Organization",
        '"North\nAtlantic"',
        2,
        3,
        "There is a line break",
        "on one line",
    ),
    ("organization", "North Atlantic", "GrÃ¶ÃŸe", 2, 3, 'it meant "Größe', "as UTF-8"),
    ("organization", "North Atlantic", "Gr\ufffde", 2, 3, "a letter was lost", "Copy the text"),
    ("organization", "NATO,1949", "#REF!,1949", 2, 4, "an error of the spreadsheet", "formula"),
    ("organization", "NATO,1949", '"=CONCAT(A1,B1)",1949', 2, 4, "is a formula", "Paste its value"),
    (
        "source",
        "https://nato.example/m",
        "www.nato.example/m",
        2,
        6,
        "no web address",
        "Write https://www.nato.example/m",
    ),
    ("source", "https://nato.example/m", "https://nato.example/a b", 2, 6, "a blank in it", "%20"),
    (
        "source",
        "https://nato.example/m",
        "https://nato.example/<m>",
        2,
        6,
        "no web address as it stands",
        "Write https://nato.example/%3Cm%3E.",
    ),
    (
        "source",
        "https://nato.example/m",
        "https://nato.example/Sisi’s#état",
        2,
        6,
        "no web address as it stands",
        "Write https://nato.example/Sisi%E2%80%99s#%C3%A9tat.",
    ),
    ("source", "https://nato.example/m", "https://nato.example/100%", 2, 6, "no web", "Copy it"),
    ("source", "https://nato.example/m", "https://näto.example/m", 2, 6, "no web address", "Copy"),
    ("source", "https://nato.example/m", "ftp://nato.example/m", 2, 6, "no web address", "Copy"),
    (
        "source",
        "source/treaty-text",
        "source/nato-members",
        3,
        1,
        "stand in line 2 already",
        "A thing has one row",
    ),
    ("source", "NATO: Members,Members", "NATO: Members,", 2, 3, "title is empty", "Each row has"),
    # rows
    (
        "membership",
        ",accession,",
        ",accession,,",
        2,
        13,
        "This row has 13 cells",
        "quotation marks",
    ),
    ("membership", ",accession,", ",", 2, 12, "This row has 11 cells", "A separator is missing"),
    (
        "state",
        "state/turkey,1,Turkey,,,,,,",
        "state/turkey,1,Turkey,,,,row 9,,",
        5,
        6,
        "fills place and names no source",
        "Write who says so",
    ),
    (
        "state",
        "state/turkey,1,Turkey,,",
        "state/turkey,1,Turkey,792,",
        5,
        6,
        "fills m49 and names no source",
        "Write who says so",
    ),
    ("state", "state/turkey,1,Turkey", "state/turkey,1,", 5, 3, "has no name_en in any", "Fill it"),
    ("state", "row 1,seen-in-source,2026-11-23", "row 1,,", 2, 8, "check is empty", "not-checked"),
    (
        "state",
        "row 1,seen-in-source,",
        ",seen-in-source,",
        2,
        7,
        "and place is empty",
        "says where",
    ),
    (
        "state",
        "row 1,seen-in-source,2026-11-23",
        "row 1,seen-in-source,",
        2,
        9,
        "and checked_on is empty",
        "on which day",
    ),
    (
        "state",
        "row 1,seen-in-source,",
        "row 1,not-checked,",
        2,
        9,
        "checked_on is filled",
        "not-ch",
    ),
]


@pytest.mark.parametrize(("kind", "old", "new", "line", "column", "message", "hint"), CELLS)
def test_a_bad_cell_is_told_with_its_place_and_its_cure(
    root, kind, old, new, line, column, message, hint
):
    spoil(root, kind, old, new)
    faults = [f for f in faults_of(root) if f.path == f"{TABLES}/{kind}.csv"]
    found = [fault for fault in faults if message in fault.message]
    assert [(fault.line, fault.column) for fault in found] == [(line, column)], faults
    assert hint in found[0].hint


def test_there_are_enough_bad_cases():
    assert len(CELLS) + len(HEADERS) >= 60


def test_all_faults_of_all_files_are_told_at_once(root):
    spoil(root, "membership", "1952-02-18", "Apr-52")
    spoil(root, "membership", "source/treaty-text,,not-checked", "source/treaty-text,,")
    spoil(root, "state", "004", "4")
    places = [(fault.path.rpartition("/")[2], fault.line) for fault in faults_of(root)]
    assert places == [("membership.csv", 2), ("membership.csv", 3), ("state.csv", 2)]


def test_a_file_of_faults_is_told_in_part(root):
    rows = [f"state/s{n},1,,9,,,,," for n in range(70)]
    path = root / TABLES / "state.csv"
    path.write_text("\n".join([*ROWS["state"], *rows, ""]))
    table = read_metadata(root / TABLES / "state.csv-metadata.json")
    with pytest.raises(TableError) as caught:
        read_table(path, table)
    assert (len(caught.value.faults), caught.value.more) == (50, 20)


METADATA_FAULTS = [
    (lambda text: text.replace("{", "{,", 1), "This is not JSON"),
    (lambda text: text.replace('"integer"', '"number of"', 1), "'number of'"),
    (lambda text: text.replace('"name": "soldiers"', '"name": "state"'), "described twice"),
    (lambda text: text.replace('"url": "count.csv"', '"url": "counts.csv"'), '"url" is not'),
    (lambda text: text.replace('"name": "n"', '"name": "m"'), "'n'"),
    (lambda text: text.replace('"propertyUrl"', '"propertyURL"', 1), '"propertyURL" means nothing'),
]


@pytest.mark.parametrize(("spoiled", "told"), METADATA_FAULTS)
def test_metadata_that_is_no_csvw_is_told_with_its_line(root, spoiled, told):
    path = root / TABLES / "count.csv-metadata.json"
    path.write_text(spoiled(path.read_text()))
    with pytest.raises(SourceError) as caught:
        read_tables(root)
    error = caught.value
    assert (error.path, told in error.message) == (f"{TABLES}/count.csv-metadata.json", True)
    assert error.line
    assert error.hint


def test_faults_of_metadata_and_of_other_tables_are_told_together(root):
    path = root / TABLES / "count.csv-metadata.json"
    path.write_text(path.read_text().replace('"integer"', '"number of"', 1))
    spoil(root, "state", "004", "4")
    assert [fault.path for fault in faults_of(root)] == [
        f"{TABLES}/count.csv-metadata.json",
        f"{TABLES}/state.csv",
    ]


def test_a_table_and_its_metadata_stand_side_by_side(root):
    (root / TABLES / "state.csv-metadata.json").unlink()
    (root / TABLES / "count.csv").unlink()
    told = {fault.path: fault.message for fault in faults_of(root)}
    assert told == {
        f"{TABLES}/count.csv-metadata.json": "There is no count.csv, which it describes.",
        f"{TABLES}/state.csv": "There is no state.csv-metadata.json, "
        "which says what its columns mean.",
    }


def test_a_column_that_the_metadata_takes_in_is_missed_in_the_table(root):
    metadata = json.loads(json.dumps(METADATA["count"]))
    more = {**metadata["tableSchema"]["columns"][-1], "name": "colour"}
    metadata["tableSchema"]["columns"].append(more)
    (root / TABLES / "count.csv-metadata.json").write_text(json.dumps(metadata))
    assert [fault.message for fault in faults_of(root)] == ["The column colour is missing."]


ANYTHING = st.text(max_size=12) | st.text('ab/.-{}<>"\\ \u202e\t', max_size=8)


@given(st.sampled_from(["id", "name_en", "m49", "succeeds", "source", "checked_on"]), ANYTHING)
def test_whatever_stands_in_a_cell_is_refused_or_becomes_rdf(tmp_path_factory, column, text):
    table = _state_table(tmp_path_factory)
    cells = {"id": "state/x", "n": "1", "name_en": "X", "source": "source/treaty-text",
             "place": "p. 1", "check": "seen-in-source", "checked_on": "2026-11-23"}  # fmt: skip
    row = ",".join(_quoted({**cells, column: text}.get(name, "")) for name in table.header)
    try:
        file = read_text(f"{','.join(table.header)}\n{row}\n", table, "state.csv")
    except SourceError:
        return
    triples = list(raw_triples(file))
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert [quad.triple for quad in ox.parse(written, ox.RdfFormat.N_TRIPLES)] == triples


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


NAMES = st.text("abcdefghij-", min_size=1, max_size=6).filter(
    lambda name: name.strip("-") == name and "--" not in name
)
TEXTS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs", "S"), exclude_characters="\xad")
).filter(lambda text: text.isascii() or not _looks_misread(text))


def _looks_misread(text: str) -> bool:
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False


@given(st.dictionaries(NAMES, st.lists(TEXTS, min_size=1, max_size=3), max_size=5), st.randoms())
def test_reading_what_was_written_keeps_the_rows(tmp_path_factory, things, random):
    table = _state_table(tmp_path_factory)
    rows = [
        Row(0, {"id": f"state/{name}", "n": str(n), **_filled("name_en", text)})
        for name, texts in things.items()
        for n, text in enumerate(["x", *texts], 1)
    ]
    random.shuffle(rows)
    text = canonical_table(table, rows)
    read = read_text(text, table, "state.csv")
    wanted = sorted((row.id, row.number, dict(row.cells)) for row in rows)
    assert [(row.id, row.number, dict(row.cells)) for row in read.rows] == wanted
    assert canonical_table(table, read.rows) == text


def _filled(column: str, text: str) -> dict[str, str]:
    plain = text.strip()
    return {column: plain} if plain and not plain.startswith(("=", "#")) else {}


def _state_table(factory):
    folder = factory.getbasetemp() / "laws"
    if not folder.exists():
        write_small(folder)
    return read_metadata(folder / TABLES / "state.csv-metadata.json")
