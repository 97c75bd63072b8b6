"""The vocabularies for the documentation: each with its concepts as a tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from openalliances.builder.dataset import Node, Statements
from openalliances.builder.documentation.labels import label, names, text, texts
from openalliances.rdf.prefixes import ALLY, VOCAB
from openalliances.rdf.vocabulary import DCTERMS, OWL, RDF, RDFS, SKOS
from openalliances.release.documentation import Concept, Scheme


def schemes(vocabulary: Statements, data: Iterable[ox.Triple]) -> tuple[Scheme, ...]:
    """Return the vocabularies of ours, by title. *data* are the statements to count uses in."""
    found = set(vocabulary.subjects(RDF.type, SKOS.ConceptScheme))
    uses = _uses(data)
    made = [
        _scheme(vocabulary, scheme, uses)
        for scheme in found
        if isinstance(scheme, ox.NamedNode) and scheme.value.startswith(VOCAB)
    ]
    return tuple(sorted(made, key=lambda s: (s.title.casefold(), s.iri)))


def _scheme(graph: Statements, scheme: ox.NamedNode, uses: Counter[str]) -> Scheme:
    members = list(graph.subjects(SKOS.inScheme, scheme))
    classes = {c for m in members for c in graph.objects(m, RDF.type) if c.value.startswith(ALLY)}
    return Scheme(
        iri=scheme.value,
        title=label(graph, scheme),
        french=label(graph, scheme, "fr"),
        description=text(graph, scheme, DCTERMS.description),
        notes=texts(graph, scheme, SKOS.scopeNote),
        classes=names(graph, classes),
        concepts=tuple(_tree(graph, scheme, members, uses)),
    )


def _tree(
    graph: Statements, scheme: ox.NamedNode, members: list[Node], uses: Counter[str]
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


def _concept(graph: Statements, concept: Node, depth: int, uses: Counter[str]) -> Concept:
    return Concept(
        iri=concept.value,
        label=label(graph, concept),
        french=label(graph, concept, "fr"),
        definition=text(graph, concept, SKOS.definition),
        depth=depth,
        also=texts(graph, concept, SKOS.altLabel),
        uses=uses[concept.value],
    )


def _by_label(graph: Statements, concepts: set[Node]) -> list[Node]:
    return sorted(concepts, key=lambda c: (label(graph, c).casefold(), c.value))


def _uses(data: Iterable[ox.Triple]) -> Counter[str]:
    """Return how many statements of ours, not of the vocabularies, point at each concept."""
    structure = tuple(vocabulary.base for vocabulary in (SKOS, RDF, RDFS, OWL))
    pointing = {t for t in data if isinstance(t.object, ox.NamedNode)}
    return Counter(
        t.object.value
        for t in pointing
        if isinstance(t.object, ox.NamedNode)
        and t.object.value.startswith(VOCAB)
        and not t.predicate.value.startswith(structure)
    )
