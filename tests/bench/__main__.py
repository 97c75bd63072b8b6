"""Measure the server side by side with others, on generated data and on a release.

Run with ``make bench``, or ``python -m tests.bench --help``. All servers run on 127.0.0.1
and free ports and are ended again; all are asked in turns (A B A B). These are figures to
read, never tests to pass.
"""

from __future__ import annotations

import argparse
import math
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from tests.bench import data
from tests.bench.load import WRK, Sample, asked, once, sample
from tests.bench.measures import beside_endless, first_byte
from tests.bench.queries import CSV, KINDS, Kind
from tests.bench.report import Row, median, show, write
from tests.bench.stores import OURS, SERVERS, Endpoint, installed, memory, processor_time

from openalliances.builder.user_files import load_files
from openalliances.engine.open import open_engine
from openalliances.engine.select import select
from openalliances.progress import Silence
from openalliances.release import Release, open_release
from openalliances.settings import Settings

_HOPELESS = 1.0
"""Seconds of one request from which on it is measured once, and not with several clients:
who gives up waiting leaves others' servers busy, beside what is measured next."""


@dataclass(frozen=True, slots=True)
class Data:
    """What is served: its name, its release, and IRIs of its things by kind."""

    name: str
    release: Release
    things: dict[str, list[str]]
    generated: bool


def main() -> None:
    """Measure what the command line asks for."""
    options = arguments()
    # Whoever stops us means the servers, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    console = Console(width=int(os.environ.get("COLUMNS", "150")))
    if not WRK:
        console.print("wrk is not installed: a client in Python asks, and takes most of the time.")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name, console.status("…") as status:
        for given in given_data(options, Path(name)):
            for row in measure(given, options, Path(name), status.update):
                rows.append(row)
                options.table.parent.mkdir(parents=True, exist_ok=True)
                write(rows, peers_in(rows), options.table)
    show(rows, peers_in(rows), console)
    console.print(f"The table is in {options.table}.")


def peers_in(rows: list[Row]) -> list[str]:
    """Return the names of the others that *rows* tell of."""
    return [name for name in SERVERS if name != OURS and any(name in row.values for row in rows)]


def arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    names = [kind.name for kind in KINDS]
    parser.add_argument("--quick", action="store_true", help="100 k triples, Oxigraph only: 1 min")
    parser.add_argument("--only", action="append", choices=[*names, "rest"], help="this class only")
    parser.add_argument("--size", type=int, action="append", help="triples; may be given again")
    parser.add_argument("--peer", action="append", choices=[*SERVERS], help="beside this one only")
    parser.add_argument(
        "--release", type=Path, help="a release folder; else the newest in the cache"
    )
    parser.add_argument("--no-release", action="store_true", help="generated data only")
    parser.add_argument("--rounds", type=int, default=3, help="samples of which the median counts")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of a sample")
    place = Path("dist") / "bench.md"
    parser.add_argument(
        "--table", type=Path, default=place, help="where the table goes, .md or .csv"
    )
    options = parser.parse_args()
    options.size = options.size or ([100_000] if options.quick else [100_000, 1_000_000])
    if options.quick:
        options.rounds, options.seconds, options.no_release = 1, 1.0, True
        options.peer = options.peer or ["oxigraph"]
    return options


def given_data(options: argparse.Namespace, folder: Path) -> Iterator[Data]:
    """Yield the data to measure on, generated ones first."""
    settings = Settings(cache_dir=str(folder / "cache"))
    for size in options.size:
        file = data.write_triples(folder / f"{size}.nt", size)
        release = load_files([file], settings, Silence())
        kinds = ("state", "alliance", "mission", "membership")
        yield Data(f"{size:,}", release, {k: data.things(size, k) for k in kinds}, True)
    found = None if options.no_release else options.release or newest()
    if found is not None:
        release = open_release(found)
        yield Data(f"release {release.manifest.version}", release, subjects(release), False)


