"""Files, sent by the event loop: whoever reads slowly holds a connection, and no thread.

A chunk is read in a thread, which then is free again; it is sent, and only when the client has
taken it the next one is read. One dump has two representations: what is stored, which is gzip,
and what is in it, which is decoded chunk by chunk. Length, validator and digest are those of the
representation that is sent (RFC 9110, section 8.4).
"""

from __future__ import annotations

import asyncio
import gzip
import json
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import TypeVar

from openalliances.asgi.exchange import (
    CachedResponse,
    ClientDisconnected,
    Exchange,
    Headers,
    TruncatedResponse,
    encoded,
)
from openalliances.http.conditions import (
    FAILED,
    NOT_MODIFIED,
    OK,
    PARTIAL,
    UNSATISFIABLE,
    Validators,
    asked_range,
    precondition,
)
from openalliances.http.headers import COMMON_OF_DATA
from openalliances.http.problems import PROBLEM_JSON

_CHUNK = 64 * 1024
_THREADS = 4
_SKIPPED_AT_ONCE = 1024 * 1024

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Representation:
    """What is sent for a file.

    ``content`` is the bytes, or the file that has them, as gzip if ``is_packed``. ``digest`` is
    the SHA-256 of what is sent, in hexadecimal digits; ``more`` are further headers.
    """

    content: bytes | Path
    content_type: str
    size: int
    known: Validators
    cache_control: str
    digest: str = ""
    is_packed: bool = False
    more: tuple[tuple[str, str], ...] = ()

    def open(self) -> gzip.GzipFile | BufferedReader:
        """Return the file, at its first byte."""
        assert isinstance(self.content, Path)  # noqa: S101  the caller has looked
        return gzip.open(self.content) if self.is_packed else self.content.open("rb")

    def headers(self, status: int) -> tuple[tuple[str, str], ...]:
        """Return the headers of an answer; a 304 has those of the whole one (RFC 9110, 15.4.5)."""
        if status == FAILED:
            return (("Content-Length", "0"), *COMMON_OF_DATA)
        own = [
            ("ETag", f'"{self.known.tag}"'),
            ("Cache-Control", self.cache_control),
            ("Accept-Ranges", "bytes"),
            *self.more,
        ]
        if self.known.modified is not None:
            own.append(("Last-Modified", self.known.last_modified))
        if status != NOT_MODIFIED:
            own.append(("Content-Type", self.content_type))
        if self.digest:
            # Of the whole representation, also where a range of it is sent (RFC 9530, section 3).
            digest = b64encode(bytes.fromhex(self.digest)).decode()
            own.append(("Repr-Digest", f"sha-256=:{digest}:"))
        return (*own, *COMMON_OF_DATA)


class FileSender:
    """Sends files; has a few threads that read them."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="files")

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def send(self, exchange: Exchange, asked: Representation) -> None:
        """Answer GET or HEAD with *asked*, a range of it, or what its conditions say.

        :raises ClientDisconnected: if the client has left.
        :raises TruncatedResponse: if the file turns out to be shorter than it was.
        """
        status = precondition(exchange.header, asked.known)
        start, length = 0, 0
        if status == OK:
            status, start, length = asked_range(exchange.header, asked.known, asked.size)
        if status == UNSATISFIABLE:
            return await exchange.respond(_unsatisfiable(asked))
        headers = encoded(asked.headers(status))
        if status in (NOT_MODIFIED, FAILED):
            return await exchange.respond(CachedResponse(status, headers, b""))
        headers += ((b"content-length", b"%d" % length),)
        if status == PARTIAL:
            place = f"bytes {start}-{start + length - 1}/{asked.size}"
            headers += ((b"content-range", place.encode()),)
        if isinstance(asked.content, bytes):
            body = asked.content[start : start + length]
            return await exchange.respond(CachedResponse(status, headers, body))
        if exchange.method == "HEAD":
            return await exchange.respond(CachedResponse(status, headers, b""))
        await self._send_file(exchange, asked, status, headers, start, length)

    async def _send_file(
        self,
        exchange: Exchange,
        asked: Representation,
        status: int,
        headers: Headers,
        start: int,
        left: int,
    ) -> None:
        file = await self._in_thread(asked.open)
        gone = asyncio.ensure_future(exchange.disconnected())
        with closing(file):
            try:
                await self._skip(file, start, gone)
                await exchange.start(status, headers)
                if not left:
                    await exchange.write(b"", more=False)
                while left:
                    data = await self._in_thread(file.read, min(_CHUNK, left))
                    if gone.done():
                        raise ClientDisconnected
                    if not data:
                        raise TruncatedResponse("The file is too short.")
                    left -= len(data)
                    await exchange.write(data, more=left > 0)
            finally:
                gone.cancel()

    async def _skip(
        self, file: gzip.GzipFile | BufferedReader, size: int, gone: asyncio.Future[None]
    ) -> None:
        """Go to a place; what is packed must be read up to there, with turns for others."""
        if not isinstance(file, gzip.GzipFile):
            file.seek(size)
            return
        while size:
            if gone.done():
                raise ClientDisconnected
            read = len(await self._in_thread(file.read, min(_SKIPPED_AT_ONCE, size)))
            if not read:
                raise TruncatedResponse("The file is too short.")
            size -= read

    async def _in_thread(self, function: Callable[..., T], *values: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *values)


def _unsatisfiable(asked: Representation) -> CachedResponse:
    """Return the answer that says how long it is (RFC 9110, section 15.5.17)."""
    details = {
        "type": "about:blank",
        "title": "There is no such range",
        "status": UNSATISFIABLE,
        "detail": f"What you ask for has {asked.size} bytes.",
    }
    body = json.dumps(details).encode()
    own = (
        ("Content-Type", PROBLEM_JSON.content_type),
        ("Content-Range", f"bytes */{asked.size}"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    )
    return CachedResponse(UNSATISFIABLE, encoded((*own, *COMMON_OF_DATA)), body)
