"""The small tables, opened."""

import pytest

from openalliances.tabular.store import open_tables

from .small import write_tables


@pytest.fixture(scope="session")
def tables(tmp_path_factory):
    release = tmp_path_factory.mktemp("release")
    write_tables(release / "tables")
    return open_tables(release)


@pytest.fixture
def reader(tables):
    with tables.reading(10) as opened:
        yield opened
