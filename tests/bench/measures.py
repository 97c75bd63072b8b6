"""What is measured beside the classes of queries: latency under load, first byte."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote

from tests.bench.load import PATIENCE, Asked, PeerError, Sample, Wire, sample
from tests.bench.queries import CSV, ENDLESS, ENDLESS_LATERAL, EVERYTHING
from tests.bench.stores import OURS, Endpoint


@contextmanager
def endless(endpoint: Endpoint, queries: int = 2) -> Iterator[None]:
    """Keep *queries* endless queries running; then leave, as a client does."""
    knows_lateral = endpoint.name in (OURS, "oxigraph", "oxigraph-memory")
    text = ENDLESS_LATERAL if knows_lateral else ENDLESS
    wires = []
    try:
        for _ in range(queries):
            wires.append(_send(endpoint, text))
        time.sleep(1.0)
        yield
    finally:
        for wire in wires:
            wire.close()


@contextmanager
def crowd(heavy: Asked, clients: int = 4) -> Iterator[None]:
    """Keep so many *clients* asking the same heavy query while the block runs."""
    stop = threading.Event()

    def ask(first: int) -> None:
        number = first
        with suppress(PeerError, OSError), Wire(heavy.endpoint) as wire:
            while not stop.is_set():
                wire.ask(heavy.request(number))
                number += 1

    threads = [threading.Thread(target=ask, args=(at * 10**6,)) for at in range(1, clients + 1)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def beside_endless(light: Asked, requests: int) -> Sample:
    """Return how one client's look-ups fare beside two endless queries.

    :raises PeerError: if the server does not answer.
    """
    try:
        with endless(light.endpoint):
            return sample(light, 1, requests)
    except OSError as error:
        raise PeerError(repr(error)) from error


def beside_crowd(light: Asked, heavy: Asked, requests: int) -> Sample:
    """Return how one client's look-ups fare beside four clients with an aggregate each."""
    with crowd(heavy):
        return sample(light, 1, requests)


def first_byte(endpoint: Endpoint) -> tuple[float, float]:
    """Return the seconds to the first byte of the body of all statements, and to the last.

    :raises PeerError: if they do not come.
    """
    try:
        with _send(endpoint, EVERYTHING) as wire:
            began = time.perf_counter()
            head = b""
            while len(head.partition(b"\r\n\r\n")[2]) == 0:
                data = wire.recv(1 << 20)
                if not data:
                    raise PeerError("It ended before the first byte.")
                head += data
            first = time.perf_counter() - began
            while wire.recv(1 << 20):
                pass
            return first, time.perf_counter() - began
    except OSError as error:
        raise PeerError(repr(error)) from error


def _send(endpoint: Endpoint, query: str) -> socket.socket:
    wire = socket.create_connection((endpoint.host, endpoint.port), timeout=PATIENCE)
    target = f"{endpoint.path}?query={quote(query, safe='')}"
    head = f"GET {target} HTTP/1.1\r\nHost: {endpoint.host}:{endpoint.port}\r\nAccept: {CSV}\r\n"
    wire.sendall(f"{head}Connection: close\r\n\r\n".encode())
    return wire
