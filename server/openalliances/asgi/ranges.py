"""A part of a response that was made: one range of its bytes (RFC 9110, section 14).

Programs that read tables from an address ask for parts of them. An answer that says ``bytes`` in
Accept-Ranges, and has a strong validator, can be had in parts; the others are sent whole.
"""

from __future__ import annotations

from openalliances.asgi.exchange import CachedResponse, Exchange
from openalliances.http.conditions import OK, PARTIAL, UNSATISFIABLE, Validators, asked_range

_LENGTH, _PLACE = b"content-length", b"content-range"


def part(exchange: Exchange, response: CachedResponse) -> CachedResponse:
    """Return the range of *response* that *exchange* asks for; the whole if it asks for none."""
    if response.status != OK or exchange.header(b"range") is None:
        return response
    headers = dict(response.headers)
    tag = headers.get(b"etag", b"").decode("latin-1").strip('"')
    if headers.get(b"accept-ranges") != b"bytes" or not tag:
        return response
    size = len(response.body)
    status, start, length = asked_range(exchange.header, Validators(tag), size)
    if status == OK:
        return response
    place = f"bytes {start}-{start + length - 1}/{size}" if status == PARTIAL else f"bytes */{size}"
    kept = tuple(pair for pair in response.headers if pair[0] != _LENGTH)
    more = ((_PLACE, place.encode()), (_LENGTH, b"%d" % length))
    body = response.body[start : start + length] if status != UNSATISFIABLE else b""
    return CachedResponse(status, (*kept, *more), body)
