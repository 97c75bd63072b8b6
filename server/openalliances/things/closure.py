"""What an engine answers to a closure, read back as quads."""

from __future__ import annotations

from pyoxigraph import Quad, RdfFormat, parse

from openalliances.engine.interface import Closure, Engine, Query
from openalliances.rdf.formats import N_QUADS


def read_closure(engine: Engine, closure: Closure, timeout: float) -> list[Quad]:
    """Return the quads of *closure*: those that begin with its things, and what hangs on them.

    :raises RequestError: if the engine cannot answer.
    """
    text = "DESCRIBE " + " ".join(f"<{iri}>" for iri in (*closure.iris, *closure.beside)[:1])
    with engine.run(Query(text, N_QUADS, timeout, closure=closure)) as answer:
        return list(parse(b"".join(answer), RdfFormat.N_QUADS))
