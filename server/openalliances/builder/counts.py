"""The graph of counts of personnel: added after reasoning and checks, and before questions.

Reasoner, shapes and the queries for what should not be there never see it; the rules for rows
have looked at the table (:mod:`openalliances.tables.personnel`).
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from openalliances.builder.dataset import Dataset
from openalliances.builder.read_tables import PublishedFile
from openalliances.rdf.prefixes import COUNTS_GRAPH
from openalliances.tables.personnel import TABLE, count_triples


def add_counts(dataset: Dataset) -> None:
    """Add the graph of counts to *dataset*, if its files have any."""
    found = tuple(_counts_of(dataset))
    if found:
        dataset.add_graph(COUNTS_GRAPH, "counts", found)


def _counts_of(dataset: Dataset) -> Iterator[ox.Triple]:
    for file in dataset.files:
        if isinstance(file, PublishedFile) and file.published.file.table.name == TABLE:
            yield from count_triples(file.published.file)