def newest() -> Path | None:
    """Return the folder of the newest release in the user's cache, if there is one."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "openalliances"
    found = [path.parent for path in cache.glob("*/manifest.json") if "files" not in path.parts]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def subjects(release: Release) -> dict[str, list[str]]:
    """Return some IRIs that *release* speaks of."""
    engine = open_engine(release, Settings(query_workers=1))
    text = "SELECT DISTINCT ?s { ?s a ?t FILTER(ISIRI(?s)) } ORDER BY ?s LIMIT 2000"
    found = [str(row["s"].value) for row in select(engine, text, {}, 20.0)]
    engine.close()
    return {"membership": found}


def measure(given: Data, options: argparse.Namespace, folder: Path, say: object) -> Iterator[Row]:
    """Yield the rows of one set of data, all servers running beside each other."""
    quads = given.release.manifest.quads
    names = [name for name in SERVERS if installed(name)]
    names = [n for n in names if n == OURS or not options.peer or n in options.peer]
    if quads > 200_000:
        names = [name for name in names if name != "rdflib-endpoint"]
    with ExitStack() as stack:
        endpoints = []
        for name in names:
            say(f"{given.name}: starting {name}")
            place = Path(tempfile.mkdtemp(prefix=name, dir=folder))
            endpoints.append(stack.enter_context(SERVERS[name](given.release, place)))
        for kind in KINDS:
            if (given.generated or kind.everywhere) and kind.name in (options.only or [kind.name]):
                say(f"{given.name}: {kind.name}")
                yield from of_kind(kind, given, endpoints, options, folder)
        if "rest" in (options.only or ["rest"]):
            say(f"{given.name}: memory, first byte, beside endless queries")
            yield from the_rest(given, endpoints, options, folder)


def of_kind(
    kind: Kind, given: Data, endpoints: list[Endpoint], options: argparse.Namespace, folder: Path
) -> Iterator[Row]:
    """Yield the rows of one class of queries: rates for each number of clients, and latency."""
    requests = {e.name: asked(e, kind, given.things.get(kind.things, [])) for e in endpoints}
    expected = {name: warmed(one, name, kind) for name, one in requests.items()}
    for clients in kind.clients:
        samples: dict[str, list[Sample]] = {name: [] for name in requests}
        costs: dict[str, list[float]] = {name: [] for name in requests}
        for turn in range(options.rounds):
            for name, one in requests.items():
                hopeless = expected[name] >= _HOPELESS
                if not hopeless or (turn == 0 and clients == 1):
                    before = processor_time(one.endpoint.pid)
                    found = sample(one, clients, options.seconds, expected[name], folder)
                    samples[name].append(found)
                    taken = processor_time(one.endpoint.pid) - before
                    costs[name].append(1e3 * taken / found.answers if found.answers else math.nan)
        title = f"{kind.name}, {clients} client" + "s" * (clients > 1)
        errors = [
            f"{n}: {sum(s.errors for s in found)} errors"
            for n, found in samples.items()
            if any(s.errors for s in found)
        ]
        yield Row(given.name, " ".join((title, *errors)), "1/s", _each(samples, "rate"))
        yield Row(given.name, f"{title}, processor", "ms", {n: median(c) for n, c in costs.items()})
        if clients == 1:
            yield Row(given.name, f"{kind.name}, p50", "ms", _each(samples, "p50"))


def warmed(one: object, name: str, kind: Kind) -> float:
    """Return the seconds of a request when it is not the first."""
    first, body = once(one)
    rows = body.count(b"\n") if kind.accept == CSV else body.count(b";") + body.count(b" .")
    if os.environ.get("BENCH_ROWS"):
        print(f"{kind.name} {name}: {rows} rows, {len(body)} bytes")
    return first if first >= _HOPELESS else min(once(one)[0] for _ in range(2))


def the_rest(
    given: Data, endpoints: list[Endpoint], options: argparse.Namespace, folder: Path
) -> Iterator[Row]:
    """Yield memory, the first and the last byte of all rows, and latency under load."""
    bytes_ = {e.name: memory(e.pid) / 1e6 for e in endpoints}
    yield Row(given.name, "memory of all processes", "MB", bytes_)
    times = {e.name: [first_byte(e) for _ in range(options.rounds)] for e in endpoints}
    firsts = {name: median(t[0] * 1e3 for t in found) for name, found in times.items()}
    lasts = {name: median(t[1] * 1e3 for t in found) for name, found in times.items()}
    yield Row(given.name, "all rows, first byte", "ms", firsts)
    yield Row(given.name, "all rows, last byte", "ms", lasts)
    light = next(kind for kind in KINDS if kind.name == "lookup")
    samples: dict[str, list[Sample]] = {}
    for endpoint in endpoints:
        one = asked(endpoint, light, given.things[light.things])
        samples[endpoint.name] = [beside_endless(one, options.seconds, folder)]
        time.sleep(1.0)
    yield Row(given.name, "lookup beside 2 endless, p50", "ms", _each(samples, "p50"))
    yield Row(given.name, "lookup beside 2 endless, p99", "ms", _each(samples, "p99"))


def _each(samples: dict[str, list[Sample]], field: str) -> dict[str, float]:
    return {name: median(getattr(s, field) for s in found) for name, found in samples.items()}


if __name__ == "__main__":
    main()
