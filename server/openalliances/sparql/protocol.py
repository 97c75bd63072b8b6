"""SPARQL 1.1 Protocol, section 2.1 (query operation): request values in, plan out.

Beyond the specification there are two parameters that many clients know:
``timeout`` (seconds, at most the limit of the server) and ``format`` (an
extension, a name or a media type, such as ``csv``), which wins over Accept,
since one cannot set a header from a link.

Departures: a graph that the data set does not have is refused instead of being
taken as empty, in the request as in the query.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from openalliances.engine.interface import Query
from openalliances.errors import (
    BadRequestError,
    BodyTooLargeError,
    MediaTypeError,
    NotAcceptableError,
    QueryRefusedError,
)
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    HTML,
    RESULT_FORMATS,
    RESULTS_JSON,
    TRIPLE_FORMATS,
    TURTLE,
    Format,
)
from openalliances.rdf.negotiation import negotiate
from openalliances.settings import Settings
from openalliances.sparql.judge import Judged, check_graphs, judge

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

METHODS = ("GET", "HEAD", "POST")
"""What the endpoint answers; HEAD is planned as GET."""

RESULT_OFFERS = (*RESULT_FORMATS, HTML)
"""Formats for SELECT and ASK, the default first."""
GRAPH_OFFERS = (*GRAPH_FORMATS, HTML)
"""Formats for CONSTRUCT and DESCRIBE, the default first."""
DESCRIPTION_OFFERS = (*TRIPLE_FORMATS, HTML)
"""Formats for the service description, the default first."""

_UPDATE_PARAMETERS = ("update", "using-graph-uri", "using-named-graph-uri")
_MOST_PARAMETERS = 1000
_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s;"]+)"?', re.IGNORECASE)

Parameters = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Request:
    """The parts of an HTTP request that the protocol speaks about, as they came.

    ``query_string`` is still percent-encoded.
    """

    method: str
    query_string: str | bytes = ""
    content_type: str | None = None
    body: bytes = b""
    accept: str | None = None


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """What to evaluate and how to answer.

    ``format`` is what the client gets. Where that is HTML, ``query.format`` is
    SPARQL JSON or Turtle, from which the page is made; otherwise they are equal.
    """

    judged: Judged
    format: Format
    query: Query

    @property
    def fingerprint(self) -> str:
        """Return a digest that is equal for requests with the same answer.

        Together with the digest of the release it makes an ETag, provided that
        ``judged.stable`` is true.
        """
        graphs = (self.query.default_graphs, self.query.named_graphs, self.query.union)
        parts = (self.judged.normalised, graphs, self.query.base, self.format.media_type)
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
    parameters = _parameters(request, settings)
    _refuse_updates(parameters)
    texts = _values(parameters, "query")
    wanted = _single(parameters, "format")
    if not texts and request.method != "POST":
        return DescriptionPlan(_format(wanted, request.accept, DESCRIPTION_OFFERS))
    if len(texts) != 1:
        raise BadRequestError(
            f"A request has exactly one query; this one has {len(texts)}.",
            'Give it as the parameter "query", or as a body of the type ' + DIRECT + ".",
        )
    judged = judge(texts[0], known_graphs=known_graphs, base=base, settings=settings)
    graphs = tuple(_values(parameters, "default-graph-uri"))
    named = tuple(_values(parameters, "named-graph-uri"))
    check_graphs((*graphs, *named), known_graphs)
    is_result = judged.form in ("SELECT", "ASK")
    chosen = _format(wanted, request.accept, RESULT_OFFERS if is_result else GRAPH_OFFERS)
    query = Query(
        text=judged.text,
        format=chosen if chosen is not HTML else RESULTS_JSON if is_result else TURTLE,
        timeout=_timeout(parameters, settings),
        default_graphs=graphs,
        named_graphs=named,
        union=settings.default_graph == "union" and not judged.has_dataset_clause,
        base=base,
    )
    return QueryPlan(judged, chosen, query)


def _parameters(request: Request, settings: Settings) -> Parameters:
    """Return all parameters, a query in the body among them (sections 2.1.1 to 2.1.3)."""
    if request.method not in METHODS:
        raise BadRequestError(
            f"The method {request.method[:20]} is not one of the SPARQL protocol.",
            "Use GET or POST.",
        )
    inside = _decoded(request.query_string, "the query string")
    if request.method != "POST":
        return inside
    if len(request.body) > settings.body_size:
        raise BodyTooLargeError(
            f"The body has {len(request.body)} bytes; at most {settings.body_size} are read."
        )
    media_type = (request.content_type or "").partition(";")[0].strip().lower()
    if media_type == UPDATE:
        raise _update_refused()
    if media_type not in (FORM, DIRECT):
        raise MediaTypeError(
            f'A body of the type "{media_type[:80]}" is not read here.',
            f"Send the query as {DIRECT}, or as {FORM} with the parameter query.",
        )
    charset = _CHARSET.search(request.content_type or "")
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        raise MediaTypeError(
            f'Queries in the charset "{charset[1][:40]}" are not read.', "Send them in UTF-8."
        )
    if media_type == DIRECT:
        return [*inside, ("query", _utf8(request.body, "the body"))]
    return [*inside, *_decoded(request.body, "the body")]


def _decoded(encoded: str | bytes, place: str) -> Parameters:
    """Return the parameters of a query string or form, percent-decoded once."""
    text = _utf8(encoded, place) if isinstance(encoded, bytes) else encoded
    try:
        return parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except UnicodeDecodeError:
        raise _not_utf8(place) from None
    except ValueError:
        raise BadRequestError(f"{place} has more than {_MOST_PARAMETERS} parameters.") from None


def _utf8(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise _not_utf8(place) from None


def _not_utf8(place: str) -> BadRequestError:
    return BadRequestError(f"Some bytes of {place} are not UTF-8.", "Send the query in UTF-8.")


def _refuse_updates(parameters: Parameters) -> None:
    if any(name in _UPDATE_PARAMETERS for name, _ in parameters):
        raise _update_refused()


def _update_refused() -> QueryRefusedError:
    return QueryRefusedError(
        "SPARQL Update is refused: this endpoint only reads.",
        'Send a query as the parameter "query". To change data, take a dump into your own store.',
    )


def _values(parameters: Parameters, wanted: str) -> list[str]:
    return [value for name, value in parameters if name == wanted]


def _single(parameters: Parameters, wanted: str) -> str:
    """Return the value of an optional parameter; an empty one counts as absent."""
    values = {value.strip() for value in _values(parameters, wanted)} - {""}
    if len(values) > 1:
        raise BadRequestError(f'The parameter "{wanted}" is given with different values.')
    return values.pop() if values else ""


def _timeout(parameters: Parameters, settings: Settings) -> float:
    given = _single(parameters, "timeout")
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


def _format(wanted: str, accept: str | None, offers: Sequence[Format]) -> Format:
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
