"""The terms of the ontology for the documentation: all that the graphs say about each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS
from rdflib.term import BNode, Node

from openalliances.builder.documentation.labels import label, name, names, text, texts
from openalliances.rdf.prefixes import ALLY, PREFIXES
from openalliances.release.documentation import Alignment, Name, Term

SCHEMA_DOMAIN, SCHEMA_RANGE = (
    URIRef(PREFIXES["schema"] + local) for local in ("domainIncludes", "rangeIncludes")
)
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

    ontology: Graph
    data: Graph
    stated: Graph
    alignments: Mapping[str, Graph]


def terms(sources: Sources) -> tuple[Term, ...]:
    """Return the terms of our namespace, by name; uses by shapes and questions come later."""
    found = {
        (iri, kind)
        for type_, kind in KINDS.items()
        for iri in sources.ontology.subjects(RDF.type, type_)
        if isinstance(iri, URIRef) and str(iri).startswith(ALLY)
    }
    return tuple(_term(sources, iri, kind) for iri, kind in sorted(found))


def _term(sources: Sources, iri: URIRef, kind: str) -> Term:
    graph = sources.ontology
    is_class = kind == "class"
    told = texts(graph, iri, SKOS.example)
    uses, samples = _instances(sources, iri) if is_class else _statements(sources, iri)
    upper = RDFS.subClassOf if is_class else RDFS.subPropertyOf
    return Term(
        iri=str(iri),
        label=label(graph, iri),
        french=label(graph, iri, "fr"),
        kind=kind,
        module=str(graph.value(iri, RDFS.isDefinedBy) or ""),
        status=text(graph, iri, URIRef(PREFIXES["vs"] + "term_status")),
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
        needs_source=str(graph.value(iri, URIRef(ALLY + "requiresSource"))) == "true",
        domain_of=names(graph, graph.subjects(RDFS.domain, iri)),
        domain_of_hints=names(graph, graph.subjects(SCHEMA_DOMAIN, iri)),
        range_of=names(graph, graph.subjects(RDFS.range, iri)),
        range_of_hints=names(graph, graph.subjects(SCHEMA_RANGE, iri)),
        alignments=tuple(_alignments(sources, iri)),
        uses=uses,
        samples=samples,
    )


def _instances(sources: Sources, iri: URIRef) -> tuple[int, tuple[tuple[Name, ...], ...]]:
    """Return the number of instances, and some of them: those stated come first."""
    found = sorted(
        (thing for thing in sources.data.subjects(RDF.type, iri) if isinstance(thing, URIRef)),
        key=lambda thing: ((thing, RDF.type, iri) not in sources.stated, thing),
    )
    shown = found[:_SAMPLES]
    return len(found), tuple((name(sources.data, thing),) for thing in shown)


def _statements(sources: Sources, iri: URIRef) -> tuple[int, tuple[tuple[Name, ...], ...]]:
    found = sorted(
        (
            (subject, value)
            for subject, value in sources.data.subject_objects(iri)
            if isinstance(subject, URIRef)
        ),
        key=lambda pair: (
            (pair[0], iri, pair[1]) not in sources.stated,
            str(pair[0]),
            str(pair[1]),
        ),
    )
    shown = found[:_SAMPLES]
    return len(found), tuple((name(sources.data, s), name(sources.data, v)) for s, v in shown)


def _disjoint(graph: Graph, iri: URIRef) -> tuple[Name, ...]:
    """Return the classes disjoint with *iri*, said in pairs or as a group."""
    found = {*graph.objects(iri, OWL.disjointWith), *graph.subjects(OWL.disjointWith, iri)}
    for group in graph.objects(None, OWL.members):
        members = set(Collection(graph, group))
        if iri in members:
            found |= members - {iri}
    return names(graph, found)


def _equivalents(graph: Graph, iri: URIRef) -> tuple[str, ...]:
    said = (_expression(graph, other) for other in graph.objects(iri, OWL.equivalentClass))
    return tuple(sorted(words for words in said if words))


def _expression(graph: Graph, node: Node) -> str:
    """Return a class expression in words; nothing for a form that is not known here."""
    if not isinstance(node, BNode):
        return label(graph, node)
    for joined, word in ((OWL.intersectionOf, " and "), (OWL.unionOf, " or ")):
        members = graph.value(node, joined)
        if members is not None:
            parts = (_expression(graph, part) for part in Collection(graph, members))
            return word.join(part for part in parts if part)
    on = graph.value(node, OWL.onProperty)
    value, some = graph.value(node, OWL.hasValue), graph.value(node, OWL.someValuesFrom)
    if on is None or (value is None and some is None):
        return ""
    what = label(graph, value) if value is not None else f"some {_expression(graph, some or node)}"
    return f"{label(graph, on)} {what}"


def _alignments(sources: Sources, iri: URIRef) -> Iterable[Alignment]:
    for graph_iri, graph in sorted(sources.alignments.items()):
        for relation in _ALIGNING:
            for target in names(graph, graph.objects(iri, relation)):
                header = _header(sources.ontology, graph, target.iri) or graph_iri
                yield Alignment(
                    name(sources.ontology, relation), target, name(graph, URIRef(header))
                )


def _header(ontology: Graph, graph: Graph, target: str) -> str:
    """Return the alignment that references the vocabulary which defines *target*."""
    defined = [
        place
        for known in (graph, ontology)
        for place in known.objects(URIRef(target), RDFS.isDefinedBy)
    ]
    referring = [str(s) for place in defined for s in graph.subjects(DCTERMS.references, place)]
    return min(referring, default="") or min(
        map(str, graph.subjects(RDF.type, OWL.Ontology)), default=""
    )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
