"""What a named graph of tables says of itself: titles, licence, when it was made and changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from openalliances.tables.columns import Table
from openalliances.tables.rows import TableFile

_DCTERMS = "http://purl.org/dc/terms/"
_DATE = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DATASET = ox.NamedNode("http://rdfs.org/ns/void#Dataset")
_LICENCE = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")


def graph_heads(files: Sequence[TableFile]) -> Mapping[str, tuple[ox.Triple, ...]]:
    """Return the head of each named graph by the name of the table that gives its title."""
    heads = {}
    for file in files:
        if file.table.graph_titles:
            together = [f for f in files if f.table.graph == file.table.graph]
            heads[file.table.name] = tuple(_head(file.table, together))
    return heads


def _head(table: Table, files: Sequence[TableFile]) -> Iterator[ox.Triple]:
    graph = ox.NamedNode(table.graph)
    yield ox.Triple(graph, _TYPE, _DATASET)
    yield ox.Triple(graph, ox.NamedNode(_DCTERMS + "license"), _LICENCE)
    for name, texts in (("title", table.graph_titles), ("description", table.graph_definitions)):
        for language, text in texts.items():
            yield ox.Triple(
                graph, ox.NamedNode(_DCTERMS + name), ox.Literal(text, language=language)
            )
    created = min(file.table.created for file in files)
    modified = max(_changed(file) for file in files)
    for name, day in (("created", created), ("modified", modified)):
        yield ox.Triple(graph, ox.NamedNode(_DCTERMS + name), ox.Literal(day, datatype=_DATE))


def _changed(file: TableFile) -> str:
    """Return the day on which a row was last checked, or the metadata changed, if later."""
    days = (row.cells.get("checked_on", "") for row in file.rows)
    return max(file.table.modified, *days, "")
