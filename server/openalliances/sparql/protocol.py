"""SPARQL 1.1 Protocol, section 2.1 (query operation): request values in, plan out.

Beyond the specification there are two parameters that many clients know:
``timeout`` (seconds, at most the limit of the server) and ``format`` (an
extension, a name or a media type, such as ``csv``), which wins over Accept,
since one cannot set a header from a link. The method QUERY
(draft-ietf-httpbis-safe-method-w-body) is read as POST is.

Unknown graphs: section 2.1.4 lets a service refuse a data set that it cannot
give. In the text of a query (``FROM``) we do. In the parameters, a graph at
another place of the web counts as empty, as the test suite of the protocol
expects, and the plan says so in ``empty_graphs``; one below our own base, where
we know all that there is, and one that no web address names, is refused. No
engine ever gets the IRI of a graph that does not exist: it might fetch it.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from openalliances.engine.interface import Query
from openalliances.errors import BadRequestError, NotAcceptableError
from openalliances.http.negotiation import negotiate
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    HTML,
    RESULT_FORMATS,
    RESULTS_JSON,
    TRIPLE_FORMATS,
    TURTLE,
    Format,
)
from openalliances.settings import Settings
from openalliances.sparql.judge import Judged, check_graphs, judge
from openalliances.sparql.parameters import ACCEPT_QUERY as ACCEPT_QUERY
from openalliances.sparql.parameters import DIRECT as DIRECT
from openalliances.sparql.parameters import FORM as FORM
from openalliances.sparql.parameters import METHODS as METHODS
from openalliances.sparql.parameters import UPDATE as UPDATE
from openalliances.sparql.parameters import (
    Parameters,
    has_body,
    read_parameters,
    refuse_updates,
    single,
    values,
)
from openalliances.sparql.parameters import Request as Request

EMPTY_GRAPH = "urn:x-openalliances:empty-graph"
"""What an engine is given for a graph that does not exist; nobody can fetch it."""

RESULT_OFFERS = (*RESULT_FORMATS, HTML)
"""Formats for SELECT and ASK, the default first."""
GRAPH_OFFERS = (*GRAPH_FORMATS, HTML)
"""Formats for CONSTRUCT and DESCRIBE, the default first."""
DESCRIPTION_OFFERS = (*TRIPLE_FORMATS, HTML)
"""Formats for the service description, the default first."""

_ELSEWHERE = re.compile(r"https?://[^/?#\s]+(?:[/?#]\S*)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """What to evaluate and how to answer.

    ``format`` is what the client gets. Where that is HTML, ``query.format`` is
    SPARQL JSON or Turtle, from which the page is made; otherwise they are equal.
    ``empty_graphs`` are graphs of the request that do not exist here.
    """

    judged: Judged
    format: Format
    query: Query
    empty_graphs: tuple[str, ...] = ()

    def fingerprint(self) -> str:
        """Return a digest that is equal for requests with the same answer.

        Together with the digest of the release it makes an ETag, provided that
        ``judged.stable`` is true.
        """
        # Graphs that count as empty change no row, but the hints that come with the rows.
        graphs = (self.query.default_graphs, self.query.named_graphs, self.empty_graphs)
        how = (self.query.union, self.query.base, self.format.media_type)
        parts = (self.judged.normalised, *graphs, *how)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class DescriptionPlan:
    """A GET without a query: the service description, or for HTML the query page."""

    format: Format


Plan = QueryPlan | DescriptionPlan


def plan(request: Request, *, known_graphs: Collection[str], base: str, settings: Settings) -> Plan:
    """Return what *request* asks for.

    *known_graphs* are the IRIs of the named graphs; *base* resolves relative IRIs.

    :raises BadRequestError: if the request is not one of section 2.1.
    :raises BodyTooLargeError: if its body is longer than the limit.
    :raises MediaTypeError: if its body is neither a form nor a query in UTF-8.
    :raises NotAcceptableError: if there is no format that the client takes.
    :raises QueryRefusedError: for updates and what else :func:`judge` refuses.
    :raises QuerySyntaxError: if the query does not parse.
    """
    parameters = read_parameters(request, settings)
    refuse_updates(parameters)
    texts = values(parameters, "query")
    wanted = single(parameters, "format")
    if not texts and not has_body(request):
        return DescriptionPlan(choose_format(wanted, request.accept, DESCRIPTION_OFFERS))
    if len(texts) != 1:
        raise BadRequestError(
            f"A request has exactly one query; this one has {len(texts)}.",
            'Give it as the parameter "query", or as a body of the type ' + DIRECT + ".",
        )
    judged = judge(texts[0], known_graphs=known_graphs, base=base, settings=settings)
    default, named, empty = _dataset(parameters, known_graphs, base)
    is_result = judged.form in ("SELECT", "ASK")
    chosen = choose_format(wanted, request.accept, RESULT_OFFERS if is_result else GRAPH_OFFERS)
    query = Query(
        text=judged.text,
        format=chosen if chosen is not HTML else RESULTS_JSON if is_result else TURTLE,
        timeout=_timeout(parameters, settings),
        default_graphs=default,
        named_graphs=named,
        union=settings.default_graph == "union" and not judged.has_dataset_clause,
        base=base,
        federated=bool(judged.services),
    )
    return QueryPlan(judged, chosen, query, empty)


def _dataset(
    parameters: Parameters, known: Collection[str], base: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the default graphs, the named graphs, and the graphs that count as empty.

    :raises QueryRefusedError: if a graph does not exist here and could exist nowhere else.
    """
    if "default-graph-uri" not in parameters and "named-graph-uri" not in parameters:
        return (), (), ()
    # Forms send empty fields; no graph has an empty IRI.
    default = [iri for iri in values(parameters, "default-graph-uri") if iri]
    named = [iri for iri in values(parameters, "named-graph-uri") if iri]
    unknown = tuple(dict.fromkeys(iri for iri in (*default, *named) if iri not in known))
    check_graphs([i for i in unknown if i.startswith(base) or not _ELSEWHERE.match(i)], known)
    there = tuple(iri for iri in default if iri in known)
    there_named = tuple(iri for iri in named if iri in known)
    if unknown and not there and not there_named:
        # Without any graph the engine would take the data set of the service.
        there = (EMPTY_GRAPH,)
    return there, there_named, unknown


def _timeout(parameters: Parameters, settings: Settings) -> float:
    given = single(parameters, "timeout")
    if not given:
        return settings.query_timeout
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if not seconds > 0:
        raise BadRequestError(
            f'The timeout is "{given[:40]}".', "Give a number of seconds above 0, such as 10."
        )
    return min(seconds, settings.query_timeout)


def choose_format(wanted: str, accept: str | None, offers: Sequence[Format]) -> Format:
    """Return the offer that the parameter ``format`` names, else the one that Accept likes best.

    :raises NotAcceptableError: if there is none.
    """
    if not wanted:
        return negotiate(accept, offers)
    for offer in offers:
        if wanted.lower() in _names(offer):
            return offer
    raise NotAcceptableError(
        f'There is no format "{wanted[:80]}" for this kind of answer.',
        "There is " + ", ".join(f"{offer.extension} ({offer.name})" for offer in offers) + ".",
    )


def _names(offer: Format) -> set[str]:
    """Return what the parameter ``format`` may say for *offer*, in lower case."""
    types = {offer.media_type, *offer.aliases}
    short = {alias.partition("/")[2] for alias in offer.aliases}
    return {offer.extension, offer.name.lower(), *types, *short}
