"""Queries that would have a store of others run code, fetch files or ask the network.

Stores let a query call what is not SPARQL: Virtuoso its built-in functions (``bif:``) and
its stored procedures (``sql:``), Jena classes of Java and scripts, as functions and as
properties. Whether they do depends on rights that we do not see, so behind ``engine`` no
query gets there that names such a thing. Two rules, over the tokens of the query (escapes have
been read, see ``lexer.py``):

1. No IRI, prefix or base begins with one of :data:`CODE`, whatever its place in the query, as
   it is written or as it is resolved: stores differ in how they resolve.
2. A function that is called by its IRI is one of the W3C or of GeoSPARQL (:data:`CALLABLE`).

What else such stores have is no word of SPARQL and is refused by the judge: ``DEFINE``,
``OPTION``, expressions in backquotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from openalliances.errors import QueryRefusedError
from openalliances.rdf.prefixes import PREFIXES
from openalliances.sparql.lexer import BLANK, IRI, NAME, NUMBER, STRING, VARIABLE, Token
from openalliances.sparql.syntax_errors import refused

CODE = (
    # Virtuoso: built-in functions, stored procedures, and both under their long names.
    *("bif:", "sql:", "sys:", "virt:", "virtuoso:", "xslt:", "xsl:"),
    *("http://www.openlinksw.com/schemas/bif", "http://www.openlinksw.com/schemas/sql"),
    # Jena: classes, scripts, and what it has as functions and as properties.
    *("java:", "jar:", "js:", "javascript:", "python:", "script:"),
    *("http://jena.apache.org/", "http://jena.hpl.hp.com/"),
    # Properties by which others are told to do something.
    *("http://www.bigdata.com/", "http://www.ontotext.com/", "tag:stardog:", "http://franz.com/"),
)
"""Beginnings of IRIs, in lower case, that stores take for something to run or to fetch."""

CALLABLE = (
    PREFIXES["xsd"],
    "http://www.w3.org/2005/xpath-functions#",
    "http://www.w3.org/2005/xpath-functions/math#",
    "http://www.w3.org/ns/sparql#",
    "http://www.opengis.net/def/function/geosparql/",
    "http://www.opengis.net/def/geosparql/function/",
)
"""Beginnings of the IRIs of functions that a query may call."""

_TERMS = frozenset((IRI, NAME, VARIABLE, BLANK, STRING, NUMBER))
_BEFORE_PREDICATES = frozenset(("[", "]", ")", ";", ">>", "{|"))
_CLAUSES = frozenset(("SELECT", "BY", "HAVING", "ASC", "DESC"))
_ENDS_OF_CLAUSES = frozenset(("WHERE", "FROM", "LIMIT", "OFFSET", "VALUES"))
_LOCAL_ESCAPE = re.compile(r"\\(.)")


def refuse_store_code(tokens: Sequence[Token], resolved: Mapping[str, str]) -> None:
    """Refuse a query that names what a store may run.

    *tokens* are those of the whole query, *resolved* its prefixes against its base.

    :raises QueryRefusedError: with the first place.
    """
    spaces = _spaces(tokens, resolved)
    for token in tokens:
        for iri in _iris(token, spaces):
            if _is_code(iri):
                raise _refusal(token, iri)
    for token in _called(tokens):
        for iri in _iris(token, spaces):
            if not iri.startswith(CALLABLE):
                raise _refusal(token, iri)


def _spaces(tokens: Sequence[Token], resolved: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what each prefix may stand for: as it is resolved, and each time as it is written."""
    spaces = {prefix: [iri] for prefix, iri in resolved.items()}
    for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if word.word == "PREFIX" and name.kind == NAME and iri.kind == IRI:
            spaces.setdefault(name.text[:-1], []).append(iri.text[1:-1])
    return spaces


def _is_code(iri: str) -> bool:
    # Some stores decode an IRI before they look at its scheme.
    return iri.lower().startswith(CODE) or unquote(iri).strip().lower().startswith(CODE)


def _iris(token: Token, spaces: Mapping[str, Sequence[str]]) -> list[str]:
    """Return all that a token may name."""
    if token.kind == IRI:
        return [token.text[1:-1]]
    if token.kind != NAME:
        return []
    prefix, _, local = token.text.partition(":")
    local = _LOCAL_ESCAPE.sub(r"\1", local)
    # A store may have a prefix of its own, which nobody need declare: Virtuoso has bif:.
    return [space + local for space in spaces.get(prefix, [f"{prefix}:"])]


def _called(tokens: Sequence[Token]) -> list[Token]:
    """Return the IRIs and names before an opening bracket that are no predicates.

    ``?s ex:p (1 2)`` is a list; a function is called in an expression, and those stand behind
    a word, a bracket, a comma or an operator, or in a projection or modifier, where some
    stores take them without brackets.
    """
    found = []
    in_clause = False
    around: list[bool] = []
    for at, token in enumerate(tokens[:-1]):
        if token.word in _CLAUSES:
            in_clause = True
        elif token.word in _ENDS_OF_CLAUSES:
            in_clause = False
        elif token.text == "{":
            around.append(in_clause)
            in_clause = False
        elif token.text == "}":
            in_clause = around.pop() if around else False
        if token.kind not in (IRI, NAME) or tokens[at + 1].text != "(":
            continue
        before = tokens[at - 1]
        behind_term = before.kind in _TERMS or before.text in _BEFORE_PREDICATES
        if in_clause or not behind_term:
            found.append(token)
    return found


def _refusal(token: Token, iri: str) -> QueryRefusedError:
    return refused(
        token,
        f"<{iri[:200]}> is refused: it is not SPARQL, and the store behind this server might "
        "run it.",
        "Use the functions of SPARQL 1.1, casts such as xsd:integer, or GeoSPARQL.",
    )
