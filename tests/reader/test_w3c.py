"""The W3C test suites of RDF 1.2 (https://github.com/w3c/rdf-tests), through the reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from openalliances.errors import SourceError
from openalliances.reader import ReadOptions
from openalliances.reader.files import look_at
from openalliances.reader.statements import opened

SUITE = Path(__file__).parents[3] / "shared" / "w3c" / "rdf12"
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
KNOWN = {
    "rdf12-xml-an-13.rdf": "the XML literal names namespaces that it does not use; Oxigraph's",
    "rdf12-xml-an-14.rdf": "the XML literal names namespaces that it does not use; Oxigraph's",
}


@dataclass(frozen=True)
class Case:
    """A test: the file, what it is resolved against, whether it is right, what it says."""

    file: Path
    base: str
    right: bool
    result: Path | None


def cases() -> Iterator[Case]:
    for path in sorted(SUITE.glob("*/*/manifest.ttl")):
        store = ox.Store()
        store.load(path=path, base_iri=path.as_uri())
        base = values(store, None, "assumedTestBase")
        for quad in store.quads_for_pattern(None, ox.NamedNode(f"{MANIFEST}action"), None):
            (kind,) = (
                found.object.value
                for found in store.quads_for_pattern(quad.subject, None, None)
                if found.predicate.value.endswith("#type")
            )
            file = Path(quad.object.value.removeprefix("file://"))
            result = values(store, quad.subject, "result")
            is_eval = "Eval" in kind and bool(result)
            yield Case(
                file,
                (base[0] if base else "http://tests.example/") + file.name,
                "Negative" not in kind,
                Path(result[0].removeprefix("file://")) if is_eval else None,
            )


def values(store, subject, name):
    found = store.quads_for_pattern(subject, ox.NamedNode(MANIFEST + name), None)
    return [quad.object.value for quad in found]


def canonical(quads):
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def what_is_wrong(case: Case) -> str:
    options = ReadOptions(base=case.base)
    try:
        statements = opened(look_at(str(case.file), options), options)
        quads = list(statements)
        statements.refuse()
    except SourceError as error:
        return f"refused: {error}" if case.right else ""
    if not case.right:
        return "read"
    if case.result is not None:
        expected = ox.parse(path=case.result, format=ox.RdfFormat.N_QUADS)
        return "" if canonical(quads) == canonical(expected) else "says something else"
    return ""


def test_all_but_the_known_are_read_as_they_say():
    if not SUITE.is_dir():
        pytest.skip("THE SUITES OF THE W3C are not beside this checkout")
    found = list(cases())
    assert len(found) > 300
    wrong = {case.file.name: what_is_wrong(case) for case in found}
    assert {name for name, what in wrong.items() if what} == set(KNOWN), wrong
