"""Background processes: work beside the main line, forked where the system has fork.

What a build does takes long in pure Python, and machines have several cores. The other
process sees everything as it was at the fork, so nothing has to be sent to it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Generic, ParamSpec, TypeVar

from openalliances.errors import MachineError, OpenAlliancesError

T = TypeVar("T")
P = ParamSpec("P")


class Future(Generic[T]):
    """The result of work that is under way, or done already (as in :mod:`concurrent.futures`)."""

    def __init__(self, result: Callable[[], T]) -> None:
        self._ask = result
        self._known: list[T] = []

    def result(self) -> T:
        """Return the result; wait for it.

        :raises OpenAlliancesError: if the work raises that.
        :raises OSError: if the work raises that.
        :raises MachineError: if the process was ended.
        """
        if not self._known:
            self._known.append(self._ask())
        return self._known[0]


def done(result: T) -> Future[T]:
    """Return *result* as of work that is done."""
    return Future(lambda: result)


class BackgroundProcesses:
    """Runs work in forked processes; when the block ends, those still at work are ended."""

    def __init__(self) -> None:
        forks = "fork" in multiprocessing.get_all_start_methods() and (os.cpu_count() or 1) > 1
        self._context = multiprocessing.get_context("fork") if forks else None
        self._processes: list[multiprocessing.process.BaseProcess] = []

    def __enter__(self) -> BackgroundProcesses:
        """Return the runner."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End what is still at work."""
        for process in self._processes:
            if process.is_alive():
                process.kill()
            process.join()

    def submit(self, work: Callable[P, T], *args: P.args, **more: P.kwargs) -> Future[T]:
        """Return the result of *work*, which runs from now on; it must be of plain values."""
        if self._context is None:
            return done(work(*args, **more))
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(
            target=_work, args=(theirs, lambda: work(*args, **more)), daemon=True
        )
        process.start()
        theirs.close()
        self._processes.append(process)
        return Future(lambda: _receive(ours))


def _work(connection: Connection, work: Callable[[], object]) -> None:
    """Do the work in the new process and send what comes of it."""
    # Ctrl-C is for the main process, which ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        connection.send((None, work()))
    except (OpenAlliancesError, OSError) as error:
        connection.send((error, None))


def _receive(connection: Connection) -> T:  # type: ignore[type-var]  # what was sent by _work
    with connection:
        try:
            failure, found = connection.recv()
        except EOFError:
            raise MachineError(
                "A process that worked beside this one ended by itself.",
                "Was it killed, or is the machine out of memory?",
            ) from None
    if failure is not None:
        raise failure
    result: T = found
    return result
