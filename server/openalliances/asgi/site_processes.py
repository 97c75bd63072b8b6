"""The processes that work for a site, as the server sees them: started, asked, replaced.

See :mod:`openalliances.asgi.site_worker` for what they do. Whoever asks waits in a thread, which
holds no lock meanwhile, and evaluates the queries that the work needs, for the call it is for.
"""

from __future__ import annotations

import contextlib
import os
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from openalliances.asgi.site_wire import (
    DONE,
    FAILED,
    MORE,
    OPEN,
    PART,
    READY,
    RUN,
    STOP,
    WORK,
    receive,
    send,
)
from openalliances.asgi.site_work import Mount, Workplace
from openalliances.engine.errors import failed
from openalliances.engine.interface import Answer, Call, Query
from openalliances.errors import EngineError, OpenAlliancesError
from openalliances.pages.site import Site

_PATIENCE = 60.0
"""Seconds for which a process may compute between two messages; then it is ended."""
_ATTEMPTS = 2
"""Times that work is begun, should its process end under it."""
_PART = 256 * 1024
"""About so many bytes of an answer are sent at a time."""

P = ParamSpec("P")
T = TypeVar("T")


class SiteProcesses:
    """Work done by *count* processes. Safe for many threads."""

    def __init__(self, site: Site, mount: Mount, count: int) -> None:
        self._site, self._mount, self._count = site, mount, count
        self._lock = threading.Lock()
        self._closed = False
        self._crew = _Crew(count)

    def prepare(self) -> None:
        """Wait until the processes have read what the first page needs.

        :raises ReleaseError: if the release is damaged.
        """
        self._ready()

    def run(
        self,
        call: Call,
        function: Callable[Concatenate[Workplace, P], T],
        *values: P.args,
        **named: P.kwargs,
    ) -> T:
        """Return what *function* makes of the workplace and *values*; its queries are of *call*.

        :raises OpenAlliancesError: what the function raised.
        :raises EngineError: if its process ended, and another one too.
        """
        for _ in range(_ATTEMPTS):
            crew = self._ready()
            try:
                with crew.connection() as connection:
                    send(connection, WORK, function, values, named)
                    done: T = _conversation(connection, self._site, call)
                    return done
            except (EOFError, OSError):
                self._replace(crew)
        raise EngineError("The process that works on pages ended.", "Try again.")

    def pids(self) -> tuple[int, ...]:
        """Return the number of the process that has started the others."""
        return (self._crew.process.pid,)

    def close(self) -> None:
        """End the processes; who waits for them gets an error."""
        self._closed = True
        self._crew.process.kill()  # whoever holds the lock waits for it
        with self._lock:
            self._crew.close()

    def _ready(self) -> _Crew:
        """Return the processes, once they stand ready."""
        with self._lock:
            crew = self._crew
            if self._closed:
                raise failed()
            if not crew.stands:
                crew.open(self._site, self._mount)
            return crew

    def _replace(self, crew: _Crew) -> None:
        """Start other processes in place of *crew*, unless somebody has done so already."""
        with self._lock:
            if self._closed:
                raise failed()
            if crew is self._crew:
                crew.close()
                self._crew = _Crew(self._count)


@dataclass(eq=False)
class _Crew:
    """One process with those that it forks; it reads nothing before :meth:`open`."""

    count: int
    stands: bool = False
    process: subprocess.Popen[bytes] = field(init=False)
    control: socket.socket = field(init=False)
    _all: tuple[socket.socket, ...] = field(init=False)
    _free: queue.SimpleQueue[socket.socket] = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        """Start the process, which loads its modules meanwhile."""
        pairs = [socket.socketpair() for _ in range(self.count + 1)]
        theirs = [pair[1] for pair in pairs]
        numbers = [end.fileno() for end in theirs]
        try:
            self.process = subprocess.Popen(
                # -P: the folder from which the server was started is no place for modules.
                [
                    *(sys.executable, "-P", "-m", "openalliances.asgi.site_worker"),
                    *map(str, numbers),
                ],
                pass_fds=numbers,
                env={**os.environ, "MALLOC_ARENA_MAX": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # Ctrl-C in a terminal is for the server, which then closes us.
                start_new_session=True,
            )
        finally:
            for end in theirs:
                end.close()
        self.control, *rest = (pair[0] for pair in pairs)
        self._all = (self.control, *rest)
        for connection in self._all:
            connection.settimeout(_PATIENCE)
        for connection in rest:
            self._free.put(connection)

    def open(self, site: Site, mount: Mount) -> None:
        """Have it open *site*, and wait until it stands ready.

        :raises OpenAlliancesError: if it cannot.
        """
        engine = site.engine
        try:
            opened = (site.release, site.settings, mount, engine.graphs(), engine.variant)
            send(self.control, OPEN, *opened)
            _conversation(self.control, site, Call())
        except (EOFError, OSError):
            raise EngineError(
                "The processes that work on pages did not start.", "Is the machine out of memory?"
            ) from None
        self.stands = True

    @contextlib.contextmanager
    def connection(self) -> Iterator[socket.socket]:
        """Give a connection to a process that has nothing to do; wait for one."""
        connection = self._free.get()
        try:
            yield connection
        finally:
            self._free.put(connection)

    def close(self) -> None:
        """End them all."""
        self.process.kill()
        self.process.wait()
        for connection in self._all:
            # Whoever reads from it is woken.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()


def _conversation(connection: socket.socket, site: Site, call: Call) -> Any:
    """Answer what a process asks until it is done; return what it has made.

    :raises OpenAlliancesError: if the work failed.
    """
    answers: dict[int, tuple[Answer, Iterator[bytes]]] = {}
    try:
        while True:
            word, *told = receive(connection)
            if word == DONE:
                return told[0]
            if word == READY:
                return None
            if word == FAILED:
                raise told[0]
            try:
                part = _part(word, told, answers, site, call)
            except OpenAlliancesError as error:
                send(connection, FAILED, error)
            else:
                send(connection, PART, *part)
    finally:
        for answer, _ in answers.values():
            answer.close()


def _part(
    word: str,
    told: list[Any],
    answers: dict[int, tuple[Answer, Iterator[bytes]]],
    site: Site,
    call: Call,
) -> tuple[bytes, bool]:
    """Return the next part of an answer, and whether it is the last."""
    number: int = told[0]
    if word == RUN:
        query: Query = told[1]
        answer = site.engine.run(query, call)
        answers[number] = (answer, iter(answer))
    elif word not in (MORE, STOP):
        raise failed()
    answer, chunks = answers[number]
    data = b"" if word == STOP else _some(chunks)
    ended = len(data) < _PART
    if ended:
        del answers[number]
        answer.close()
    return data, ended


def _some(chunks: Iterator[bytes]) -> bytes:
    """Return at least :data:`_PART` bytes, or what is left."""
    taken, size = [], 0
    for chunk in chunks:
        taken.append(chunk)
        size += len(chunk)
        if size >= _PART:
            break
    return b"".join(taken)
