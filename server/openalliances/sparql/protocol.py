"""SPARQL 1.1 Protocol, section 2.1 (query operation): request values in, plan out.

Beyond the specification there are two parameters that many clients know:
``timeout`` (seconds, at most the limit of the server) and ``format`` (an
extension, a name or a media type, such as ``csv``; see
:mod:`openalliances.sparql.answer_format`), which wins over Accept, since one
cannot set a header from a link. The method QUERY
(draft-ietf-httpbis-safe-method-w-body) is read as POST is.

Unknown graphs: section 2.1.4 lets a service refuse a data set that it cannot
give. In the text of a query (``FROM``) we do. In the parameters, a graph at
another place of the web counts as empty, as the test suite of the protocol
expects, and the plan says so in ``empty_graphs``; one below our own base, where
we know all that there is, and one that no web address names, is refused. No
engine ever gets the IRI of a graph that does not exist: it might fetch it.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote

from openalliances.engine.interface import Query
from openalliances.errors import (
    BadRequestError,
    BodyTooLargeError,
    MediaTypeError,
    OpenAlliancesError,
    QueryRefusedError,
)
from openalliances.http.variants import json_ld_form
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    HTML,
    JSON_LD,
    RESULT_FORMATS,
    RESULTS_JSON,
    TRIPLE_FORMATS,
    TURTLE,
    Format,
)
from openalliances.rdf.json_ld.options import DEFAULT_FORM, Form, content_type_of
from openalliances.settings import Settings
from openalliances.sparql.answer_format import choose_format
from openalliances.sparql.judge import Judged, check_graphs, judge

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

METHODS = ("GET", "HEAD", "POST", "QUERY")
"""What the endpoint answers; HEAD is planned as GET, QUERY as POST."""

ACCEPT_QUERY = f"{DIRECT}, {FORM}"
"""The Accept-Query header: draft-ietf-httpbis-safe-method-w-body, section 3."""

_UPDATE_PARAMETERS = ("update", "using-graph-uri", "using-named-graph-uri")
_MOST_PARAMETERS = 1000
_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s;"]+)"?', re.IGNORECASE)

_UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")
"""Charsets whose bytes are UTF-8."""

Parameters = dict[str, list[str]]
"""Names and all their values, in the order in which they came."""

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
    ``empty_graphs`` are graphs of the request that do not exist here.
    """

    judged: Judged
    format: Format
    query: Query
    empty_graphs: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """Return the media type of the answer, with the profile of JSON-LD that is not usual."""
        if self.format is JSON_LD:
            return content_type_of(Form(self.query.json_ld))
        return self.format.content_type

    def fingerprint(self) -> str:
        """Return a digest that is equal for requests with the same answer.

        Together with the digest of the release it makes an ETag, provided that
        ``judged.stable`` is true.
        """
        # Graphs that count as empty change no row, but the hints that come with the rows.
        graphs = (self.query.default_graphs, self.query.named_graphs, self.empty_graphs)
        how = (self.query.union, self.query.base, self.format.media_type, self.query.json_ld)
        parts = (self.judged.normalised, *graphs, *how)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class DescriptionPlan:
    """A GET without a query: the service description, or for HTML the query page."""

    format: Format

    @property
    def content_type(self) -> str:
        """Return the media type of the answer."""
        return self.format.content_type


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
    if not texts and not has_body(request):
        return DescriptionPlan(choose_format(parameters, request.accept, DESCRIPTION_OFFERS))
    if len(texts) != 1:
        raise BadRequestError(
            f"A request has exactly one query; this one has {len(texts)}.",
            'Give it as the parameter "query", or as a body of the type ' + DIRECT + ".",
        )
    judged = judge(texts[0], known_graphs=known_graphs, base=base, settings=settings)
    default, named, empty = _dataset(parameters, known_graphs, base)
    is_result = judged.form in ("SELECT", "ASK")
    chosen = choose_format(parameters, request.accept, RESULT_OFFERS if is_result else GRAPH_OFFERS)
    query = Query(
        text=judged.text,
        format=chosen if chosen is not HTML else RESULTS_JSON if is_result else TURTLE,
        timeout=_timeout(parameters, settings),
        default_graphs=default,
        named_graphs=named,
        union=settings.default_graph == "union" and not judged.has_dataset_clause,
        base=base,
        federated=bool(judged.services),
        projection=judged.projection,
        json_ld=_json_ld_form(request, chosen).value,
    )
    return QueryPlan(judged, chosen, query, empty)


def _json_ld_form(request: Request, chosen: Format) -> Form:
    return json_ld_form(request.accept, chosen) if chosen is JSON_LD else DEFAULT_FORM


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


def has_body(request: Request) -> bool:
    """Return whether the method has a meaning for the body."""
    return request.method in ("POST", "QUERY")


