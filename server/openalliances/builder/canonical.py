"""The canonical form of a data set: same quads, same bytes, same digest.

RDF Dataset Canonicalization (RDFC-1.0, https://www.w3.org/TR/rdf-canon/).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from openalliances.builder.dataset import Triples


@dataclass(frozen=True, slots=True, eq=False)
class Canonical:
    """Quads in the order of their lines, with canonical blank nodes, and the lines.

    ``lines`` are canonical N-Quads in UTF-8 without the line ends.
    """

    quads: tuple[ox.Quad, ...]
    lines: tuple[bytes, ...]

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical N-Quads, in hex."""
        found = hashlib.sha256()
        for line in self.lines:
            found.update(line)
            found.update(b"\n")
        return found.hexdigest()

    def of_graphs(self, names: Iterable[str]) -> Canonical:
        """Return the part that lies in the graphs with these *names*."""
        wanted = frozenset(names)
        return _part(pair for pair in self._pairs() if _name(pair[0]) in wanted)

    def by_graph(self) -> dict[str, Canonical]:
        """Return the part of each graph, by the name of the graph."""
        parts: dict[str, list[tuple[ox.Quad, bytes]]] = {}
        for pair in self._pairs():
            parts.setdefault(_name(pair[0]), []).append(pair)
        return {name: _part(pairs) for name, pairs in parts.items()}

    def _pairs(self) -> Iterator[tuple[ox.Quad, bytes]]:
        return zip(self.quads, self.lines, strict=True)


def _name(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def _part(pairs: Iterable[tuple[ox.Quad, bytes]]) -> Canonical:
    found = list(pairs)
    return Canonical(tuple(quad for quad, _ in found), tuple(line for _, line in found))


def canonical(graphs: Mapping[str, Triples]) -> Canonical:
    """Return the canonical form of the data set with these *graphs*, by name.

    Only what has blank nodes goes through the algorithm: their canonical names depend on
    the quads that they are in, and on no others (RDFC-1.0, sections 4.6 to 4.8).
    """
    quads: list[ox.Quad] = []
    blank: list[ox.Quad] = []
    for name, triples in graphs.items():
        graph = ox.NamedNode(name)
        for t in triples:
            quad = ox.Quad(t.subject, t.predicate, t.object, graph)
            (blank if _has_blank(t) else quads).append(quad)
    if blank:
        dataset = ox.Dataset(blank)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        quads.extend(dataset)
    lines = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").split(b"\n")
    order = sorted(range(len(quads)), key=lines.__getitem__)
    return Canonical(tuple(quads[n] for n in order), tuple(lines[n] for n in order))


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
