"""HTTP on a raw socket, where nothing is hidden by a client."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlencode

# LATERAL loops: rows come from the first moment on, and there is no end of them.
ENDLESS = "SELECT * { ?a ?b ?c LATERAL { ?d ?e ?f } LATERAL { ?g ?h ?i } LATERAL { ?j ?k ?l } }"
# Here no row ever comes.
SILENT = ENDLESS.replace("*", "(COUNT(*) AS ?n)", 1)


def target(query: str, **more: str | float) -> str:
    """Return the path of a query."""
    return "/sparql?" + urlencode({"query": query, **more})


def head(path: str, *lines: str, method: str = "GET", version: str = "1.1") -> bytes:
    """Return the bytes of a request without a body."""
    return "\r\n".join((f"{method} {path} HTTP/{version}", "Host: x", *lines, "", "")).encode()


def answer(wire: socket.socket, *, body: bool = True) -> tuple[int, dict[str, str], bytes]:
    """Read one answer that has a length: its status, its headers, its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = wire.recv(1)
        if not chunk:
            raise EOFError(data)
        data += chunk
    first, *lines = data.decode("latin-1").rstrip().split("\r\n")
    headers = {n.lower(): v for n, _, v in (line.partition(": ") for line in lines)}
    left = int(headers.get("content-length", 0)) if body else 0
    found = b""
    while len(found) < left:
        chunk = wire.recv(left - len(found))
        if not chunk:
            raise EOFError(found)
        found += chunk
    return int(first.split()[1]), headers, found


def chunks(wire: socket.socket) -> Iterator[bytes]:
    """Yield what comes until the other side closes."""
    while chunk := wire.recv(65536):
        yield chunk
