"""What the pages and ``openalliances find`` look up: one entry for each thing."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from openalliances.builder.dataset import Node, Statements
from openalliances.rdf.prefixes import ALLY, ID, VOCAB
from openalliances.rdf.vocabulary import OWL, RDF, RDFS, SKOS
from openalliances.release.search_index import Entry

_PLAIN_KINDS: dict[Node, str] = {
    OWL.Class: "class",
    OWL.ObjectProperty: "property",
    OWL.DatatypeProperty: "property",
    OWL.AnnotationProperty: "annotation property",
    SKOS.ConceptScheme: "vocabulary",
    SKOS.Concept: "concept",
}
_LABELS = (RDFS.label, SKOS.prefLabel)
_ACRONYM, _START, _END = (ox.NamedNode(ALLY + name) for name in ("acronym", "startYear", "endYear"))
_PASSAGE = ox.NamedNode(ALLY + "Passage")


def search_index(graph: Statements) -> tuple[Entry, ...]:
    """Return the entries of all labelled things, concepts and terms of ours.

    Passages are left out: their labels are only places. Entries are in the
    order of their IRIs.
    """
    subjects = {s for predicate in _LABELS for s in graph.subjects(predicate)}
    ours = sorted(s.value for s in subjects if s.value.startswith((ID, VOCAB, ALLY)))
    nodes = map(ox.NamedNode, ours)
    return tuple(entry(graph, n) for n in nodes if (n, RDF.type, _PASSAGE) not in graph)


def entry(graph: Statements, thing: ox.NamedNode) -> Entry:
    """Return the entry of *thing*, which has a label."""
    labels = _texts(graph, thing, _LABELS)
    other = [
        *_texts(graph, thing, (_ACRONYM,)),
        *labels[1:],
        *_texts(graph, thing, (SKOS.altLabel,)),
    ]
    also = tuple(dict.fromkeys(name for name in other if name != labels[0]))
    return Entry(
        thing.value, labels[0], ", ".join(_kinds(graph, thing)), also, _years(graph, thing)
    )


def _texts(graph: Statements, thing: Node, predicates: Iterable[ox.NamedNode]) -> list[str]:
    """Return the texts, those in English first, each once."""
    found = [
        text
        for predicate in predicates
        for text in graph.objects(thing, predicate)
        if isinstance(text, ox.Literal)
    ]
    found.sort(key=lambda t: (t.language != "en", bool(t.language), t.language or "", t.value))
    return list(dict.fromkeys(text.value for text in found))


def _kinds(graph: Statements, thing: Node) -> list[str]:
    """Return the labels of the classes of *thing* that are not above another of them."""
    classes = set(graph.objects(thing, RDF.type))
    above = {upper for class_ in classes for upper in _above(graph, class_)}
    lowest = {c for c in classes - above if _PLAIN_KINDS.get(c) or _texts(graph, c, _LABELS)}
    ours = {c for c in lowest if c.value.startswith(ALLY)} or lowest
    return sorted(_kind(graph, class_) for class_ in ours)


def _above(graph: Statements, class_: Node) -> set[Node]:
    """Return the classes that *class_* is below of, without itself."""
    found: set[Node] = set()
    left = [class_]
    while left:
        left = [up for c in left for up in graph.objects(c, RDFS.subClassOf) if up not in found]
        found.update(left)
    return found - {class_}


def _kind(graph: Statements, class_: Node) -> str:
    return _PLAIN_KINDS.get(class_) or _texts(graph, class_, _LABELS)[0]


def _years(graph: Statements, thing: Node) -> str:
    start = min((year.value for year in graph.objects(thing, _START)), default="")
    end = max((year.value for year in graph.objects(thing, _END)), default="")
    return f"{start}–{end}" if start or end else ""
