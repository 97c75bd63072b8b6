"""SHACL Core by ``shacl``, an engine in Rust: the only file that imports it.

A hundred times as fast as pySHACL and young: it is optional, and the tests hold it to what
pySHACL finds, on the real data and on each example that should fail. It does not run
SPARQL-based constraints here; Oxigraph does that.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import shacl
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from openalliances.builder.checks.shacl_results import EngineResult
from openalliances.builder.rdflib_terms import to_quads
from openalliances.errors import CheckError

_NAME = "urn:x-shape:"
_NT = "ntriples"


def results(data: Iterable[ox.Triple], shapes: Graph) -> tuple[EngineResult, ...]:
    """Return the results of the engine; only IRIs of property shapes are given back as they are.

    :raises CheckError: if the shapes themselves cannot be used.
    """
    named, names = _with_names(shapes)
    try:
        compiled = shacl.Shapes.from_text(_text(q.triple for q in to_quads(named, _NAME)), _NT)
        report = compiled.validate_text(_text(data), _NT)
    except ValueError as error:
        raise CheckError(
            f"The shapes cannot be used: {error}", "Look at the files in shapes."
        ) from error
    return tuple(_result(found, names) for found in report.results)


def _with_names(shapes: Graph) -> tuple[Graph, dict[str, Node]]:
    """Return the shapes with an IRI for each blank property shape, and what had which."""
    names: dict[str, Node] = {}
    for part in sorted({o for o in shapes.objects(None, SH.property) if isinstance(o, BNode)}):
        names[f"{_NAME}{len(names)}"] = part
    iris: dict[Node, Node] = {part: URIRef(name) for name, part in names.items()}
    named = Graph(store="SimpleMemory", bind_namespaces="none")
    for subject, predicate, term in shapes:
        named.add((iris.get(subject, subject), predicate, iris.get(term, term)))
    return named, names


def _text(triples: Iterable[ox.Triple]) -> str:
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode("utf-8")


def _result(found: shacl.Result, names: dict[str, Node]) -> EngineResult:
    shape = (found.source_shape or "").strip("<>")
    path = found.path or ""
    return EngineResult(
        focus=_plain(found.focus_node),
        value=_plain(found.value) if found.value else "",
        shape=names.get(shape, URIRef(shape)),
        component=found.component,
        path=URIRef(path[1:-1]) if path.startswith("<") and path.count("<") == 1 else None,
    )


def _plain(term: str) -> str:
    """Return the IRI or the lexical form of a term in N-Triples; nothing for a blank node."""
    if term.startswith("_:"):
        return ""
    if term.startswith("<"):
        return term[1:-1]
    (triple,) = ox.parse(f"<urn:x> <urn:x> {term} .", ox.RdfFormat.N_TRIPLES)
    return triple.object.value if isinstance(triple.object, ox.Literal) else term
