"""What the pages and ``openalliances find`` look up: one entry for each thing."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from openalliances.rdf.prefixes import ALLY, ID, VOCAB
from openalliances.release.search_index import Entry

_PLAIN_KINDS = {
    OWL.Class: "class",
    OWL.ObjectProperty: "property",
    OWL.DatatypeProperty: "property",
    OWL.AnnotationProperty: "annotation property",
    SKOS.ConceptScheme: "vocabulary",
    SKOS.Concept: "concept",
}
_LABELS = (RDFS.label, SKOS.prefLabel)
_ACRONYM, _START, _END = (URIRef(ALLY + name) for name in ("acronym", "startYear", "endYear"))
_PASSAGE = URIRef(ALLY + "Passage")


def search_index(graph: Graph) -> tuple[Entry, ...]:
    """Return the entries of all labelled things, concepts and terms of ours.

    Passages are left out: their labels are only places. Entries are in the
    order of their IRIs.
    """
    subjects = {s for predicate in _LABELS for s in graph.subjects(predicate)}
    ours = sorted(str(s) for s in subjects if str(s).startswith((ID, VOCAB, ALLY)))
    return tuple(
        entry(graph, URIRef(iri)) for iri in ours if (URIRef(iri), RDF.type, _PASSAGE) not in graph
    )


def entry(graph: Graph, thing: URIRef) -> Entry:
    """Return the entry of *thing*, which has a label."""
    labels = _texts(graph, thing, _LABELS)
    other = [
        *_texts(graph, thing, (_ACRONYM,)),
        *labels[1:],
        *_texts(graph, thing, (SKOS.altLabel,)),
    ]
    also = tuple(dict.fromkeys(name for name in other if name != labels[0]))
    return Entry(str(thing), labels[0], ", ".join(_kinds(graph, thing)), also, _years(graph, thing))


def _texts(graph: Graph, thing: Node, predicates: Iterable[Node]) -> list[str]:
    """Return the texts, those in English first, each once."""
    found = [
        text
        for predicate in predicates
        for text in graph.objects(thing, predicate)
        if isinstance(text, Literal)
    ]
    found.sort(key=lambda t: (t.language != "en", bool(t.language), t.language or "", str(t)))
    return list(dict.fromkeys(str(text) for text in found))


def _kinds(graph: Graph, thing: Node) -> list[str]:
    """Return the labels of the classes of *thing* that are not above another of them."""
    classes = set(graph.objects(thing, RDF.type))
    above = {
        upper
        for class_ in classes
        for upper in graph.transitive_objects(class_, RDFS.subClassOf)
        if upper != class_
    }
    lowest = {c for c in classes - above if _PLAIN_KINDS.get(c) or _texts(graph, c, _LABELS)}  # type: ignore[call-overload]
    ours = {c for c in lowest if str(c).startswith(ALLY)} or lowest
    return sorted(_kind(graph, class_) for class_ in ours)


def _kind(graph: Graph, class_: Node) -> str:
    plain = _PLAIN_KINDS.get(class_) if isinstance(class_, URIRef) else None
    return plain or _texts(graph, class_, _LABELS)[0]


def _years(graph: Graph, thing: Node) -> str:
    start = min((str(year) for year in graph.objects(thing, _START)), default="")
    end = max((str(year) for year in graph.objects(thing, _END)), default="")
    return f"{start}–{end}" if start or end else ""
