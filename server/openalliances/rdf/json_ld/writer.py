"""A JSON-LD document of statements that are held: nested, typed, with its context.

This is the serializer of documents, answers and dumps. The graph that a reader makes of what is
written is isomorphic to the one that was given: nothing is left out, nothing is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from openalliances.rdf.json_ld.context import OURS, Context
from openalliances.rdf.json_ld.layout import compact, pretty
from openalliances.rdf.json_ld.nodes import (
    BlankNodes,
    GraphName,
    Subjects,
    Tree,
    blank_nodes,
    by_graph,
    items,
    tree,
)
from openalliances.rdf.json_ld.options import PLAIN, Form, JsonLdOptions
from openalliances.rdf.json_ld.values import Compacted, Expanded, Node, Style, Term
from openalliances.rdf.vocabulary import RDFS, SKOS

_DEEPEST = 24
"""Objects that may lie within each other; what is deeper stands at the top and is named."""
_FIRST_PREDICATES = {
    iri.value: place
    for place, iri in enumerate((SKOS.prefLabel, RDFS.label, SKOS.altLabel, SKOS.definition))
}


def write_json_ld(
    quads: Iterable[ox.Quad | ox.Triple],
    context: Context = OURS,
    *,
    root: str = "",
    options: JsonLdOptions = PLAIN,
) -> bytes:
    """Return *quads* as one indented JSON-LD document.

    With a *root* the document is a tree: what is said of that thing, within it what is said of
    all that is connected with it, each in one place, by ``@reverse`` where it leads to it.

    :raises TripleTermError: if there is a triple term among them.
    """
    held = _Held(by_graph(quads), context, root, options)
    nodes = list(held.nodes())
    if options.form is Form.EXPANDED:
        return (pretty(nodes) + "\n").encode()
    head: dict[str, Any] = {"@context": held.context()}
    whole = nodes[0] if len(nodes) == 1 and "@graph" not in nodes[0] else {"@graph": nodes}
    return (pretty(head | whole) + "\n").encode()


def json_ld_lines(quads: Iterable[ox.Quad | ox.Triple], context: Context = OURS) -> Iterator[bytes]:
    """Yield *quads* as a JSON-LD document with its whole context and a line for each thing.

    :raises TripleTermError: if there is a triple term among them.
    """
    held = _Held(by_graph(quads), context, "", JsonLdOptions(whole=True))
    yield f'{{"@context":{compact(held.context())},"@graph":[\n'.encode()
    between = b""
    for name in held.graphs:
        if isinstance(name, ox.DefaultGraph):
            begin, end = b"", b""
        else:
            begin, end = f'{{"@id":{compact(held.name(name))},"@graph":[\n'.encode(), b"]}"
        yield between + begin
        between = b""
        for node in held.of_graph(name):
            yield between + compact(node).encode()
            between = b",\n"
        yield end
        between = b",\n" if end or between else b""
    yield b"\n]}\n"


@dataclass(slots=True)
class _Held:
    """The statements of a document, and how its nodes are written."""

    graphs: dict[GraphName, Subjects]
    known: Context
    root: str
    options: JsonLdOptions
    masked: list[str] = field(init=False)
    style: Compacted | Expanded = field(init=False)
    blanks: BlankNodes = field(init=False)

    def __post_init__(self) -> None:
        found = (self.known.disguised(iri) for iri in _iris(self.graphs))
        self.masked = sorted({prefix for prefix in found if prefix})
        if self.masked:
            self.known = self.known.without(self.masked)
        is_expanded = self.options.form is Form.EXPANDED
        self.style = Expanded() if is_expanded else Compacted(self.known)
        nested = self.options.form is not Form.FLATTENED
        self.blanks = blank_nodes(self.graphs, nested=nested)

    def context(self) -> Any:
        """Return what the nodes, which have been written, need for ``@context``."""
        address = self.options.address
        if address:
            return [address, dict.fromkeys(self.masked)] if self.masked else address
        if self.options.whole or isinstance(self.style, Expanded):
            return self.known.document
        return self.known.part(self.style.used)

    def nodes(self) -> Iterator[dict[str, Any]]:
        """Yield the nodes at the top, named graphs with their nodes among them."""
        for name in self.graphs:
            if isinstance(name, ox.DefaultGraph):
                yield from self.of_graph(name)
            else:
                yield {"@id": self.name(name), "@graph": list(self.of_graph(name))}

    def of_graph(self, name: GraphName) -> Iterator[dict[str, Any]]:
        """Yield the nodes at the top of one graph."""
        subjects = self.graphs[name]
        root = ox.NamedNode(self.root) if self.root else None
        below = Tree()
        if root is not None and self.options.form is not Form.FLATTENED:
            below = tree(subjects, root)
        return _Graph(subjects, self.style, self.blanks, below).nodes(root)

    def name(self, node: ox.NamedNode | ox.BlankNode) -> str:
        """Return what stands for a graph."""
        if isinstance(node, ox.BlankNode):
            return self.blanks.label(node)
        return self.style.identifier(node)


@dataclass(slots=True)
class _Graph:
    """One graph of a document, while its nodes are written."""

    subjects: Subjects
    style: Style
    blanks: BlankNodes
    tree: Tree
    done: set[Node] = field(default_factory=set)
    later: list[Node] = field(default_factory=list)

    def nodes(self, root: Node | None) -> Iterator[dict[str, Any]]:
        """Yield the nodes at the top: the root, what does not lie within another, circles."""
        nameless = self.blanks.nameless
        first = [root] if root in self.subjects and root is not None else []
        placed = {*self.tree.within, *(n for by in self.tree.leading.values() for n in _all(by))}
        tops = (node for node in self.subjects if node not in nameless and node not in placed)
        for nodes in (first, tops, list(self.subjects)):
            for node in nodes:
                if node not in self.done:
                    yield self.node(node, 0)
                yield from self.left_over()

    def left_over(self) -> Iterator[dict[str, Any]]:
        """Yield what lay too deep."""
        while self.later:
            node = self.later.pop()
            if node not in self.done:
                yield self.node(node, 0)

    def node(self, node: Node, depth: int, leads: tuple[str, Node] | None = None) -> dict[str, Any]:
        """Return all that is said of *node*, but the statement that *leads* to where it stands."""
        self.done.add(node)
        made: dict[str, Any] = {}
        if isinstance(node, ox.NamedNode) or self.is_named(node, depth):
            made["@id"] = self.identifier(node)
        for predicate, terms in sorted(self.subjects[node].items(), key=_place):
            left = [term for term in terms if leads != (predicate, term)]
            if left:
                self.style.add(made, predicate, left, self.within(node, predicate, depth + 1))
        if reverse := self.reverse(node, depth + 1):
            made["@reverse"] = reverse
        if "@type" in made:
            made = {**_head(made), **made}
        return made

    def is_named(self, node: Node, depth: int) -> bool:
        """Return whether a blank node is mentioned in another place than where it stands."""
        if node in self.blanks.nameless:
            return depth == 0
        return node not in self.blanks.unmentioned

    def within(self, parent: Node, predicate: str, depth: int) -> Any:
        """Return the function that gives the nodes which are values of *predicate*."""

        def given(node: Node) -> dict[str, Any] | list[Term] | str:
            stands = node in self.blanks.nameless
            stands = stands or self.tree.within.get(node) == (parent, predicate)
            if not stands or node in self.done:
                return self.identifier(node)
            if depth > _DEEPEST:
                self.later.append(node)
                return self.identifier(node)
            found = items(node, self.subjects, self.blanks.nameless, self.done)
            return self.node(node, depth) if found is None else found

        return given

    def reverse(self, node: Node, depth: int) -> dict[str, list[dict[str, Any]]]:
        """Return what leads to *node* and stands in it, by property (JSON-LD 1.1, 4.8)."""
        made: dict[str, list[dict[str, Any]]] = {}
        if depth > _DEEPEST:
            return made
        for predicate, leading in sorted(self.tree.leading.get(node, {}).items()):
            fresh = [subject for subject in leading if subject not in self.done]
            if fresh:
                made[self.style.key(predicate)] = [
                    self.node(subject, depth, (predicate, node)) for subject in fresh
                ]
        return made

    def identifier(self, node: Node) -> str:
        """Return what stands for *node*."""
        if isinstance(node, ox.BlankNode):
            return self.blanks.label(node)
        return self.style.identifier(node)


def _all(by: dict[str, list[Node]]) -> Iterator[Node]:
    for nodes in by.values():
        yield from nodes


def _head(made: dict[str, Any]) -> dict[str, Any]:
    return {key: made[key] for key in ("@id", "@type") if key in made}


def _place(said: tuple[str, list[Term]]) -> tuple[int, str, str]:
    """Order the predicates of a node: its names first, then by their last part."""
    iri = said[0]
    last = iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
    return (_FIRST_PREDICATES.get(iri, len(_FIRST_PREDICATES)), last, iri)


def _iris(graphs: dict[GraphName, Subjects]) -> Iterator[str]:
    """Yield the IRIs of all statements."""
    seen: set[str] = set()
    for graph, subjects in graphs.items():
        seen.update(n.value for n in (graph, *subjects) if isinstance(n, ox.NamedNode))
        for said in subjects.values():
            seen.update(said)
            for terms in said.values():
                seen.update(
                    t.datatype.value if isinstance(t, ox.Literal) else t.value for t in terms
                )
    yield from seen
