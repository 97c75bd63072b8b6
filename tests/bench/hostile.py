"""Hostile clients, one kind at a time, and what another client notices of them.

Run it by hand, from the root of the checkout::

    python -m tests.bench.hostile RELEASE [--seconds 30] [KIND ...]

It starts a server over the release folder, lets each kind of attacker (from 127.0.0.2) do its
worst, and asks meanwhile, as another client (127.0.0.1), for a page, a query and health. The
table has the other's waiting times alone and beside the attacker, the server's processor time,
its memory before, at most and after, and the temporary files at most.

Where there are several processors the attacker has one of them for itself, and all others have
the rest: a real one would compute on a machine of its own, and what counts is the server's harm.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ATTACKER, OTHER = "127.0.0.2", "127.0.0.1"
LARGE = quote("SELECT * { { ?s ?p ?o } UNION { ?a ?b ?c } UNION { ?d ?e ?f } }")
_REST = 6.0
"""Seconds after an attack in which the server may come to rest."""


def _wire(port: int, receive: int = 0) -> socket.socket:
    wire = socket.socket()
    if receive:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    wire.settimeout(5)
    wire.bind((ATTACKER, 0))
    wire.connect(("127.0.0.1", port))
    return wire


def _again(port: int, until: float, attack: Callable[[socket.socket], None], wait: float) -> None:
    """Attack over one connection after the other."""
    while time.monotonic() < until:
        with contextlib.suppress(OSError), _wire(port) as wire:
            attack(wire)
        time.sleep(wait)


def _endless(first: bytes, more: bytes) -> Callable[[socket.socket], None]:
    def attack(wire: socket.socket) -> None:
        wire.sendall(first)
        while True:
            wire.sendall(more)

    return attack


def _crowd(
    count: int, attack: Callable[[socket.socket], None], wait: float = 0.02
) -> Callable[[int, float], None]:
    """Return an attack by *count* threads, each with one connection after the other."""

    def run(port: int, until: float) -> None:
        threads = [
            threading.Thread(target=_again, args=(port, until, attack, wait), daemon=True)
            for _ in range(count)
        ]
        for thread in threads:
            thread.start()
        time.sleep(max(0, until - time.monotonic()))

    return run


def _held(
    count: int, first: bytes, drip: bytes = b"", take: int = 0
) -> Callable[[int, float], None]:
    """Return an attack by *count* connections that send *first*, then a drip, or take little."""

    def run(port: int, until: float) -> None:
        wires: list[socket.socket] = []
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                while len(wires) < count and time.monotonic() < until:
                    wire = _wire(port, 4096 if take else 0)
                    with contextlib.suppress(TimeoutError):
                        wire.sendall(first)
                    wire.setblocking(False)
                    wires.append(wire)
            for wire in list(wires):
                try:
                    if drip:
                        wire.send(drip)
                    if take and not wire.recv(take):
                        raise OSError("closed")
                except BlockingIOError:
                    continue
                except OSError:
                    wire.close()
                    wires.remove(wire)
            time.sleep(0.2)

    return run


def _far_ranges(port: int, until: float) -> None:
    """Ask for the last byte of what has to be decoded up to there."""
    path = _largest_dump(port)
    head = f"GET {path} HTTP/1.1\r\nHost: x\r\nRange: bytes=-1\r\n\r\n".encode()

    def attack(wire: socket.socket) -> None:
        for _ in range(5):
            wire.sendall(head)
            wire.recv(65536)

    _crowd(8, attack)(port, until)


def _largest_dump(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/dumps/")
    page = connection.getresponse().read().decode()
    return next(
        str(path) for path in re.findall(r'href="(/dumps/[^"]+)"', page) if ".gz" not in path
    )


def _dump_readers(port: int, until: float) -> None:
    head = f"GET {_largest_dump(port)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    _held(64, head, take=400)(port, until)


_GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
_POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"

KINDS: dict[str, Callable[[int, float], None]] = {
    "heads without end": _crowd(20, _endless(_GET, b"X-A: aaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 2000)),
    "a line without end": _crowd(20, _endless(_GET + b"X-A: ", b"a" * 60_000)),
    "targets without end": _crowd(20, _endless(b"GET /", b"a" * 60_000)),
    "lists of 280,000 lines": _crowd(4, _endless(_GET, b"Accept: a/b\r\n" * 280_000)),
    "trailers without end": _crowd(
        20,
        _endless(_POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"A: b\r\n" * 5000),
    ),
    "idle connections": _held(2048, b""),
    "slow heads": _held(2048, _GET, drip=b"X-A: b\r\n"),
    "slow bodies": _held(400, _POST + b"Content-Length: 900000\r\n\r\n", drip=b"#"),
    "long bodies without their end": _held(
        400, _POST + b"Content-Length: 999999\r\n\r\n" + b"#" * 999_000
    ),
    "readers of a dump": _dump_readers,
    "readers of a large result": _held(
        24, f"GET /sparql?query={LARGE} HTTP/1.1\r\nHost: x\r\n\r\n".encode(), take=400
    ),
    "requests without reading": _crowd(20, _endless(b"", (_GET + b"\r\n") * 500)),
    "ranges at the end": _far_ranges,
    "connections that come and go": _crowd(8, lambda wire: None, wait=0.0),
}
"""Kinds of attackers by name: each takes the port and the time (monotonic) until which it goes."""


@dataclass(frozen=True, slots=True)
class Waited:
    """Milliseconds that answers took; ``failed`` counts those that were none."""

    p50: float
    p99: float
    most: float
    failed: int
    count: int


class Other:
    """A client that asks for a page, a query and health, in turn, until told to stop."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._times: list[float] = []
        self._failed = 0
        self._thread.start()

    def stop(self) -> Waited:
        """End, and return how long it waited."""
        self._stop.set()
        self._thread.join(60)
        times = sorted(self._times) or [float("nan")]
        p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
        return Waited(statistics.median(times), p99, times[-1], self._failed, len(times))

    def _run(self) -> None:
        number = 0
        while not self._stop.wait(0.01):
            number += 1
            query = quote(f"SELECT ?s {{ ?s ?p ?o FILTER(?o != {number}) }} LIMIT 1")
            path = ("/healthz", "/", f"/sparql?query={query}", "/id/state/burundi.ttl")[number % 4]
            began = time.perf_counter()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
                connection.request("GET", path)
                response = connection.getresponse()
                response.read()
                self._failed += response.status != 200
            except (OSError, http.client.HTTPException):
                self._failed += 1
            finally:
                connection.close()
            self._times.append(1000 * (time.perf_counter() - began))


