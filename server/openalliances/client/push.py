"""Load a release into a store of others, graph by graph, so that it can be broken off and go on.

What has arrived is written into a graph of the store itself (``PUSHED_GRAPH``), so
that it does not matter from which machine the work goes on: of each graph its
digest and, of one that is on its way, the number of chunks. The digest
of the release is written last. A graph whose digest is there already is left alone.

A graph goes out in chunks, the first of which replaces what was there. Labels of
blank nodes hold within one request only, so all lines with blank nodes are in the
first one; that is also why the other chunks may be sent twice.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from openalliances.client.graphstore import GraphStore
from openalliances.engine.open import DIGEST
from openalliances.errors import MachineError
from openalliances.progress import Progress
from openalliances.rdf.prefixes import PUSHED_GRAPH
from openalliances.release import GraphEntry, Release

CHUNK = 8_000_000
"""Bytes of a chunk, if nothing else is said."""

_DEFAULT = PUSHED_GRAPH + "#default"
"""Stands for the default graph in the list of what has arrived."""
_SECONDS_BETWEEN_MARKS = 2.0
_BLANK = re.compile(rb"_:|\S+ \S+ _:")


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: numbers of graphs sent, kept and deleted, and of triples sent."""

    sent: int
    kept: int
    deleted: int
    triples: int


def push(release: Release, store: GraphStore, progress: Progress, chunk: int = CHUNK) -> Pushed:
    """Make *store* hold the graphs of *release*; graphs that no push has brought stay.

    :raises MachineError: if the store refuses or fails; the next call goes on from there.
    """
    return _Push(release, store, progress, chunk).run()


class _Push:
    """One push: what the store says it has, and what is to be done."""

    def __init__(self, release: Release, store: GraphStore, progress: Progress, chunk: int) -> None:
        self._release = release
        self._store = store
        self._progress = progress
        self._chunk = chunk
        self._marked = 0.0
        self._arrived = _read_marks(store.get(PUSHED_GRAPH))

    def run(self) -> Pushed:
        manifest = self._release.manifest
        graphs = [graph for graph in manifest.graphs if graph.triples]
        names = {_name(graph) for graph in graphs}
        todo = [g for g in graphs if self._arrived.get(_name(g)) != self._digest(g)]
        stale = [name for name in self._arrived if name not in names | {PUSHED_GRAPH}]
        done = Pushed(len(todo), len(graphs) - len(todo), len(stale), sum(g.triples for g in todo))
        if not todo and not stale and self._arrived.get(PUSHED_GRAPH) == manifest.digest:
            return done
        # From here on the store holds neither the old release nor the new one.
        self._arrived.pop(PUSHED_GRAPH, None)
        for graph in todo:
            if not self._arrived.get(_name(graph), "").startswith(self._digest(graph)):
                self._arrived.pop(_name(graph), None)
        self._mark()
        try:
            self._send(todo, stale)
        except BaseException:
            # Best effort: without it, some chunks are sent again.
            with contextlib.suppress(Exception):
                self._mark()
            raise
        self._arrived[PUSHED_GRAPH] = manifest.digest
        self._mark()
        return done

    def _send(self, todo: list[GraphEntry], stale: list[str]) -> None:
        for name in stale:
            self._store.delete("" if name == _DEFAULT else name)
            del self._arrived[name]
        self._progress.step("push", sum(graph.triples for graph in todo))
        for graph in todo:
            self._send_graph(graph)

    def _send_graph(self, graph: GraphEntry) -> None:
        name, digest = _name(graph), self._digest(graph)
        there = _chunks_there(self._arrived.get(name, ""), self._chunk)
        for number, chunk in enumerate(self._chunks(graph)):
            if number >= there:
                send = self._store.post if number else self._store.put
                send(graph.iri, chunk)
                self._arrived[name] = f"{digest} {number + 1} of {self._chunk}"
                if time.monotonic() - self._marked > _SECONDS_BETWEEN_MARKS:
                    self._mark()
            self._progress.advance(chunk.count(b"\n"))
        self._arrived[name] = digest

    def _chunks(self, graph: GraphEntry) -> Iterator[bytes]:
        """Yield the N-Triples of *graph* in chunks; blank nodes are all in the first."""
        held = bytearray(b"".join(line for line in self._lines(graph) if _BLANK.match(line)))
        for line in self._lines(graph):
            if _BLANK.match(line):
                continue
            if held and len(held) + len(line) > self._chunk:
                yield bytes(held)
                held.clear()
            held += line
        yield bytes(held)

    def _lines(self, graph: GraphEntry) -> Iterator[bytes]:
        """Yield the N-Triples of the graph, from the store: what is pushed is what is served."""
        name = ox.NamedNode(graph.iri) if graph.iri else ox.DefaultGraph()
        store = ox.Store.read_only(str(self._release.store))
        for quad in store.quads_for_pattern(None, None, None, name):
            yield f"{quad.subject} {quad.predicate} {quad.object} .\n".encode()

    def _digest(self, graph: GraphEntry) -> str:
        """Return what changes with the graph; of a user's files only the whole is known."""
        return graph.digest or self._release.manifest.digest

    def _mark(self) -> None:
        lines = [f'<{name}> <{DIGEST}> "{state}" .\n' for name, state in self._arrived.items()]
        # A graph cannot be empty everywhere: some stores forget it then.
        lines = lines or [f'<{PUSHED_GRAPH}> <{DIGEST}> "begun" .\n']
        self._store.put(PUSHED_GRAPH, "".join(sorted(lines)).encode())
        self._marked = time.monotonic()


def _name(graph: GraphEntry) -> str:
    return graph.iri or _DEFAULT


def _chunks_there(state: str, chunk: int) -> int:
    """Return how many chunks of a graph have arrived, if they were as long as they are now."""
    _, _, rest = state.partition(" ")
    number, _, size = rest.partition(" of ")
    return int(number) if number.isdecimal() and size == str(chunk) else 0


def _read_marks(data: bytes) -> dict[str, str]:
    """Return what the store says it holds.

    :raises MachineError: if that cannot be read.
    """
    try:
        quads = list(ox.parse(data, ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise MachineError(
            f"What the store says of earlier pushes cannot be read: {error}.",
            "Is this the address for the Graph Store Protocol? See the page /about/engines.",
        ) from None
    return {
        quad.subject.value: quad.object.value
        for quad in quads
        if quad.predicate.value == DIGEST
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
    }
