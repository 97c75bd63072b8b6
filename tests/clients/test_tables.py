"""Results as tables, by a URL: pandas, polars, R."""

import pytest

FRAMES = ("pandas", "pandas, by Accept", "pandas, tsv", "polars", "polars, lazy")


@pytest.fixture(scope="module")
def frames(python_client):
    return python_client("frames.py", "polars")


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_from_a_url(frames, name):
    columns, rows = frames[name]
    assert [column.lstrip("?") for column in columns] == ["state", "label"]
    assert rows == 3


@pytest.fixture(scope="module")
def r(r_client):
    return r_client("tables.R")


def test_r_reads_csv(r):
    assert (r["csv"], r["names"]) == (7, ["s", "p", "o"])


def test_the_package_sparql_of_r_reads_xml(r):
    assert r["xml"] == [7, 3]
