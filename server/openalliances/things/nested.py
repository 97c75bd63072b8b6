"""What stands behind blank nodes, as nodes within nodes: lists in order, the rest by property.

How much of it is shown is bounded: blank nodes may stand in circles, be shared by many, or lie
thousands deep. What is left out is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from openalliances.rdf.prefixes import PREFIXES, shorten
from openalliances.things.description import Group, Inside, Node, Statement, Text

DEPTH = 40
"""How deep blank nodes within blank nodes are followed on a page; a list is one step."""
NODES = 3000
"""How many nodes stand inside others on one page."""

NAMELESS = Text("(without a name of its own)")
"""What is said of a blank node of which nothing else is known."""

_FIRST = PREFIXES["rdf"] + "first"
_REST = PREFIXES["rdf"] + "rest"
_NIL = NamedNode(PREFIXES["rdf"] + "nil")
_TYPE = PREFIXES["rdf"] + "type"
_NAMES = frozenset((PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel"))
_LIST = NamedNode(PREFIXES["rdf"] + "List")

Value = NamedNode | BlankNode | Literal | Triple
"""What may be the object of a statement (RDF 1.2)."""


@dataclass(slots=True)
class NodeMaker:
    """Makes the nodes of one page, with what stands inside them, until ``left`` is used up.

    ``said`` are the statements of each blank node, ``names`` the names of what has one, and
    ``short`` gives a name for an IRI that has none.
    """

    names: Mapping[str, Text]
    said: Mapping[BlankNode, Sequence[Quad]]
    short: Callable[[str], str] = shorten
    left: int = NODES
    _within: list[BlankNode] = field(default_factory=list)

    def node(self, term: Value) -> Node:
        """Return *term* as a reader sees it."""
        if isinstance(term, NamedNode):
            return self.named(term.value)
        if isinstance(term, Literal):
            plain = term.language or term.datatype.value.endswith("#string")
            datatype = "" if plain else term.datatype.value
            return Node(Text(term.value, term.language or ""), datatype=datatype)
        if isinstance(term, Triple):
            return self._triple(term)
        return self._blank(term)

    def named(self, iri: str) -> Node:
        """Return something with an IRI as a reader sees it."""
        return Node(self.names.get(iri) or Text(in_words(iri, self.short)), iri)

    def _triple(self, triple: Triple) -> Node:
        if len(self._within) >= DEPTH or self.left <= 0:
            return Node(NAMELESS, inside=Inside(left_out=1))
        parts = (self.node(triple.subject), self.node(triple.predicate), self.node(triple.object))
        return Node(Text(" ".join(part.text.value for part in parts)), inside=Inside(triple=parts))

    def _blank(self, node: BlankNode) -> Node:
        quads = self.said.get(node, ())
        if not quads:
            return Node(NAMELESS, inside=Inside())
        if node in self._within:
            return Node(Text("(the one that this is part of)"), inside=Inside())
        if len(self._within) >= DEPTH or self.left <= 0:
            return Node(NAMELESS, inside=Inside(left_out=len(quads)))
        self._within.append(node)
        listed = self._items(node)
        inside = self._groups(quads) if listed is None else self._listed(*listed)
        self._within.pop()
        return Node(NAMELESS, inside=inside)

    def _taken(self, terms: Sequence[Value]) -> list[Node]:
        """Return nodes for as many of *terms* as there is room for."""
        nodes: list[Node] = []
        for term in terms:
            if self.left <= 0:
                break
            self.left -= 1
            nodes.append(self.node(term))
        return nodes

    def _listed(self, items: Sequence[Value], missing: int) -> Inside:
        nodes = self._taken(items)
        return Inside(items=tuple(nodes), left_out=len(items) - len(nodes) + missing)

    def _groups(self, quads: Sequence[Quad]) -> Inside:
        values: dict[str, dict[Value, None]] = {}
        for quad in quads:
            values.setdefault(quad.predicate.value, {})[quad.object] = None
        groups, left_out = [], 0
        for iri in sorted(values, key=lambda iri: (iri != _TYPE, iri not in _NAMES, iri)):
            nodes = self._taken(list(values[iri]))
            left_out += len(values[iri]) - len(nodes)
            statements = tuple(Statement(node) for node in sorted(nodes, key=reading_order))
            if statements:
                groups.append(Group(self.named(iri), statements))
        return Inside(groups=tuple(groups), left_out=left_out)

    def _items(self, node: BlankNode) -> tuple[list[Value], int] | None:
        """Return the items of a well-formed list; None for anything else.

        The number is 1 for a list that ends where nothing is known: then there are more.
        """
        items: list[Value] = []
        known: set[BlankNode] = set()
        place: Value = node
        while place != _NIL:
            if not isinstance(place, BlankNode) or place in known:
                return None
            known.add(place)
            link = _link(self.said.get(place, ()))
            if link is None:
                return (items, 1) if items and place not in self.said else None
            items.append(link[0])
            place = link[1]
        return items, 0


def _link(quads: Iterable[Quad]) -> tuple[Value, Value] | None:
    """Return the item and the rest of one link of a list, if it says nothing else."""
    said = {
        (quad.predicate.value, quad.object)
        for quad in quads
        if (quad.predicate.value, quad.object) != (_TYPE, _LIST)
    }
    parts = dict(said)
    if len(said) != 2 or parts.keys() != {_FIRST, _REST}:
        return None
    return parts[_FIRST], parts[_REST]


def reading_order(node: Node) -> tuple[bool, str, str]:
    """Return where a value stands among others: English first, then by name."""
    return (node.text.language not in ("", "en"), node.text.value.casefold(), node.iri)


def in_words(iri: str, short: Callable[[str], str] = shorten) -> str:
    """Return a name for an IRI without a label: "inverse of" for ``owl:inverseOf``.

    Only terms of our prefix table are taken apart; what else there is *short* names.
    """
    prefix, colon, name = shorten(iri).partition(":")
    if not colon or prefix not in PREFIXES or not name.isalnum():
        return short(iri)
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return words if words.isupper() else words.lower()
