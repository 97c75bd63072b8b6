"""The sample of the web tests, in a store with the real engine over it."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from openalliances.engine.local.engine import open_local
from openalliances.settings import Settings

SAMPLE = Path(__file__).parents[1] / "sample.trig"


@pytest.fixture(scope="session")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    store = Store(str(folder))
    store.bulk_load(path=str(SAMPLE), format=RdfFormat.TRIG)
    store.flush()
    del store
    pool = open_local(folder, Settings(query_workers=1))
    yield pool
    pool.close()
