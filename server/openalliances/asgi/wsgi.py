"""One request to the pages, which are a WSGI app (PEP 3333).

The app is given what its answers may depend on, and nothing else: path, query string, Accept,
Accept-Encoding, Accept-Profile, conditions; where it reads a body, that and its type; where it
speaks several languages, what it has of those that are wished. So answers can be kept by these,
and no header of a stranger, as Host, finds its way into the answers of others.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openalliances.asgi.exchange import Exchange, Headers, encoded
from openalliances.asgi.site_work import Workplace
from openalliances.engine.interface import Query
from openalliances.http.conditions import CONDITIONS
from openalliances.http.gateway import STREAM
from openalliances.http.languages import heard

_PASSED = (
    *(b"accept", b"accept-encoding", b"accept-profile"),
    *CONDITIONS,
)
"""The headers that the app sees."""


@dataclass(frozen=True, slots=True)
class Made:
    """What the app made: a response with its whole body, or with a query that gives it.

    The headers have no length.
    """

    status: int
    headers: Headers
    body: bytes
    query: Query | None = None


def asked_of(exchange: Exchange) -> dict[str, str]:
    """Return what the environ says of a request.

    HEAD is asked as GET, and its body left out later.
    """
    asked = {
        "REQUEST_METHOD": "GET" if exchange.method == "HEAD" else exchange.method,
        "PATH_INFO": exchange.path.encode().decode("latin-1"),
        "QUERY_STRING": exchange.query_string.decode("latin-1"),
        "SERVER_PROTOCOL": "HTTP/1.0" if exchange.is_old else "HTTP/1.1",
    }
    kind = exchange.header(b"content-type")
    if exchange.method == "POST" and kind:
        asked["CONTENT_TYPE"] = kind
    if languages := heard(exchange.path, exchange.header(b"accept-language")):
        asked["HTTP_ACCEPT_LANGUAGE"] = languages
    for name in _PASSED:
        value = exchange.header(name)
        if value is not None:
            asked["HTTP_" + name.decode().upper().replace("-", "_")] = value
    return asked


def make(place: Workplace, request: Mapping[str, str], sent: bytes = b"") -> Made:
    """Return what the pages answer to *request*, of which :func:`asked_of` tells.

    *sent* is its body.
    """
    status = 0
    headers: Headers = ()
    asked: list[Query] = []

    def start_response(line: str, given: list[tuple[str, str]], *_: object) -> None:
        nonlocal status, headers
        status = int(line.split()[0])
        headers = encoded(pair for pair in given if pair[0].lower() != "content-length")

    environ: dict[str, Any] = {
        **request,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "CONTENT_LENGTH": str(len(sent)),
        "wsgi.input": io.BytesIO(sent),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        STREAM: asked.append,
    }
    parts = place.app(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    return Made(status, headers, body, asked[0] if asked and status == 200 else None)
