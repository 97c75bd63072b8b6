"""One server for all suites: every data file is a named graph under its own IRI."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ...served import Served, serving, write_store
from .suite import (
    FEDERATION_SUITES,
    FOLDER,
    IRI,
    QUERY_SUITES,
    RESULT_SUITES,
    file_of,
    query_tests,
)

PROTOCOL_DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
"""The graphs of the protocol tests; data0, which they also name, has no file."""

NOTHING = "https://example.org/served/nothing"
"""A graph without statements, for tests that have no data."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the data of all suites."""
    tests = query_tests((*QUERY_SUITES, *RESULT_SUITES, *FEDERATION_SUITES))
    graphs = {iri: [file_of(iri)] for test in tests for iri in (*test.data, *test.graphs)}
    for number in (1, 2, 3):
        graphs[PROTOCOL_DATA.format(number)] = [FOLDER / "protocol" / f"data{number}.nt"]
    graphs[NOTHING] = []
    # A test of the syntax reads FROM <file>, and there is no such file.
    graphs[f"{IRI}syntax-query/file"] = []
    release = write_store(Path(tmp_path_factory.mktemp("w3c")) / "release", graphs)
    with serving(release) as served:
        yield served
