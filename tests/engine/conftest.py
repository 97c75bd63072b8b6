"""A store of a few thousand triples in three graphs and a pool over it; and stores of others."""

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from openalliances.builder.user_files import load_files
from openalliances.engine.local.engine import open_local
from openalliances.progress import Silence
from openalliances.settings import Settings

from ..peers import oxigraph, virtuoso_with

EX = "https://example.org/"
GRAPHS = tuple(f"{EX}graph/{number}" for number in range(3))
SIZE = 3000


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    written = Store(str(folder))
    written.bulk_extend(
        Quad(
            NamedNode(f"{EX}thing/{number}"),
            NamedNode(f"{EX}number"),
            Literal(number),
            NamedNode(GRAPHS[number % 3]),
        )
        for number in range(SIZE)
    )
    written.add(
        Quad(NamedNode(EX), NamedNode(f"{EX}note"), Literal('a "quoted"\tword'), DefaultGraph())
    )
    written.flush()
    return folder


@pytest.fixture(scope="session")
def settings():
    return Settings(query_workers=2, query_queue=2, query_memory=512, query_timeout=20.0)


@pytest.fixture(scope="session")
def pool(store, settings):
    opened = open_local(store, settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def peers_release(tmp_path_factory):
    """Return a release of a few quads that stores are known to differ about."""
    settings = Settings(cache_dir=str(tmp_path_factory.mktemp("peers-cache")))
    return load_files([Path(__file__).parent / "peers.trig"], settings, Silence())


@pytest.fixture(scope="module")
def oxigraph_union(tmp_path_factory):
    """Return a store that ends with the module: it goes on with what nobody waits for any more."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), "--union-default-graph") as peer:
        yield peer


@pytest.fixture(scope="module")
def oxigraph_stored(tmp_path_factory):
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as peer:
        yield peer


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory):
    with virtuoso_with("", tmp_path_factory.mktemp("virtuoso")) as peer:
        yield peer


@pytest.fixture(scope="module")
def virtuoso_cut(tmp_path_factory):
    """Return a Virtuoso that cuts results."""
    limit = "ResultSetMaxRows = 5"
    with virtuoso_with(limit, tmp_path_factory.mktemp("virtuoso")) as peer:
        yield peer
