"""What is said of a query that does not pass: where, what stands there, what was meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from openalliances.errors import QueryRefusedError, QuerySyntaxError
from openalliances.rdf.prefixes import PREFIXES
from openalliances.sparql.lexer import Token
from openalliances.sparql.spelling import nearest

_SHOWN = 80
"""Characters of a token that an error tells."""


def suggestion(word: str, among: Collection[str]) -> str:
    """Return a question for the word among these that looks most like *word*, or nothing."""
    near = nearest(word, among)
    return f"Did you mean {near}?" if near else ""


def syntax(token: Token, complaint: str, hint: str = "") -> QuerySyntaxError:
    """Return the error of a query that does not parse because of *token*."""
    return QuerySyntaxError(
        f"The query does not parse: {complaint}, at line {token.line}, column {token.column}.",
        hint,
        line=token.line,
        column=token.column,
        token=token.text[:_SHOWN],
    )


def refused(token: Token, message: str, hint: str) -> QueryRefusedError:
    """Return the error of a query that is refused because of *token*."""
    return QueryRefusedError(
        message, hint, line=token.line, column=token.column, token=token.text[:_SHOWN]
    )


def prefix_hint(token: Token, declared: Mapping[str, str]) -> str:
    """Return what to do about a name with an unknown prefix."""
    prefix, _, name = token.text[:_SHOWN].partition(":")
    if prefix in PREFIXES:
        return f"Add at the top: PREFIX {prefix}: <{PREFIXES[prefix]}>"
    near = nearest(prefix, declared, 0.6)
    if near:
        return f"Did you mean {near}:{name}?"
    near = nearest(prefix.lower(), PREFIXES, 0.6)
    if near:
        add = f"Add at the top: PREFIX {near}: <{PREFIXES[near]}>"
        return f"Did you mean {near}:{name}? {add}"
    return f"Add at the top: PREFIX {prefix}: <…>"
