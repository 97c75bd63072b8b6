"""The processes in which pages are made: one that reads what they need, and forks the others.

``python -m openalliances.asgi.site_worker CONTROL WORKER…``: numbers of sockets. What is read
and compiled once is shared by all. They have no network, compute at a lower priority than the
event loop, and ask the engine by way of the server, where queries are counted and cancelled.
Whatever ends, ends them all: the server then starts others.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from openalliances.asgi.site_wire import (
    DONE,
    FAILED,
    MORE,
    PART,
    READY,
    RUN,
    STOP,
    receive,
    send,
)
from openalliances.asgi.site_work import Workplace
from openalliances.engine.errors import failed
from openalliances.engine.interface import Answer, Call, InlineAnswer, Query, State
from openalliances.errors import OpenAlliancesError
from openalliances.pages.preparation import prepare
from openalliances.pages.site import Site
from openalliances.sandbox import confine, end_with_parent

_LOWER = 5
"""By how much the niceness rises, so that the event loop goes first; see nice(2)."""
_MEMORY = 4096
"""Megabytes of address space."""


def main() -> None:
    """Run the first process, or in one that it forked, a worker."""
    control, *workers = (socket.socket(fileno=int(number)) for number in sys.argv[1:])
    os.nice(_LOWER)
    engine = AskedEngine(control)
    try:
        place = _opened(control, engine)
    except Exception as error:
        send(control, FAILED, _told(error))
        return
    send(control, READY)
    gc.collect()
    gc.freeze()
    children = []
    for connection in workers:
        pid = os.fork()
        if pid == 0:
            end_with_parent()
            confine(_MEMORY, writes=True)
            control.close()
            engine.connection = connection
            serve(connection, place)
            return
        children.append(pid)
        connection.close()
    _watch(control, children)


def _opened(control: socket.socket, engine: AskedEngine) -> Workplace:
    _, release, settings, mount, engine.known_graphs, engine.variant = receive(control)
    site = Site(release, engine, settings)
    prepare(site)
    place = Workplace(site, mount(site))
    # A connection to a database does not outlive a fork; each process opens its own.
    site.__dict__.pop("names", None)
    return place


def serve(connection: socket.socket, place: Workplace) -> None:
    """Do the work that comes over *connection*, until the server has gone."""
    while True:
        try:
            _, function, values, named = receive(connection)
        except (EOFError, OSError):
            return
        try:
            done = (DONE, function(place, *values, **named))
        except Exception as error:
            done = (FAILED, _told(error))
        try:
            send(connection, *done)
        except OSError:
            return


def _told(error: Exception) -> OpenAlliancesError:
    """Return what the server is told of *error*; what nobody has foreseen is printed here."""
    if isinstance(error, OpenAlliancesError):
        return error
    traceback.print_exception(error)
    return failed()


def _watch(control: socket.socket, children: list[int]) -> None:
    """Wait until the server has gone or a worker has ended; then end all."""
    woken, wakes = socket.socketpair()
    wakes.setblocking(False)
    signal.set_wakeup_fd(wakes.fileno())
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    if all(os.waitpid(pid, os.WNOHANG)[0] == 0 for pid in children):
        select.select([control, woken], [], [])
    for pid in children:
        os.kill(pid, signal.SIGKILL)


@dataclass(eq=False, slots=True)
class AskedEngine:
    """The engine of the server, asked over a connection; one thread uses it."""

    connection: socket.socket
    known_graphs: frozenset[str] = frozenset()
    variant: str = ""
    _numbers: Iterator[int] = field(default_factory=count)

    def run(self, query: Query, call: Call | None = None) -> Answer:
        """Start *query*; it is that of the call that the server works for."""
        number = next(self._numbers)
        data, ended = self.ask(RUN, number, query)
        return _AskedAnswer(self, number, data, ended)

    def ask(self, *message: Any) -> tuple[bytes, bool]:
        """Return the next part of an answer, and whether it is the last.

        :raises RequestError: if the query failed.
        """
        send(self.connection, *message)
        word, *told = receive(self.connection)
        if word == FAILED:
            raise told[0]
        if word != PART:
            raise failed()
        return told[0], told[1]

    def start(self, query: Query, call: Call) -> InlineAnswer | None:
        """Return None: nothing is read here without waiting."""
        return None

    def graphs(self) -> frozenset[str]:
        """Return the IRIs of the named graphs."""
        return self.known_graphs

    def state(self) -> State:
        """Return nothing of what the server knows."""
        return State()

    def close(self) -> None:
        """Do nothing; the engine is the server's."""


@dataclass(eq=False, slots=True)
class _AskedAnswer:
    """An answer that is read part by part."""

    engine: AskedEngine
    number: int
    data: bytes
    ended: bool

    def __enter__(self) -> _AskedAnswer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[bytes]:
        """Yield the parts, until the last."""
        while True:
            data, self.data = self.data, b""
            if data:
                yield data
            if self.ended:
                return
            self.data, self.ended = self.engine.ask(MORE, self.number)

    def close(self) -> None:
        """Stop the query, if it was not read to its end."""
        if not self.ended:
            self.ended = True
            self.engine.ask(STOP, self.number)


if __name__ == "__main__":
    main()
