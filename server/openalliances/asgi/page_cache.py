"""What was made of pages and documents, kept for whoever asks the same.

A release never changes, so what was made once is right until another takes its place. A
response is kept by what it depends on (:func:`page_key`). What anybody can make up without end
(addresses of nothing, searches) has a part of the memory of its own, so that it drives no
page out.
"""

from __future__ import annotations

from typing import TypeAlias

from openalliances.asgi.exchange import CachedResponse, Exchange, ResponseCache
from openalliances.http.coding import choose_coding
from openalliances.http.conditions import (
    CONDITIONS,
    NOT_MODIFIED,
    OK,
    precondition,
    validators,
)
from openalliances.http.headers import NOT_KEPT
from openalliances.http.languages import heard
from openalliances.http.variants import variant

_MADE_UP_SHARE = 4
"""What can be made up gets one part in this of the memory."""

_KEPT = frozenset((200, 300, 302, 303, 304, 308, 404))
"""Statuses of answers that depend on the release alone."""

_LONGEST_TARGET = 2048
Condition: TypeAlias = tuple[tuple[bytes, str], ...]
"""The conditions of a request: name and value of their headers."""

_OF_A_BODY = frozenset((b"content-length", b"content-encoding", b"content-type"))


def page_key(exchange: Exchange) -> bytes:
    """Return all that the answer to *exchange* depends on, but its condition.

    Empty where it is not kept: other methods than GET and HEAD, and what is too long.
    """
    if exchange.method not in ("GET", "HEAD"):
        return b""
    accepted = variant(exchange.header(b"accept"), exchange.header(b"accept-profile"))
    path, query = exchange.path.encode(), exchange.query_string
    if accepted is None or len(path) + len(query) > _LONGEST_TARGET:
        return b""
    accepted += " " + heard(exchange.path, exchange.header(b"accept-language"))
    # Only the path, which has been decoded, may hold a line break; so it comes last.
    return b"\n".join((query, accepted.encode(), coding_of(exchange).encode(), path))


def condition_of(exchange: Exchange) -> Condition:
    """Return the conditions of the request; empty for most."""
    found = ((name, exchange.header(name)) for name in CONDITIONS)
    return tuple((name, value) for name, value in found if value is not None)


def coding_of(exchange: Exchange) -> str:
    """Return the content coding of the answer; a client of HTTP/1.0 gets none."""
    taken = "" if exchange.is_old else exchange.header(b"accept-encoding")
    return choose_coding(taken) if taken else ""


class PageCache:
    """Responses by their keys; the event loop owns it."""

    def __init__(self, most_bytes: int) -> None:
        made_up = most_bytes // _MADE_UP_SHARE
        self.pages = ResponseCache(most_bytes - made_up)
        self.made_up = ResponseCache(made_up)

    def get(self, key: bytes, condition: Condition) -> CachedResponse | None:
        """Return the response for *key*, or the 304 in its place; None for one that is not kept."""
        cache = self.made_up if _is_made_up(key) else self.pages
        found = cache.get(key) or self.made_up.get(key)
        if condition:
            if found is not None:
                return _revalidated(found, condition)
            return self.made_up.get(_conditional(key, condition))
        return found

    def put(self, key: bytes, condition: Condition, response: CachedResponse) -> bool:
        """Keep *response* if it depends on the release alone; return whether it does."""
        if response.status not in _KEPT:
            return False
        if response.status == 200 and _header(response, b"cache-control") == NOT_KEPT.encode():
            return False
        if response.status == 304:
            self.made_up.put(_conditional(key, condition), response)
        elif _is_made_up(key) or response.status >= 400:
            self.made_up.put(key, response)
        else:
            self.pages.put(key, response)
        return True

    def clear(self) -> None:
        """Forget all responses."""
        self.pages.clear()
        self.made_up.clear()


def _is_made_up(key: bytes) -> bool:
    """Return whether the address has a query string: there is no end of those."""
    return not key.startswith(b"\n")


def _conditional(key: bytes, condition: Condition) -> bytes:
    return key + b"\n" + repr(condition).encode()


def _header(response: CachedResponse, name: bytes) -> bytes:
    return next((value for known, value in response.headers if known == name), b"")


def _revalidated(response: CachedResponse, condition: Condition) -> CachedResponse | None:
    """Return *response*, or the 304 in its place (RFC 9110, sections 13.2.2 and 15.4.5).

    None for the 412, which is made anew.
    """
    tag, modified = (
        _header(response, name).decode("latin-1") for name in (b"etag", b"last-modified")
    )
    if response.status != 200 or not tag:
        return response
    status = precondition(dict(condition).get, validators(tag, modified))
    if status != NOT_MODIFIED:
        return response if status == OK else None
    kept = tuple(pair for pair in response.headers if pair[0] not in _OF_A_BODY)
    return CachedResponse(304, kept, b"")
