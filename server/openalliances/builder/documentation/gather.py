"""The documentation of the model, gathered from the graphs and the questions of a bundle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

from openalliances.builder.documentation.class_diagrams import diagrams, model_of
from openalliances.builder.documentation.labels import label, names, text, texts
from openalliances.builder.documentation.questions import questions
from openalliances.builder.documentation.schemes import schemes
from openalliances.builder.documentation.shapes import shapes
from openalliances.builder.documentation.terms import Sources, terms
from openalliances.builder.rdflib_terms import union
from openalliances.rdf.prefixes import ALLY, ONTOLOGY, PREFIXES
from openalliances.release.documentation import Documentation, Head, Module, Question, Shape, Term

_MODULE = ALLY + "module/"
_EXTERNAL = "external"
_NOT_DATA = frozenset(("ontology", "alignments", "shapes", "description"))


def documentation(
    graphs: Mapping[str, Graph], kinds: Mapping[str, str], question_files: Sequence[Path] = ()
) -> Documentation:
    """Return the documentation of the ontology in *graphs*; *kinds* has the kind of each graph.

    Kinds are those of :class:`~openalliances.builder.read_files.Source`, and derived
    and inferred for what was concluded.
    """
    ontology = _union(graphs, kinds, {"ontology"})
    vocabulary = _union(graphs, kinds, {"ontology", "vocab"})
    stated = _union(graphs, kinds, set(kinds.values()) - _NOT_DATA - {"inferred", "derived"})
    data = _union(graphs, kinds, set(kinds.values()) - _NOT_DATA)
    alignments = {iri: graph for iri, graph in graphs.items() if kinds[iri] == "alignments"}
    constraints = shapes(_union(graphs, kinds, {"shapes"}), vocabulary)
    asked = questions(question_files)
    known = _used(terms(Sources(vocabulary, data, stated, alignments)), constraints, asked)
    modules = _modules(ontology)
    inverses = [str(o) for o in ontology.objects(None, OWL.inverseOf)]
    return Documentation(
        head=_head(ontology),
        modules=modules,
        terms=known,
        shapes=constraints,
        questions=asked,
        schemes=schemes(vocabulary, data),
        diagrams=diagrams(model_of(known, inverses), modules),
    )


def _union(graphs: Mapping[str, Graph], kinds: Mapping[str, str], wanted: Iterable[str]) -> Graph:
    chosen = set(wanted)
    return union(graph for iri, graph in graphs.items() if kinds[iri] in chosen)


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


def _head(graph: Graph) -> Head:
    iri = URIRef(ONTOLOGY)
    vann = PREFIXES["vann"]
    return Head(
        iri=str(iri),
        title=label(graph, iri),
        french=label(graph, iri, "fr"),
        abstract=text(graph, iri, DCTERMS.abstract),
        description=text(graph, iri, DCTERMS.description),
        version=text(graph, iri, OWL.versionInfo),
        version_iri=str(graph.value(iri, OWL.versionIRI) or ""),
        license=str(graph.value(iri, DCTERMS.license) or ""),
        modified=text(graph, iri, DCTERMS.modified),
        citation=text(graph, iri, DCTERMS.bibliographicCitation),
        prefix=text(graph, iri, URIRef(vann + "preferredNamespacePrefix")),
        namespace=text(graph, iri, URIRef(vann + "preferredNamespaceUri")),
        notes=texts(graph, iri, SKOS.scopeNote),
    )


def _modules(graph: Graph) -> tuple[Module, ...]:
    """Return the modules: those that others rest on first, the terms of others last."""
    found = {
        str(iri): set(map(str, graph.objects(iri, OWL.imports)))
        for iri in graph.subjects(RDF.type, OWL.Ontology)
        if str(iri).startswith(_MODULE)
    }
    return tuple(_module(graph, URIRef(iri)) for iri in _by_imports(found))


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


def _module(graph: Graph, iri: URIRef) -> Module:
    return Module(
        iri=str(iri),
        slug=str(iri).removeprefix(_MODULE),
        title=label(graph, iri),
        description=text(graph, iri, DCTERMS.description),
        version=text(graph, iri, OWL.versionInfo),
        imports=names(graph, graph.objects(iri, OWL.imports)),
    )
