"""Measure the server on generated data: loading, first answer, look-ups by IRI.

Run with ``make bench``. It starts its own servers on 127.0.0.1 and free ports, ends them
itself, and prints medians; these are figures to read, never tests to pass.
"""

from __future__ import annotations

import http.client
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from rich.console import Console
from rich.table import Table

SIZES = (100_000, 1_000_000)
LOOKUPS = 2_000
EX = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"


def main() -> None:
    """Print one row a size."""
    table = Table(title="openalliances serve --data (generated N-Triples)")
    for column in (
        "triples",
        "first answer",
        "look-up median",
        "look-up p99",
        "RSS of all processes",
    ):
        table.add_column(column, justify="right")
    console = Console()
    with tempfile.TemporaryDirectory() as name, console.status("measuring") as status:
        folder = Path(name)
        for size in SIZES:
            status.update(f"{size:,} triples")
            table.add_row(
                *measure(write_triples(folder / f"{size}.nt", size), size, folder / "cache")
            )
    console.print(table)


def measure(file: Path, size: int, cache: Path) -> tuple[str, ...]:
    """Return the row of one size: seconds to the first answer, milliseconds a look-up, MB."""
    began = time.perf_counter()
    with server(file, cache) as (port, process):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        lookup(connection, 0)
        first = time.perf_counter() - began
        times = sorted(lookup(connection, number % (size // 10)) for number in range(LOOKUPS))
        memory = resident(process.pid)
    return (
        f"{size:,}",
        f"{first:.1f} s",
        f"{statistics.median(times) * 1e3:.2f} ms",
        f"{times[int(len(times) * 0.99)] * 1e3:.2f} ms",
        f"{memory / 1e6:.0f} MB",
    )


def lookup(connection: http.client.HTTPConnection, number: int) -> float:
    """Return the seconds that one look-up by IRI takes; it must find ten statements."""
    query = f"SELECT ?p ?o WHERE {{ <{EX}thing/{number}> ?p ?o }}"
    began = time.perf_counter()
    connection.request(
        "GET", "/sparql?" + urlencode({"query": query}), headers={"Accept": "text/csv"}
    )
    body = connection.getresponse().read()
    taken = time.perf_counter() - began
    if body.count(b"\n") != 11:
        raise SystemExit(f"a look-up found {body.count(10) - 1} statements instead of 10")
    return taken


@contextmanager
def server(file: Path, cache: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Serve *file* on a free port; yield the port and the process."""
    command = [sys.executable, "-m", "openalliances", "serve", "--data", str(file), "--port", "0"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"OPENALLIANCES_CACHE_DIR": str(cache), "PATH": "/usr/bin:/bin"},
    ) as process:
        try:
            yield port_of(process), process
        finally:
            process.terminate()


def port_of(process: subprocess.Popen[str]) -> int:
    """Return the port that the server names in its first words."""
    for line in process.stdout or ():
        if "http://127.0.0.1:" in line:
            return int(line.split("http://127.0.0.1:")[1].split("/")[0].split()[0])
    raise SystemExit("the server did not start")


def resident(pid: int) -> int:
    """Return the proportional set size in bytes of a process and all below it (Linux)."""
    total = 0
    for process in (pid, *below(pid)):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def below(pid: int) -> list[int]:
    """Return the processes that *pid* has started, and those that they have."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text().split()]
    return children + [grandchild for child in children for grandchild in below(child)]


def write_triples(path: Path, size: int) -> Path:
    """Write *size* triples about things, ten each, as an alliance data set might have them."""
    with path.open("w", encoding="utf-8") as out:
        for thing in range(size // 10):
            s = f"<{EX}thing/{thing}>"
            out.write(f'{s} <{EX}label> "Thing number {thing}"@en .\n')
            out.write(f'{s} <{EX}start> "{1816 + thing % 200}"^^<{XSD}integer> .\n')
            for link in range(8):
                out.write(
                    f"{s} <{EX}member> <{EX}thing/{(thing * 7 + link * 13) % (size // 10)}> .\n"
                )
    return path


if __name__ == "__main__":
    main()
