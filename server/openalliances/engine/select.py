"""Solutions of a SELECT query as values, for whoever makes pages and indexes."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from openalliances.engine.interface import Engine, Query, Solution, Term
from openalliances.rdf.formats import RESULTS_JSON


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
    :raises TypeError: if it is no SELECT query.
    """
    query = Query(text, RESULTS_JSON, timeout, union=union, bindings=bindings or {})
    with engine.run(query) as answer:
        found = parse_query_results(b"".join(answer), QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        raise TypeError("select() takes a SELECT query.")
    names = [variable.value for variable in found.variables]
    # Each look at a value makes a term of it: so each is looked at once.
    return [
        {name: term for name, term in zip(names, row, strict=True) if term is not None}
        for row in found
    ]
