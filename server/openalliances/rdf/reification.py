"""What RDF 1.2 says of statements, for readers of RDF 1.1: reifiers as ``rdf:Statement``.

RDF 1.2 lets a reifier stand for a triple term (Concepts, section 3.5: ``rdf:reifies``), which no
reader of RDF 1.1 can take. The reification vocabulary of RDF Schema 1.1 (section 5.3) says the
same with four plain statements. One that stands for several triples there is several here: each
beside the first has a name of its own, with a fragment, and the same receipt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from openalliances.rdf.formats import TRIG, TURTLE, Format
from openalliances.rdf.vocabulary import RDF


def version_head(form: Format) -> bytes:
    """Return what tells a reader at the head of a file that it has triple terms.

    RDF 1.2 Turtle, section 2.2, and TriG alike. N-Triples and N-Quads are left without: readers
    of their triple terms stop at it (Oxigraph 0.5).
    """
    return b'VERSION "1.2"\n' if form in (TURTLE, TRIG) else b""


def has_triple_terms(quads: Iterable[Quad]) -> bool:
    """Return whether a format of RDF 1.1 cannot say *quads*."""
    return any(isinstance(quad.object, Triple) for quad in quads)


def as_rdf_statements(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield *quads* by subject, with what named reifiers stand for as ``rdf:Statement``."""
    said: dict[object, list[Quad]] = {}
    for quad in quads:
        said.setdefault(quad.subject, []).append(quad)
    for subject, own in said.items():
        reified = [quad for quad in own if _reifies(quad)] if isinstance(subject, NamedNode) else []
        others = [quad for quad in own if quad not in reified] if reified else own
        for number, quad in enumerate(sorted(reified, key=_main_first)):
            node = _beside(quad) if number else quad.subject
            yield from _statement(node, quad)
            yield from (Quad(node, q.predicate, q.object, q.graph_name) for q in others)
        if not reified:
            yield from own


def _reifies(quad: Quad) -> bool:
    return quad.predicate == RDF.reifies and isinstance(quad.object, Triple)


def _statement(node: NamedNode | BlankNode | Triple, quad: Quad) -> Iterator[Quad]:
    triple = quad.object
    if not isinstance(triple, Triple):
        raise TypeError("a reifier of something else than a triple")
    for predicate, term in (
        (RDF.type, RDF.Statement),
        (RDF.subject, triple.subject),
        (RDF.predicate, triple.predicate),
        (RDF.object, triple.object),
    ):
        yield Quad(node, predicate, term, quad.graph_name)


def _beside(quad: Quad) -> NamedNode:
    return NamedNode(f"{str(quad.subject)[1:-1]}#{_name(quad)}")


def _main_first(quad: Quad) -> tuple[bool, str]:
    """Order what is reified: first the triple that the IRI of its statement is made of."""
    cell = str(quad.subject).rpartition("/")[0]
    return (not re.search(rf"[/.]{re.escape(_name(quad))}\Z", cell), str(quad.object))


def _name(quad: Quad) -> str:
    """Return the local name of the property of what is reified."""
    triple = quad.object
    predicate = triple.predicate.value if isinstance(triple, Triple) else ""
    return predicate.replace("#", "/").rpartition("/")[2]
