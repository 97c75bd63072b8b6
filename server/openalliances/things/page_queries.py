"""The queries that pages ask, one ``.rq`` file each, and how they are asked.

A value never gets into query text: it is bound. The variable ``?iri`` of a file
is the thing that a page is about; the engine puts the term in its place, which
is why each file projects it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode

from openalliances.engine.interface import Engine, Solution, Term
from openalliances.engine.select import select
from openalliances.rdf.query_file import read_query_file

_WINDOW = re.compile(r"LIMIT \d+ OFFSET \d+")
_FOLDER = Path(__file__).parent / "queries"


@cache
def text_of(name: str) -> str:
    """Return the text of ``queries/<name>.rq``."""
    return read_query_file(_FOLDER / f"{name}.rq").text


def ask_page(
    engine: Engine, name: str, timeout: float, iri: str = "", *, size: int, start: int
) -> list[Solution]:
    """Return the solutions for *size* things from the place *start* on, counted from 0.

    :raises RequestError: if the engine cannot answer.
    """
    window = f"LIMIT {size:d} OFFSET {start:d}"
    bindings: dict[str, Term] = {"iri": NamedNode(iri)} if iri else {}
    return select(engine, _WINDOW.sub(window, text_of(name)), bindings, timeout)


def ask(engine: Engine, name: str, timeout: float, iri: str = "") -> list[Solution]:
    """Return the solutions of the query *name*, with ``?iri`` bound where it is given.

    :raises RequestError: if the engine cannot answer.
    """
    bindings: dict[str, Term] = {"iri": NamedNode(iri)} if iri else {}
    return select(engine, text_of(name), bindings, timeout)
