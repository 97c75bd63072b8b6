"""The terms that are part of a document, of all that a store holds."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from openalliances.release.fragments import write_fragments

_TERMS = """SELECT DISTINCT ?term {
  ?term %s ?value
  FILTER(ISIRI(?term) && CONTAINS(STR(?term), "#"))
}"""


def index_fragments(indexes: Path, store: ox.Store, *, small: bool = True) -> None:
    """Write which things of *store* have a ``#`` in their IRI, if any has.

    Of a set that is not *small* those that have a class: to read all takes as long as to load.
    """
    query = _TERMS % ("?property" if small else "a")
    rows = store.query(query, use_default_graph_as_union=True)
    if isinstance(rows, ox.QuerySolutions):
        terms = (row["term"] for row in rows)
        write_fragments(indexes, (t.value for t in terms if isinstance(t, ox.NamedNode)))
