"""A small release on disk, and the app over it with the real engine, as fixtures."""

import hashlib
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store

from openalliances.engine.local.engine import open_local
from openalliances.pages.site import Site
from openalliances.release import (
    RELEASE_FORMAT,
    FileEntry,
    GraphEntry,
    Manifest,
    open_release,
    write_manifest,
)
from openalliances.release.search_index import SEARCH_INDEX
from openalliances.settings import Settings
from openalliances.web.app import create_app

from .door import opened

BASE = "https://w3id.org/openalliances/"
SAMPLE = Path(__file__).parent / "sample.trig"
DUMP = "dumps/openalliances.nq"

ENTRIES = [
    {"iri": BASE + "id/state/burundi", "label": "Burundi", "kind": "state", "also": ["Uburundi"]},
    {"iri": BASE + "id/state/tanzania", "label": "Tanzania", "kind": "state", "also": []},
    {
        "iri": BASE + "id/partnership/burundi-tanzania",
        "label": "Burundi–Tanzania defence partnership",
        "kind": "bilateral defence partnership",
        "also": [],
        "years": "",
    },
    {
        "iri": BASE + "id/mission/amisom",
        "label": "African Union Mission in Somalia",
        "kind": "peace operation",
        "also": ["AMISOM"],
        "years": "2007–",
    },
    {"iri": BASE + "id/state/hostile", "label": "<script>alert(1)</script>", "kind": "<b>"},
]


class Client(FlaskClient):
    """Reads each answer to its end and closes it, as a server does."""

    def open(self, *args, **kwargs):
        return super().open(*args, **(kwargs | {"buffered": True}))


def write_release(folder, *, kind="dataset", base=BASE):
    """Write the sample as a release into *folder* and return it opened."""
    (folder / "indexes").mkdir(parents=True)
    (folder / "dumps").mkdir()
    store = Store(str(folder / "store"))
    store.bulk_load(path=str(SAMPLE), format=RdfFormat.TRIG)
    store.flush()
    files = [_dump(folder, store, DUMP, "", "nq", "")]
    files.append(_dump(folder, store, DUMP + ".gz", "", "nq", "gzip"))
    graphs = tuple(
        GraphEntry(g.value, g.value.removeprefix(BASE + "graph/"), "data", _size(store, g))
        for g in sorted(store.named_graphs(), key=lambda g: g.value)
    )
    core = BASE + "graph/ontology/core"
    files.append(_dump(folder, store, "dumps/graph/ontology/core.ttl", core, "ttl", ""))
    (folder / "dumps" / "SHA256SUMS").write_text("sums\n")
    (folder / "indexes" / SEARCH_INDEX).write_text(json.dumps(ENTRIES))
    manifest = Manifest(
        RELEASE_FORMAT,
        kind,
        "1.2.3",
        "Sample",
        base,
        "d" * 64,
        "i" * 64,
        len(store),
        graphs,
        tuple(files),
        {},
    )
    write_manifest(folder, manifest)
    del store
    return open_release(folder)


def _dump(folder, store, path, graph, form, encoding):
    # The content of an encoded file does not matter here; it is sent as it is.
    body = store.dump(format=RdfFormat.N_QUADS) * (1 + bool(encoding))
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body)
    digest = hashlib.sha256(body).hexdigest()
    return FileEntry(path, graph, form, encoding, len(store), len(body), digest)


def _size(store, graph):
    return sum(1 for _ in store.quads_for_pattern(None, None, None, graph))


def with_client(app):
    """Return *app* with a test client that closes what it has read."""
    app.test_client_class = Client
    return app


@pytest.fixture(scope="session")
def settings():
    return Settings(query_workers=2, query_timeout=10.0, page_rows=5)


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    return write_release(tmp_path_factory.mktemp("release") / "r")


@pytest.fixture(scope="session")
def engine(release, settings):
    pool = open_local(release.store, settings)
    yield pool
    pool.close()


@pytest.fixture(scope="session")
def app(release, engine, settings):
    return with_client(create_app(Site(release, engine, settings)))


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture(scope="session")
def own_files(tmp_path_factory, settings):
    """The app over a user's own files: the same data, but not our data set."""
    release = write_release(tmp_path_factory.mktemp("files") / "r", kind="files", base=BASE + "id/")
    pool = open_local(release.store, settings)
    yield with_client(create_app(Site(release, pool, settings)))
    pool.close()


@pytest.fixture(scope="session")
def door(release, engine, settings):
    """A client of the real server over the sample release."""
    with opened(release, engine, settings) as made:
        yield made