class Watched:
    """What a process and its children use, looked at now and then."""

    def __init__(self, pid: int, port: int) -> None:
        self._pid, self._port = pid, port
        self._stop = threading.Event()
        self.most_memory = self.most_disk = 0.0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stop.set()
        self._thread.join()

    def memory(self) -> float:
        """Return the resident memory of the server's own process in MB."""
        text = Path(f"/proc/{self._pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmRSS:\s+(\d+)", text)
        return int(found[1]) / 1000 if found else 0.0

    def processor(self) -> float:
        """Return the processor time of the server's own process in seconds."""
        fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _run(self) -> None:
        while not self._stop.wait(0.5):
            self.most_memory = max(self.most_memory, self.memory())
            with contextlib.suppress(OSError, http.client.HTTPException, TypeError):
                connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
                connection.request("GET", "/metrics")
                text = connection.getresponse().read().decode()
                found = re.search(r'unread_bytes\{where="disk"\} (\S+)', text)
                self.most_disk = max(self.most_disk, float(found[1]) / 1e6)  # type: ignore[index]
                connection.close()


@contextlib.contextmanager
def _serving(release: Path) -> Iterator[tuple[int, int]]:
    """Serve *release*; yield port and process."""
    arguments = ("serve", "--release", str(release), "--port", "0")
    with subprocess.Popen(
        [sys.executable, "-m", "openalliances", *arguments],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        for line in process.stderr:
            if found := re.search(r"Serving at http://[\d.]+:(\d+)/", line):
                break
        else:
            raise SystemExit("The server did not start.")
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield int(found[1]), process.pid
        finally:
            process.terminate()


def _one(kind: str, port: int, pid: int, seconds: float, processor: int) -> str:
    # Pages are made once: what is measured is a server that has been asked before.
    warm = Other(port)
    time.sleep(3)
    warm.stop()
    other = Other(port)
    time.sleep(max(3, seconds / 4))
    alone = other.stop()
    watched = Watched(pid, port)
    before = watched.memory()
    arguments = ("--attack", kind, "--port", str(port), "--seconds", str(seconds))
    arguments += ("--processor", str(processor))
    program = [sys.executable, "-m", "tests.bench.hostile", *arguments]
    with subprocess.Popen(program, stdout=subprocess.PIPE) as attacker:
        assert attacker.stdout
        attacker.stdout.readline()  # it has been loaded, and is on its processor
        other, used = Other(port), watched.processor()
        attacker.wait(seconds + 60)
    beside, used = other.stop(), watched.processor() - used
    time.sleep(_REST)
    watched.stop()
    after = watched.memory()
    return (
        f"| {kind} | {alone.p50:.0f} / {alone.p99:.0f} | {beside.p50:.0f} / {beside.p99:.0f} "
        f"(max {beside.most:.0f}) | {beside.failed} of {beside.count} | {used / seconds:.0%} "
        f"| {before:.0f} / {watched.most_memory:.0f} / {after:.0f} | {watched.most_disk:.0f} |"
    )


def main() -> None:
    """Run the attacks that are named, or all, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", nargs="?", type=Path)
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--attack", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--processor", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    *others, last = sorted(os.sched_getaffinity(0))
    if given.attack:
        os.sched_setaffinity(0, {given.processor})
        print("begins", flush=True)
        KINDS[given.attack](given.port, time.monotonic() + given.seconds)
        os._exit(0)
    if given.release is None or not set(given.kinds) <= set(KINDS):
        parser.error("give the folder of a release, and kinds among: " + "; ".join(KINDS))
    os.sched_setaffinity(0, others or {last})
    print(
        "| attacker | alone p50 / p99 ms | beside it | failed | CPU | MB before/most/after | disk |"
    )
    print("|---|---|---|---|---|---|---|", flush=True)
    for kind in given.kinds or KINDS:
        # A server for each, lest one is blamed for what another left.
        with _serving(given.release) as (port, pid):
            print(_one(kind, port, pid, given.seconds, last), flush=True)


if __name__ == "__main__":
    main()
