import pytest

from openalliances.tabular.store import open_tables

from .small import write_small


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("facts")
    write_small(folder / "tables")
    return open_tables(folder)


@pytest.fixture
def reader(small):
    with small.reading(10) as opened:
        yield opened
