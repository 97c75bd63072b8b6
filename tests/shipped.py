"""The files of the bundle, read once in each process; nobody may change their graphs."""

from __future__ import annotations

from functools import cache

from openalliances.builder.read_files import read_bundle

from .rdflib_graphs import GraphFile, with_graph


@cache
def shipped() -> tuple[GraphFile, ...]:
    """Return all files that are shipped."""
    return tuple(map(with_graph, read_bundle()))
