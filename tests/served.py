"""A store of given statements, as a release on disk, and a real server over it."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import TextIO

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from openalliances.release import (
    RELEASE_FORMAT,
    GraphEntry,
    Manifest,
    Release,
    open_release,
    write_manifest,
)

BASE = "https://example.org/served/"
DEFAULTS = {
    **{"port": 0, "query_workers": 2, "page_processes": 2, "query_memory": 512},
    # Tests make many errors, and need not wait for them.
    "client_errors": 0,
}

PROGRAM = textwrap.dedent(
    """
    import json, sys
    from pathlib import Path
    from openalliances.release import open_release
    from openalliances.settings import Settings
    from openalliances.asgi.server import serve
    from openalliances.web.app import create_app
    folder = Path(sys.argv[1])
    settings = Settings(**json.loads(sys.argv[2]))
    release = open_release(folder.resolve())
    serve(release, settings, lambda url: print(url, flush=True), folder, mount=create_app)
    """
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    headers: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """Return the Content-Type without parameters."""
        return self.headers.get_content_type()


@dataclass(frozen=True, slots=True)
class Served:
    """A server that listens at ``address`` (host:port); ``pid`` is its process."""

    address: str
    pid: int = 0

    def connect(self) -> socket.socket:
        """Return a connection without anything between."""
        host, _, port = self.address.partition(":")
        return socket.create_connection((host, int(port)), timeout=20)

    def ask(
        self,
        target: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request, as it is, over a connection of its own."""
        connection = http.client.HTTPConnection(self.address, timeout=60)
        try:
            connection.request(method, target, body, dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()


def write_store(folder: Path, graphs: Mapping[str, list[Path]], digest: str = "d" * 64) -> Release:
    """Write a release with one named graph for each IRI, read from Turtle or N-Triples files.

    An empty list makes an empty graph. The named graphs of a TriG file keep their names.
    """
    (folder / "indexes").mkdir(parents=True)
    (folder / "dumps").mkdir()
    store = Store(str(folder / "store"))
    for iri, files in graphs.items():
        graph = NamedNode(iri)
        store.add_graph(graph)
        for file in files:
            if file.suffix == ".trig":
                for quad in parse(path=str(file), format=RdfFormat.TRIG, base_iri=iri):
                    own = graph if quad.graph_name == DefaultGraph() else quad.graph_name
                    store.add(Quad(*quad.triple, own))
            else:
                store.load(path=str(file), base_iri=iri, to_graph=graph)
    store.flush()
    names = [str(graph.value) for graph in store.named_graphs()]
    entries = tuple(GraphEntry(iri, iri, "data", 0) for iri in names)
    manifest = Manifest(
        RELEASE_FORMAT,
        "files",
        "1.0.0",
        "Test",
        BASE,
        digest,
        "i" * 64,
        len(store),
        entries,
        (),
        (),
        {},
    )
    del store  # what it writes when it is closed belongs to the release
    write_manifest(folder, manifest)
    return open_release(folder)


@contextmanager
def serving(
    release: Release | Path,
    timeout: float = 10.0,
    log: TextIO | None = None,
    before: str = "",
    **given: str | float,
) -> Iterator[Served]:
    """Serve *release*, or what a link leads to, in a process of its own while the block runs.

    *log* gets what the server says; *before* is Python that runs first in that process;
    *given* are settings.
    """
    folder = release if isinstance(release, Path) else release.folder
    settings = {**DEFAULTS, "query_timeout": timeout, **given}
    with subprocess.Popen(
        [sys.executable, "-c", before + PROGRAM, str(folder), json.dumps(settings)],
        stdout=subprocess.PIPE,
        stderr=log or subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        # A server that says nothing must not hold up the tests.
        impatience = threading.Timer(60, process.kill)
        impatience.start()
        url = process.stdout.readline().strip()
        impatience.cancel()
        try:
            assert url, "the server did not start"
            yield Served(url.split("/")[2], process.pid)
        finally:
            process.kill()
