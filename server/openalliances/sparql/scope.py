"""Which variables a query binds, in the order in which they are written (SPARQL 1.1, 18.2.1).

Those of triple terms, reifiers and annotations (SPARQL 1.2) are bound as those around them are.

The specification gives the columns of ``SELECT *`` no order, and engines take that of the
alphabet; people expect that of writing. So ``*`` is written out where it is certain what it
stands for; where it is not (:class:`UncertainError`), it is left as it is. On the way it is seen
which variables are bound twice or stand beside an aggregate without being grouped
by, for which engines have no words that help.

Like the judge, this reads tokens; brackets have been checked before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from openalliances.errors import QuerySyntaxError
from openalliances.sparql.lexer import CLOSING, IRI, NAME, PAIRS, VARIABLE, WORD, Token
from openalliances.sparql.syntax_errors import syntax

_AGGREGATES = frozenset(["COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"])
_UNKNOWN = "<"
"""What stands in no pattern: a reified triple that was read as an IRI, with what is in it."""


class UncertainError(Exception):
    """What is in scope cannot be told from the tokens."""


@dataclass(slots=True)
class Scope:
    """The variables of a query; ``star`` is the token of ``SELECT *``, if there is one.

    ``bound_twice`` are the places where a variable is bound that is bound already.
    """

    variables: list[str]
    star: Token | None = None
    bound_twice: list[Token] = field(default_factory=list)


def scope_of(tokens: Sequence[Token]) -> Scope:
    """Return the scope of a SELECT query, whose *tokens* begin behind the prologue.

    :raises UncertainError: if it cannot be told.
    :raises QuerySyntaxError: if its SELECT clause names a variable that cannot be there.
    """
    return _Reader(tokens).query()


class _Reader:
    """Reads the tokens of one query; places are indexes into them."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._closing = _matches(tokens)
        self._bound_twice: list[Token] = []

    def query(self) -> Scope:
        select = self._select(0, len(self._tokens))
        self._check(select)
        return Scope(select.variables, select.star, self._bound_twice)

    def _select(self, at: int, end: int) -> _Select:
        """Read a SELECT query or subselect (rules 7 and 8 of the grammar)."""
        select = _Select()
        at += 1
        while at < end and self._tokens[at].text != "{":
            token = self._tokens[at]
            if token.text == "(":
                close = self._closing[at]
                select.columns.append(self._alias(close))
                select.given.add(len(select.columns) - 1)
                select.aggregates |= self._has_aggregate(at, close)
                at = close
            elif token.kind == VARIABLE:
                select.columns.append(token)
            elif token.text == "*":
                select.star = token
            at += 1
        if at >= end:
            raise UncertainError
        close = self._closing[at]
        select.pattern = self._group(at + 1, close)
        self._modifiers(select, close + 1, end)
        if select.star is None:
            select.variables = [column.text[1:] for column in select.columns]
        elif select.columns or select.grouped or select.has_values:
            raise UncertainError
        else:
            select.variables = list(select.pattern)
        return select

    def _modifiers(self, select: _Select, at: int, end: int) -> None:
        """Read what stands behind the pattern (rule 18)."""
        in_group = False
        while at < end:
            token = self._tokens[at]
            if token.word == "GROUP":
                in_group = select.grouped = True
            elif token.word in ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"):
                in_group = False
                select.has_values |= token.word == "VALUES"
            elif token.text in PAIRS:
                close = self._closing[at]
                select.aggregates |= self._has_aggregate(at, close)
                is_alias = self._tokens[close - 2].word == "AS"
                if in_group and is_alias and self._tokens[close - 1].kind == VARIABLE:
                    select.keys.add(self._tokens[close - 1].text[1:])
                at = close
            elif in_group and token.kind == VARIABLE:
                select.keys.add(token.text[1:])
            elif token.word in _AGGREGATES:
                select.aggregates = True
            at += 1

    def _group(self, at: int, end: int) -> dict[str, Token]:
        """Return the variables in scope of a group graph pattern (rule 53), each with its first."""
        if at < end and self._tokens[at].word == "SELECT":
            inner = self._select(at, end)
            return dict.fromkeys(inner.variables, self._tokens[at])
        found: dict[str, Token] = {}
        while at < end:
            token = self._tokens[at]
            if token.text == _UNKNOWN or token.word == "EXISTS":
                raise UncertainError
            if token.kind == VARIABLE:
                found.setdefault(token.text[1:], token)
            elif token.text == "{":
                for name, first in self._group(at + 1, self._closing[at]).items():
                    found.setdefault(name, first)
                at = self._closing[at]
            elif token.word in ("FILTER", "MINUS"):
                at = self._behind_constraint(at + 1, end)
            elif token.word == "BIND":
                close = self._close_of(at + 1, "(")
                alias = self._alias(close)
                if alias.text[1:] in found:
                    self._bound_twice.append(alias)
                found.setdefault(alias.text[1:], alias)
                at = close
            elif token.word == "VALUES":
                at = self._values(at + 1, end, found)
            at += 1
        return found

    def _behind_constraint(self, at: int, end: int) -> int:
        """Return the last place of a constraint (rule 69), or of the group behind MINUS."""
        while at < end and self._tokens[at].text not in ("(", "{"):
            if self._tokens[at].kind not in (WORD, IRI, NAME):
                raise UncertainError
            at += 1
        if at >= end:
            raise UncertainError
        return self._closing[at]

    def _values(self, at: int, end: int, found: dict[str, Token]) -> int:
        """Add the variables of inline data (rule 62) to *found*; return its last place."""
        while at < end and self._tokens[at].text != "{":
            token = self._tokens[at]
            if token.kind == VARIABLE:
                found.setdefault(token.text[1:], token)
            at += 1
        return self._close_of(at, "{")

    def _alias(self, close: int) -> Token:
        """Return the variable of an expression ``(… AS ?variable)`` that ends at *close*."""
        variable = self._tokens[close - 1]
        if variable.kind != VARIABLE or self._tokens[close - 2].word != "AS":
            raise UncertainError
        return variable

    def _close_of(self, at: int, opening: str) -> int:
        if at >= len(self._tokens) or self._tokens[at].text != opening:
            raise UncertainError
        return self._closing[at]

    def _has_aggregate(self, at: int, end: int) -> bool:
        before = self._tokens[at - 1]
        return before.word in _AGGREGATES or any(
            token.word in _AGGREGATES for token in self._tokens[at:end]
        )

    def _check(self, select: _Select) -> None:
        """Refuse a SELECT clause that no engine takes (section 18.2.4.1, and rule 12 of 19.8)."""
        seen: set[str] = set()
        grouped = select.grouped or select.aggregates
        for number, column in enumerate(select.columns):
            name = column.text[1:]
            if name in seen:
                raise _bound_twice(column, "SELECT names it twice", "Leave one of them out.")
            seen.add(name)
            if number in select.given:
                if name in select.pattern and not grouped:
                    raise _bound_twice(column, "the pattern binds it", "Take a new name behind AS.")
            elif grouped and name not in select.keys:
                raise _not_grouped(column, select)
        if self._bound_twice:
            raise _bound_twice(
                self._bound_twice[0],
                "the pattern before it binds it",
                "Take a new name behind AS, or compare with FILTER.",
            )


