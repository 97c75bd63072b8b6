"""rdflib terms to Oxigraph terms and back, without changing a lexical form.

rdflib normalises literals when it parses (``01`` becomes ``1``) unless a global
flag says no, and Oxigraph's store does the same. Its parser and its terms do
not; so files are parsed by Oxigraph and the terms are carried over here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

OxTerm: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

_STRING = str(XSD.string)


def from_oxigraph(term: OxTerm | ox.Triple) -> URIRef | BNode | Literal:
    """Return *term* as rdflib has it; language tags are in lower case (RDF 1.1 Concepts, 3.3).

    A plain string has no datatype on the rdflib side, as rdflib writes it.
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError("Triple terms (RDF 1.2) have no place in this data set.")
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == _STRING:
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def to_oxigraph(term: Node) -> OxTerm:
    """Return *term* as Oxigraph has it, with its lexical form as it is."""
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    if not isinstance(term, Literal):
        raise TypeError(f"{term!r} is not a term of RDF 1.1.")
    if term.language:
        return ox.Literal(str(term), language=term.language)
    if term.datatype is None:
        return ox.Literal(str(term))
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))


def to_quads(graph: Graph, graph_iri: str) -> Iterator[ox.Quad]:
    """Yield the triples of *graph* as quads of the graph named *graph_iri*."""
    name = ox.NamedNode(graph_iri)
    for subject, predicate, term in graph:
        yield ox.Quad(
            to_oxigraph(subject),  # type: ignore[arg-type]  # a literal subject raises there
            to_oxigraph(predicate),  # type: ignore[arg-type]
            to_oxigraph(term),
            name,
        )


def to_graph(triples: Iterable[ox.Quad | ox.Triple]) -> Graph:
    """Return a new graph with the *triples*; graph names are left out."""
    graph = Graph(store="SimpleMemory", bind_namespaces="none")
    for triple in triples:
        graph.add(
            (
                from_oxigraph(triple.subject),
                from_oxigraph(triple.predicate),
                from_oxigraph(triple.object),
            )
        )
    return graph


def copy_of(graph: Graph) -> Graph:
    """Return a copy of *graph* in the simplest store; ``+`` gives one that is slower to ask."""
    copy = Graph(store="SimpleMemory", bind_namespaces="none")
    for triple in graph:
        copy.add(triple)
    return copy
