"""A file that has been read: its path, its text, and the triples that it says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph

from openalliances.tables.places import TablePlaces


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A file and the graph that it holds.

    ``name`` is the path to show (below the bundle, with slashes). ``kind`` is
    ontology, vocab, alignments, shapes, catalog, or the folder below ``data``
    (claims, reference, sources, links). ``text`` is empty if it is not Turtle, and
    ``places`` is there if it is a table.
    """

    path: Path
    graph_iri: str
    kind: str
    graph: Graph
    name: str
    text: str
    places: TablePlaces | None = None
