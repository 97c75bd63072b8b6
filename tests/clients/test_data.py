"""What is taken along of tables, read by programs of others: bibtexparser, csvw."""

import pytest

from ..tabular.small import ROWS


@pytest.fixture(scope="module")
def bibliography(python_client):
    return python_client("bibliography.py", "bibtexparser")


def test_a_bibliography_is_read_whole(bibliography):
    entries = {entry["ID"]: entry for entry in bibliography["entries"]}
    ours = {key for key in entries if key.startswith("w3id.org")}
    assert set(entries) - ours == {"one", "two", "hostile"}
    assert len(ours) == 1
    assert bibliography["comments"] == []
    assert bibliography["marks"] == len(entries)


def test_hostile_titles_are_one_field_on_one_line(bibliography):
    (entry,) = (one for one in bibliography["entries"] if one["ID"] == "hostile")
    assert "Ünïcødé" in entry["title"]
    assert r"100 \% \& " in entry["title"]
    assert "\n" not in entry["title"]
    assert entry["author"].strip("{}") == "A and B"
    assert entry["url"] == "https://example.org/a%7Bb%7D"


def test_tables_are_what_their_metadata_say(python_client):
    found = python_client("csvw_tables.py", "csvw")
    for name, (valid, rows, told) in found.items():
        assert valid, told
        assert rows == len(ROWS[name])


def test_a_package_says_how_to_cite_the_data_set(python_client):
    package = python_client("package.py", "cffconvert")
    assert "missions.csv" in package["files"]
    assert "OpenAlliances maintainers" in package["bibtex"]
