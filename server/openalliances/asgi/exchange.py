"""One HTTP exchange over ASGI: the request as values, the response whole or in chunks.

Whole responses are values themselves (:class:`CachedResponse`), so that they can be kept
(:class:`ResponseCache`) and sent again.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from openalliances.engine.buffer import Budget
from openalliances.errors import BodyTooLargeError, OpenAlliancesError, UnreadAnswersError
from openalliances.http.addresses import client_of
from openalliances.http.coding import WORTH, encode
from openalliances.http.headers import COMMON_OF_DATA, NOT_KEPT

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = tuple[tuple[bytes, bytes], ...]

EXTENSION = "openalliances.connection"
"""The name in ``scope["extensions"]`` (ASGI, section "Extensions") of a :class:`Extension`."""

AT_ONCE = 64 * 1024
"""Bytes of a body that are written at once; of what is longer a reader takes piece by piece."""

_OVERHEAD = 200
"""Bytes that a response in the cache costs beside its parts."""


class ClientDisconnected(Exception):  # noqa: N818  not an error: the client has left
    """The client has closed the connection."""


class TruncatedResponse(Exception):  # noqa: N818  it ends the connection, as it should
    """A response failed midway; the connection is closed without the end of the response."""


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A whole response: status, headers, and the body as it is sent.

    The length of the body is among the headers where it has one. ``head`` are the same headers
    as lines (RFC 9112, section 5).
    """

    status: int
    headers: Headers
    body: bytes
    head: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Write the headers as lines, once."""
        lines = [name + b": " + value + b"\r\n" for name, value in self.headers]
        object.__setattr__(self, "head", b"".join(lines))

    @property
    def size(self) -> int:
        """Return the bytes that it takes."""
        return len(self.body) + 2 * len(self.head) + _OVERHEAD


class ResponseCache:
    """Responses by a key that says all that they depend on; the least used go first.

    Not safe for many threads: the event loop owns it.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._responses: OrderedDict[bytes, CachedResponse] = OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        """Return the number of responses."""
        return len(self._responses)

    def get(self, key: bytes) -> CachedResponse | None:
        """Return the response for *key*, if there is one."""
        found = self._responses.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._responses.move_to_end(key)
        return found

    def put(self, key: bytes, response: CachedResponse) -> None:
        """Keep *response*, unless it is large in relation to the bound."""
        size = response.size + len(key)
        if size > self._most // 8:
            return
        self._evict(key)
        self._responses[key] = response
        self.size += size
        while self.size > self._most:
            self._evict(next(iter(self._responses)))

    def clear(self) -> None:
        """Forget all responses."""
        self._responses.clear()
        self.size = 0

    def _evict(self, key: bytes) -> None:
        old = self._responses.pop(key, None)
        if old is not None:
            self.size -= old.size + len(key)


class RepeatedRequests:
    """Responses by the bytes of their requests, those of queries apart from those of pages.

    Each has memory of its own: whoever walks through all pages drives out no answer.
    """

    def __init__(self, of_queries: int, of_pages: int) -> None:
        """Make room for so many bytes of either."""
        self.queries = ResponseCache(of_queries)
        self.pages = ResponseCache(of_pages)

    def get(self, request: bytes) -> CachedResponse | None:
        """Return the response to a request of these bytes, if there is one."""
        return self._of(request).get(request)

    def put(self, request: bytes, response: CachedResponse) -> None:
        """Keep *response*, if there is room for its like."""
        self._of(request).put(request, response)

    def clear(self) -> None:
        """Forget all responses."""
        self.queries.clear()
        self.pages.clear()

    def _of(self, request: bytes) -> ResponseCache:
        return self.queries if request.startswith(b"GET /sparql") else self.pages


