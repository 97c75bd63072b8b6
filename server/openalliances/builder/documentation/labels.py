"""Labels and texts of things, as the documentation and its diagrams take them from a graph."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from openalliances.builder.dataset import Node, Statements
from openalliances.rdf.prefixes import shorten
from openalliances.rdf.vocabulary import DCTERMS, RDFS, SKOS
from openalliances.release.documentation import Name

_LABELS = (RDFS.label, SKOS.prefLabel, DCTERMS.title)


def texts(
    graph: Statements, thing: Node, predicate: ox.NamedNode, language: str = "en"
) -> tuple[str, ...]:
    """Return the texts in *language*, sorted; those without a language count as English."""
    found = (
        text.value
        for text in graph.objects(thing, predicate)
        if isinstance(text, ox.Literal) and (text.language or "en") == language
    )
    return tuple(sorted(found))


def text(graph: Statements, thing: Node, predicate: ox.NamedNode, language: str = "en") -> str:
    """Return the first text in *language*, or nothing."""
    return next(iter(texts(graph, thing, predicate, language)), "")


def label(graph: Statements, thing: Node, language: str = "en") -> str:
    """Return what *thing* is called in *language*; in English there is always something."""
    found = next((name for p in _LABELS if (name := text(graph, thing, p, language))), "")
    return found or (shorten(thing.value) if language == "en" else "")


def name(graph: Statements, thing: Node) -> Name:
    """Return *thing* with its English label; a literal or blank node has words only."""
    if not isinstance(thing, ox.NamedNode):
        return Name("", thing.value if isinstance(thing, ox.Literal) else "")
    return Name(thing.value, label(graph, thing))


def names(graph: Statements, things: Iterable[Node]) -> tuple[Name, ...]:
    """Return those of *things* that have an IRI, by label."""
    found = {name(graph, thing) for thing in things if isinstance(thing, ox.NamedNode)}
    return tuple(sorted(found, key=lambda n: (n.label.casefold(), n.iri)))
