"""What counts as lately in a data set: months before its own date, as its catalogue says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from openalliances.rdf.prefixes import ALLY, PREFIXES
from openalliances.tables.observation import Lately

CATALOG = "data/catalog.ttl"
"""The file of a data set that describes it."""

_MONTHS = ox.NamedNode(ALLY + "latelyMonths")
_MODIFIED = ox.NamedNode(PREFIXES["dcterms"] + "modified")


def lately_of(triples: Iterable[ox.Triple]) -> Lately | None:
    """Return what counts as lately by the description of a data set among *triples*.

    None if no data set says how many months count, or that one has no date.
    """
    months: dict[object, int] = {}
    dates: dict[object, date] = {}
    for triple in triples:
        if isinstance(triple.object, ox.Literal) and triple.predicate in (_MONTHS, _MODIFIED):
            if triple.predicate == _MONTHS:
                months[triple.subject] = int(triple.object.value)
            else:
                dates[triple.subject] = date.fromisoformat(triple.object.value)
    return next((Lately(dates[s], n) for s, n in months.items() if s in dates), None)


def lately_in(root: Path) -> Lately | None:
    """Return what counts as lately in the data set in *root*; None without a catalogue."""
    path = root / CATALOG
    if not path.exists():
        return None
    quads = ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    return lately_of(quad.triple for quad in quads)
