"""Clients that ask a fixed number of requests, each over one connection that stays open.

They do as little as they can between two requests; their own processor time counts nowhere.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import math
import socket
import statistics
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

from tests.bench.queries import CSV, PREFIXES, Kind
from tests.bench.stores import Endpoint, processor_time

PATIENCE = 60.0
"""Seconds that one answer may take, and about as many that one sample may."""
_numbers = itertools.count(1)


class PeerError(Exception):
    """A server did not answer, or not as it should."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one measurement found: milliseconds of processor time and of waiting an answer.

    ``answers`` of the ``asked`` came; ``rate`` is by the clock, in answers a second.
    """

    asked: int
    answers: int
    cpu: float
    rate: float
    p50: float
    p99: float
    error: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A class of queries as asked of one server: its target, headers and IRIs."""

    endpoint: Endpoint
    target: str
    headers: dict[str, str]
    values: tuple[str, ...]

    def request(self, number: int) -> bytes:
        """Return the bytes of the request with this number."""
        value = self.values[number % len(self.values)] if self.values else ""
        target = self.target.replace("NNN", str(number)).replace("III", value)
        place = f"{self.endpoint.host}:{self.endpoint.port}"
        lines = [f"GET {target} HTTP/1.1", f"Host: {place}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Wire:
    """A connection to a server."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._socket = socket.create_connection((endpoint.host, endpoint.port), PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb", buffering=1 << 18)

    def ask(self, request: bytes) -> tuple[bytes, dict[bytes, bytes]]:
        """Return the body of the answer, and its headers by names in lower case.

        :raises PeerError: if there is none, or it is no success.
        """
        try:
            self._socket.sendall(request)
            status = self._file.readline().split(b" ", 2)
            headers = {}
            while line := self._file.readline().strip():
                name, _, value = line.partition(b":")
                headers[name.lower()] = value.strip()
            body = b"" if status[1:2] == [b"304"] else self._body(headers)
        except (OSError, ValueError) as error:
            raise PeerError(repr(error)) from error
        if status[1:2] not in ([b"200"], [b"304"]):
            raise PeerError(f"{b' '.join(status)!r} {body[:200]!r}")
        return body, headers

    def __enter__(self) -> Self:
        """Return the connection itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._file.close()
        self._socket.close()

    def _body(self, headers: dict[bytes, bytes]) -> bytes:
        if headers.get(b"transfer-encoding") != b"chunked":
            if b"content-length" in headers:
                return self._file.read(int(headers[b"content-length"]))
            return self._file.read()
        parts = []
        while size := int(self._file.readline().split(b";")[0], 16):
            parts.append(self._file.read(size))
            self._file.readline()
        self._file.readline()
        return b"".join(parts)


def asked(endpoint: Endpoint, kind: Kind, values: Iterable[str]) -> Asked:
    """Return how to ask *endpoint*; a conditional request learns its ETag first.

    :raises PeerError: if it does not answer.
    """
    query = quote(PREFIXES + kind.text, safe="")
    coded = tuple(quote(value, safe="") for value in values) if kind.things else ()
    target = f"{endpoint.path}?query={query}"
    if not kind.varied:
        target = target.replace("NNN", "0").replace("III", coded[0] if coded else "")
    made = Asked(endpoint, target, {"Accept": kind.accept}, coded if kind.varied else ())
    if kind.conditional:
        tag = once(made, 0)[2].get(b"etag", b"").decode()
        return Asked(endpoint, target, made.headers | {"If-None-Match": tag}, ()) if tag else made
    return made


def once(one: Asked, number: int) -> tuple[float, bytes, dict[bytes, bytes]]:
    """Return the seconds that one request takes, the body of its answer, and the headers.

    :raises PeerError: if there is none.
    """
    began = time.perf_counter()
    with _connected(one.endpoint) as wire:
        body, headers = wire.ask(one.request(number))
    return time.perf_counter() - began, body, headers


def digest(body: bytes, media_type: str) -> str:
    """Return the number of rows and a digest of their set, whatever their order and spelling."""
    text = body.decode()
    if media_type == CSV:
        # Names of variables differ from request to request, quotation marks from peer to peer.
        rows = sorted("\x1f".join(row) for row in list(csv.reader(io.StringIO(text)))[1:] if row)
    else:
        rows = sorted(line.strip() for line in text.splitlines() if line.strip())
    return f"{len(rows)} rows, {hashlib.sha256(chr(10).join(rows).encode()).hexdigest()[:12]}"


def sample(one: Asked, clients: int, requests: int) -> Sample:
    """Ask so many *requests* with so many *clients*; stop when it takes too long."""
    times: list[float] = []
    errors: list[str] = []
    numbers = iter(range((first := next(_numbers) * 1_000_000), first + requests))
    until = time.monotonic() + PATIENCE

    def ask() -> None:
        try:
            with _connected(one.endpoint) as wire:
                for number in numbers:
                    began = time.perf_counter()
                    wire.ask(one.request(number))
                    times.append(time.perf_counter() - began)
                    if time.monotonic() > until:
                        errors.append("it took too long")
                        break
        except PeerError as error:
            errors.append(str(error))

    before, began = processor_time(one.endpoint.pid), time.perf_counter()
    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - began
    cpu = processor_time(one.endpoint.pid) - before
    return _summary(requests, times, taken, cpu, errors)


def _summary(
    requests: int, times: list[float], taken: float, cpu: float, errors: list[str]
) -> Sample:
    error = errors[0] if errors else ""
    if not times:
        return Sample(requests, 0, math.nan, 0.0, math.nan, math.nan, error)
    times.sort()
    p50, p99 = statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.99))]
    count = len(times)
    return Sample(requests, count, cpu / count * 1e3, count / taken, p50 * 1e3, p99 * 1e3, error)


def _connected(endpoint: Endpoint) -> Wire:
    try:
        return Wire(endpoint)
    except OSError as error:
        raise PeerError(repr(error)) from error
