"""Read the tables of the bundle: each is a file like a Turtle file, in the graph it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.dataset import SourceFile
from openalliances.builder.lately import lately_of
from openalliances.builder.named_graphs import GRAPHS_FILE, NamedGraphs
from openalliances.errors import SourceError
from openalliances.rdf.prefixes import BASE, ID
from openalliances.rdf.vocabulary import RDFS, SKOS
from openalliances.tables.canonical import canonical_table
from openalliances.tables.completeness import Lists, PublishedThings
from openalliances.tables.faults import raise_faults
from openalliances.tables.metadata import FOLDER, SUFFIX
from openalliances.tables.observation import with_observations
from openalliances.tables.personnel import count_faults
from openalliances.tables.places import TablePlaces
from openalliances.tables.publication import PublishedTable, publish
from openalliances.tables.reading import read_tables

_REFERENCE = "reference"
_LABELS = (RDFS.label, SKOS.prefLabel)


@dataclass(frozen=True, slots=True, eq=False)
class PublishedFile:
    """A table; see :class:`~openalliances.builder.dataset.SourceFile`."""

    path: Path
    published: PublishedTable
    kind: str

    @property
    def name(self) -> str:
        """The path below the data set."""
        return self.published.file.name

    @property
    def graph_iri(self) -> str:
        """The graph that the metadata of the table name."""
        return self.published.graph

    @property
    def text(self) -> str:
        """The text of the table."""
        return self.published.file.text

    @property
    def triples(self) -> tuple[ox.Triple, ...]:
        """What is published of the table."""
        return self.published.triples

    def places(self) -> TablePlaces:
        """Return the lines and columns on which it says what."""
        return TablePlaces(self.published.file)

    def canonical_text(self) -> str:
        """Return the table in its canonical form."""
        file = self.published.file
        return canonical_table(file.table, file.rows)


def table_files(
    root: Path, beside: Sequence[SourceFile], named: NamedGraphs
) -> tuple[SourceFile, ...]:
    """Return the tables of the bundle in *root*; what they name may stand in files *beside*.

    Each goes into the one of the *named* graphs that its metadata name.

    :raises TableError: with all faults of all tables.
    :raises SourceError: for metadata that cannot be used.
    """
    known = _described(beside)
    read = read_tables(root, known)
    names = {iri.removeprefix(ID): name for iri, name in known.items() if name}
    things = PublishedThings(read)
    raise_faults((*Lists(things).faults(), *count_faults(things)))
    lately = lately_of(triple for file in beside for triple in file.triples)
    published = with_observations(publish(read, names), things, lately)
    # A table without a graph says what others publish; it is looked at like them.
    aside = [PublishedTable(file, ()) for file in read if not file.table.graph]
    return tuple(
        PublishedFile(root / FOLDER / table.file.table.file, table, _kind(table, named))
        for table in (*published, *aside)
    )


def _kind(published: PublishedTable, named: NamedGraphs) -> str:
    """Return the kind of the graph of a table; one without a graph is like most others."""
    if not published.graph:
        return _REFERENCE
    graph = named.of_iri(published.graph)
    if graph is None:
        raise SourceError(
            f"{FOLDER}/{published.file.table.name}{SUFFIX}",
            f"The named graph <{published.graph}> of the table has no row in {GRAPHS_FILE}.",
            "Add a row that says what it is called, or name one of its graphs.",
        )
    return graph.kind


def is_table(path: Path, root: Path) -> bool:
    """Return whether *path* is a table of the data set in *root*, or describes one."""
    return path.absolute().parent == (root / FOLDER).absolute()


def _described(files: Iterable[SourceFile]) -> dict[str, str]:
    """Return the IRIs of ours that files describe, each with its English name or nothing."""
    found: dict[str, str] = {}
    for file in files:
        for triple in file.triples:
            subject, term = triple.subject, triple.object
            if not isinstance(subject, ox.NamedNode) or not subject.value.startswith(BASE):
                continue
            found.setdefault(subject.value, "")
            label = triple.predicate in _LABELS and isinstance(term, ox.Literal)
            if label and isinstance(term, ox.Literal) and term.language == "en":
                found[subject.value] = term.value
    return found
