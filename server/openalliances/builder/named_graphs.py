"""The named graphs of the data set and the parts to download: one table of each.

``data/graphs.csv`` has a row for each named graph: its IRI below ``…/graph/``, the kind of
what it holds, the Turtle files that it is read from (patterns below the bundle, ``*`` stands
for any name in one folder), and what it is called. Of a table its own metadata say the graph;
what the build makes has no files.
``data/parts.csv`` has a row for each part that is written as a dump, with its graphs. A graph
in no part is sent on demand, by ``/graphs`` and by its own IRI. Both are described, column by
column, in CSVW beside them.

So the IRI of a graph does not depend on where a file lies: a file that moves keeps its graph
if its new place is named in the row.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from openalliances.errors import SourceError
from openalliances.rdf.prefixes import GRAPH

GRAPHS_FILE = "data/graphs.csv"
PARTS_FILE = "data/parts.csv"

_TEXTS = ("title", "title_fr", "description", "description_fr")
_GRAPH_COLUMNS = ("graph", "kind", "files", *_TEXTS)
_PART_COLUMNS = ("part", "graphs", *_TEXTS)
_PLAIN_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """A named graph: its IRI, the kind of what it holds, its files, and what it is called.

    ``kind`` is ontology, vocab, alignments, shapes, catalog, claims, reference, sources,
    or derived, inferred, statements and description for what the build makes.
    """

    iri: str
    kind: str
    files: tuple[str, ...]
    title: str
    title_fr: str
    description: str
    description_fr: str

    def holds(self, name: str) -> bool:
        """Return whether the file with that path below the bundle is one of its files."""
        path = PurePosixPath(name)
        return any(
            len(path.parts) == len(PurePosixPath(pattern).parts) and path.match(pattern)
            for pattern in self.files
        )


@dataclass(frozen=True, slots=True)
class Part:
    """Some graphs that are written together as one dump; ``graphs`` are their IRIs."""

    name: str
    graphs: tuple[str, ...]
    title: str
    title_fr: str
    description: str
    description_fr: str


@dataclass(frozen=True, slots=True)
class NamedGraphs:
    """All named graphs in the order of the table, and the parts."""

    graphs: tuple[NamedGraph, ...]
    parts: tuple[Part, ...]

    def of_file(self, name: str) -> NamedGraph:
        """Return the graph of the file with that path below the bundle.

        :raises SourceError: if it is in none, or in more than one.
        """
        found = [graph for graph in self.graphs if graph.holds(name)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise SourceError(
                name,
                f"The file belongs to no named graph: no row of {GRAPHS_FILE} has its path.",
                f"Add the path to the column files of a graph in {GRAPHS_FILE}.",
            )
        names = " and ".join(graph.iri.removeprefix(GRAPH) for graph in found)
        raise SourceError(
            name,
            f"The file belongs to {len(found)} named graphs: {names}.",
            f"Let one row of {GRAPHS_FILE} have its path.",
        )

    def of_iri(self, iri: str) -> NamedGraph | None:
        """Return the graph with that IRI, if it is in the table."""
        return next((graph for graph in self.graphs if graph.iri == iri), None)

    def in_order(self, names: Collection[str]) -> tuple[str, ...]:
        """Return *names* of graphs in the order of the table, others by name at the end."""
        known = [graph.iri for graph in self.graphs if graph.iri in names]
        return (*known, *sorted(set(names) - set(known)))


def read_named_graphs(root: Path) -> NamedGraphs:
    """Return the named graphs and the parts of the bundle in *root*.

    :raises SourceError: with the line, if a row lacks something, or names a graph that
        is not there.
    """
    graphs = tuple(_graph(line, row) for line, row in _rows(root, GRAPHS_FILE, _GRAPH_COLUMNS))
    _once(GRAPHS_FILE, (graph.iri for graph in graphs))
    known = {graph.iri for graph in graphs}
    parts = tuple(_part(line, row, known) for line, row in _rows(root, PARTS_FILE, _PART_COLUMNS))
    _once(PARTS_FILE, (part.name for part in parts))
    return NamedGraphs(graphs, parts)


def _graph(line: int, row: Sequence[str]) -> NamedGraph:
    name, kind, files, *texts = row
    _check_name(GRAPHS_FILE, line, name)
    return NamedGraph(GRAPH + name, kind, tuple(files.split()), *texts)


def _part(line: int, row: Sequence[str], known: Collection[str]) -> Part:
    name, graphs, *texts = row
    _check_name(PARTS_FILE, line, name)
    iris = tuple(GRAPH + graph for graph in graphs.split())
    for iri in iris:
        if iri not in known:
            raise SourceError(
                PARTS_FILE,
                f"There is no graph {iri.removeprefix(GRAPH)}.",
                f"Its graphs are those of {GRAPHS_FILE}, by name, with blanks between them.",
                line=line,
            )
    return Part(name, iris, *texts)


def _rows(root: Path, name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its line; only the files of a graph may be empty."""
    try:
        text = (root / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(name, f"It cannot be read: {error}.") from None
    reader = csv.reader(text.splitlines())
    if tuple(next(reader, ())) != columns:
        raise SourceError(name, f"Its columns are not {','.join(columns)}.", line=1)
    for row in reader:
        empty = [column for column, cell in zip(columns, row, strict=False) if not cell]
        if len(row) != len(columns) or set(empty) - {"files"}:
            lacking = ", ".join(empty) or f"{len(columns)} cells"
            raise SourceError(
                name, f"The row lacks {lacking}.", "Fill each column.", line=reader.line_num
            )
        yield reader.line_num, row


def _check_name(file: str, line: int, name: str) -> None:
    if not set(name) <= _PLAIN_NAME:
        raise SourceError(
            file,
            f'"{name}" cannot stand in an IRI.',
            "Use small letters, digits and hyphens.",
            line=line,
        )


def _once(file: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise SourceError(file, f"There are two rows for {name.removeprefix(GRAPH)}.")
        seen.add(name)
