"""The acceptor: takes connections over from the system and begins them some at a time.

The event loop's own server makes all of a connection as soon as it is there, one after the other
in the order in which they come: whoever opens thousands goes before all others. Here they are
accepted at once, which is cheap, and wait in a fair queue (:mod:`openalliances.asgi.arrivals`).
What has left by its turn is dropped, and what there is no room for is refused, before anything is
made of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import math
import socket
import time
from collections.abc import Callable, Sequence
from email.utils import formatdate

from openalliances.asgi.admission import Front
from openalliances.asgi.arrivals import Arrivals
from openalliances.asgi.refusal import TOO_FAST, refusal
from openalliances.http.addresses import client_of

_ACCEPTED = 64
"""Connections that are taken over in one turn of the event loop."""
_BEGUN = 8
"""Connections that are begun in one turn of the event loop."""
_NO_FILES = frozenset((errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM))
_PAUSE = 0.5
"""Seconds until it is tried again where the system has no room for another connection."""
_REQUEST = 8192
"""Bytes of a request that are read before it is refused, lest a reset overtakes the refusal."""


class Acceptor:
    """Accepts connections on *sockets*; each gets the protocol that *protocol* makes.

    It has those names of :class:`asyncio.Server` that uvicorn uses.
    """

    def __init__(
        self,
        sockets: Sequence[socket.socket],
        protocol: Callable[[], asyncio.Protocol],
        front: Front,
        backlog: int,
    ) -> None:
        self.sockets = tuple(sockets)
        self._protocol = protocol
        self._front = front
        self._backlog = backlog
        self._arrivals: Arrivals[socket.socket] = Arrivals(front.settings)
        self._loop = asyncio.get_running_loop()
        self._begun: set[asyncio.Task[None]] = set()
        self._next: asyncio.Handle | None = None
        self._next_at = math.inf
        self._told = (0, b"")

    def start(self) -> None:
        """Listen, and accept from now on."""
        for listening in self.sockets:
            listening.setblocking(False)
            listening.listen(self._backlog)
            self._loop.add_reader(listening, self._accept, listening)

    def close(self) -> None:
        """Accept no more; what has waited is closed, what was begun goes on."""
        for listening in self.sockets:
            self._loop.remove_reader(listening)
            listening.close()
        if self._next is not None:
            self._next.cancel()
        for wire in self._arrivals.clear():
            wire.close()

    async def wait_closed(self) -> None:
        """Wait for nothing: the connections end by themselves."""

    def _accept(self, listening: socket.socket) -> None:
        """Take over what has come, up to a bound."""
        for _ in range(_ACCEPTED):
            try:
                wire, address = listening.accept()
            except (BlockingIOError, InterruptedError):
                break
            except OSError as error:
                # Else the client has left before.
                if error.errno in _NO_FILES:
                    self._loop.remove_reader(listening)
                    self._loop.call_later(_PAUSE, self._again, listening)
                    break
                continue
            wire.setblocking(False)
            gone = self._arrivals.add(client_of(address[0]), wire)
            if gone is not None:
                self._refuse(gone)
        if self._next_at > 0:
            self._serve()

    def _again(self, listening: socket.socket) -> None:
        if listening.fileno() >= 0:
            self._loop.add_reader(listening, self._accept, listening)

    def _serve(self) -> None:
        """Begin some connections, and others in another turn."""
        if self._next is not None:
            self._next.cancel()
        self._next, self._next_at = None, math.inf
        now = self._loop.time()
        for _ in range(_BEGUN):
            wire = self._arrivals.take(now)
            if wire is None:
                break
            if _has_left(wire):
                wire.close()
            else:
                task = self._loop.create_task(self._begin(wire))
                self._begun.add(task)
                task.add_done_callback(self._begun.discard)
        self._next_at = due = self._arrivals.due
        if due <= now:
            self._next = self._loop.call_soon(self._serve)
        elif due < math.inf:
            self._next = self._loop.call_later(due - now, self._serve)

    async def _begin(self, wire: socket.socket) -> None:
        """Hand *wire* over to the event loop."""
        try:
            await self._loop.connect_accepted_socket(self._protocol, wire)
        except OSError:
            wire.close()

    def _refuse(self, wire: socket.socket) -> None:
        """Tell whoever has not left yet to come back later, and close."""
        self._front.held.refused += 1
        with wire, contextlib.suppress(OSError):
            try:
                if not wire.recv(_REQUEST):
                    return
            except BlockingIOError:
                pass
            wire.send(self._refusal())

    def _refusal(self) -> bytes:
        second = int(time.time())
        if second != self._told[0]:
            response = refusal(TOO_FAST)
            date = formatdate(second, usegmt=True).encode()
            head = b"HTTP/1.1 429 Too Many Requests\r\ndate: " + date + b"\r\n"
            self._told = (second, b"".join((head, response.head, b"\r\n", response.body)))
        return self._told[1]


def _has_left(wire: socket.socket) -> bool:
    """Return whether the client has closed *wire* without sending anything."""
    try:
        return not wire.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