class Extension(Protocol):
    """What our own connection can do beyond ASGI; another server does not have it."""

    def write(self, response: CachedResponse) -> bool:
        """Write *response* at once, which is one packet; return whether that went."""
        ...

    def end(self, trailers: Headers) -> bool:
        """End a response in chunks with *trailers*; return whether that went."""
        ...

    def repeat(self, response: CachedResponse) -> None:
        """Answer the same bytes with *response* from now on, without reading them again."""
        ...


class Exchange:
    """A request and its response. ``status`` and ``sent`` (bytes) are known afterwards.

    ``fingerprint`` and ``query`` are set for a query, ``error`` where it failed. What waits to be
    read counts in *unread*, for the client that the last of *proxies* name.
    """

    def __init__(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        unread: Budget | None = None,
        proxies: int = 0,
    ) -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query_string: bytes = scope["query_string"]
        self.status = 0
        self.sent = 0
        self.fingerprint = ""
        self.query = ""
        self.error: OpenAlliancesError | None = None
        self.body = b""
        self._headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            self._headers.setdefault(name, []).append(value)
        self._unread = unread
        self._proxies = proxies
        self._extension: Extension | None = (scope.get("extensions") or {}).get(EXTENSION)
        self._receive = receive
        self._send = send
        self._whole = False
        self._held = 0

    def header(self, name: bytes) -> str | None:
        """Return the value of a header whose name is *name*, in lower case.

        Several become one list (RFC 9110, section 5.3).
        """
        found = self._headers.get(name)
        return None if found is None else b", ".join(found).decode("latin-1")

    def headers(self, name: bytes) -> list[str]:
        """Return the values of all headers of one name, which is in lower case."""
        return [value.decode("latin-1") for value in self._headers.get(name, ())]

    @cached_property
    def address(self) -> str:
        """Return the address from which the client asks; only our own proxies may name it."""
        peer = self.scope.get("client") or ("", 0)
        if self._proxies:
            chain = [part.strip() for part in (self.header(b"x-forwarded-for") or "").split(",")]
            chain = [part for part in chain if part]
            if len(chain) >= self._proxies:
                return chain[-self._proxies]
        return str(peer[0])

    @property
    def client(self) -> str:
        """Return what stands for the client where clients are counted."""
        return client_of(self.address)

    @property
    def is_old(self) -> bool:
        """Return whether the client reads no chunks: only a length tells it of a broken answer."""
        return bool(self.scope["http_version"] == "1.0")

    async def read_body(self, most: int) -> bytes:
        """Return the body of the request. It counts as unread until :meth:`end`, if it is long.

        :raises BodyTooLargeError: if it has more than *most* bytes.
        :raises UnreadAnswersError: if too much of this client, or of all, is held already.
        :raises ClientDisconnected: if the client leaves before its end.
        """
        parts: list[bytes] = []
        size = 0
        said = self.header(b"content-length") or ""
        if said.isdecimal() and int(said[:20]) > most:
            raise _too_large(most)
        while not self._whole:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnected
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > most:
                raise _too_large(most)
            if size > AT_ONCE:
                self._hold(size)
            self._whole = not message.get("more_body", False)
        self.body = b"".join(parts)
        return self.body

    def _hold(self, size: int) -> None:
        """Count *size* bytes of the body, those that are counted already among them."""
        if self._unread is None:
            return
        if not self._unread.take(self.client, size - self._held):
            raise UnreadAnswersError(
                "Too much of what you or all have sent is held here.",
                "Send it again soon, or in shorter queries.",
                retry_after=5,
            )
        self._held = size

    def end(self) -> None:
        """Let go what was counted for the body."""
        if self._unread is not None and self._held:
            self._unread.give(self.client, self._held)
            self._held = 0

    async def disconnected(self) -> None:
        """Return when the client has left; the body must have been read."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def start(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Send status and headers."""
        await self.send({"type": "http.response.start", "status": status, "headers": [*headers]})

    async def write(self, data: bytes, *, more: bool) -> None:
        """Send a chunk of the body."""
        await self.send({"type": "http.response.body", "body": data, "more_body": more})

    @property
    def can_trail(self) -> bool:
        """Return whether fields can follow the body: in chunks, by our own connection."""
        return self._extension is not None and not self.is_old and self.method != "HEAD"

    async def finish(self, data: bytes, trailers: Headers) -> None:
        """Send the last chunk of the body, and *trailers* (RFC 9112, section 7.1.2)."""
        if trailers and self._extension is not None:
            await self.write(data, more=True)
            if self._extension.end(trailers):
                return
            data = b""
        await self.write(data, more=False)

    async def respond(self, response: CachedResponse) -> None:
        """Send a whole response, in one write where it is short and the server can do that.

        :raises UnreadAnswersError: if too much waits for this client already.
        """
        if len(response.body) > AT_ONCE and self.method != "HEAD":
            return await self._respond_in_pieces(response)
        if self._extension is not None and self._extension.write(response):
            self.status = response.status
            self.sent = len(response.body)
            return
        await self.start(response.status, response.headers)
        await self.write(response.body, more=False)

    async def _respond_in_pieces(self, response: CachedResponse) -> None:
        body = response.body
        if self._unread is not None and not self._unread.take(self.client, len(body)):
            raise UnreadAnswersError(
                "Too much waits for you to read it.", "Read it first.", retry_after=5
            )
        try:
            await self.start(response.status, response.headers)
            for start in range(0, len(body), AT_ONCE):
                end = start + AT_ONCE
                await self.write(body[start:end], more=end < len(body))
        finally:
            if self._unread is not None:
                self._unread.give(self.client, len(body))

    def repeat(self, response: CachedResponse) -> None:
        """Have the same request answered with *response* from now on, if the server can."""
        if self._extension is not None and len(response.body) <= AT_ONCE:
            self._extension.repeat(response)

    async def send(self, message: Message) -> None:
        """Send a message of ASGI, and keep status and size for the log."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.sent += len(message.get("body", b""))
        await self._send(message)

    async def as_json(self, status: int, value: object, *more: tuple[str, str]) -> None:
        """Send *value* as JSON that nobody keeps."""
        body = json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
        await self.plain(status, body, "application/json", *more)

    async def plain(self, status: int, body: bytes, kind: str, *more: tuple[str, str]) -> None:
        """Send *body* of the media type *kind*, which nobody keeps."""
        own = (("Content-Type", kind), ("Cache-Control", NOT_KEPT), *more)
        headers = (*own, ("Content-Length", str(len(body))), *COMMON_OF_DATA)
        await self.respond(CachedResponse(status, encoded(headers), body))


def _too_large(most: int) -> BodyTooLargeError:
    return BodyTooLargeError(f"The body has more than {most} bytes; no more are read.")


def encoded(headers: Iterable[tuple[str, str]]) -> Headers:
    """Return *headers* as ASGI has them: names in lower case, all in bytes."""
    return tuple((name.lower().encode(), value.encode("latin-1")) for name, value in headers)


def coded(coding: str) -> Headers:
    """Return the header of a content coding; nothing for none."""
    return ((b"content-encoding", coding.encode()),) if coding else ()


def whole(
    headers: Headers, body: bytes, rows: int | None, coding: str, status: int = 200
) -> CachedResponse:
    """Return a whole response, encoded if that is worth it."""
    if coding and len(body) >= WORTH:
        body = encode(body, coding)
        headers += coded(coding)
    if rows is not None:
        headers += ((b"result-count", b"%d" % rows),)
    return CachedResponse(status, (*headers, (b"content-length", b"%d" % len(body))), body)


async def first_of(one: Awaitable[Any], other: asyncio.Future[None]) -> bool:
    """Wait for *one* or *other*; return whether *one* came to its end."""
    task = asyncio.ensure_future(one)
    await asyncio.wait({task, other}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
        return True
    task.cancel()
    return False
