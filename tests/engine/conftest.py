"""A store of a few thousand triples in three graphs, and a pool over it."""

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from openalliances.engine.pool import open_pool
from openalliances.settings import Settings

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
    opened = open_pool(store, settings)
    yield opened
    opened.close()
