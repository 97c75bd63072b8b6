"""SPARQL-based constraints (SHACL, section 5), each asked once for all its focus nodes.

pySHACL asks the query again for each focus node, through rdflib: minutes where
there are thousands. Here Oxigraph answers for all of them: a few focus nodes go into the
query as a ``VALUES`` block; where there are many, the query finds them sooner by what it
asks, and what is no focus node is left out. That is what pre-binding (section 5.3.1) means
for queries that use ``$this`` in their outermost group; ours all do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import Graph, Literal
from rdflib.namespace import SH
from rdflib.term import Node

from openalliances.builder.checks.shacl_results import EngineResult, text_of
from openalliances.builder.checks.shacl_targets import FocusNodes
from openalliances.builder.rdflib_terms import OxTerm, copy_of, from_oxigraph
from openalliances.errors import CheckError

_WHERE = re.compile(r"\bWHERE\s*\{")
_FEW = 1000
Row: TypeAlias = dict[str, OxTerm | ox.Triple]


def broken(
    store: ox.Store, shapes: Graph, targets: Mapping[Node, FocusNodes]
) -> tuple[tuple[EngineResult, ...], Graph]:
    """Return what breaks the SPARQL-based constraints, and the *shapes* without those.

    The default graph of *store* is asked. Only constraints of shapes in *targets*, and of
    property shapes that those name with ``sh:property``, are taken; others stay in the
    shapes for the engine.

    :raises CheckError: if a query does not parse or is no SELECT query.
    """
    rest = copy_of(shapes)
    found: list[EngineResult] = []
    nothing = ox.Store()  # shows that a query parses where there are no nodes to ask it of
    for target, shape, constraint in sorted(_constraints(shapes, targets), key=str):
        rest.remove((shape, SH.sparql, constraint))
        nodes = targets[target]
        found.extend(_ask(store if nodes else nothing, shapes, shape, constraint, nodes))
    return tuple(found), rest


def _constraints(
    shapes: Graph, targets: Mapping[Node, FocusNodes]
) -> Iterator[tuple[Node, Node, Node]]:
    """Yield the targeted shape, the shape that has the constraint, and the constraint."""
    for target in targets:
        for shape in (target, *shapes.objects(target, SH.property)):
            for constraint in shapes.objects(shape, SH.sparql):
                if (constraint, SH.deactivated, Literal(True)) not in shapes:
                    yield target, shape, constraint


def _ask(
    store: ox.Store, shapes: Graph, shape: Node, constraint: Node, nodes: FocusNodes
) -> Iterator[EngineResult]:
    is_property_shape = (shape, SH.path, None) in shapes
    for row in _rows(store, _query(shapes, constraint, nodes), str(shape)):
        focus = row.get("this")
        if focus is None or focus not in nodes:
            continue
        value = row.get("value", None if is_property_shape else focus)
        yield EngineResult(
            focus=_text(focus),
            value=_text(value),
            shape=shape,
            component="SPARQLConstraintComponent",
            path=from_oxigraph(row["path"]) if "path" in row else None,
            speaker=constraint,
        )


def _query(shapes: Graph, constraint: Node, nodes: FocusNodes) -> str:
    """Return the text of the query with its prefixes, and its focus nodes if they are few.

    A blank node has no name in a query.
    """
    text = str(shapes.value(constraint, SH.select) or "")
    heads = [
        f"PREFIX {shapes.value(declared, SH.prefix)}: <{shapes.value(declared, SH.namespace)}>"
        for prefixes in shapes.objects(constraint, SH.prefixes)
        for declared in shapes.objects(prefixes, SH.declare)
    ]
    if len(nodes) <= _FEW and not any(isinstance(node, ox.BlankNode) for node in nodes):
        values = " ".join(sorted(map(str, nodes)))
        text = _WHERE.sub(lambda found: f"{found[0]} VALUES ?this {{ {values} }} ", text, count=1)
    return "\n".join((*sorted(heads), text))


def _rows(store: ox.Store, query: str, shape: str) -> Iterator[Row]:
    try:
        solutions = store.query(query)
    except SyntaxError as error:
        raise CheckError(
            f"A query of {shape} does not parse: {error.msg}.", "Look at the files in shapes."
        ) from None
    if not isinstance(solutions, ox.QuerySolutions):
        raise CheckError(f"{shape} has a query that is no SELECT query.", "Write SELECT $this …")
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: term for name in names if (term := solution[name]) is not None}


def _text(term: OxTerm | ox.Triple | None) -> str:
    return "" if term is None else text_of(from_oxigraph(term))
