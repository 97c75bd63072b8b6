"""SPARQL-based constraints (SHACL, section 5), each asked once for all its focus nodes.

pySHACL asks the query again for each focus node, through rdflib: minutes where
there are thousands. Here the query gets its focus nodes as a ``VALUES`` block and
Oxigraph answers for all of them. That is what pre-binding (section 5.3.1) means for
queries that use ``$this`` in their outermost group; ours all do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from openalliances.builder.rdflib_terms import from_oxigraph, to_quads
from openalliances.errors import CheckError
from openalliances.rdf.prefixes import GRAPH

_WHERE = re.compile(r"\bWHERE\s*\{")


@dataclass(frozen=True, slots=True)
class Broken:
    """A solution of a constraint: the shape and constraint, and what the query says of it."""

    shape: Node
    constraint: Node
    focus: Node
    path: Node | None
    value: Node | None


def broken(
    data: Graph, shapes: Graph, targets: Mapping[Node, frozenset[Node]]
) -> tuple[tuple[Broken, ...], Graph]:
    """Return what breaks the SPARQL-based constraints, and the *shapes* without those.

    Only constraints of shapes in *targets*, and of property shapes that those name with
    ``sh:property``, are taken; others stay in the shapes for pySHACL.

    :raises CheckError: if a query does not parse or is no SELECT query.
    """
    rest = Graph(bind_namespaces="none") + shapes
    store: ox.Store | None = None
    found: list[Broken] = []
    for target, shape, constraint in sorted(_constraints(shapes, targets), key=str):
        if store is None:
            store = ox.Store()
            store.bulk_extend(to_quads(data, GRAPH + "checked"))
        rest.remove((shape, SH.sparql, constraint))
        found.extend(_ask(store, shapes, shape, constraint, targets[target]))
    return tuple(found), rest


def _constraints(
    shapes: Graph, targets: Mapping[Node, frozenset[Node]]
) -> Iterator[tuple[Node, Node, Node]]:
    """Yield the targeted shape, the shape that has the constraint, and the constraint."""
    for target in targets:
        for shape in (target, *shapes.objects(target, SH.property)):
            for constraint in shapes.objects(shape, SH.sparql):
                if (constraint, SH.deactivated, Literal(True)) not in shapes:
                    yield target, shape, constraint


def _ask(
    store: ox.Store, shapes: Graph, shape: Node, constraint: Node, nodes: frozenset[Node]
) -> Iterator[Broken]:
    own_path = shapes.value(shape, SH.path)
    for row in _rows(store, _query(shapes, constraint, nodes), str(shape)):
        focus = row.get("this")
        if focus in nodes and focus is not None:
            path, value = row.get("path", own_path), row.get("value")
            node_shape = own_path is None and value is None
            yield Broken(shape, constraint, focus, path, focus if node_shape else value)


def _query(shapes: Graph, constraint: Node, nodes: frozenset[Node]) -> str:
    """Return the text of the query: its prefixes, and its focus nodes unless one has no name."""
    text = str(shapes.value(constraint, SH.select) or "")
    heads = [
        f"PREFIX {shapes.value(declared, SH.prefix)}: <{shapes.value(declared, SH.namespace)}>"
        for prefixes in shapes.objects(constraint, SH.prefixes)
        for declared in shapes.objects(prefixes, SH.declare)
    ]
    if not any(isinstance(node, BNode) for node in nodes):
        values = " ".join(sorted(node.n3() for node in nodes))
        text = _WHERE.sub(lambda found: f"{found[0]} VALUES ?this {{ {values} }} ", text, count=1)
    return "\n".join((*sorted(heads), text))


def _rows(store: ox.Store, query: str, shape: str) -> Iterator[dict[str, Node]]:
    try:
        solutions = store.query(query, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise CheckError(
            f"A query of {shape} does not parse: {error.msg}.", "Look at the files in shapes."
        ) from None
    if not isinstance(solutions, ox.QuerySolutions):
        raise CheckError(f"{shape} has a query that is no SELECT query.", "Write SELECT $this …")
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: from_oxigraph(term) for name in names if (term := solution[name]) is not None}


def message_of(shapes: Graph, result: Broken) -> Iterator[Node]:
    """Return the messages of the constraint, or of its shape where it has none."""
    messages = list(shapes.objects(result.constraint, SH.message))
    return iter(messages or list(shapes.objects(result.shape, SH.message)))


def severity_of(shapes: Graph, result: Broken) -> Node:
    """Return the severity of the shape; a violation where it says nothing (section 2.1.4)."""
    return shapes.value(result.shape, SH.severity) or URIRef(SH.Violation)
