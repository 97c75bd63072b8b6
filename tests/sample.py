"""A small release on disk, and the app over it with the real engine, as fixtures."""

import gzip
import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store, serialize

from openalliances.builder.outputs.names import write_names
from openalliances.engine.local.engine import open_local
from openalliances.pages.site import Site
from openalliances.rdf.formats import N_QUADS, TURTLE
from openalliances.release import (
    RELEASE_FORMAT,
    FileEntry,
    GraphEntry,
    Manifest,
    PartEntry,
    open_release,
    write_manifest,
)
from openalliances.settings import Settings
from openalliances.web.app import create_app

from .door import opened
from .tabular.small import write_tables

BASE = "https://w3id.org/openalliances/"
SAMPLE = Path(__file__).parent / "sample.trig"
CORE = BASE + "graph/ontology/core"


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
    graphs = tuple(
        GraphEntry(
            g.value,
            g.value.removeprefix(BASE + "graph/"),
            "data",
            _size(store, g),
            description=f"What {g.value} holds.",
        )
        for g in sorted(store.named_graphs(), key=lambda g: g.value)
    )
    parts = (
        PartEntry(
            "openalliances", "The whole set", "", "All.", "", tuple(g.iri for g in graphs), 9
        ),
        PartEntry("core", "Core", "Noyau", "The core.", "", (CORE, BASE + "graph/catalog"), 5),
    )
    files = [_dump(folder, store, part, form) for part in parts for form in (N_QUADS, TURTLE)]
    (folder / "dumps" / "SHA256SUMS").write_text("sums\n")
    write_names(store, folder / "indexes")
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
        parts,
        tuple(files),
        {},
    )
    if kind == "dataset":
        write_tables(folder / "tables")
    del store  # what it writes when it is closed belongs to the release
    write_manifest(folder, manifest)
    return open_release(folder)


def _dump(folder, store, part, form):
    quads = [q for q in store if q.graph_name.value in part.graphs]
    statements = quads if form.quads else [q.triple for q in quads]
    plain = serialize(statements, format=RdfFormat.from_media_type(form.media_type))
    stored = gzip.compress(plain, mtime=0)
    path = f"dumps/{part.name}.{form.extension}.gz"
    (folder / path).write_bytes(stored)
    sums = [hashlib.sha256(data).hexdigest() for data in (stored, plain)]
    return FileEntry(
        path, part.name, form.name, len(statements), len(stored), sums[0], len(plain), sums[1]
    )


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
