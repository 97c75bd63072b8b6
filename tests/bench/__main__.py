"""Measure the server side by side with others, on generated data and on a release.

Run with ``make bench``, or ``python -m tests.bench --help``. All servers run on 127.0.0.1
and free ports and are ended again; all are asked in turns (A B A B), each for as many answers.
Processor time is that of the whole process tree of a server, with what has ended: these figures and
their ratios hold on a busy machine, too; rates and latencies do not. A server that fails has a note
in its row. These are figures to read, never tests to pass.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console
from tests.bench import data
from tests.bench.load import Asked, PeerError, Sample, asked, digest, once, sample
from tests.bench.measures import beside_crowd, beside_endless, first_byte
from tests.bench.queries import KINDS, Kind
from tests.bench.report import Row, median, show, write
from tests.bench.stores import OURS, SERVERS, Endpoint, installed, memory

from openalliances.builder.user_files import load_files
from openalliances.engine.open import open_engine
from openalliances.engine.select import select
from openalliances.progress import Silence
from openalliances.release import Release, open_release
from openalliances.settings import Settings


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
    parser.add_argument("--share", type=float, default=1.0, help="part of the requests to ask")
    place = Path("dist") / "bench.md"
    parser.add_argument(
        "--table", type=Path, default=place, help="where the table goes, .md or .csv"
    )
    options = parser.parse_args()
    options.size = options.size or ([100_000] if options.quick else [100_000, 1_000_000])
    if options.quick:
        options.rounds, options.share, options.no_release = 1, 0.25, True
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
            try:
                endpoints.append(stack.enter_context(SERVERS[name](given.release, place)))
            except (Exception, pytest.fail.Exception) as error:
                yield Row(given.name, "start", "", {}, {name: _short(error)})
        for kind in KINDS:
            if (given.generated or kind.everywhere) and kind.name in (options.only or [kind.name]):
                say(f"{given.name}: {kind.name}")
                yield from of_kind(kind, given, endpoints, options)
        if "rest" in (options.only or ["rest"]):
            say(f"{given.name}: memory, first byte, look-ups beside others")
            yield from the_rest(given, endpoints, options)


def of_kind(
    kind: Kind, given: Data, endpoints: list[Endpoint], options: argparse.Namespace
) -> Iterator[Row]:
    """Yield the rows of one class of queries: processor time, rate and latency."""
    notes: dict[str, str] = {}
    ready = prepared(kind, given, endpoints, notes)
    requests = max(2, round(kind.requests * options.share))
    for clients in kind.clients:
        samples: dict[str, list[Sample]] = {name: [] for name in ready}
        for _ in range(options.rounds):
            for name, one in ready.items():
                samples[name].append(sample(one, clients, max(requests, clients)))
        said = notes | failures(samples)
        title = f"{kind.name}, {clients} client" + "s" * (clients > 1)
        yield Row(given.name, f"{title}, processor", "ms", _each(samples, "cpu"), said)
        yield Row(given.name, title, "1/s", _each(samples, "rate"))
        yield Row(given.name, f"{title}, p50", "ms", _each(samples, "p50"))


def prepared(
    kind: Kind, given: Data, endpoints: list[Endpoint], notes: dict[str, str]
) -> dict[str, Asked]:
    """Return how each server is asked, warmed; *notes* gets those that fail or answer otherwise."""
    ready: dict[str, Asked] = {}
    digests: dict[str, str] = {}
    for endpoint in endpoints:
        try:
            one = asked(endpoint, kind, given.things.get(kind.things, []))
            for number in range(2):
                once(one, number)
            if not kind.conditional:
                found = digest(once(one, 1)[1], kind.accept)
                digests[endpoint.name] = found if kind.compared else found.partition(",")[0]
            ready[endpoint.name] = one
        except PeerError as error:
            notes[endpoint.name] = _short(error)
    for name, found in digests.items():
        if found != digests.get(OURS, found) and kind.name != "describe":
            notes[name] = f"another answer ({found} instead of {digests[OURS]})"
    return ready


def failures(samples: dict[str, list[Sample]]) -> dict[str, str]:
    """Return what went wrong with the requests of each server."""
    return {
        name: f"{sum(s.answers for s in found)} of {sum(s.asked for s in found)} answers, {said[0]}"
        for name, found in samples.items()
        if (said := [_short(s.error) for s in found if s.error])
    }


def the_rest(given: Data, endpoints: list[Endpoint], options: argparse.Namespace) -> Iterator[Row]:
    """Yield memory, the first and the last byte of all rows, and latency under load."""
    bytes_ = {e.name: memory(e.pid) / 1e6 for e in endpoints}
    yield Row(given.name, "memory of all processes", "MB", bytes_)
    times: dict[str, tuple[float, float]] = {}
    notes: dict[str, str] = {}
    for endpoint in endpoints:
        try:
            found = [first_byte(endpoint) for _ in range(options.rounds)]
            times[endpoint.name] = median(t[0] for t in found), median(t[1] for t in found)
        except PeerError as error:
            notes[endpoint.name] = _short(error)
    yield Row(given.name, "all rows, first byte", "ms", {n: t[0] * 1e3 for n, t in times.items()})
    lasts = {n: t[1] * 1e3 for n, t in times.items()}
    yield Row(given.name, "all rows, last byte", "ms", lasts, notes)
    yield from contention(given, endpoints, options)


def contention(
    given: Data, endpoints: list[Endpoint], options: argparse.Namespace
) -> Iterator[Row]:
    """Yield how look-ups fare beside the heavy queries of others."""
    light, heavy = (next(k for k in KINDS if k.name == n) for n in ("lookup", "aggregate"))
    requests = max(20, round(light.requests * options.share / 2))
    beside: dict[str, dict[str, list[Sample]]] = {"2 endless": {}, "4 aggregates": {}}
    notes: dict[str, str] = {}
    for endpoint in endpoints:
        try:
            one = asked(endpoint, light, given.things[light.things])
            beside["2 endless"][endpoint.name] = [beside_endless(one, requests)]
            time.sleep(1.0)
            if given.generated:
                many = asked(endpoint, heavy, [])
                beside["4 aggregates"][endpoint.name] = [beside_crowd(one, many, requests)]
        except PeerError as error:
            notes[endpoint.name] = _short(error)
    for what, samples in beside.items():
        said = notes | failures(samples)
        for field in ("p50", "p99"):
            title = f"lookup beside {what}, {field}"
            yield Row(given.name, title, "ms", _each(samples, field), said)


def _each(samples: dict[str, list[Sample]], field: str) -> dict[str, float]:
    return {name: median(getattr(s, field) for s in found) for name, found in samples.items()}


def _short(error: object) -> str:
    return " ".join(str(error).split())[:120]


if __name__ == "__main__":
    main()
