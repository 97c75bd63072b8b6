"""The parameters of a request of the SPARQL 1.1 Protocol (sections 2.1.1 to 2.1.3).

Whichever way a query came, it ends as one of the values of a name.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from urllib.parse import unquote

from openalliances.errors import (
    BadRequestError,
    BodyTooLargeError,
    MediaTypeError,
    QueryRefusedError,
)
from openalliances.settings import Settings

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
