"""The terms that are part of a document, of all that a store holds."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from openalliances.release.fragments import write_fragments

_TERMS = """SELECT DISTINCT ?term {
  ?term ?property ?value
  FILTER(ISIRI(?term) && CONTAINS(STR(?term), "#"))
}"""


def index_fragments(indexes: Path, store: ox.Store) -> None:
    """Write which things of *store* have a ``#`` in their IRI, if any has."""
    rows = store.query(_TERMS, use_default_graph_as_union=True)
    if isinstance(rows, ox.QuerySolutions):
        terms = (row["term"] for row in rows)
        write_fragments(indexes, (t.value for t in terms if isinstance(t, ox.NamedNode)))
