"""An index over a small excerpt of our kind of data."""

import pytest

from .index_of import OURS, index_of


@pytest.fixture(scope="session")
def index(tmp_path_factory):
    return index_of(OURS, tmp_path_factory.mktemp("names"))
