"""The queries that pages ask, one ``.rq`` file each, and how they are asked.

A value never gets into query text: it is bound. The variable ``?iri`` of a file
is the thing that a page is about; the engine puts the term in its place, which
is why each file projects it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, parse_query_results
from pyoxigraph import QueryResultsFormat as ResultsFormat

from openalliances.engine.interface import Engine, Query, Solution, Term
from openalliances.rdf.formats import RESULTS_JSON

_FOLDER = Path(__file__).parent / "queries"


@cache
def text_of(name: str) -> str:
    """Return the text of ``queries/<name>.rq``."""
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def ask(engine: Engine, name: str, timeout: float, iri: str = "") -> list[Solution]:
    """Return the solutions of the query *name*, with ``?iri`` bound where it is given.

    :raises RequestError: if the engine cannot answer.
    """
    bindings: dict[str, Term] = {"iri": NamedNode(iri)} if iri else {}
    return select(engine, text_of(name), bindings, timeout)


def select(
    engine: Engine, text: str, bindings: Mapping[str, Term], timeout: float
) -> list[Solution]:
    """Return all solutions of a SELECT query, unbound variables left out.

    :raises RequestError: if the engine cannot answer.
    """
    with engine.run(Query(text, RESULTS_JSON, timeout, bindings=bindings)) as answer:
        body = b"".join(answer)
    results = parse_query_results(body, format=ResultsFormat.JSON)
    if not isinstance(results, QuerySolutions):
        raise TypeError("not a SELECT query")
    names = [variable.value for variable in results.variables]
    return [_row(names, list(solution)) for solution in results]


def _row(names: list[str], terms: list[object]) -> Solution:
    return {name: term for name, term in zip(names, terms, strict=True) if term is not None}  # type: ignore[misc]
