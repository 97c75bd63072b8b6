"""Whether two answers are the same: one comparer for all ways to ask.

Solutions are compared as bags, up to the names of blank nodes: a table becomes a
graph with one node for each row, and the canonical forms of the graphs are equal
(RDFC-1.0; it knows no triple terms, for which the engine has a form of its own).
Numbers and truth values are equal if their datatypes and values are, since a store
may write 2.0 as 2. Order does not count; no test of these suites asks for it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

Term = NamedNode | BlankNode | Literal | Triple
XSD = "http://www.w3.org/2001/XMLSchema#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
TABLES = {
    "srx": ("application/sparql-results+xml", QueryResultsFormat.XML),
    "srj": ("application/sparql-results+json", QueryResultsFormat.JSON),
    "tsv": ("text/tab-separated-values", QueryResultsFormat.TSV),
    "csv": ("text/csv", QueryResultsFormat.CSV),
}
"""Suffix of a file with a result to its media type and format."""

_INTEGERS = (
    "integer int long short byte nonNegativeInteger nonPositiveInteger positiveInteger "
    "negativeInteger unsignedInt unsignedLong unsignedShort unsignedByte"
)
_EXACT = {XSD + name for name in ("decimal", *_INTEGERS.split())}
_FLOATING = {XSD + "double", XSD + "float"}


@dataclass(frozen=True, slots=True)
class Table:
    """Solutions: the names of the variables, and rows of terms or None."""

    variables: frozenset[str]
    rows: tuple[dict[str, Term], ...]


Answer = bool | Table | list[Quad]


def read(body: bytes, suffix: str, base: str = "") -> Answer:
    """Return the answer in *body*, whose format is that of files with *suffix*."""
    if suffix == "csv":
        return _csv(body)
    if suffix in TABLES:
        found = parse_query_results(body, format=TABLES[suffix][1])
        if isinstance(found, QueryBoolean):
            return bool(found)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return _table(names, (list(solution) for solution in found))
    quads = list(parse(body, format=RdfFormat.from_extension(suffix), base_iri=base or None))
    return _result_set(quads) if any(_is(q, "ResultSet") for q in quads) else quads


def expected(file: Path, base: str) -> Answer:
    """Return the answer that a file of a suite holds."""
    return read(file.read_bytes(), file.suffix[1:], base)


def same(one: Answer, other: Answer) -> bool:
    """Return whether two answers are the same."""
    if isinstance(one, Table) and isinstance(other, Table):
        return one.variables == other.variables and _canonical(one) == _canonical(other)
    if isinstance(one, list) and isinstance(other, list):
        return _canonical(one) == _canonical(other)
    return one is other


def _table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    return Table(
        frozenset(names),
        tuple(
            {n: t for n, t in zip(names, row, strict=True) if isinstance(t, Term)} for row in rows
        ),
    )


def _csv(body: bytes) -> Answer:
    """Read CSV, which has lost the kinds of terms: blank nodes and texts are left."""
    rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
    if rows in ([["true"]], [["false"]]):
        return rows == [["true"]]
    return _table(rows[0], [[_cell(text) for text in row] for row in rows[1:]])


def _cell(text: str) -> Term | None:
    if text.startswith("_:"):
        return BlankNode(text[2:])
    try:
        return Literal(str(float(text))) if text else None
    except ValueError:
        return Literal(text)


def _canonical(answer: Table | list[Quad]) -> Dataset:
    quads = list(_quads(answer) if isinstance(answer, Table) else map(_plain, answer))
    dataset = Dataset(quads)
    is_1_2 = any(isinstance(quad.object, Triple) for quad in quads)
    algorithms = CanonicalizationAlgorithm
    dataset.canonicalize(algorithms.UNSTABLE if is_1_2 else algorithms.RDFC_1_0)
    return dataset


def _quads(table: Table) -> Iterable[Quad]:
    for row in table.rows:
        node = BlankNode()
        yield Quad(node, NamedNode(RS + "row"), Literal(True))
        for name, term in row.items():
            yield Quad(node, NamedNode(f"urn:variable:{name}"), _normal(term))


def _plain(quad: Quad) -> Quad:
    assert isinstance(quad.object, Term)
    return Quad(quad.subject, quad.predicate, _normal(quad.object), quad.graph_name)


def _normal(term: Term) -> Term:
    """Return a number or truth value in one spelling, any other term as it is."""
    if isinstance(term, Triple):
        return Triple(term.subject, term.predicate, _normal(term.object))
    if not isinstance(term, Literal):
        return term
    if term.datatype.value == XSD + "boolean":
        return Literal({"0": "false", "1": "true"}.get(term.value, term.value))
    try:
        if term.datatype.value in _EXACT:
            return Literal(f"{Decimal(term.value).normalize():f}", datatype=term.datatype)
        if term.datatype.value in _FLOATING:
            return Literal(repr(float(term.value)), datatype=term.datatype)
    except (InvalidOperation, ValueError):
        pass
    return term


def _is(quad: Quad, name: str) -> bool:
    return quad.object == NamedNode(RS + name)


def _result_set(quads: list[Quad]) -> Answer:
    """Return the table or truth that a graph describes (DAWG result set vocabulary)."""

    def objects(subject: object, name: str) -> list[Term]:
        predicate = NamedNode(RS + name)
        found = [q.object for q in quads if q.subject == subject and q.predicate == predicate]
        return [term for term in found if isinstance(term, Term)]

    root = next(q.subject for q in quads if _is(q, "ResultSet"))
    truth = objects(root, "boolean")
    if truth:
        return truth[0].value == "true"
    rows = []
    for solution in objects(root, "solution"):
        bindings = objects(solution, "binding")
        rows.append({objects(b, "variable")[0].value: objects(b, "value")[0] for b in bindings})
    return Table(frozenset(t.value for t in objects(root, "resultVariable")), tuple(rows))
