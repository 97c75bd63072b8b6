"""The vocabularies for the documentation: each with its concepts as a tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from openalliances.builder.documentation.labels import label, names, text, texts
from openalliances.rdf.prefixes import ALLY, VOCAB
from openalliances.release.documentation import Concept, Scheme


def schemes(vocabulary: Graph, data: Graph) -> tuple[Scheme, ...]:
    """Return the vocabularies of ours, by title. *data* are the statements to count uses in."""
    found = set(vocabulary.subjects(RDF.type, SKOS.ConceptScheme))
    uses = _uses(data)
    made = [
        _scheme(vocabulary, scheme, uses)
        for scheme in found
        if isinstance(scheme, URIRef) and str(scheme).startswith(VOCAB)
    ]
    return tuple(sorted(made, key=lambda s: (s.title.casefold(), s.iri)))


def _scheme(graph: Graph, scheme: URIRef, uses: Counter[str]) -> Scheme:
    members = list(graph.subjects(SKOS.inScheme, scheme))
    classes = {c for m in members for c in graph.objects(m, RDF.type) if str(c).startswith(ALLY)}
    return Scheme(
        iri=str(scheme),
        title=label(graph, scheme),
        french=label(graph, scheme, "fr"),
        description=text(graph, scheme, DCTERMS.description),
        notes=texts(graph, scheme, SKOS.scopeNote),
        classes=names(graph, classes),
        concepts=tuple(_tree(graph, scheme, members, uses)),
    )


def _tree(
    graph: Graph, scheme: URIRef, members: list[Node], uses: Counter[str]
) -> Iterator[Concept]:
    """Yield the concepts, each before those below it; every one is shown exactly once."""
    seen: set[Node] = set()

    def below(concept: Node, depth: int) -> Iterator[Concept]:
        if concept in seen:
            return
        seen.add(concept)
        yield _concept(graph, concept, depth, uses)
        narrower = {*graph.subjects(SKOS.broader, concept), *graph.objects(concept, SKOS.narrower)}
        for child in _by_label(graph, narrower & set(members)):
            yield from below(child, depth + 1)

    tops = {m for m in members if (m, SKOS.topConceptOf, scheme) in graph}
    for concept in (*_by_label(graph, tops), *_by_label(graph, set(members))):
        yield from below(concept, 0)


def _concept(graph: Graph, concept: Node, depth: int, uses: Counter[str]) -> Concept:
    return Concept(
        iri=str(concept),
        label=label(graph, concept),
        french=label(graph, concept, "fr"),
        definition=text(graph, concept, SKOS.definition),
        depth=depth,
        also=texts(graph, concept, SKOS.altLabel),
        uses=uses[str(concept)],
    )


def _by_label(graph: Graph, concepts: set[Node]) -> list[Node]:
    return sorted(concepts, key=lambda c: (label(graph, c).casefold(), str(c)))


def _uses(data: Graph) -> Counter[str]:
    """Return how many statements of ours, not of the vocabularies, point at each concept."""
    structure = (str(SKOS), str(RDF), str(RDFS), str(OWL))
    return Counter(
        str(o) for _, p, o in data if str(o).startswith(VOCAB) and not str(p).startswith(structure)
    )
