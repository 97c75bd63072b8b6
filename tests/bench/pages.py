"""Measure pages, documents, searches and addresses of nothing, and look-ups beside their worst.

Run with ``python -m tests.bench.pages --release FOLDER``. The number of requests is fixed;
processor time is that of the whole process tree, with that of processes which have ended. Each
figure stands beside that of a light look-up of the same run, as a ratio: that holds on a busy
machine, too. Answers that are kept are told from those that are made: first, again.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import socket
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.parse import urlencode

from rich.console import Console
from rich.table import Table
from tests.bench.stores import Endpoint, ours, processor_time

from openalliances.rdf.prefixes import ALLY, BASE
from openalliances.release import open_release

PEOPLE = "text/html,application/xhtml+xml,*/*;q=0.8"
CROWD = 4
_fresh = itertools.count(int(time.time()))


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured: milliseconds of processor time and of waiting a request, and statuses."""

    name: str
    cpu: float
    p50: float
    p99: float
    rate: float
    statuses: dict[int, int]


class Wire:
    """One connection that stays open; it asks and reads with as little work as possible."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)

    def ask(self, request: bytes) -> int:
        """Send *request*, read its answer, and return the status."""
        self._socket.sendall(request)
        held = b""
        while b"\r\n\r\n" not in held:
            held += self._more()
        head, _, body = held.partition(b"\r\n\r\n")
        length = next(
            (int(h[15:]) for h in head.lower().split(b"\r\n") if h.startswith(b"content-length:")),
            None,
        )
        if length is None and b"chunked" in head:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
        left = (length or 0) - len(body)
        while length and left > 0:
            left -= len(self._more())
        return int(head[9:12])

    def _more(self) -> bytes:
        data = self._socket.recv(1 << 18)
        if not data:
            raise ConnectionError("The server has closed the connection.")
        return data


def get(target: str, accept: str = "*/*") -> bytes:
    """Return the bytes of a GET request."""
    return f"GET {target} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\n\r\n".encode()


def query(text: str) -> bytes:
    """Return the bytes of a query that is asked for as CSV."""
    return get("/sparql?" + urlencode({"query": text}), "text/csv")


def posted(text: str) -> bytes:
    """Return the bytes of a query in a body."""
    body = text.encode()
    head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    return f"{head}Accept: text/csv\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def look_up(iris: list[str], number: int) -> bytes:
    """Return a light look-up that no cache answers."""
    return query(f"SELECT ?p ?o{number} {{ <{iris[number % len(iris)]}> ?p ?o{number} }}")


def _words(number: int) -> str:
    return "-".join(f"zq{place}x{number}" for place in range(20))


def _misspelt(number: int) -> str:
    names = ("hasPary", "isPartnrOf", "startYaer", "isLedBi", "memberShip")
    patterns = " ".join(f"?s <{ALLY}{name}{number}> ?o{i} ." for i, name in enumerate(names))
    return f"SELECT * {{ {patterns} }}"


def _long(number: int, size: int) -> str:
    value = f"<{BASE}id/state/mali> "
    head = f"SELECT ?p ?o{number} {{ ?s ?p ?o{number} VALUES ?s {{ "
    return f"{head}{value * ((size - len(head)) // len(value))} }} }} LIMIT 1"


CROWDS: dict[str, Callable[[int], bytes]] = {
    "look-ups of others": lambda n: query(f"SELECT ?p ?o{n} {{ <{BASE}id/state/mali> ?p ?o{n} }}"),
    "addresses of nothing, people": lambda n: get(f"/id/state/{_words(n)}", PEOPLE),
    "addresses of nothing, programs": lambda n: get(f"/id/state/{_words(n)}.ttl"),
    "searches": lambda n: get(f"/search?q=republic+{n}", PEOPLE),
    "misspelt terms": lambda n: query(_misspelt(n)),
    "misspelt graphs": lambda n: query(f"SELECT * FROM <{BASE}graph/data/x{n}> {{ ?s ?p ?o }}"),
    "queries of 1 MB": lambda n: posted(_long(n, 999_000)),
    "queries of 90 kB": lambda n: posted(_long(n, 90_000)),
}
"""What a client may send that costs more than others, by its number."""


def measure(name: str, port: int, pid: int, requests: list[bytes]) -> Row:
    """Send *requests* one after the other and return what they cost."""
    wire, times, statuses = Wire(port), [], dict[int, int]()
    before, began = processor_time(pid), time.perf_counter()
    for request in requests:
        asked = time.perf_counter()
        status = wire.ask(request)
        times.append(time.perf_counter() - asked)
        statuses[status] = statuses.get(status, 0) + 1
    taken, count = time.perf_counter() - began, len(requests)
    cpu = 1e3 * (processor_time(pid) - before) / count
    times.sort()
    p50, p99 = (1e3 * times[min(count - 1, int(count * part))] for part in (0.5, 0.99))
    return Row(name, cpu, p50, p99, count / taken, statuses)


def pages(port: int, pid: int, iris: dict[str, list[str]], count: int) -> Iterator[Row]:
    """Yield the rows of pages and documents, first and again, and of what is never kept."""
    for kind, found in iris.items():
        for suffix in (".html", ".ttl", ".jsonld", ""):
            chosen = [iri.removeprefix(BASE) + suffix for iri in found[:count]]
            asked = [get("/" + path, PEOPLE if suffix == ".html" else "*/*") for path in chosen]
            yield measure(f"{kind}{suffix or ' (303)'}, first", port, pid, asked)
            yield measure(f"{kind}{suffix or ' (303)'}, second", port, pid, asked)
            yield measure(f"{kind}{suffix or ' (303)'}, again", port, pid, asked * 20)
    for name, make in CROWDS.items():
        yield measure(name, port, pid, [make(next(_fresh)) for _ in range(count)])


def beside(port: int, pid: int, iris: list[str], count: int) -> Iterator[Row]:
    """Yield look-ups alone and beside clients that send the worst of a kind all the time."""
    for name, make in ((None, None), *CROWDS.items(), (None, None)):
        stop = multiprocessing.Event()
        crowd = [
            multiprocessing.Process(
                target=_crowd, args=(port, make, stop, 1_000_000 * n), daemon=True
            )
            for n in range(CROWD if make else 0)
        ]
        for one in crowd:
            one.start()
        if crowd:
            time.sleep(1.0)
        asked = [look_up(iris, next(_fresh)) for _ in range(count)]
        yield measure(f"look-up beside {name}" if name else "look-up alone", port, pid, asked)
        stop.set()
        for one in crowd:
            one.join(10)
            one.kill()


def _crowd(port: int, make: Callable[[int], bytes], stop: Event, place: int) -> None:
    wire = Wire(port)
    for number in itertools.count(next(_fresh) + 1_000_000 * place):
        if stop.is_set():
            return
        wire.ask(make(number))


def things(port: int) -> dict[str, list[str]]:
    """Return IRIs of things by kind."""
    found = {}
    for kind in ("State", "PeaceOperation", "Membership"):
        text = f"SELECT DISTINCT ?s {{ ?s a <{ALLY}{kind}> }} ORDER BY ?s LIMIT 200"
        place = f"http://127.0.0.1:{port}/sparql?" + urlencode({"query": text, "format": "json"})
        rows = json.load(urllib.request.urlopen(place))["results"]["bindings"]
        found[kind] = [row["s"]["value"] for row in rows]
    return found


def main() -> None:
    """Measure what the command line asks for, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    parser.add_argument("--release", type=Path, required=True, help="a release folder")
    parser.add_argument("--count", type=int, default=50, help="requests of each kind")
    parser.add_argument("--look-ups", type=int, default=500, help="look-ups beside each crowd")
    parser.add_argument("--only", choices=("pages", "beside"), help="half of it")
    parser.add_argument("--server", help="PORT:PID of one that runs already")
    options = parser.parse_args()
    if options.server:
        port, pid = map(int, options.server.split(":"))
        run(Endpoint("", "127.0.0.1", port, "/sparql", pid), options)
        return
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        ours(open_release(options.release), Path(folder)) as endpoint,
    ):
        run(endpoint, options)


def run(endpoint: Endpoint, options: argparse.Namespace) -> None:
    """Measure *endpoint* and print the table."""
    iris, port, pid = things(endpoint.port), endpoint.port, endpoint.pid
    usual = [look_up(iris["State"], next(_fresh)) for _ in range(options.look_ups)]
    measure("warm", port, pid, usual[:100])
    base = measure("look-up", port, pid, usual)
    rows = [base]
    if options.only != "beside":
        rows += pages(port, pid, iris, options.count)
    if options.only != "pages":
        rows += beside(port, pid, iris["State"], options.look_ups)
    table = Table(title="Milliseconds a request; processor time also in look-ups")
    for column in ("what", "processor", "× look-up", "p50", "p99", "1/s", "statuses"):
        table.add_column(column, justify="left" if column in ("what", "statuses") else "right")
    for row in rows:
        figures = (row.cpu, row.cpu / base.cpu, row.p50, row.p99, row.rate)
        table.add_row(row.name, *(f"{figure:.3g}" for figure in figures), str(row.statuses))
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
