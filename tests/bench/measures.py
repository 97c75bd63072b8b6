"""What is measured beside the classes of queries: latency under load, memory, first byte."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.bench.load import Asked, Sample, once, sample
from tests.bench.queries import CSV, ENDLESS, ENDLESS_LATERAL, EVERYTHING
from tests.bench.stores import OURS, Endpoint


@contextmanager
def busy(endpoint: Endpoint, queries: int = 2) -> Iterator[None]:
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


def beside_endless(light: Asked, seconds: float, folder: Path) -> Sample:
    """Return how one client's look-ups fare beside two endless queries."""
    with busy(light.endpoint):
        return sample(light, 1, seconds, once(light)[0], folder)


def first_byte(endpoint: Endpoint) -> tuple[float, float]:
    """Return the seconds to the first byte of the body of all statements, and to the last."""
    with _send(endpoint, EVERYTHING) as wire:
        began = time.perf_counter()
        head = b""
        while len(head.partition(b"\r\n\r\n")[2]) == 0:
            head += wire.recv(1 << 20)
        first = time.perf_counter() - began
        while wire.recv(1 << 20):
            pass
        return first, time.perf_counter() - began


def _send(endpoint: Endpoint, query: str) -> socket.socket:
    wire = socket.create_connection((endpoint.host, endpoint.port), timeout=60)
    target = f"{endpoint.path}?query={quote(query, safe='')}"
    head = f"GET {target} HTTP/1.1\r\nHost: {endpoint.host}:{endpoint.port}\r\nAccept: {CSV}\r\n"
    wire.sendall(f"{head}Connection: close\r\n\r\n".encode())
    return wire
