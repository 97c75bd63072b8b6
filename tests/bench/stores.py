"""The servers that are measured: ours and those of others, over the same quads.

The default graph is the union of all graphs everywhere. Oxigraph reads our own store from
disk, as one would usually run it, and in a second server holds it in memory as we do.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pyoxigraph import RdfFormat, Store, serialize
from tests.peers import free_port, program, running, virtuoso_with

from openalliances.client.authorization import Authorization
from openalliances.client.graphstore import GraphStore
from openalliances.release import Release

OURS = "openalliances"
_PART = "https://example.org/part/"
_LINES = 20_000
_VIRTUOSO_BUFFER = 8 * 1024
_VIRTUOSO_QUAD = 400
"""Bytes of its buffers for a quad: about what a server in memory takes."""
_PEERS = Path(os.environ.get("BENCH_PEERS", Path(sys.prefix) / "peers" / "bin"))
"""Where ``make bench`` installs programs of others; else those of PATH are taken."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that runs: its name, where it is asked, and its process."""

    name: str
    host: str
    port: int
    path: str
    pid: int


@contextmanager
def ours(release: Release, folder: Path) -> Iterator[Endpoint]:
    """Serve *release* as the command does, with the default settings."""
    port = free_port()
    arguments = [sys.executable, "-m", OURS, "serve", "--release", str(release.folder)]
    url = f"http://127.0.0.1:{port}/healthz"
    with running([*arguments, "--port", str(port)], url, folder) as process:
        # It answers from the disk until it has the data in memory.
        metrics = f"http://127.0.0.1:{port}/metrics"
        until = time.monotonic() + 120
        while b"store_in_memory 1" not in urllib.request.urlopen(metrics).read():
            if time.monotonic() > until:
                break  # too large for that
            time.sleep(0.2)
        yield Endpoint(OURS, "127.0.0.1", port, "/sparql", process.pid)


@contextmanager
def oxigraph(release: Release, folder: Path) -> Iterator[Endpoint]:
    """Serve the store of *release* from disk with the Oxigraph server."""
    port = free_port()
    arguments = [program("oxigraph"), "serve-read-only", "--location"]
    arguments += [str(release.folder / "store"), "--union-default-graph", "--bind"]
    with running([*arguments, f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}", folder) as process:
        yield Endpoint("oxigraph", "127.0.0.1", port, "/query", process.pid)


@contextmanager
def oxigraph_in_memory(release: Release, folder: Path) -> Iterator[Endpoint]:
    """Serve a copy in memory with the Oxigraph server."""
    port = free_port()
    arguments = [program("oxigraph"), "serve", "--union-default-graph", "--bind"]
    with running([*arguments, f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}", folder) as process:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/store",
            dump(release, folder).read_bytes(),
            {"Content-Type": "application/n-quads"},
        )
        urllib.request.urlopen(request, timeout=120).close()
        yield Endpoint("oxigraph-memory", "127.0.0.1", port, "/query", process.pid)


@contextmanager
def rdflib_endpoint(release: Release, folder: Path) -> Iterator[Endpoint]:
    """Serve a copy with rdflib-endpoint, in its default store."""
    port = free_port()
    command = _PEERS / "rdflib-endpoint"
    arguments = [str(command) if command.exists() else program("rdflib-endpoint")]
    arguments += ["serve", "--host", "127.0.0.1", "--port", str(port)]
    with running(
        [*arguments, str(dump(release, folder))], f"http://127.0.0.1:{port}", folder
    ) as process:
        yield Endpoint("rdflib-endpoint", "127.0.0.1", port, "/", process.pid)


@contextmanager
def virtuoso(release: Release, folder: Path) -> Iterator[Endpoint]:
    """Serve a copy with Virtuoso, which may hold as much in memory as the others take."""
    buffers = max(10_000, release.manifest.quads * _VIRTUOSO_QUAD // _VIRTUOSO_BUFFER)
    with virtuoso_with("", folder, buffers) as peer:
        port = int(peer.query.rsplit(":", 1)[1].split("/")[0])
        with closing(
            GraphStore(peer.graphs, Authorization(peer.user, peer.password), 60.0)
        ) as store:
            for number, part in enumerate(parts(dump(release, folder, RdfFormat.N_TRIPLES))):
                store.put(f"{_PART}{number}", part)
        yield Endpoint("virtuoso", "127.0.0.1", port, "/sparql", peer.pid)


SERVERS: dict[str, Callable[[Release, Path], object]] = {
    OURS: ours,
    "oxigraph": oxigraph,
    "oxigraph-memory": oxigraph_in_memory,
    "rdflib-endpoint": rdflib_endpoint,
    "virtuoso": virtuoso,
}


def installed(name: str) -> bool:
    """Return whether the server *name* can be started here."""
    command = {"virtuoso": "virtuoso-t"}.get(name, name.removesuffix("-memory"))
    places = os.pathsep.join((str(Path(sys.executable).parent), str(_PEERS), os.environ["PATH"]))
    return name == OURS or shutil.which(command, path=places) is not None


def dump(release: Release, folder: Path, form: RdfFormat = RdfFormat.N_QUADS) -> Path:
    """Return a file with all quads of *release*, or with their triples."""
    path = folder / f"dump.{form.file_extension}"
    store = Store.read_only(str(release.folder / "store"))
    with path.open("wb") as file:
        if form == RdfFormat.N_QUADS:
            store.dump(file, form)
        else:
            found = store.quads_for_pattern(None, None, None)
            serialize((quad.triple for quad in found), file, form)
    return path


def parts(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file in parts that a store takes at once."""
    with path.open("rb") as file:
        while lines := list(islice(file, _LINES)):
            yield b"".join(lines)


def memory(pid: int) -> int:
    """Return the bytes that a process and all below it hold, shared ones once (Linux)."""
    total = 0
    for process in (pid, *below(pid)):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def processor_time(pid: int) -> float:
    """Return the seconds that a process and all below it have computed, ended ones too (Linux).

    Those that have ended count with whoever waited for them (proc(5), stat: cutime and cstime).
    """
    ticks = 0
    for process in (pid, *below(pid)):
        with suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def below(pid: int) -> list[int]:
    """Return the processes that *pid* has started, and those that they have."""
    children: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        # Threads come and go while we look.
        with suppress(OSError):
            children += map(int, task.read_text().split())
    return children + [grandchild for child in children for grandchild in below(child)]
