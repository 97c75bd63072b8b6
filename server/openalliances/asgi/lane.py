"""A lane: threads for work that takes its time, few at once, shared fairly among clients.

Each thread waits for a process that computes, and processors are few. So little is begun at a
time; the rest waits in a queue that has an end, and whoever has the fewest running goes first.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from openalliances.errors import ClientBusyError, EngineBusyError

_LONGEST_RETRY = 30

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LaneLimits:
    """Threads of a lane, jobs that may wait for one, and jobs of one client (0 for no limit).

    ``rest`` is for how long a thread rests after a job, in times of the job: processors are free
    for others then.
    """

    threads: int
    queue: int
    client: int
    rest: float = 0.0


@dataclass(eq=False, slots=True)
class _Job:
    client: str
    work: Callable[[], Any]
    done: asyncio.Future[Any] = field(default_factory=asyncio.Future)
    began: float = 0.0


class Lane:
    """Runs functions in threads; made and used in one event loop. *name* says what they make."""

    def __init__(self, name: str, limits: LaneLimits) -> None:
        self._name = name
        self._limits = limits
        self._threads = ThreadPoolExecutor(limits.threads, thread_name_prefix=name)
        self._waiting: list[_Job] = []
        self._running: Counter[str] = Counter()
        self._usual = 0.0

    async def run(self, client: str, function: Callable[..., T], *values: object) -> T:
        """Return what *function* returns; *client* says for whom it is.

        :raises EngineBusyError: if too much waits already.
        :raises ClientBusyError: if too much of that is of this client.
        """
        self._check(client)
        job = _Job(client, partial(function, *values))
        self._waiting.append(job)
        self._start()
        try:
            found: T = await job.done
        finally:
            if job in self._waiting:
                self._waiting.remove(job)
        return found

    @property
    def waiting(self) -> int:
        """Return how many jobs wait."""
        return len(self._waiting)

    def close(self) -> None:
        """Start nothing any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _check(self, client: str) -> None:
        own = self._running[client] + sum(job.client == client for job in self._waiting)
        again = self._retry_after()
        hint = f"Try again in {again} s."
        if client and 0 < self._limits.client <= own:
            raise ClientBusyError(
                f"You wait for {own} {self._name} already; that is as many as one client may.",
                hint,
                retry_after=again,
            )
        free = self._limits.threads - self._running.total()
        if len(self._waiting) >= self._limits.queue + free:
            raise EngineBusyError(
                f"{len(self._waiting)} {self._name} wait to be made already.",
                hint,
                retry_after=again,
            )

    def _start(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting and self._running.total() < self._limits.threads:
            job = min(self._waiting, key=lambda job: self._running[job.client])
            self._waiting.remove(job)
            self._running[job.client] += 1
            job.began = time.monotonic()
            started = loop.run_in_executor(self._threads, job.work)
            started.add_done_callback(partial(self._ended, job))

    def _ended(self, job: _Job, ended: asyncio.Future[Any]) -> None:
        """Give the result to who waits, if anybody still does, and the thread to the next."""
        taken = time.monotonic() - job.began
        self._usual += 0.1 * (taken - self._usual)
        error = None if ended.cancelled() else ended.exception()
        if job.done.done():
            pass
        elif ended.cancelled():
            job.done.cancel()
        elif error is not None:
            job.done.set_exception(error)
        else:
            job.done.set_result(ended.result())
        if self._limits.rest:
            asyncio.get_running_loop().call_later(taken * self._limits.rest, self._free, job.client)
        else:
            self._free(job.client)

    def _free(self, client: str) -> None:
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        self._start()

    def _retry_after(self) -> int:
        """Return the seconds after which what waits now will be done, as far as one can tell."""
        ahead = self._usual * (len(self._waiting) + 1) / self._limits.threads
        return max(1, min(math.ceil(ahead), _LONGEST_RETRY))
