"""One server for all suites: every data file is a named graph under its own IRI."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from pyoxigraph import Quad, RdfFormat, serialize

from ...served import Served, serving, write_store
from .requests import Script, scripts
from .suite import (
    FEDERATION_SUITES,
    FOLDER,
    IRI,
    QUERY_SUITES,
    RESULT_SUITES,
    SUITES_12,
    RdfTest,
    file_of,
    query_tests,
    rdf_tests,
)

PROTOCOL_DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
"""The graphs of the protocol tests; data0, which they also name, has no file."""

NOTHING = "https://example.org/served/nothing"
"""A graph without statements, for tests that have no data."""

SCRIPTS = [
    script
    for name in ("direct", "indirect")
    for script in scripts(f"graph-store-protocol/manifest-{name}.ttl")
]
READS = [
    (script, exchange, number)
    for script in SCRIPTS
    for number, exchange in enumerate(script.exchanges)
    if exchange.method in ("GET", "HEAD") and 200 in exchange.statuses
]
"""What the tests of the Graph Store Protocol read, and as which request of their test."""


def graph_of(script: Script, number: int) -> str:
    """Return the IRI of the graph that a request of a test reads, as it was sent once encoded."""
    iri = unquote(script.exchanges[0].target.partition("graph=")[2])
    return f"{iri or IRI}/{script.name}/{number}"


def target_of(script: Script, number: int) -> str:
    """Return the address of that graph in our graph store."""
    return "/graphs?graph=" + quote(graph_of(script, number), safe="")


def read_as_it_is(test: RdfTest) -> list[Quad]:
    """Return what the file of a test says to the engine, without the names of graphs."""
    return RdfTest(test.iri, test.iri).triples()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the data of all suites."""
    tests = query_tests((*QUERY_SUITES, *RESULT_SUITES, *FEDERATION_SUITES, *SUITES_12))
    graphs = {iri: [file_of(iri)] for test in tests for iri in (*test.data, *test.graphs)}
    for number in (1, 2, 3):
        graphs[PROTOCOL_DATA.format(number)] = [FOLDER / "protocol" / f"data{number}.nt"]
    graphs[NOTHING] = []
    # A test of the syntax reads FROM <file>, and there is no such file.
    graphs[f"{IRI}syntax-query/file"] = []
    folder = tmp_path_factory.mktemp("graphs")
    for script, exchange, number in READS:
        file = folder / f"{script.name}-{number}.ttl"
        file.write_text(exchange.content, encoding="utf-8")
        graphs[graph_of(script, number)] = [file]
    for test in rdf_tests():
        file = folder / f"{len(graphs)}.nt"
        file.write_bytes(serialize(read_as_it_is(test), format=RdfFormat.N_TRIPLES) or b"")
        graphs[test.iri] = [file]
    release = write_store(Path(tmp_path_factory.mktemp("w3c")) / "release", graphs)
    with serving(release) as served:
        yield served
