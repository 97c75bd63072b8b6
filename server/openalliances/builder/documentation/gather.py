"""The documentation of the model, gathered from the graphs and the questions of a bundle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.dataset import Dataset, Statements
from openalliances.builder.documentation.class_diagrams import diagrams, model_of
from openalliances.builder.documentation.labels import label, name, names, text, texts
from openalliances.builder.documentation.questions import questions
from openalliances.builder.documentation.schemes import schemes
from openalliances.builder.documentation.shapes import shapes
from openalliances.builder.documentation.terms import Sources, terms
from openalliances.rdf.prefixes import ALLY, ONTOLOGY
from openalliances.rdf.vocabulary import DCTERMS, OWL, RDF, RDFS, SKOS, VANN
from openalliances.release.documentation import Documentation, Head, Module, Question, Shape, Term

_MODULE = ALLY + "module/"
_EXTERNAL = "external"
_NOT_DATA = frozenset(("ontology", "alignments", "shapes", "description", "statements"))
_CONCLUDED = frozenset(("derived", "inferred"))


def documentation(dataset: Dataset, question_files: Sequence[Path] = ()) -> Documentation:
    """Return the documentation of the ontology in *dataset*."""
    data_kinds = frozenset(dataset.kinds.values()) - _NOT_DATA
    ontology = dataset.statements("ontology")
    vocabulary = dataset.statements("ontology", "vocab")
    stated = dataset.statements(*(data_kinds - _CONCLUDED))
    data = dataset.statements(*data_kinds)
    alignments = {
        name: Statements(dataset.store, (name,)) for name in dataset.named(("alignments",))
    }
    constraints = shapes(dataset.statements("shapes"), vocabulary)
    asked = questions(question_files)
    known = _used(terms(Sources(vocabulary, data, stated, alignments)), constraints, asked)
    modules = _modules(ontology)
    inverses = [o.value for _, o in ontology.pairs(OWL.inverseOf)]
    return Documentation(
        head=head_of(ontology, ox.NamedNode(ONTOLOGY)),
        modules=modules,
        terms=known,
        shapes=constraints,
        questions=asked,
        schemes=schemes(vocabulary, dataset.triples(*data_kinds)),
        diagrams=diagrams(model_of(known, inverses), modules),
    )


def _used(
    known: Sequence[Term], constraints: Sequence[Shape], asked: Sequence[Question]
) -> tuple[Term, ...]:
    """Return the terms with the shapes and the questions that use each."""
    in_shapes: dict[str, dict[str, None]] = {}
    for shape in constraints:
        for constraint in shape.constraints:
            for iri in constraint.terms:
                in_shapes.setdefault(iri, {})[constraint.iri] = None
    return tuple(
        replace(
            term,
            shapes=tuple(in_shapes.get(term.iri, {})),
            questions=tuple(q.code for q in asked if term.iri in q.terms),
        )
        for term in known
    )


def head_of(graph: Statements, iri: ox.NamedNode | None, title: str = "") -> Head:
    """Return what the ontology *iri* says of itself; without one, only *title* is known."""
    if iri is None:
        return Head("", title, *("",) * 10, notes=())
    called = name(graph, iri)
    return Head(
        iri=iri.value,
        title=called.label if called.label != graph.shorten(iri.value) else title or called.label,
        french=label(graph, iri, "fr"),
        abstract=text(graph, iri, DCTERMS.abstract),
        description=text(graph, iri, DCTERMS.description) or text(graph, iri, RDFS.comment),
        version=text(graph, iri, OWL.versionInfo),
        version_iri=_text(graph, iri, OWL.versionIRI),
        license=_text(graph, iri, DCTERMS.license),
        modified=text(graph, iri, DCTERMS.modified),
        citation=text(graph, iri, DCTERMS.bibliographicCitation),
        prefix=text(graph, iri, VANN.preferredNamespacePrefix),
        namespace=text(graph, iri, VANN.preferredNamespaceUri),
        notes=texts(graph, iri, SKOS.scopeNote),
        imports=names(graph, graph.objects(iri, OWL.imports)),
    )


def _text(graph: Statements, thing: ox.NamedNode, predicate: ox.NamedNode) -> str:
    found = graph.value(thing, predicate)
    return "" if found is None else found.value


def _modules(graph: Statements) -> tuple[Module, ...]:
    """Return the modules: those that others rest on first, the terms of others last."""
    found = {
        iri.value: {o.value for o in graph.objects(iri, OWL.imports)}
        for iri in graph.subjects(RDF.type, OWL.Ontology)
        if iri.value.startswith(_MODULE)
    }
    return tuple(_module(graph, ox.NamedNode(iri)) for iri in _by_imports(found))


def _by_imports(imports: Mapping[str, set[str]]) -> list[str]:
    """Return the keys, each after what it imports; else by name."""
    order: list[str] = []
    left = sorted(imports, key=lambda iri: (iri == _MODULE + _EXTERNAL, iri))
    while left:
        ready = [
            iri
            for iri in left
            if not (imports[iri] & imports.keys()) - set(order) - {_MODULE + _EXTERNAL}
        ]
        order.append((ready or left)[0])
        left.remove(order[-1])
    return order


def _module(graph: Statements, iri: ox.NamedNode) -> Module:
    return Module(
        iri=iri.value,
        slug=iri.value.removeprefix(_MODULE),
        title=label(graph, iri),
        description=text(graph, iri, DCTERMS.description),
        version=text(graph, iri, OWL.versionInfo),
        imports=names(graph, graph.objects(iri, OWL.imports)),
    )
