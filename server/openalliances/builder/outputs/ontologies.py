"""What each ontology file says, apart: the modules are published as one named graph.

The reader is :mod:`openalliances.things.ontologies`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from openalliances.builder.dataset import SourceFile
from openalliances.rdf.vocabulary import OWL, RDF

_KINDS = ("ontology", "alignments")


def ontologies(files: Iterable[SourceFile]) -> bytes:
    """Return the ontology files among *files* as sorted N-Quads, each in a graph of its IRI."""
    quads = [
        ox.Quad(triple.subject, triple.predicate, triple.object, header)
        for file in files
        if file.kind in _KINDS
        for header in _headers(file.triples)
        for triple in file.triples
    ]
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(text.splitlines(keepends=True)))


def _headers(triples: Sequence[ox.Triple]) -> list[ox.NamedNode]:
    """Return the ontology that a file declares; one without is only part of its graph."""
    found = [
        triple.subject
        for triple in triples
        if triple.predicate == RDF.type
        and triple.object == OWL.Ontology
        and isinstance(triple.subject, ox.NamedNode)
    ]
    return sorted(found, key=str)[:1]
