"""What a user's files say of themselves: title, description, licence.

Asked are an ontology, a concept scheme, a catalogue or a data set that the files declare;
where they declare several alike, none of which holds the others, the names of the files
speak for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from openalliances.builder.dataset import Node, Statements
from openalliances.builder.documentation.labels import best_text
from openalliances.builder.documentation.terms import term_kinds
from openalliances.rdf.prefixes import PREFIXES
from openalliances.rdf.vocabulary import DCAT, DCTERMS, OWL, RDF, RDFS, SCHEMA, SKOS, VOID

_DC = "http://purl.org/dc/elements/1.1/"
_CC = "http://creativecommons.org/ns#"
_OLD_SCHEMA = PREFIXES["schema"].replace("https:", "http:")
_LONGEST = 300
_NEARLY_ALL = 0.8

_KINDS = (
    OWL.Ontology,
    SKOS.ConceptScheme,
    DCAT.Catalog,
    DCAT.Dataset,
    VOID.Dataset,
    SCHEMA.Dataset,
    ox.NamedNode(_OLD_SCHEMA + "Dataset"),
)
"""What can speak for the files, the likeliest first."""
_HOLDS = (OWL.imports, DCTERMS.hasPart, VOID.subset, DCAT.dataset)
_HELD = (DCTERMS.isPartOf,)
_TITLES = (
    DCTERMS.title,
    ox.NamedNode(_DC + "title"),
    RDFS.label,
    SKOS.prefLabel,
    SCHEMA.name,
    ox.NamedNode(_OLD_SCHEMA + "name"),
)
_DESCRIPTIONS = (
    DCTERMS.abstract,
    DCTERMS.description,
    ox.NamedNode(_DC + "description"),
    SKOS.definition,
    RDFS.comment,
    SCHEMA.description,
    ox.NamedNode(_OLD_SCHEMA + "description"),
)
_LICENCES = (
    DCTERMS.license,
    ox.NamedNode(_CC + "license"),
    SCHEMA.license,
    ox.NamedNode(_OLD_SCHEMA + "license"),
    DCTERMS.rights,
    ox.NamedNode(_DC + "rights"),
)


@dataclass(frozen=True, slots=True)
class Head:
    """What speaks for the files (``iri``, or empty), and what it says; ``license`` as it is."""

    iri: str
    title: str
    description: str
    license: str


def head(graph: Statements, names: Iterable[str]) -> Head:
    """Return what *graph* says of itself; *names* of the files are the title if it has none."""
    known = list(dict.fromkeys(names))
    files = ", ".join(known[:3]) + (f" and {len(known) - 3} more" if len(known) > 3 else "")
    speaker = _speaker(graph)
    if speaker is None:
        return Head("", _clean(files), "", "")
    title, about = best_text(graph, speaker, _TITLES), best_text(graph, speaker, _DESCRIPTIONS)
    return Head(
        speaker.value,
        _clean(title.value if title else files),
        _clean(about.value, 10 * _LONGEST) if about else "",
        _clean(_licence(graph, speaker)),
    )


def _speaker(graph: Statements) -> ox.NamedNode | None:
    """Return the one that speaks for all, if there is one of its kind that holds the rest."""
    for kind in _KINDS:
        found = [s for s in graph.subjects(RDF.type, kind) if isinstance(s, ox.NamedNode)]
        if found:
            tops = _not_held(graph, found)
            return tops[0] if len(tops) == 1 else _largest(graph, tops)
    return None


def _largest(graph: Statements, found: list[ox.NamedNode]) -> ox.NamedNode | None:
    """Return the one under whose IRI most of the terms are, if those are nearly all."""
    terms = (*term_kinds(graph), *_concepts(graph))
    inside = {s: sum(term.startswith(s.value) for term in terms) for s in found}
    best = max(found, key=lambda s: (inside[s], s.value))
    return best if terms and inside[best] >= _NEARLY_ALL * len(terms) else None


def _concepts(graph: Statements) -> list[str]:
    return [c.value for c in graph.subjects(RDF.type, SKOS.Concept)]


def _not_held(graph: Statements, found: list[ox.NamedNode]) -> list[ox.NamedNode]:
    if len(found) == 1:
        return found
    held = {part for s in found for p in _HOLDS for part in graph.objects(s, p) if part != s}
    held |= {s for s in found for p in _HELD if graph.objects(s, p)}
    return [s for s in found if s not in held]


def _licence(graph: Statements, speaker: Node) -> str:
    for predicate in _LICENCES:
        values = sorted(v.value for v in graph.objects(speaker, predicate) if not _blank(v))
        if values:
            return values[0]
    return ""


def _blank(node: Node) -> bool:
    return isinstance(node, ox.BlankNode)


def _clean(text: str, longest: int = _LONGEST) -> str:
    """Return *text* in one line, without what would steer a terminal, and not too long."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(printable.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
