"""One HTTP exchange over ASGI, as values: what was asked, and ways to answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from openalliances.asgi.cache import Kept
from openalliances.errors import BodyTooLargeError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = tuple[tuple[bytes, bytes], ...]

WHOLE_KEY = "openalliances.whole"
"""Where a scope holds a function that writes a whole answer at once, if it can, and says whether
it has. Headers and body in one piece are one packet, and spare the client a wake-up."""


class Gone(Exception):  # noqa: N818  not an error: the client has left
    """The client has closed the connection."""


class BrokenOff(Exception):  # noqa: N818  it ends the connection, as it should
    """An answer failed midway; the connection is closed without the end of the answer."""


class Exchange:
    """A request and its answer. ``status`` and ``sent`` (bytes) are known afterwards."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query_string: bytes = scope["query_string"]
        self.status = 0
        self.sent = 0
        self.fingerprint = ""
        self.query = ""
        self.body = b""
        self._headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            # Several become one list (RFC 9110, section 5.3).
            known = self._headers.get(name)
            self._headers[name] = value if known is None else known + b", " + value
        self._receive = receive
        self._send = send
        self._whole = False

    def header(self, name: bytes) -> str | None:
        """Return the value of a header whose name is *name*, in lower case."""
        found = self._headers.get(name)
        return None if found is None else found.decode("latin-1")

    def client(self, proxies: int) -> str:
        """Return the address of the client; that of the last *proxies* are not it."""
        peer = self.scope.get("client") or ("", 0)
        if proxies:
            chain = [part.strip() for part in (self.header(b"x-forwarded-for") or "").split(",")]
            chain = [part for part in chain if part]
            if len(chain) >= proxies:
                return chain[-proxies]
        return str(peer[0])

    @property
    def is_old(self) -> bool:
        """Return whether the client reads no chunks: only a length tells it of a broken answer."""
        return bool(self.scope["http_version"] == "1.0")

    async def read_body(self, most: int) -> bytes:
        """Return the body of the request.

        :raises BodyTooLargeError: if it has more than *most* bytes.
        :raises Gone: if the client leaves before its end.
        """
        parts: list[bytes] = []
        size = 0
        while not self._whole:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Gone
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > most:
                raise BodyTooLargeError(f"The body has more than {most} bytes; no more are read.")
            self._whole = not message.get("more_body", False)
        self.body += b"".join(parts)
        return self.body

    async def gone(self) -> None:
        """Return when the client has left; the body must have been read."""
        while (message := await self._receive())["type"] != "http.disconnect":
            # Whoever reads again must not wait for what has been taken here.
            self._whole = not message.get("more_body", False)

    async def receive_again(self) -> Message:
        """Return the request's messages for another reader: the body, as far as it was read."""
        if self._whole:
            self._whole = False
            body, self.body = self.body, b""
            return {"type": "http.request", "body": body, "more_body": False}
        return await self._receive()

    async def start(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Send status and headers."""
        await self.send({"type": "http.response.start", "status": status, "headers": [*headers]})

    async def write(self, data: bytes, *, more: bool) -> None:
        """Send a piece of the body."""
        await self.send({"type": "http.response.body", "body": data, "more_body": more})

    async def whole(self, answer: Kept) -> None:
        """Send a whole answer, in one piece where the server can do that."""
        write: Callable[[Kept], bool] | None = self.scope.get(WHOLE_KEY)
        if write is not None and write(answer):
            self.status = answer.status
            self.sent = len(answer.body)
            return
        await self.start(answer.status, headers_of(answer.head))
        await self.write(answer.body, more=False)

    async def send(self, message: Message) -> None:
        """Send a message of ASGI, and keep status and size for the log."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.sent += len(message.get("body", b""))
        await self._send(message)

    async def as_json(self, status: int, value: object, *more: tuple[bytes, bytes]) -> None:
        """Send *value* as JSON that nobody keeps."""
        body = json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
        await self.plain(status, body, b"application/json", *more)

    async def plain(
        self, status: int, body: bytes, kind: bytes, *more: tuple[bytes, bytes]
    ) -> None:
        """Send *body* of the media type *kind*, which nobody keeps."""
        headers = (
            (b"content-type", kind),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            (b"access-control-allow-origin", b"*"),
            *more,
        )
        await self.whole(Kept(status, head_of(headers), body))


def head_of(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return *headers* as the lines of a head (RFC 9112, section 5)."""
    return b"".join([name + b": " + value + b"\r\n" for name, value in headers])


def headers_of(head: bytes) -> Headers:
    """Return the headers of which :func:`head_of` made *head*."""
    split = (line.partition(b": ") for line in head.split(b"\r\n")[:-1])
    return tuple((name, value) for name, _, value in split)


async def first_of(one: Awaitable[Any], other: asyncio.Future[None]) -> bool:
    """Wait for *one* or *other*; return whether *one* came to its end."""
    task = asyncio.ensure_future(one)
    await asyncio.wait({task, other}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
        return True
    task.cancel()
    return False
