"""The vocabularies for the documentation: each with its concepts as a tree."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from openalliances.builder.dataset import Node, Statements
from openalliances.builder.documentation.labels import name, names, text, texts
from openalliances.rdf.prefixes import ALLY, VOCAB
from openalliances.rdf.vocabulary import DCTERMS, OWL, RDF, RDFS, SKOS
from openalliances.release.documentation import Concept, Scheme

MOST_CONCEPTS = 3000
"""The most concepts of a scheme that are shown at once, the upper levels first."""
_DEEPEST = 40
"""Levels that are shown; what is deeper is said to be there."""


def schemes(vocabulary: Statements, data: Iterable[ox.Triple]) -> tuple[Scheme, ...]:
    """Return the vocabularies of ours, by title. *data* are the statements to count uses in."""
    found = vocabulary.subjects(RDF.type, SKOS.ConceptScheme)
    ours = (s for s in found if isinstance(s, ox.NamedNode) and s.value.startswith(VOCAB))
    return described(vocabulary, ours, _uses(data))


def described(
    graph: Statements, found: Iterable[ox.NamedNode], uses: Mapping[str, int]
) -> tuple[Scheme, ...]:
    """Return the schemes that were *found*, by title, with the *uses* of each concept."""
    made = [_scheme(graph, scheme, uses) for scheme in dict.fromkeys(found)]
    return tuple(sorted(made, key=lambda s: (s.title.casefold(), s.iri)))


def _scheme(graph: Statements, scheme: ox.NamedNode, uses: Mapping[str, int]) -> Scheme:
    tree = _Tree(graph, scheme)
    members = tree.members
    classes = {c for m in members for c in graph.objects(m, RDF.type) if c.value.startswith(ALLY)}
    called = name(graph, scheme)
    return Scheme(
        iri=scheme.value,
        title=called.label,
        french=text(graph, scheme, DCTERMS.title, "fr") or text(graph, scheme, RDFS.label, "fr"),
        description=text(graph, scheme, DCTERMS.description) or text(graph, scheme, RDFS.comment),
        notes=texts(graph, scheme, SKOS.scopeNote),
        classes=names(graph, classes),
        concepts=tuple(tree.concepts(uses)),
        size=len(members),
        language=called.language,
    )


class _Tree:
    """The concepts of a scheme, each before those below it; every one is shown at most once."""

    def __init__(self, graph: Statements, scheme: ox.NamedNode) -> None:
        self._graph = graph
        tops = {
            *graph.subjects(SKOS.topConceptOf, scheme),
            *graph.objects(scheme, SKOS.hasTopConcept),
        }
        self.members = frozenset((*graph.subjects(SKOS.inScheme, scheme), *tops))
        self._labels = {m: name(graph, m).label.casefold() for m in self.members}
        self._above: dict[Node, list[Node]] = {}
        self._below: dict[Node, set[Node]] = {m: set() for m in self.members}
        for broader, narrower in self._steps():
            self._below[broader].add(narrower)
            self._above.setdefault(narrower, []).append(broader)
        rest = self.members - tops
        free = (m for m in rest if m not in self._above)
        self._roots = dict.fromkeys((*self._sorted(tops), *self._sorted(free)))

    def concepts(self, uses: Mapping[str, int]) -> Iterator[Concept]:
        """Yield what is shown of the scheme."""
        levels, children = self._levels()
        waiting = [concept for concept, level in reversed(levels.items()) if not level]
        while waiting:
            concept = waiting.pop()
            hidden = len(self._below[concept] - levels.keys())
            yield self._concept(concept, levels[concept], uses, hidden)
            waiting.extend(reversed(children.get(concept, [])))

    def _levels(self) -> tuple[dict[Node, int], dict[Node, list[Node]]]:
        """Return the level of each concept that is shown, and those shown below each.

        What lies on a circle, or below nothing, begins a tree of its own.
        """
        levels: dict[Node, int] = {}
        children: dict[Node, list[Node]] = {}
        self._descend(self._roots, levels, children)
        for left in self._sorted(self.members - levels.keys()):
            if left not in levels:
                self._descend((left,), levels, children)
        return levels, children

    def _descend(
        self, roots: Iterable[Node], levels: dict[Node, int], children: dict[Node, list[Node]]
    ) -> None:
        """Take *roots* and what is below them, level by level, as long as there is room."""
        begun = list(roots)[: max(0, MOST_CONCEPTS - len(levels))]
        levels.update(dict.fromkeys(begun, 0))
        waiting = deque(begun)
        while waiting:
            concept = waiting.popleft()
            below = self._sorted(self._below[concept] - levels.keys())
            room = MOST_CONCEPTS - len(levels) if levels[concept] < _DEEPEST else 0
            for child in below[:room]:
                levels[child] = levels[concept] + 1
                children.setdefault(concept, []).append(child)
                waiting.append(child)

    def _steps(self) -> Iterator[tuple[Node, Node]]:
        """Yield (broader, narrower) as the members say it, from either side."""
        for member in self.members:
            for other in self._graph.objects(member, SKOS.broader):
                if other in self.members and other != member:
                    yield other, member
            for other in self._graph.objects(member, SKOS.narrower):
                if other in self.members and other != member:
                    yield member, other

    def _sorted(self, concepts: Iterable[Node]) -> list[Node]:
        return sorted(concepts, key=lambda c: (self._labels[c], c.value))

    def _concept(self, concept: Node, depth: int, uses: Mapping[str, int], hidden: int) -> Concept:
        graph, called = self._graph, name(self._graph, concept)
        return Concept(
            iri=concept.value if isinstance(concept, ox.NamedNode) else "",
            label=called.label,
            french=text(graph, concept, SKOS.prefLabel, "fr") if called.language != "fr" else "",
            definition=text(graph, concept, SKOS.definition),
            depth=depth,
            also=texts(graph, concept, SKOS.altLabel),
            uses=uses.get(concept.value, 0),
            notation=texts(graph, concept, SKOS.notation),
            hidden=hidden,
            language=called.language,
            french_definition=text(graph, concept, SKOS.definition, "fr"),
        )


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
