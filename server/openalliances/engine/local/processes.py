"""The pool's side of the fork server: start it, have it fork workers, have it kill them.

``ForkServer`` is safe to use from many threads. Should the fork server process itself
be killed, its workers go with it and the next call starts another one.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from openalliances.engine.local.fork_server import MESSAGE, REPLY
from openalliances.engine.local.frames import Reader
from openalliances.errors import EngineError

_PATIENCE = 60.0
"""Seconds in which the fork server must answer."""
_LOADING = 900.0
"""Seconds in which it must have read a large store into memory."""

_ATTEMPTS = 4
"""How often it is asked, each time anew, should it be killed while it starts."""

_LOWER = 10
"""By how much the niceness of long queries rises, so that others go first; see nice(2)."""
_LOWEST = 19


@dataclass(eq=False, slots=True)
class Worker:
    """A worker process, the connection to it, and the frames that come from there.

    ``niceness`` is what it had before it was made to yield, None for one that does not yield;
    ``uses`` counts for how many queries it was acquired; ``idle_since`` is of
    :func:`time.monotonic`; ``networked`` says that it may use the network, for one query that
    asks others; ``fork_server`` is the one that has forked it.
    """

    pid: int
    connection: socket.socket
    fork_server: ForkServer
    frames: Reader = field(init=False)
    niceness: int | None = None
    uses: int = 0
    idle_since: float = 0.0
    networked: bool = False

    def __post_init__(self) -> None:
        """Read from the connection."""
        self.frames = Reader(self.connection)

    def lives(self) -> bool:
        """Return whether an idle worker is still there; the idle say nothing but goodbye."""
        poll = select.poll()
        poll.register(self.connection, select.POLLIN)
        return not poll.poll(0)

    def processor_time(self) -> float:
        """Return the seconds that it has computed; 0 once it has ended.

        This is the clock of the process, clock_getcpuclockid(3): one system call, whose number
        is made as the kernel makes it. Where there is none, the usual clock stands for it.
        """
        if sys.platform != "linux":
            return time.monotonic()
        try:
            return time.clock_gettime((~self.pid << 3) | 2)
        except OSError:
            return 0.0

    def lower(self) -> None:
        """Let it yield to those of others.

        The niceness rises from what the worker has: that of a server which yields already must
        not fall.
        """
        if self.niceness is not None:
            return
        with contextlib.suppress(OSError):
            self.niceness = os.getpriority(os.PRIO_PROCESS, self.pid)
            os.setpriority(os.PRIO_PROCESS, self.pid, min(_LOWEST, self.niceness + _LOWER))

    def restore(self) -> bool:
        """Let it yield no longer; return whether the system lets us (RLIMIT_NICE, root)."""
        if self.niceness is not None:
            try:
                os.setpriority(os.PRIO_PROCESS, self.pid, self.niceness)
            except OSError:
                return False
            self.niceness = None
        return True

    def pause(self) -> None:
        """Stop it midway: it keeps what it has, and computes nothing."""
        self._send(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._send(signal.SIGCONT)

    def _send(self, number: signal.Signals) -> None:
        # Its number is given to nobody else before the fork server has been told to end it.
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)


class ForkServer:
    """The process that forks workers over one store.

    A store of at most ``most_quads`` is read into memory first. A worker may take ``warm``
    megabytes for pages of its own while it stands ready. ``quads`` is how many are held in
    memory, -1 for none, once :meth:`in_memory` has been asked.
    """

    def __init__(self, store: Path, memory: int, most_quads: int, warm: int = 0) -> None:
        self.most_quads = most_quads
        self.quads = -1
        self._arguments = (str(store), str(memory), str(most_quads), str(warm))
        self._lock = threading.Lock()
        self._closed = False
        self._process, self._control = self._start()

    @property
    def pid(self) -> int:
        """Return its process number."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Return whether the process has ended."""
        return self._process.poll() is not None

    def spawn(self, *, networked: bool = False, ready: bool = False) -> Worker:
        """Return a new worker; a *ready* one is not asked at once.

        :raises EngineError: if the system does not let us start one.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                letter = b"n" if networked else b"r" if ready else b"f"
                pid = self._ask(letter, 0, theirs.fileno())
            except EngineError:
                ours.close()
                raise
        if pid <= 0:
            ours.close()
            raise EngineError("No query worker could be started.", "Is the machine out of memory?")
        return Worker(pid, ours, self, networked=networked)

    def in_memory(self) -> bool:
        """Return whether the store is held in memory; wait until that is decided.

        :raises EngineError: if it is closed meanwhile, or cannot start.
        """
        with self._lock:
            if not self._closed:
                self._control.settimeout(_LOADING)
        self.quads = self._ask(b"s", 0)
        with self._lock:
            if not self._closed:
                self._control.settimeout(_PATIENCE)
        return self.quads >= 0

    def give_up(self) -> None:
        """End the process, also while somebody waits for it, who then gets an error."""
        self._closed = True
        self._process.kill()
        self._process.wait()
        self._control.close()

    def status(self, worker: Worker) -> int:
        """Return how *worker*, which has died, ended: its exit code, or minus a signal."""
        return self._ask(b"w", worker.pid)

    def kill(self, worker: Worker) -> None:
        """Kill *worker*, without waiting until it has ended."""
        # A fork server that has gone has taken its workers with it.
        with self._lock, contextlib.suppress(OSError):
            self._control.sendall(MESSAGE.pack(b"k", worker.pid))

    def close(self) -> None:
        """End the fork server and all its workers, and wait for that."""
        with self._lock:
            self._closed = True
            self._stop()

    def _start(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                # -P: the folder from which the server was started is no place for modules.
                [
                    *(sys.executable, "-P", "-m", "openalliances.engine.local.fork_server"),
                    *(str(theirs.fileno()), *self._arguments),
                ],
                pass_fds=[theirs.fileno()],
                # glibc reserves 64 to 128 MB of address space per thread, and RocksDB has a few;
                # that would be charged to queries although nobody uses it.
                env={**os.environ, "MALLOC_ARENA_MAX": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # Ctrl-C in a terminal is for the server, which then closes us.
                start_new_session=True,
            )
        ours.settimeout(_PATIENCE)
        return process, ours

    def _stop(self) -> None:
        self._control.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _ask(self, letter: bytes, pid: int, *files: int) -> int:
        with self._lock:
            if self._closed:
                # Whoever was about to ask must not start all anew.
                raise EngineError("The query engine has been closed.")
            reason: OSError | None = None
            for _ in range(_ATTEMPTS):
                try:
                    return self._exchange(letter, pid, files)
                except OSError as error:
                    reason = error
                self._stop()
                if self._closed:
                    raise EngineError("The query engine has been closed.") from None
                self._process, self._control = self._start()
            raise EngineError(f"The query workers cannot be started: {reason}.") from reason

    def _exchange(self, letter: bytes, pid: int, files: tuple[int, ...]) -> int:
        socket.send_fds(self._control, [MESSAGE.pack(letter, pid)], files)
        reply = self._control.recv(REPLY.size)
        if len(reply) < REPLY.size:
            raise ConnectionResetError("the fork server has gone")
        number: int = REPLY.unpack(reply)[0]
        return number
