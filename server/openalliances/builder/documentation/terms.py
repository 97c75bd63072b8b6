"""The terms of the ontology for the documentation: all that the graphs say about each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from heapq import nsmallest

import pyoxigraph as ox

from openalliances.builder.dataset import Node, Statements
from openalliances.builder.documentation.labels import label, name, names, text, texts
from openalliances.rdf.prefixes import ALLY
from openalliances.rdf.vocabulary import ALLY as OURS
from openalliances.rdf.vocabulary import DCTERMS, OWL, RDF, RDFS, SCHEMA, SKOS, VS, XSD
from openalliances.release.documentation import Alignment, Name, Term

SCHEMA_DOMAIN, SCHEMA_RANGE = SCHEMA.domainIncludes, SCHEMA.rangeIncludes
KINDS: dict[ox.NamedNode, str] = {
    OWL.Class: "class",
    RDFS.Class: "class",
    RDFS.Datatype: "datatype",
    OWL.ObjectProperty: "object property",
    **dict.fromkeys(
        (
            *(OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.AsymmetricProperty),
            *(OWL.ReflexiveProperty, OWL.IrreflexiveProperty, OWL.InverseFunctionalProperty),
        ),
        "object property",
    ),
    OWL.DatatypeProperty: "datatype property",
    OWL.AnnotationProperty: "annotation property",
    OWL.OntologyProperty: "annotation property",
    RDF.Property: "property",
    OWL.FunctionalProperty: "property",
}
"""The classes of terms and what such a term is; of several, the first that fits."""

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
_DEFINITIONS = (
    *(SKOS.definition, ox.NamedNode("http://purl.obolibrary.org/obo/IAO_0000115")),
    *(DCTERMS.description, RDFS.comment),
)
_TRUE = ox.Literal("true", datatype=XSD.boolean)
_DEEPEST = 12
_NOT_SO = "Not an example: "
_SAMPLES = 5


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """What terms are read from: the ontology, the data with what follows, and alignments.

    ``ontology`` has the vocabularies, too; ``stated`` is the data without what was inferred.
    Described are the terms that ``ours`` takes. ``uses`` are numbers that are known already;
    then what ``data`` shows are samples, not all.
    """

    ontology: Statements
    data: Statements
    stated: Statements
    alignments: Mapping[str, Statements]
    ours: Callable[[str], bool] = field(default=lambda iri: iri.startswith(ALLY))
    uses: Mapping[str, int] | None = None


def terms(sources: Sources) -> tuple[Term, ...]:
    """Return the terms of ours, by name; uses by shapes and questions come later."""
    found = term_kinds(sources.ontology)
    groups = _disjoint_groups(sources.ontology)
    return tuple(
        _term(sources, ox.NamedNode(iri), found[iri], groups)
        for iri in sorted(found)
        if sources.ours(iri)
    )


def term_kinds(graph: Statements) -> dict[str, str]:
    """Return the IRI of each term that *graph* declares, with what it is."""
    found: dict[str, str] = {}
    for type_, kind in KINDS.items():
        for iri in graph.subjects(RDF.type, type_):
            if isinstance(iri, ox.NamedNode):
                found.setdefault(iri.value, kind)
    return found


def _term(
    sources: Sources,
    iri: ox.NamedNode,
    kind: str,
    groups: Mapping[Node, Sequence[set[Node]]],
) -> Term:
    graph = sources.ontology
    called, is_class = name(graph, iri), kind in ("class", "datatype")
    told = texts(graph, iri, SKOS.example)
    uses, samples = _instances(sources, iri) if is_class else _statements(sources, iri)
    upper = RDFS.subClassOf if is_class else RDFS.subPropertyOf
    return Term(
        iri=iri.value,
        label=called.label,
        language=called.language,
        french=label(graph, iri, "fr"),
        kind=kind,
        module=_text(graph.value(iri, RDFS.isDefinedBy)),
        status=text(graph, iri, VS.term_status),
        definition=_definition(graph, iri),
        also=texts(graph, iri, SKOS.altLabel),
        examples=tuple(t for t in told if not t.startswith(_NOT_SO)),
        counterexamples=tuple(_capital(t[len(_NOT_SO) :]) for t in told if t.startswith(_NOT_SO)),
        notes=texts(graph, iri, SKOS.scopeNote) + texts(graph, iri, SKOS.editorialNote),
        changes=texts(graph, iri, SKOS.changeNote) + texts(graph, iri, SKOS.historyNote),
        parents=names(graph, graph.objects(iri, upper)),
        children=names(graph, graph.subjects(upper, iri)),
        disjoint=names(graph, _disjoint(graph, iri, groups)),
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
        deprecated=(iri, OWL.deprecated, _TRUE) in graph,
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
    return _uses(sources, iri, found), tuple((name(sources.data, thing),) for thing in shown)


def _statements(sources: Sources, iri: ox.NamedNode) -> tuple[int, tuple[tuple[Name, ...], ...]]:
    """Return the number of statements with a property, and some of them: those stated first."""
    found = [pair for pair in sources.data.pairs(iri) if isinstance(pair[0], ox.NamedNode)]
    stated = frozenset(sources.stated.pairs(iri))
    shown = nsmallest(
        _SAMPLES, found, key=lambda pair: (pair not in stated, pair[0].value, pair[1].value)
    )
    uses = _uses(sources, iri, found)
    return uses, tuple((name(sources.data, s), name(sources.data, v)) for s, v in shown)


def _uses(sources: Sources, iri: ox.NamedNode, found: Sized) -> int:
    return len(found) if sources.uses is None else sources.uses.get(iri.value, 0)


def _disjoint(
    graph: Statements, iri: ox.NamedNode, groups: Mapping[Node, Sequence[set[Node]]]
) -> set[Node]:
    """Return the classes disjoint with *iri*, said in pairs or as one of the *groups*."""
    found = {*graph.objects(iri, OWL.disjointWith), *graph.subjects(OWL.disjointWith, iri)}
    return found.union(*groups.get(iri, ())) - {iri}


def _disjoint_groups(graph: Statements) -> Mapping[Node, Sequence[set[Node]]]:
    """Return, for each class that is in one, the groups of which all are disjoint."""
    found: dict[Node, list[set[Node]]] = {}
    for _, group in graph.pairs(OWL.members):
        members = set(graph.members(group))
        for member in members:
            found.setdefault(member, []).append(members)
    return found


def _equivalents(graph: Statements, iri: ox.NamedNode) -> tuple[str, ...]:
    said = (_expression(graph, other) for other in graph.objects(iri, OWL.equivalentClass))
    return tuple(sorted(words for words in said if words))


def _definition(graph: Statements, iri: ox.NamedNode) -> str:
    return next((found for p in _DEFINITIONS if (found := text(graph, iri, p))), "")


def _expression(graph: Statements, node: Node, depth: int = 0) -> str:
    """Return a class expression in words; nothing for a form that is not known here."""
    if depth > _DEEPEST:
        return "…"
    if not isinstance(node, ox.BlankNode):
        return label(graph, node)
    for joined, word in ((OWL.intersectionOf, " and "), (OWL.unionOf, " or ")):
        members = graph.value(node, joined)
        if members is not None:
            parts = (_expression(graph, part, depth + 1) for part in graph.members(members))
            return word.join(part for part in parts if part)
    on = graph.value(node, OWL.onProperty)
    value, some = graph.value(node, OWL.hasValue), graph.value(node, OWL.someValuesFrom)
    if on is None or (value is None and some is None):
        return ""
    what = (
        label(graph, value)
        if value is not None
        else f"some {_expression(graph, some or node, depth + 1)}"
    )
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
