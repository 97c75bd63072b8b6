"""What the pages and ``openalliances find`` look up: one entry for each thing."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from openalliances.rdf.prefixes import ALLY, ID, VOCAB

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
_NOT_WORD = re.compile(r"[^\w]+|_")


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found.

    ``kind`` names its classes, ``also`` its other names. ``years`` is as in
    "2007–2022", "2007–" if no end is known, or empty. ``keys`` are pairs of a
    key (see :func:`match_key`) and what it comes from: label, acronym, also, slug.
    """

    iri: str
    label: str
    kind: str
    also: tuple[str, ...]
    years: str
    keys: tuple[tuple[str, str], ...]


def search_index(graph: Graph) -> str:
    """Return the entries of all labelled things, concepts and terms of ours, as JSON.

    Passages are left out: their labels are only places. Entries are in the
    order of their IRIs.
    """
    subjects = {s for predicate in _LABELS for s in graph.subjects(predicate)}
    ours = sorted(str(s) for s in subjects if str(s).startswith((ID, VOCAB, ALLY)))
    entries = [
        asdict(entry(graph, URIRef(iri)))
        for iri in ours
        if (URIRef(iri), RDF.type, _PASSAGE) not in graph
    ]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def entry(graph: Graph, thing: URIRef) -> Entry:
    """Return the entry of *thing*, which has a label."""
    labels = _texts(graph, thing, _LABELS)
    acronyms = _texts(graph, thing, (_ACRONYM,))
    other = [*acronyms, *labels[1:], *_texts(graph, thing, (SKOS.altLabel,))]
    also = tuple(dict.fromkeys(name for name in other if name != labels[0]))
    slug = str(thing).rpartition("/")[2]
    named = [(label, "label") for label in labels] + [(name, "acronym") for name in acronyms]
    named += [(name, "also") for name in also] + [(slug, "slug")]
    keys: dict[str, str] = {}
    for name, source in named:
        keys.setdefault(match_key(name), source)
    keys.pop("", None)
    kind = ", ".join(_kinds(graph, thing))
    return Entry(str(thing), labels[0], kind, also, _years(graph, thing), tuple(keys.items()))


def match_key(text: str) -> str:
    """Return *text* as it is compared: no case, no accents, one space between words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).strip()


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
