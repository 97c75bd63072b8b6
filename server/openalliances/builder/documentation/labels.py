"""Labels and texts of things, as the documentation and its diagrams take them from a graph."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDFS, SKOS
from rdflib.term import Node

from openalliances.rdf.prefixes import shorten
from openalliances.release.documentation import Name

_LABELS = (RDFS.label, SKOS.prefLabel, DCTERMS.title)


def texts(graph: Graph, thing: Node, predicate: Node, language: str = "en") -> tuple[str, ...]:
    """Return the texts in *language*, sorted; those without a language count as English."""
    found = (
        str(text)
        for text in graph.objects(thing, predicate)
        if isinstance(text, Literal) and (text.language or "en") == language
    )
    return tuple(sorted(found))


def text(graph: Graph, thing: Node, predicate: Node, language: str = "en") -> str:
    """Return the first text in *language*, or nothing."""
    return next(iter(texts(graph, thing, predicate, language)), "")


def label(graph: Graph, thing: Node, language: str = "en") -> str:
    """Return what *thing* is called in *language*; in English there is always something."""
    found = next((name for p in _LABELS if (name := text(graph, thing, p, language))), "")
    return found or (shorten(str(thing)) if language == "en" else "")


def name(graph: Graph, thing: Node) -> Name:
    """Return *thing* with its English label; a literal or blank node has words only."""
    if not isinstance(thing, URIRef):
        return Name("", str(thing) if isinstance(thing, Literal) else "")
    return Name(str(thing), label(graph, thing))


def names(graph: Graph, things: Iterable[Node]) -> tuple[Name, ...]:
    """Return those of *things* that have an IRI, by label."""
    found = {name(graph, thing) for thing in things if isinstance(thing, URIRef)}
    return tuple(sorted(found, key=lambda n: (n.label.casefold(), n.iri)))
