"""The terms of the ontology for the documentation: all that the graphs say about each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest

import pyoxigraph as ox

from openalliances.builder.dataset import Node, Statements
from openalliances.builder.documentation.labels import label, name, names, text, texts
from openalliances.rdf.prefixes import ALLY
from openalliances.rdf.vocabulary import ALLY as OURS
from openalliances.rdf.vocabulary import DCTERMS, OWL, RDF, RDFS, SCHEMA, SKOS, VS
from openalliances.release.documentation import Alignment, Name, Term

SCHEMA_DOMAIN, SCHEMA_RANGE = SCHEMA.domainIncludes, SCHEMA.rangeIncludes
KINDS = {
    OWL.Class: "class",
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "datatype property",
    OWL.AnnotationProperty: "annotation property",
}
"""The kinds of terms, in the order in which they are shown."""

_TRAITS = {
    OWL.SymmetricProperty: "symmetric",
    OWL.AsymmetricProperty: "asymmetric",
    OWL.TransitiveProperty: "transitive",
    OWL.ReflexiveProperty: "reflexive",
    OWL.IrreflexiveProperty: "irreflexive",
}
_ALIGNING = (
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    OWL.equivalentClass,
    OWL.equivalentProperty,
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
    RDFS.seeAlso,
)
_NOT_SO = "Not an example: "
_SAMPLES = 5


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """What terms are read from: the ontology, the data with what follows, and alignments.

    ``ontology`` has the vocabularies, too; ``stated`` is the data without what was inferred.
    """

    ontology: Statements
    data: Statements
    stated: Statements
    alignments: Mapping[str, Statements]


def terms(sources: Sources) -> tuple[Term, ...]:
    """Return the terms of our namespace, by name; uses by shapes and questions come later."""
    found = {
        (iri.value, kind)
        for type_, kind in KINDS.items()
        for iri in sources.ontology.subjects(RDF.type, type_)
        if isinstance(iri, ox.NamedNode) and iri.value.startswith(ALLY)
    }
    return tuple(_term(sources, ox.NamedNode(iri), kind) for iri, kind in sorted(found))


def _term(sources: Sources, iri: ox.NamedNode, kind: str) -> Term:
    graph = sources.ontology
    is_class = kind == "class"
    told = texts(graph, iri, SKOS.example)
    uses, samples = _instances(sources, iri) if is_class else _statements(sources, iri)
    upper = RDFS.subClassOf if is_class else RDFS.subPropertyOf
    return Term(
        iri=iri.value,
        label=label(graph, iri),
        french=label(graph, iri, "fr"),
        kind=kind,
        module=_text(graph.value(iri, RDFS.isDefinedBy)),
        status=text(graph, iri, VS.term_status),
        definition=text(graph, iri, SKOS.definition),
        also=texts(graph, iri, SKOS.altLabel),
        examples=tuple(t for t in told if not t.startswith(_NOT_SO)),
        counterexamples=tuple(_capital(t[len(_NOT_SO) :]) for t in told if t.startswith(_NOT_SO)),
        notes=texts(graph, iri, SKOS.scopeNote) + texts(graph, iri, SKOS.editorialNote),
        changes=texts(graph, iri, SKOS.changeNote) + texts(graph, iri, SKOS.historyNote),
        parents=names(graph, graph.objects(iri, upper)),
        children=names(graph, graph.subjects(upper, iri)),
        disjoint=_disjoint(graph, iri),
        equivalents=_equivalents(graph, iri),
        domain=names(graph, graph.objects(iri, RDFS.domain)),
        domain_hints=names(graph, graph.objects(iri, SCHEMA_DOMAIN)),
        range=names(graph, graph.objects(iri, RDFS.range)),
        range_hints=names(graph, graph.objects(iri, SCHEMA_RANGE)),
        inverse=names(
            graph, (*graph.objects(iri, OWL.inverseOf), *graph.subjects(OWL.inverseOf, iri))
        ),
        traits=tuple(word for type_, word in _TRAITS.items() if (iri, RDF.type, type_) in graph),
        needs_source=_text(graph.value(iri, OURS.requiresSource)) == "true",
        domain_of=names(graph, graph.subjects(RDFS.domain, iri)),
        domain_of_hints=names(graph, graph.subjects(SCHEMA_DOMAIN, iri)),
        range_of=names(graph, graph.subjects(RDFS.range, iri)),
        range_of_hints=names(graph, graph.subjects(SCHEMA_RANGE, iri)),
        alignments=tuple(_alignments(sources, iri)),
        uses=uses,
        samples=samples,
    )


def _instances(sources: Sources, iri: ox.NamedNode) -> tuple[int, tuple[tuple[Name, ...], ...]]:
    """Return the number of instances, and some of them: those stated come first."""
    found = [t for t in sources.data.subjects(RDF.type, iri) if isinstance(t, ox.NamedNode)]
    stated = frozenset(sources.stated.subjects(RDF.type, iri))
    shown = nsmallest(_SAMPLES, found, key=lambda thing: (thing not in stated, thing.value))
    return len(found), tuple((name(sources.data, thing),) for thing in shown)


def _statements(sources: Sources, iri: ox.NamedNode) -> tuple[int, tuple[tuple[Name, ...], ...]]:
    """Return the number of statements with a property, and some of them: those stated first."""
    found = [pair for pair in sources.data.pairs(iri) if isinstance(pair[0], ox.NamedNode)]
    stated = frozenset(sources.stated.pairs(iri))
    shown = nsmallest(
        _SAMPLES, found, key=lambda pair: (pair not in stated, pair[0].value, pair[1].value)
    )
    return len(found), tuple((name(sources.data, s), name(sources.data, v)) for s, v in shown)


def _disjoint(graph: Statements, iri: ox.NamedNode) -> tuple[Name, ...]:
    """Return the classes disjoint with *iri*, said in pairs or as a group."""
    found = {*graph.objects(iri, OWL.disjointWith), *graph.subjects(OWL.disjointWith, iri)}
    for _, group in graph.pairs(OWL.members):
        members = set(graph.members(group))
        if iri in members:
            found |= members - {iri}
    return names(graph, found)


def _equivalents(graph: Statements, iri: ox.NamedNode) -> tuple[str, ...]:
    said = (_expression(graph, other) for other in graph.objects(iri, OWL.equivalentClass))
    return tuple(sorted(words for words in said if words))


def _expression(graph: Statements, node: Node) -> str:
    """Return a class expression in words; nothing for a form that is not known here."""
    if not isinstance(node, ox.BlankNode):
        return label(graph, node)
    for joined, word in ((OWL.intersectionOf, " and "), (OWL.unionOf, " or ")):
        members = graph.value(node, joined)
        if members is not None:
            parts = (_expression(graph, part) for part in graph.members(members))
            return word.join(part for part in parts if part)
    on = graph.value(node, OWL.onProperty)
    value, some = graph.value(node, OWL.hasValue), graph.value(node, OWL.someValuesFrom)
    if on is None or (value is None and some is None):
        return ""
    what = label(graph, value) if value is not None else f"some {_expression(graph, some or node)}"
    return f"{label(graph, on)} {what}"


def _alignments(sources: Sources, iri: ox.NamedNode) -> Iterable[Alignment]:
    for graph_iri, graph in sorted(sources.alignments.items()):
        for relation in _ALIGNING:
            for target in names(graph, graph.objects(iri, relation)):
                header = _header(sources.ontology, graph, target.iri) or graph_iri
                yield Alignment(
                    name(sources.ontology, relation), target, name(graph, ox.NamedNode(header))
                )


def _header(ontology: Statements, graph: Statements, target: str) -> str:
    """Return the alignment that references the vocabulary which defines *target*."""
    defined = [
        place
        for known in (graph, ontology)
        for place in known.objects(ox.NamedNode(target), RDFS.isDefinedBy)
    ]
    referring = [s.value for place in defined for s in graph.subjects(DCTERMS.references, place)]
    headers = referring or [s.value for s in graph.subjects(RDF.type, OWL.Ontology)]
    return min(headers, default="")


def _text(term: Node | None) -> str:
    return "" if term is None else term.value


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
