"""SPARQL 1.1 Graph Store HTTP Protocol, what it says of reading: request in, plan out.

Only indirect identification (section 4.2) is planned here. Direct identification
(section 4.1) is what the IRIs of our graphs do anyway: they answer 303 with the
address of a document that holds the whole graph.

The default graph is the one that a query sees: the union of all graphs, or what
is stored in no graph, as the operator has set it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from openalliances.engine.interface import Query
from openalliances.errors import BadRequestError, MethodError, NotFoundError
from openalliances.rdf.formats import HTML, TURTLE, Format
from openalliances.settings import Settings
from openalliances.sparql.answer_format import choose_format
from openalliances.sparql.protocol import (
    GRAPH_OFFERS,
    Request,
    read_query_string,
    values,
)
from openalliances.sparql.spelling import nearest

READING = ("GET", "HEAD", "OPTIONS")
"""What a graph store that only reads answers."""
WRITING = ("PUT", "POST", "DELETE", "PATCH")
"""The other methods of the protocol (sections 5.3 to 5.7), which are refused."""

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+\Z")
_ALL = "CONSTRUCT { ?subject ?predicate ?object } WHERE { ?subject ?predicate ?object }"


@dataclass(frozen=True, slots=True)
class GraphPlan:
    """Which graph to send, and how; ``graph`` is empty for the default graph.

    ``query`` gives all its statements; who has a file with them may send that. Where
    ``format`` is HTML, a page about the graph is wanted instead.
    """

    graph: str
    format: Format
    query: Query


def plan_graph(request: Request, *, known_graphs: Collection[str], settings: Settings) -> GraphPlan:
    """Return which graph *request* asks for, and in which format.

    :raises MethodError: for the methods that write.
    :raises BadRequestError: if it names no graph or more than one, or no absolute IRI.
    :raises NotFoundError: if there is no such graph (section 5.2).
    :raises NotAcceptableError: if there is no format that the client takes.
    """
    if request.method not in ("GET", "HEAD"):
        raise MethodError(
            f"{request.method[:20]} is refused: this graph store only reads.",
            "Use GET or HEAD. To change data, take a dump into your own store.",
        )
    parameters = read_query_string(request)
    graphs = values(parameters, "graph")
    is_default = "default" in parameters
    if len(graphs) + is_default != 1:
        raise BadRequestError(
            "A request to the graph store names exactly one graph.",
            "Ask for /graphs?graph=IRI, with the IRI percent-encoded, or for /graphs?default.",
        )
    if graphs:
        _check(graphs[0], known_graphs)
    chosen = choose_format(parameters, request.accept, GRAPH_OFFERS)
    query = Query(
        text=_ALL,
        format=TURTLE if chosen is HTML else chosen,
        timeout=settings.query_timeout,
        default_graphs=tuple(graphs),
        union=is_default and settings.default_graph == "union",
    )
    return GraphPlan(graphs[0] if graphs else "", chosen, query)


def _check(iri: str, known: Collection[str]) -> None:
    if not _ABSOLUTE.match(iri):
        raise BadRequestError(
            f'"{iri[:200]}" is no absolute IRI.', "Write it in full, with https://, and encode it."
        )
    if iri not in known:
        near = nearest(iri, known, 0.8)
        raise NotFoundError(
            f"This data set has no graph <{iri}>.",
            (f"Did you mean <{near}>? " if near else "") + "All graphs are listed at /dumps/.",
        )
