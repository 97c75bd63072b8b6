"""The context of an ontology: its terms under their local names, typed as it declares them.

There is no ``@vocab``: with it a misspelt key would silently be a term of ours. A term has the
local name that it has in the ontology; where two namespaces have one, ours comes first, and the
others keep their prefix. What a property's values are decides how they are written:

* IRIs stand as plain strings (``@type: @id``), and so do the values of one datatype. A date may
  be a year or a month too; the day, which most are, is the plain string, and the others are
  objects with their datatype under the same key.
* Texts with languages are a map by language; a text without one is under ``@none``.
* What the shapes allow once (``sh:maxCount 1``) stands alone, and so do numbers, dates and truth
  values; all else is an array (``@container: @set``), so that a program finds the same form for
  one value and for many.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from openalliances.rdf.json_ld.context import Context, Name
from openalliances.rdf.prefixes import ONTOLOGY, PREFIXES
from openalliances.rdf.vocabulary import DCTERMS, OWL, RDF, RDFS, SCHEMA, SH, SKOS, XSD

_CLASSES = frozenset((OWL.Class, RDFS.Class))
_PROPERTIES = frozenset((OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty))
_SPACES = ("ally", "skos", "rdfs", "dcterms", "dcat", "foaf", "prov", "schema", "org", "void")
"""Whose local names are terms, the first that has one before the others."""
_RESERVED = frozenset(("id", "type", "context", "graph", "value", "language", "list", "set"))
"""Names that would be taken for keywords by people."""
_RANGES = frozenset((RDFS.range, SCHEMA.rangeIncludes))
_WITHOUT_TYPE = frozenset((XSD.string, XSD.integer, XSD.boolean, RDF.langString, RDFS.Literal))
"""Ranges whose values JSON and a plain string say themselves."""

_MEASURES = frozenset(
    (XSD.integer, XSD.decimal, XSD.boolean, XSD.date, XSD.gYear, XSD.gYearMonth, XSD.dateTime)
)
"""Ranges of what a thing has one of, as a rule."""

_TEXTS = frozenset(
    (
        *(RDFS.label, RDFS.comment, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel),
        *(SKOS.definition, SKOS.scopeNote, SKOS.example, SKOS.note, SKOS.changeNote),
        *(SKOS.editorialNote, SKOS.historyNote, SCHEMA.keywords),
        *(DCTERMS.title, DCTERMS.description, DCTERMS.abstract, DCTERMS.bibliographicCitation),
        ox.NamedNode(PREFIXES["dcat"] + "keyword"),
    )
)
"""Terms of others whose values are texts in languages."""
_SINGLE_TEXTS = frozenset((RDFS.label, SKOS.prefLabel, SKOS.definition, DCTERMS.title))
"""Those of which there is one in a language."""
_IRIS = frozenset(
    (
        *(RDFS.seeAlso, RDFS.isDefinedBy, RDFS.domain, RDFS.range, RDFS.subClassOf),
        *(RDFS.subPropertyOf, RDF.subject, RDF.predicate),
        *(DCTERMS.creator, DCTERMS.license, DCTERMS.conformsTo, DCTERMS.format, DCTERMS.isPartOf),
        *(DCTERMS.isReplacedBy, DCTERMS.replaces, DCTERMS.language, DCTERMS.references),
        *(DCTERMS.source, SCHEMA.domainIncludes, SCHEMA.rangeIncludes),
        *(SCHEMA.includedInDataCatalog, SCHEMA.target),
    )
)
"""Terms of others whose values are things."""
_DATES = frozenset((DCTERMS.created, DCTERMS.modified, DCTERMS.issued))
_ALWAYS = frozenset((RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy))
"""Terms that no ontology needs to declare."""


@dataclass(frozen=True, slots=True)
class PublishedContext:
    """A context under the name of its file: the ontology's version, a digest of its content.

    So what stands under a name can never be anything else.
    """

    name: str
    text: bytes
    context: Context


@dataclass(slots=True)
class _Declared:
    """What an ontology and its shapes say of a term."""

    types: set[ox.NamedNode] = field(default_factory=set)
    ranges: set[ox.NamedNode] = field(default_factory=set)


def published_context(triples: Iterable[ox.Triple]) -> PublishedContext:
    """Return the context of the ontology and the shapes that *triples* are."""
    held = list(triples)
    version = next(
        (t.object.value for t in held if _is_version(t) and isinstance(t.object, ox.Literal)), "0"
    )
    context = ontology_context(held)
    text = context_file(context.document)
    return PublishedContext(f"{version}-{digest_of(text)}", text, context)


def context_file(document: dict[str, Any]) -> bytes:
    """Return the bytes of the file with a context."""
    return (json.dumps({"@context": document}, ensure_ascii=False, indent=1) + "\n").encode()


def digest_of(text: bytes) -> str:
    """Return what the name of a file with that content ends with."""
    return hashlib.sha256(text).hexdigest()[:8]


def ontology_context(triples: Iterable[ox.Triple]) -> Context:
    """Return the names of all terms that *triples*, an ontology with its shapes, declare."""
    held = list(triples)
    declared = _declared(held)
    for term in _ALWAYS:
        declared.setdefault(term, _Declared(types={OWL.AnnotationProperty}))
    once = set(_allowed_once(held))
    taken: dict[str, Name] = {}
    for space in _SPACES:
        for term in sorted(declared, key=lambda t: t.value):
            name = term.value.removeprefix(PREFIXES[space])
            if name == term.value or not _is_name(name) or name in taken:
                continue
            if made := _name(name, term, declared[term], once):
                taken[name] = made
    return Context(PREFIXES, taken.values())


def _name(
    name: str, term: ox.NamedNode, declared: _Declared, once: set[ox.NamedNode]
) -> Name | None:
    if not declared.types & _PROPERTIES:
        return Name(name, term.value) if declared.types & _CLASSES else None
    if term in _TEXTS or RDF.langString in declared.ranges:
        many = term not in _SINGLE_TEXTS and term not in once
        return Name(name, term.value, languages=True, many=many)
    is_single = term in once or (declared.ranges and declared.ranges <= _MEASURES)
    return Name(name, term.value, _type(term, declared), many=not is_single)


def _type(term: ox.NamedNode, declared: _Declared) -> str:
    if OWL.ObjectProperty in declared.types or term in _IRIS or RDF.Property in declared.ranges:
        return "@id"
    if term in _DATES or XSD.date in declared.ranges:
        return XSD.date.value
    typed = declared.ranges - _WITHOUT_TYPE
    return next(iter(typed)).value if len(declared.ranges) == 1 and typed else ""


def _declared(triples: list[ox.Triple]) -> dict[ox.NamedNode, _Declared]:
    declared: dict[ox.NamedNode, _Declared] = {}
    for triple in triples:
        subject, term = triple.subject, triple.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(term, ox.NamedNode):
            continue
        if triple.predicate == RDF.type and (term in _CLASSES or term in _PROPERTIES):
            declared.setdefault(subject, _Declared()).types.add(term)
        elif triple.predicate in _RANGES:
            declared.setdefault(subject, _Declared()).ranges.add(term)
    return {term: found for term, found in declared.items() if found.types}


def _allowed_once(triples: list[ox.Triple]) -> Iterator[ox.NamedNode]:
    """Yield the properties of which some shape allows one value, and none allows more."""
    paths: dict[object, ox.NamedNode] = {}
    most: dict[object, str] = {}
    for triple in triples:
        if triple.predicate == SH.path and isinstance(triple.object, ox.NamedNode):
            paths[triple.subject] = triple.object
        elif triple.predicate == SH.maxCount and isinstance(triple.object, ox.Literal):
            most[triple.subject] = triple.object.value
    allowed: dict[ox.NamedNode, set[str]] = {}
    for shape, path in paths.items():
        if shape in most:
            allowed.setdefault(path, set()).add(most[shape])
    yield from (path for path, counts in allowed.items() if counts == {"1"})


def _is_name(name: str) -> bool:
    return name.isidentifier() and name not in _RESERVED


def _is_version(triple: ox.Triple) -> bool:
    return triple.predicate == OWL.versionInfo and triple.subject == ox.NamedNode(ONTOLOGY)
