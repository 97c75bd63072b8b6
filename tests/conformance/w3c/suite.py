"""The test suites of the W3C for SPARQL 1.1, SPARQL 1.2 and RDF 1.2, read from their manifests."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

W3C = Path(__file__).parents[4] / "shared" / "w3c"
FOLDER = W3C / "sparql11"
IRI = "https://w3c.github.io/rdf-tests/sparql/sparql11/"
"""Where the suites are published; the IRIs of the data files derive from it."""
PUBLISHED = {
    "sparql11": IRI,
    "sparql12": "https://w3c.github.io/rdf-tests/sparql/sparql12/",
    "rdf12": "https://w3c.github.io/rdf-tests/rdf/rdf12/",
}
"""The folder of each collection, and where it is published."""

KNOWN_FAILURES = Path(__file__).with_name("known_failures.csv")

QUERY_SUITES = (
    *("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping"),
    *("negation", "project-expression", "property-path", "subquery", "syntax-query"),
)
"""Those of ``manifest-sparql11-query.ttl``."""
RESULT_SUITES = ("csv-tsv-res", "json-res")
"""Those of ``manifest-sparql11-results.ttl``."""
FEDERATION_SUITES = ("syntax-fed",)
SUITES_12 = tuple(
    f"sparql12/{name}"
    for name in (
        *("codepoint-escapes", "eval-triple-terms", "expression", "grouping", "lang-basedir"),
        *("rdf11", "syntax", "syntax-triple-terms-negative", "syntax-triple-terms-positive"),
        "version",
    )
)
"""Those of the manifest of SPARQL 1.2, with their collection."""

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

needs_suites = pytest.mark.skipif(
    not FOLDER.is_dir(),
    reason=f"THE CONFORMANCE SUITES OF THE W3C WERE NOT RUN: there is no {FOLDER}",
)

Node = NamedNode | BlankNode | Literal


class Manifest:
    """The triples of a manifest, by subject and property; *name* is its path, by SPARQL 1.1."""

    def __init__(self, name: str) -> None:
        collection, _, rest = name.partition("/")
        self.base = PUBLISHED[collection] + rest if collection in PUBLISHED else IRI + name
        self._objects: dict[tuple[object, str], list[Node]] = defaultdict(list)
        path = str(file_of(self.base))
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
        # The manifest is named by its address, or by a name in it.
        [head] = [found[0] for (_, p), found in self._objects.items() if p == MF + "entries"]
        return self.items(head)


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
    def is_update(self) -> bool:
        """Return whether it is one of an update, which must be refused."""
        return "Update" in self.kind

    @property
    def is_negative(self) -> bool:
        """Return whether the query must be refused."""
        return "Negative" in self.kind


def file_of(iri: str) -> Path:
    """Return the local file of an IRI."""
    name, base = next((n, base) for n, base in PUBLISHED.items() if iri.startswith(base))
    return W3C / name / iri.removeprefix(base)


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
    query = manifest.text(action, QT + "query") or manifest.text(action, UT + "request")
    query = query or action.value
    kind = manifest.text(entry, RDF + "type").removeprefix(MF)
    # The result of an update is a description; nobody gets to see it here.
    result = manifest.text(entry, MF + "result") if "Update" not in kind else ""
    return QueryTest(
        iri=entry.value,
        kind=kind,
        query=file_of(query).read_text(encoding="utf-8", errors="surrogatepass"),
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


RDF_FORMATS = {"ttl": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "nt": RdfFormat.N_TRIPLES,
               "nq": RdfFormat.N_QUADS, "rdf": RdfFormat.RDF_XML}  # fmt: skip
"""Formats of the suites of RDF 1.2, by the suffix of their files."""


@dataclass(frozen=True, slots=True)
class RdfTest:
    """A file of a suite of RDF 1.2 that can be read, and the file with what it says."""

    iri: str
    result: str

    @property
    def id(self) -> str:
        """Return a short name."""
        return "/".join(self.iri.split("/")[-3:])

    def triples(self) -> list[Quad]:
        """Return what it says, without the names of graphs."""
        file = file_of(self.result)
        base = "" if self.result.endswith(".nt") else self.iri
        form = RDF_FORMATS[file.suffix[1:]]
        return [
            Quad(*quad.triple) for quad in parse(path=str(file), format=form, base_iri=base or None)
        ]


def rdf_tests() -> list[RdfTest]:
    """Return the tests of RDF 1.2 of a file that can be read; none where they are missing."""
    found = []
    for path in sorted(W3C.glob("rdf12/rdf-*/*/manifest.ttl")):
        manifest = Manifest(path.relative_to(W3C).as_posix())
        for entry in manifest.entries():
            kind = manifest.text(entry, RDF + "type")
            if "Negative" not in kind:
                iri = manifest.text(entry, MF + "action")
                result = manifest.text(entry, MF + "result") if "Eval" in kind else ""
                found.append(RdfTest(iri, result or iri))
    return found
