"""Solutions of a SELECT query as values, for whoever makes pages and indexes."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from openalliances.engine.interface import Answer, Engine, Query, Solution, Term
from openalliances.errors import EngineError
from openalliances.rdf.formats import RESULTS_JSON

_MOST = 256_000_000
"""Bytes of SPARQL JSON that are held at once; no page or index needs nearly as many."""


def select(
    engine: Engine,
    text: str,
    bindings: Mapping[str, Term] | None = None,
    timeout: float = 10.0,
    *,
    union: bool = True,
) -> list[Solution]:
    """Return all solutions of the SELECT query *text*, in order.

    *bindings* fixes variables to terms; *timeout* is in seconds. The default
    graph is the union of all graphs, unless *union* is False.

    :raises RequestError: if the query fails; see :class:`Engine`.
    :raises EngineError: if the answer has no end that we wait for.
    :raises TypeError: if it is no SELECT query.
    """
    query = Query(text, RESULTS_JSON, timeout, union=union, bindings=bindings or {})
    with engine.run(query) as answer:
        found = parse_query_results(_whole(answer), QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        raise TypeError("select() takes a SELECT query.")
    names = [variable.value for variable in found.variables]
    # Each look at a value makes a term of it: so each is looked at once.
    return [
        {name: term for name, term in zip(names, row, strict=True) if term is not None}
        for row in found
    ]


def columns(rows: list[Solution], *names: str) -> list[tuple[Term, ...]]:
    """Return the terms of the variables *names* in each of *rows*.

    :raises EngineError: if one is not bound, so that something else than what was asked for came.
    """
    try:
        return [tuple(row[name] for name in names) for row in rows]
    except KeyError as error:
        raise EngineError(
            f"The store answers something else than it was asked: ?{error.args[0]} is missing.",
            "Is that the address for SPARQL queries? See the page /about/engines.",
        ) from None


def _whole(answer: Answer) -> bytes:
    held = bytearray()
    for chunk in answer:
        held += chunk
        if len(held) > _MOST:
            raise EngineError(f"The answer has more than {_MOST:,} bytes.", "Ask with a LIMIT.")
    return bytes(held)
