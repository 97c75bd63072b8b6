"""What is answered while the store behind this server is waited for.

Nothing can be asked yet, but whoever looks after the server has to see that it lives and is
not ready: ``/healthz`` says 200, everything else 503 with a time to come back.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import TypeVar

from openalliances.errors import EngineBusyError, EngineUnreachableError, QueryTimeoutError
from openalliances.settings import Settings

_NOT_READY = (EngineUnreachableError, EngineBusyError, QueryTimeoutError)
_PAUSE = 0.5
_PATIENCE = 5.0
_HEAD = 8192

T = TypeVar("T")


async def wait_for_store(
    opened: Callable[[], T], settings: Settings, listening: socket.socket
) -> T:
    """Return what *opened* returns in a thread, once the store behind this server is there.

    Requests to *listening* are told meanwhile that the server is not ready.

    :raises EngineUnreachableError: if it is not there within ``engine_wait`` seconds.
    :raises OpenAlliancesError: if it is there and cannot be used.
    """
    until = time.monotonic() + settings.engine_wait
    told = False
    async with _answering(listening):
        while True:
            try:
                return await asyncio.to_thread(opened)
            except _NOT_READY as error:
                left = until - time.monotonic()
                if left <= 0:
                    raise EngineUnreachableError(
                        f"The store at {settings.engine} was not ready within "
                        f"{settings.engine_wait:g} seconds: {error.message}",
                        "Start it, or let the server wait for longer with "
                        "OPENALLIANCES_ENGINE_WAIT.",
                    ) from None
                if not told:
                    print(  # noqa: T201
                        f"Waiting up to {left:.0f} s for the store at {settings.engine}: "
                        f"{error.message}",
                        file=sys.stderr,
                        flush=True,
                    )
                told = True
                await asyncio.sleep(min(_PAUSE, left))


@contextlib.asynccontextmanager
async def _answering(listening: socket.socket) -> AsyncIterator[None]:
    # A copy: closing the server closes its socket, and the real server listens on this one.
    server = await asyncio.start_server(_answer, sock=listening.dup(), limit=_HEAD)
    try:
        yield
    finally:
        server.close()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, TimeoutError, asyncio.LimitOverrunError, EOFError):
        async with asyncio.timeout(_PATIENCE):
            head = await reader.readuntil(b"\r\n\r\n")
            target = head.split(b" ", 2)[1:2]
            writer.write(_response(target == [b"/healthz"]))
            await writer.drain()
    writer.close()


def _response(is_healthz: bool) -> bytes:
    status = HTTPStatus.OK if is_healthz else HTTPStatus.SERVICE_UNAVAILABLE
    body = json.dumps({"status": "waiting for the store behind this server"}).encode() + b"\n"
    retry = "" if is_healthz else "Retry-After: 2\r\n"
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\n{retry}"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body
