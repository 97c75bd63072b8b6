"""The tables of our own release, read without options: the types are those of the codebook."""

import pytest

from openalliances.tabular.definitions import read_definitions
from openalliances.tabular.store import FOLDER

IN_R = {"integer": {"integer"}, "boolean": {"logical"}}
# Where a whole number is missing pandas makes all of the column floating.
# With a value missing, pandas has no type of its own for these: floats, and objects.
IN_PANDAS = {"integer": {"i", "f"}, "boolean": {"b", "O"}}


def differing(found, tables, kinds, text):
    return [
        (name, column.name, found[name][column.name])
        for name, table in tables.items()
        for column in table.columns
        if found[name][column.name] not in {"empty", *kinds.get(column.datatype, text)}
    ]


@pytest.fixture(scope="module")
def folder(shipped_release):
    return shipped_release.folder / FOLDER


def test_r_finds_the_types_of_the_codebook(r_client, folder):
    found = r_client("table_types.R", str(folder))
    assert differing(found, read_definitions(folder), IN_R, {"character"}) == []


def test_pandas_finds_the_types_of_the_codebook(python_client, folder):
    found = python_client("table_types.py", "pandas", str(folder))
    assert differing(found, read_definitions(folder), IN_PANDAS, {"O"}) == []
