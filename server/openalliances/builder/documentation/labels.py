"""Labels and texts of things, as the documentation and its diagrams take them from a graph.

What is asked for in English comes in another language where there is no English: a label
that most readers cannot read is better than none, and it carries its language.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from openalliances.builder.dataset import Node, Statements
from openalliances.rdf.prefixes import PREFIXES
from openalliances.rdf.vocabulary import DCTERMS, RDFS, SCHEMA, SKOS
from openalliances.release.documentation import Name

LABELS = (
    RDFS.label,
    SKOS.prefLabel,
    DCTERMS.title,
    SCHEMA.name,
    *map(
        ox.NamedNode,
        (
            PREFIXES["foaf"] + "name",
            "http://schema.org/name",
            "http://purl.org/dc/elements/1.1/title",
        ),
    ),
)
"""Properties that name a thing, the best first."""


def texts(
    graph: Statements, thing: Node, predicate: ox.NamedNode, language: str = "en"
) -> tuple[str, ...]:
    """Return the texts in *language*, sorted; those without a language count as English.

    Without any in English, they are those in the first other language.
    """
    found = _literals(graph, thing, predicate)
    wanted = [text for text in found if (text.language or "en").split("-")[0] == language]
    if not wanted and language == "en" and found:
        first = min(text.language or "" for text in found)
        wanted = [text for text in found if text.language == first]
    return tuple(sorted(text.value for text in wanted))


def text(graph: Statements, thing: Node, predicate: ox.NamedNode, language: str = "en") -> str:
    """Return the first text in *language*, or nothing."""
    return next(iter(texts(graph, thing, predicate, language)), "")


def best_text(
    graph: Statements, thing: Node, predicates: Iterable[ox.NamedNode]
) -> ox.Literal | None:
    """Return the text of the first of *predicates* that has one: English, plain, or any."""
    for predicate in predicates:
        if found := _literals(graph, thing, predicate):
            return min(found, key=_preference)
    return None


def best_label(graph: Statements, thing: Node) -> ox.Literal | None:
    """Return what *thing* is called in the language that most can read, or None."""
    return best_text(graph, thing, LABELS)


def label(graph: Statements, thing: Node, language: str = "en") -> str:
    """Return what *thing* is called in *language*; in English there is always something."""
    if language == "en":
        return name(graph, thing).label
    return next((found for p in LABELS if (found := text(graph, thing, p, language))), "")


def name(graph: Statements, thing: Node) -> Name:
    """Return *thing* with its English label; a literal or blank node has words only."""
    if isinstance(thing, ox.Literal):
        return Name("", thing.value)
    if not isinstance(thing, ox.NamedNode):
        return Name("", "")
    found = best_label(graph, thing)
    if found is None:
        return Name(thing.value, graph.shorten(thing.value))
    return Name(thing.value, found.value, found.language or "en")


def names(graph: Statements, things: Iterable[Node]) -> tuple[Name, ...]:
    """Return those of *things* that have an IRI, by label."""
    found = {name(graph, thing) for thing in things if isinstance(thing, ox.NamedNode)}
    return tuple(sorted(found, key=lambda n: (n.label.casefold(), n.iri)))


def _literals(graph: Statements, thing: Node, predicate: ox.NamedNode) -> list[ox.Literal]:
    return [text for text in graph.objects(thing, predicate) if isinstance(text, ox.Literal)]


def _preference(text: ox.Literal) -> tuple[int, str, str]:
    language = text.language or ""
    order = 0 if language == "en" else 1 if language.startswith("en-") else 2 if not language else 3
    return order, language, text.value
