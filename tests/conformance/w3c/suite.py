"""The test suites of the W3C for SPARQL 1.1, read from their manifests."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

FOLDER = Path(__file__).parents[4] / "shared" / "w3c" / "sparql11"
IRI = "https://w3c.github.io/rdf-tests/sparql/sparql11/"
"""Where the suites are published; the IRIs of the data files derive from it."""

KNOWN_FAILURES = Path(__file__).with_name("known_failures.csv")

QUERY_SUITES = (
    *("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping"),
    *("negation", "project-expression", "property-path", "subquery", "syntax-query"),
)
"""Those of ``manifest-sparql11-query.ttl``."""
RESULT_SUITES = ("csv-tsv-res", "json-res")
"""Those of ``manifest-sparql11-results.ttl``."""
FEDERATION_SUITES = ("syntax-fed",)

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

needs_suites = pytest.mark.skipif(
    not FOLDER.is_dir(),
    reason=f"THE CONFORMANCE SUITES OF THE W3C WERE NOT RUN: there is no {FOLDER}",
)

Node = NamedNode | BlankNode | Literal


class Manifest:
    """The triples of a manifest, by subject and property."""

    def __init__(self, name: str) -> None:
        self.base = IRI + name
        self._objects: dict[tuple[object, str], list[Node]] = defaultdict(list)
        path = str(FOLDER / name)
        for quad in parse(path=path, format=RdfFormat.TURTLE, base_iri=self.base):
            assert isinstance(quad.object, Node)
            self._objects[quad.subject, quad.predicate.value].append(quad.object)

    def all(self, subject: object, predicate: str) -> list[Node]:
        """Return the objects."""
        return self._objects.get((subject, predicate), [])

    def one(self, subject: object, predicate: str) -> Node | None:
        """Return the first object, if there is one."""
        return next(iter(self.all(subject, predicate)), None)

    def text(self, subject: object, predicate: str, default: str = "") -> str:
        """Return the IRI or the lexical form of the first object."""
        found = self.one(subject, predicate)
        return found.value if found is not None else default

    def items(self, head: object) -> Iterator[Node]:
        """Yield the items of a list."""
        while head is not None and head != NamedNode(RDF + "nil"):
            first = self.one(head, RDF + "first")
            assert first is not None
            yield first
            head = self.one(head, RDF + "rest")

    def entries(self) -> Iterator[Node]:
        """Yield the tests of the manifest."""
        return self.items(self.one(NamedNode(self.base), MF + "entries"))


@dataclass(frozen=True, slots=True)
class QueryTest:
    """A test of a query: what to ask, over what, and what should come of it.

    ``data`` and ``graphs`` are the IRIs of files: those of the default graph and of
    the named graphs. ``result`` is a file, or None for a test of the syntax.
    """

    iri: str
    kind: str
    query: str
    base: str
    data: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    result: Path | None = None

    @property
    def id(self) -> str:
        """Return a short name: folder and fragment."""
        folder, _, name = self.iri.rpartition("/manifest#")
        return f"{folder.rpartition('/')[2]}#{name}"

    @property
    def is_negative(self) -> bool:
        """Return whether the query must be refused."""
        return "Negative" in self.kind


def file_of(iri: str) -> Path:
    """Return the local file of an IRI."""
    return FOLDER / iri.removeprefix(IRI)


def query_tests(suites: Iterable[str]) -> list[QueryTest]:
    """Return the tests of these suites; none where the suites are missing."""
    if not FOLDER.is_dir():
        return []
    return [
        _query_test(manifest, entry)
        for suite in suites
        for manifest in (Manifest(f"{suite}/manifest.ttl"),)
        for entry in manifest.entries()
    ]


def _query_test(manifest: Manifest, entry: Node) -> QueryTest:
    action = manifest.one(entry, MF + "action")
    assert action is not None
    query = manifest.text(action, QT + "query") or action.value
    result = manifest.text(entry, MF + "result")
    return QueryTest(
        iri=entry.value,
        kind=manifest.text(entry, RDF + "type").removeprefix(MF),
        query=file_of(query).read_text(encoding="utf-8"),
        base=query,
        data=tuple(node.value for node in manifest.all(action, QT + "data")),
        graphs=tuple(node.value for node in manifest.all(action, QT + "graphData")),
        result=file_of(result) if result else None,
    )


def known_failures(harness: str) -> dict[str, str]:
    """Return the tests that are known to fail in a harness, and why."""
    with KNOWN_FAILURES.open(encoding="utf-8", newline="") as file:
        return {
            row["test"]: row["reason"]
            for row in csv.DictReader(file)
            if harness in row["harness"].split()
        }


def parameters(tests: Iterable[QueryTest], harness: str) -> list[object]:
    """Return the tests for pytest; a known failure that passes is an error."""
    known = known_failures(harness)
    return [
        pytest.param(
            test,
            id=test.id,
            marks=[pytest.mark.xfail(reason=known[test.iri])] if test.iri in known else [],
        )
        for test in tests
    ]