def read_query_string(request: Request) -> Parameters:
    """Return the parameters of the query string alone, percent-decoded once.

    :raises BadRequestError: if they are not UTF-8, or too many.
    """
    return _decoded(request.query_string, "the query string")


def read_parameters(request: Request, settings: Settings) -> Parameters:
    """Return all parameters, a query in the body among them (sections 2.1.1 to 2.1.3)."""
    if request.method not in METHODS:
        raise BadRequestError(
            f"The method {request.method[:20]} is not one of the SPARQL protocol.",
            "Use GET, POST or QUERY.",
        )
    inside = read_query_string(request)
    if not has_body(request):
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
    if charset and charset[1].lower() not in _UTF_8:
        raise MediaTypeError(
            f'Queries in the charset "{charset[1][:40]}" are not read.', "Send them in UTF-8."
        )
    if media_type == DIRECT:
        more = {"query": [_utf8(request.body, "the body")]}
    else:
        more = _decoded(request.body, "the body")
    return {name: values(inside, name) + values(more, name) for name in {**inside, **more}}


def longest_body(content_type: str | None, settings: Settings) -> int:
    """Return the bytes of the longest body of that type that can be a query which is read."""
    is_direct = (content_type or "").partition(";")[0].strip().lower() == DIRECT
    # A character has four bytes at most; a form may escape each of them, and holds more beside.
    return min(settings.body_size, 4 * settings.query_length if is_direct else settings.body_size)


def refuse_too_long(request: Request, settings: Settings) -> None:
    """Refuse a request whose query is surely longer than the limit, without decoding it.

    A character has four bytes at most, each of them written as ``%XX`` or as it is.

    :raises QueryRefusedError: if it is.
    """
    sent = request.body if has_body(request) else request.query_string
    escapes = sent.count(b"%") if isinstance(sent, bytes) else sent.count("%")
    if (len(sent) - 2 * escapes) / 4 > settings.query_length:
        raise QueryRefusedError(
            f"The query has more than {settings.query_length} characters; no more are read.",
            "Give long lists of values in several queries.",
        )


def _decoded(encoded: str | bytes, place: str) -> Parameters:
    """Return the parameters of a query string or form, percent-decoded once."""
    text = _utf8(encoded, place) if isinstance(encoded, bytes) else encoded
    fields = text.split("&", _MOST_PARAMETERS)
    if len(fields) > _MOST_PARAMETERS:
        raise BadRequestError(f"{place} has more than {_MOST_PARAMETERS} parameters.")
    found: Parameters = {}
    try:
        for field in fields:
            name, _, value = field.partition("=")
            if field:
                found.setdefault(_unquoted(name), []).append(_unquoted(value))
    except UnicodeDecodeError:
        raise _not_utf8(place) from None
    return found


def _unquoted(text: str) -> str:
    """Return *text* of a form decoded (WHATWG URL, section 5.1).

    :raises UnicodeDecodeError: if it is not UTF-8.
    """
    text = text.replace("+", " ")
    if "%" not in text:
        return text
    if text.isascii() and "\\" not in text:
        # Python reads %41 as it reads \x41, and a hundred times faster when it is written so.
        with contextlib.suppress(UnicodeDecodeError):
            bytes_ = text.replace("%", "\\x").encode().decode("unicode_escape").encode("latin-1")
            return bytes_.decode()
    return unquote(text, errors="strict")


def _utf8(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise _not_utf8(place) from None


def _not_utf8(place: str) -> BadRequestError:
    return BadRequestError(f"Some bytes of {place} are not UTF-8.", "Send the query in UTF-8.")


def refuse_updates(parameters: Parameters) -> None:
    """Refuse the update operation (section 2.2), which no parameter can make a query.

    :raises QueryRefusedError: if there is a parameter of it.
    """
    if not parameters.keys().isdisjoint(_UPDATE_PARAMETERS):
        raise _update_refused()


def _update_refused() -> QueryRefusedError:
    return QueryRefusedError(
        "SPARQL Update is refused: this endpoint only reads.",
        'Send a query as the parameter "query". To change data, take a dump into your own store.',
    )


def values(parameters: Parameters, wanted: str) -> list[str]:
    """Return all values of a parameter, in their order."""
    return parameters.get(wanted, [])


def single(parameters: Parameters, wanted: str) -> str:
    """Return the value of an optional parameter; an empty one counts as absent."""
    if wanted not in parameters:
        return ""
    found = {value.strip() for value in parameters[wanted]} - {""}
    if len(found) > 1:
        raise BadRequestError(f'The parameter "{wanted}" is given with different values.')
    return found.pop() if found else ""


def query_text(request: Request, settings: Settings) -> str:
    """Return the query of *request* as it was written; empty where there is none to be read."""
    try:
        return "".join(values(read_parameters(request, settings), "query")[:1])
    except OpenAlliancesError:
        return ""
