"""Variable bindings in the text of a query: ``VALUES`` (SPARQL 1.1 Query, section 10).

A remote store takes nothing but text. The terms are written by pyoxigraph, which
escapes them; nothing else gets in. The block goes to the front of the outermost
group and not behind the query: the solutions are the same as long as the group
needs the variable (as a join, which is what the local engine makes of it too),
while Oxigraph then looks up one thing instead of joining all of them, and Virtuoso
7.2.5 forgets a ``VALUES`` at the end of some queries. A filter that says the same of
an IRI changes nothing and makes Oxigraph use the term in each branch of a union (a
document page took 0.1 s in place of 2.4 s). What both do was measured.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import BlankNode, NamedNode

from openalliances.engine.interface import Term
from openalliances.errors import EngineError

# What may hold a bracket that is none: comments, IRIs, strings, escapes (section 19.8).
_TOKEN = re.compile(
    r"""\#[^\n\r]* | <[^<>"{}|^`\\\x00-\x20]*>
    | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | \\. | [{}()]""",
    re.VERBOSE | re.DOTALL,
)
_SUBSELECT = re.compile(r"(?:\s|\#[^\n\r]*[\n\r])*SELECT\b", re.IGNORECASE)


def bind(text: str, bindings: Mapping[str, Term]) -> str:
    """Return the query *text* with the variables of *bindings* fixed to their terms.

    Lines stay where they are.

    :raises EngineError: for a blank node, which has no name outside of its store.
    """
    if not bindings:
        return text
    if any(isinstance(term, BlankNode) for term in bindings.values()):
        raise EngineError("A remote store cannot be asked for a blank node.")
    names = " ".join(f"?{name}" for name in bindings)
    terms = " ".join(str(term) for term in bindings.values())
    values = f" VALUES ({names}) {{ ({terms}) }} "
    same = "".join(
        f"FILTER(SAMETERM(?{name}, {term})) "
        for name, term in bindings.items()
        if isinstance(term, NamedNode)
    )
    place = _outermost_group(text)
    if place is None or _SUBSELECT.match(text, place):
        return f"{text}\n{values}"
    return text[:place] + values + same + text[place:]


def _outermost_group(text: str) -> int | None:
    """Return the place behind the bracket that opens the pattern of the query.

    A bracket within parentheses is that of an EXISTS in the projection; the
    template of CONSTRUCT comes before WHERE.
    """
    depth = 0
    previous_end = 0
    for token in _TOKEN.finditer(text):
        between = text[previous_end : token.start()]
        previous_end = token.end()
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if token[0] == "{" and not depth and not re.search(r"CONSTRUCT\s*$", between, re.I):
            return token.end()
    return None
