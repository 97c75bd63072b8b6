"""Read the tables of the bundle: each is a source like a Turtle file, in the graph it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rdflib import Literal, URIRef
from rdflib.namespace import RDFS, SKOS

from openalliances.builder.named_graphs import GRAPHS_FILE, NamedGraphs, read_named_graphs
from openalliances.builder.rdflib_terms import to_graph
from openalliances.builder.source_file import Source
from openalliances.errors import SourceError
from openalliances.rdf.prefixes import BASE, ID
from openalliances.tables.metadata import FOLDER, SUFFIX
from openalliances.tables.places import TablePlaces
from openalliances.tables.publication import PublishedTable, publish
from openalliances.tables.reading import read_tables


def table_sources(root: Path, beside: Sequence[Source]) -> tuple[Source, ...]:
    """Return the tables of the bundle in *root*; what they name may stand in files *beside*.

    :raises TableError: with all faults of all tables.
    :raises SourceError: for metadata that cannot be used.
    """
    known = _described(beside)
    read = read_tables(root, known)
    names = {iri.removeprefix(ID): name for iri, name in known.items() if name}
    named = read_named_graphs(root)
    return tuple(_source(published, root, named) for published in publish(read, names))


def is_table(path: Path, root: Path) -> bool:
    """Return whether *path* is a table of the data set in *root*, or describes one."""
    return path.absolute().parent == (root / FOLDER).absolute()


def _source(published: PublishedTable, root: Path, named: NamedGraphs) -> Source:
    file = published.file
    graph = named.of_iri(published.graph)
    if graph is None:
        raise SourceError(
            f"{FOLDER}/{file.table.name}{SUFFIX}",
            f"The named graph <{published.graph}> of the table has no row in {GRAPHS_FILE}.",
            "Add a row that says what it is called, or name one of its graphs.",
        )
    return Source(
        path=root / FOLDER / file.table.file,
        graph_iri=graph.iri,
        kind=graph.kind,
        graph=to_graph(published.quads()),
        name=file.name,
        text="",
        places=TablePlaces(file),
    )


def _described(sources: Iterable[Source]) -> dict[str, str]:
    """Return the IRIs of ours that files describe, each with its English name or nothing."""
    found: dict[str, str] = {}
    for source in sources:
        for subject, predicate, term in source.graph:
            if not isinstance(subject, URIRef) or not subject.startswith(BASE):
                continue
            found.setdefault(str(subject), "")
            label = predicate in (RDFS.label, SKOS.prefLabel)
            if label and isinstance(term, Literal) and term.language == "en":
                found[str(subject)] = str(term)
    return found
