"""What lies within what: nodes by graph, blank nodes, lists, and the tree below one thing.

A node stands in one place, with all that its graph says of it; elsewhere it is named. That is
what Framing calls ``@embed: @once`` (JSON-LD 1.1 Framing, section 4.1.2), with the place nearest
to the thing that the document is about.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import pyoxigraph as ox

from openalliances.rdf.json_ld.values import Node, Term
from openalliances.rdf.vocabulary import RDF

GraphName: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Subjects: TypeAlias = dict[Node, dict[str, list[Term]]]
"""What one graph says: subject to predicate to objects."""

FIRST, REST = RDF.first.value, RDF.rest.value
_CELL = {FIRST, REST}


class TripleTermError(ValueError):
    """A triple term (RDF 1.2) is to be written, which JSON-LD 1.1 cannot say."""


def by_graph(quads: Iterable[ox.Quad | ox.Triple]) -> dict[GraphName, Subjects]:
    """Return the statements by graph, each once, in the order in which they come.

    :raises TripleTermError: if there is a triple term among them.
    """
    graphs: dict[GraphName, Subjects] = {}
    for quad in dict.fromkeys(quads):
        graph = quad.graph_name if isinstance(quad, ox.Quad) else ox.DefaultGraph()
        subject, term = quad.subject, quad.object
        if isinstance(term, ox.Triple) or isinstance(subject, ox.Triple):
            raise TripleTermError("JSON-LD 1.1 has no triple terms")
        said = graphs.setdefault(graph, {}).setdefault(subject, {})
        said.setdefault(quad.predicate.value, []).append(term)
    return graphs


@dataclass(slots=True)
class BlankNodes:
    """The blank nodes of a document: which of them need no name, and the names of the others.

    One that is mentioned once, in the graph that describes it, stands where it is mentioned.
    """

    nameless: set[ox.BlankNode]
    unmentioned: set[ox.BlankNode]
    _labels: dict[ox.BlankNode, str] = field(default_factory=dict)

    def label(self, node: ox.BlankNode) -> str:
        """Return the name of *node*, which is given when it is first asked for."""
        return self._labels.setdefault(node, f"_:b{len(self._labels)}")


def blank_nodes(graphs: dict[GraphName, Subjects], *, nested: bool) -> BlankNodes:
    """Return the blank nodes of *graphs*; without *nested* none stands within another node."""
    mentions: Counter[Node] = Counter()
    places: dict[Node, GraphName] = {}
    described: Counter[Node] = Counter()
    for graph, subjects in graphs.items():
        if isinstance(graph, ox.BlankNode):
            mentions[graph] += 2
        for subject, said in subjects.items():
            described[subject] += isinstance(subject, ox.BlankNode)
            for term in _blanks(said):
                mentions[term] += 1
                places[term] = graph
    blanks = [node for node in described if isinstance(node, ox.BlankNode)]
    nameless = {
        node
        for node in blanks
        if mentions[node] == 1 and described[node] == 1 and node in graphs[places[node]]
    }
    unmentioned = {node for node in blanks if not mentions[node] and described[node] == 1}
    return BlankNodes(nameless if nested else set(), unmentioned)


def _blanks(said: dict[str, list[Term]]) -> Iterator[ox.BlankNode]:
    for terms in said.values():
        yield from (term for term in terms if isinstance(term, ox.BlankNode))


def items(
    node: Node, subjects: Subjects, nameless: set[ox.BlankNode], done: set[Node]
) -> list[Term] | None:
    """Return the items of a well-formed list, and note its cells as *done*; else None.

    JSON-LD 1.1 API, section 8.4.2 (list conversion): nothing but first and rest is said of a
    cell, and nothing else mentions it.
    """
    found: list[Term] = []
    cells: set[Node] = set()
    while node != RDF.nil:
        said = subjects.get(node, {})
        if node not in nameless or node in done or node in cells or said.keys() != _CELL:
            return None
        rest = said[REST][0]
        if len(said[FIRST]) > 1 or len(said[REST]) > 1 or isinstance(rest, ox.Literal):
            return None
        cells.add(node)
        found += said[FIRST]
        node = rest
    done |= cells
    return found


@dataclass(slots=True)
class Tree:
    """Where each node stands below a root: within a node that it is a value of, or that is its.

    ``within`` leads to the node and the property whose value it is there; ``leading`` has, for
    a node, by property, those that stand in it because they lead to it.
    """

    within: dict[Node, tuple[Node, str]] = field(default_factory=dict)
    leading: dict[Node, dict[str, list[Node]]] = field(default_factory=dict)


def tree(subjects: Subjects, root: Node) -> Tree:
    """Return the tree of all that is connected with *root*; the shortest way to each counts."""
    found = Tree()
    if root not in subjects:
        return found
    incoming = _incoming(subjects)
    placed, order = {root}, [root]
    _outward(subjects, found, placed, order, 0)
    for node in order:
        new = [(s, p) for s, p in incoming.get(node, ()) if s not in placed]
        start = len(order)
        for subject, predicate in new:
            if subject not in placed:
                placed.add(subject)
                order.append(subject)
                found.leading.setdefault(node, {}).setdefault(predicate, []).append(subject)
        _outward(subjects, found, placed, order, start)
    return found


def _outward(
    subjects: Subjects, found: Tree, placed: set[Node], order: list[Node], start: int
) -> None:
    """Place what the nodes of *order* from *start* on lead to, however far."""
    waiting = deque(order[start:])
    while waiting:
        node = waiting.popleft()
        for predicate, terms in sorted(subjects[node].items()):
            for term in terms:
                if isinstance(term, ox.Literal) or term in placed or term not in subjects:
                    continue
                placed.add(term)
                order.append(term)
                waiting.append(term)
                found.within[term] = (node, predicate)


def _incoming(subjects: Subjects) -> dict[Node, list[tuple[Node, str]]]:
    """Return what leads to each node; blank nodes lead to nothing but from where they stand."""
    incoming: dict[Node, list[tuple[Node, str]]] = {}
    for subject, said in subjects.items():
        if isinstance(subject, ox.BlankNode):
            continue
        for predicate, terms in said.items():
            for term in terms:
                if isinstance(term, ox.NamedNode):
                    incoming.setdefault(term, []).append((subject, predicate))
    return incoming