@dataclass(slots=True)
class _Select:
    """What a SELECT query or subselect says; ``given`` are the columns that have an AS."""

    columns: list[Token] = field(default_factory=list)
    given: set[int] = field(default_factory=set)
    star: Token | None = None
    pattern: dict[str, Token] = field(default_factory=dict)
    variables: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    grouped: bool = False
    aggregates: bool = False
    has_values: bool = False


def _matches(tokens: Sequence[Token]) -> dict[int, int]:
    """Return the place of the closing bracket of each opening one."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.text in PAIRS:
            opened.append(at)
        elif token.text in CLOSING and opened:
            found[opened.pop()] = at
    return found


def _bound_twice(token: Token, where: str, hint: str) -> QuerySyntaxError:
    return syntax(token, f"{token.text} has a value already, since {where}", hint)


def _not_grouped(token: Token, select: _Select) -> QuerySyntaxError:
    keys = " ".join(f"?{key}" for key in sorted(select.keys))
    group = f"GROUP BY {keys} {token.text}" if keys else f"GROUP BY {token.text}"
    return syntax(
        token,
        f"{token.text} stands in SELECT and not in GROUP BY, so that it has no one value beside "
        "an aggregate",
        f"Add {group} behind the pattern, or take one of its values: "
        f"(SAMPLE({token.text}) AS {token.text}1).",
    )
