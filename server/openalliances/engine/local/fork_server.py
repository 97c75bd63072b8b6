"""The fork server: a small process with one thread that forks workers on request.

The server has many threads, and forking such a process is unsafe; starting a
fresh interpreter for each worker is slow. So the pool starts this program once
(``python -m openalliances.engine.local.fork_server FD STORE MEGABYTES QUADS WARM``) and asks it
over the socket FD:

* ``f`` with a socket attached: fork a worker that serves it; answer: its pid;
* ``r`` with a socket attached: the same, for one that stands ready and warms itself meanwhile,
  if that takes no more than WARM megabytes (``warming.py``);
* ``n`` with a socket attached: the same, with the right to use the network;
* ``s``: answer: the number of quads if the store is in memory, else -1;
* ``w`` and a pid: wait for that worker, which has died; answer: its exit status,
  negative for a signal;
* ``k`` and a pid: kill that worker; no answer.

A store of at most QUADS quads is read into memory first, and the workers share those
pages with the fork server: they start sooner and answer faster than from the disk.

When the pool goes away, the socket closes, and fork server and workers end.
"""

from __future__ import annotations

import gc
import os
import resource
import select
import signal
import socket
import struct
import sys
import tempfile
import time
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from openalliances.engine.local.warming import warming
from openalliances.engine.local.worker import serve
from openalliances.rdf.prefixes import Prefixes
from openalliances.release.contexts import release_context
from openalliances.release.prefixes import declared_prefixes
from openalliances.sandbox import confine

MESSAGE = struct.Struct("!cq")
"""A request: its letter and a pid (0 where there is none)."""
REPLY = struct.Struct("!q")

_ENDING = 0.5
"""Seconds that a worker whose socket is closed may take to end."""
_REAP = 0.02
"""Seconds between two looks at workers that were killed and have not ended yet."""


def main() -> None:
    """Run the fork server, or in a process that it forked, a worker."""
    control = socket.socket(fileno=int(sys.argv[1]))
    path, memory, most_quads, warm = sys.argv[2], *map(int, sys.argv[3:6])
    store, quads = in_memory(path, most_quads)
    prefixes = Prefixes(declared_prefixes(Path(path).parent))
    context = release_context(Path(path).parent).context
    gc.freeze()
    parent = os.getpid()
    forked = serve_requests(control, quads)
    if forked is not None:
        connection, letter = forked
        network = letter == b"n"
        # What the store takes is not charged to the query.
        confine(memory + (_address_space() if store is not None else 0), network=network)
        if os.getppid() != parent:
            return  # it ended before confine could bind us to it
        ready = letter == b"r" and store is not None
        meanwhile = warming(warm << 20) if ready else ()
        serve(connection, path if store is None else store, memory, meanwhile, prefixes, context)


def in_memory(path: str, most_quads: int) -> tuple[Store | None, int]:
    """Return a copy in memory of the store in *path*, and its quads.

    None and -1 if it is larger or cannot be read.

    A worker that is given None opens the store itself, and reports why that fails.
    """
    if not most_quads:
        return None, -1
    try:
        stored = Store.read_only(path)
        quads = len(stored)
        if quads > most_quads:
            return None, -1
        held = Store()
        with tempfile.TemporaryFile() as file:
            stored.dump(file, RdfFormat.N_QUADS)
            file.seek(0)
            held.bulk_load(file, RdfFormat.N_QUADS)
        for graph in stored.named_graphs():
            held.add_graph(graph)
    except (OSError, ValueError, RuntimeError):
        return None, -1
    return held, quads


def _address_space() -> int:
    """Return the address space that this process uses now, in megabytes (proc(5), statm)."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize() >> 20


def serve_requests(control: socket.socket, quads: int = -1) -> tuple[socket.socket, bytes] | None:
    """Answer requests; in a worker, return its socket and the letter that asked for it.

    None is the end.
    """
    workers: set[int] = set()
    dying: set[int] = set()
    while True:
        dying -= {pid for pid in dying if os.waitpid(pid, os.WNOHANG)[0]}
        if not select.select([control], [], [], _REAP if dying else None)[0]:
            continue
        message, files, _, _ = socket.recv_fds(control, MESSAGE.size, 1)
        if len(message) < MESSAGE.size:
            _end(workers | dying)
            return None
        letter, pid = MESSAGE.unpack(message)
        if letter in (b"f", b"n", b"r"):
            pid = _fork()
            if pid == 0:
                control.close()
                return socket.socket(fileno=files[0]), letter
            os.close(files[0])
            workers |= {pid} if pid > 0 else set()
            control.sendall(REPLY.pack(pid))
        elif letter == b"s":
            control.sendall(REPLY.pack(quads))
        elif letter == b"k" and pid in workers:
            os.kill(pid, signal.SIGKILL)
            workers.discard(pid)
            dying.add(pid)
        elif letter == b"w":
            control.sendall(REPLY.pack(_status(pid) if pid in workers else 0))
            workers.discard(pid)


def _fork() -> int:
    """Fork; return -1 where the system has no room for another process."""
    try:
        return os.fork()
    except OSError:
        return -1


def _status(pid: int) -> int:
    """Return how a worker ended. Its socket closes first, and its status comes a moment later."""
    until = time.monotonic() + _ENDING
    while time.monotonic() < until:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(_ENDING / 100)
    # Should it not have died after all, this ends the wait; a status that is already fixed is
    # not changed by it.
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _end(workers: set[int]) -> None:
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    for pid in workers:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
