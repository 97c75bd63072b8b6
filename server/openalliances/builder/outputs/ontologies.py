"""What each ontology file says, apart: the modules are published as one named graph.

The reader is :mod:`openalliances.things.ontologies`.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF

from openalliances.builder.rdflib_terms import to_quads
from openalliances.builder.read_files import Source

_KINDS = ("ontology", "alignments")


def ontologies(sources: Iterable[Source]) -> bytes:
    """Return the ontology files of *sources* as sorted N-Quads, each in a graph of its IRI."""
    quads = [
        quad
        for source in sources
        if source.kind in _KINDS
        for header in _headers(source.graph)
        for quad in to_quads(source.graph, header)
    ]
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(text.splitlines(keepends=True)))


def _headers(graph: Graph) -> list[str]:
    """Return the ontology that a file declares; a file without one can only be part of a graph."""
    found = [s for s in graph.subjects(RDF.type, OWL.Ontology) if isinstance(s, URIRef)]
    return [str(min(found))] if found else []
