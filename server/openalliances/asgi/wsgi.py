"""One request to the pages, which are a WSGI app (PEP 3333), called in a thread.

The app is given what its answers may depend on, and nothing else: path, query string, Accept,
Accept-Encoding, If-None-Match. So answers can be kept by these, and no header of a stranger,
as Host, finds its way into the answers of others.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from openalliances.asgi.exchange import Exchange, Headers, encoded
from openalliances.engine.calls import calling
from openalliances.engine.interface import Call, Query
from openalliances.http.gateway import STREAM

WSGIApp: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_PASSED = (b"accept", b"accept-encoding", b"if-none-match")
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


def environ_of(exchange: Exchange) -> dict[str, Any]:
    """Return the environ of a request; HEAD is asked as GET, and its body left out later."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET" if exchange.method == "HEAD" else exchange.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": exchange.path.encode().decode("latin-1"),
        "QUERY_STRING": exchange.query_string.decode("latin-1"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.0" if exchange.is_old else "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name in _PASSED:
        value = exchange.header(name)
        if value is not None:
            environ["HTTP_" + name.decode().upper().replace("-", "_")] = value
    return environ


def make(app: WSGIApp, environ: dict[str, Any], call: Call) -> Made:
    """Return what *app* answers; all queries that it asks are those of *call*."""
    status = 0
    headers: Headers = ()
    asked: list[Query] = []

    def start_response(line: str, given: list[tuple[str, str]], *_: object) -> None:
        nonlocal status, headers
        status = int(line.split()[0])
        headers = encoded(pair for pair in given if pair[0].lower() != "content-length")

    environ[STREAM] = asked.append
    with calling(call):
        parts = app(environ, start_response)
        try:
            body = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
    return Made(status, headers, body, asked[0] if asked and status == 200 else None)
