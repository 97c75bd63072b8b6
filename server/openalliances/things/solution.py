"""One reader of query solutions: the value of a variable as text, number, IRI or node.

What is unbound, or is of another kind than asked for, is empty and never an error: a page says
what there is. The label of ``?x`` stands in ``?xLabel``.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from openalliances.engine.interface import Solution
from openalliances.rdf.prefixes import shorten
from openalliances.things.description import Node, Text


def iri(row: Solution, name: str) -> str:
    """Return the IRI; empty if it is none."""
    term = row.get(name)
    return term.value if isinstance(term, NamedNode) else ""


def text(row: Solution, name: str) -> Text | None:
    """Return the literal with its language; None if it is none."""
    term = row.get(name)
    return Text(term.value, term.language or "") if isinstance(term, Literal) else None


def value(row: Solution, name: str) -> str:
    """Return the IRI or the text of the literal, without its language or datatype."""
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""


def literal(row: Solution, name: str) -> str:
    """Return the text of the literal, without its language or datatype."""
    term = row.get(name)
    return term.value if isinstance(term, Literal) else ""


def number(row: Solution, name: str) -> int:
    """Return the whole number; 0 if it is none."""
    found = literal(row, name)
    return int(found) if found.isdecimal() else 0


def is_true(row: Solution, name: str) -> bool:
    """Return whether it is the boolean true."""
    return literal(row, name) in ("true", "1")


def node(row: Solution, name: str) -> Node:
    """Return the thing with its label (or its shortened IRI), or the literal as its own label."""
    found = iri(row, name)
    if found:
        return Node(text(row, f"{name}Label") or Text(shorten(found)), found)
    return Node(text(row, name) or Text(""))
