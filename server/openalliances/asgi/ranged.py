"""Ranges of answers that are held whole (RFC 9110, section 14)."""

from __future__ import annotations

from openalliances.asgi.exchange import CachedResponse
from openalliances.http.conditions import OK, PARTIAL, Header, Validators, asked_range


def ranged(response: CachedResponse, header: Header, tag: str) -> CachedResponse:
    """Return what a client gets that asks for a range of *response*, a whole one with this ETag.

    Some read a table from a URL only in ranges (RFC 9110, section 14; polars does).
    """
    if response.status != OK or not tag or header(b"range") is None:
        return response
    size = len(response.body)
    status, start, length = asked_range(header, Validators(tag), size)
    if status == OK:
        return response
    place = b"bytes %d-%d/%d" % (start, start + length - 1, size)
    kept = tuple(pair for pair in response.headers if pair[0] != b"content-length")
    own = (
        (b"content-range", place if status == PARTIAL else b"bytes */%d" % size),
        (b"content-length", b"%d" % length),
    )
    return CachedResponse(status, kept + own, response.body[start : start + length])
