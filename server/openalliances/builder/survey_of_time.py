"""Until when things are known and which lists are complete, as rows of the survey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import pyoxigraph as ox

from openalliances.builder.lately import lately_of
from openalliances.rdf.prefixes import ALLY, ID, VOCAB

_STATUSES = {
    "known-lately": "known lately",
    "known-earlier": "last known earlier",
    "not-observed": "not known since when",
    "ended": "ended",
}
_AGES = ((1, "under a year"), (2, "one year"), (5, "two to four years"), (10, "five to nine years"))
_OLDER = "ten years and more"
_HAS_STATUS = ox.NamedNode(ALLY + "hasObservationStatus")
_KNOWN_UNTIL = ox.NamedNode(ALLY + "knownUntil")
_LISTED_KIND = ox.NamedNode(ALLY + "hasListedKind")
_COMPLETENESS = ox.NamedNode(ALLY + "hasCompleteness")
_COMPLETE_FOR = ox.NamedNode(ALLY + "isCompleteFor")

Row = tuple[str, str, str]


def time_rows(store: ox.Store, triples: Iterable[ox.Triple]) -> Iterator[Row]:
    """Yield the rows: statuses by kind, ages of the last observation, and lists by completeness.

    *triples* describe the data set, which has a date.
    """
    statuses = Counter(
        (_kind(s), o.removeprefix(VOCAB + "observation-status/"))
        for s, o in _pairs(store, _HAS_STATUS)
    )
    of_kind = Counter(kind for kind, _ in statuses.elements())
    for kind in sorted(of_kind):
        for slug, words in _STATUSES.items():
            if number := statuses[kind, slug]:
                share = f"{number:,} ({number / of_kind[kind]:.0%})"
                yield "as of", f"{kind}: {words}", share
    lately = lately_of(triples)
    if lately:
        ages = Counter(_age(lately.day, day) for _, day in _pairs(store, _KNOWN_UNTIL))
        for words in (*(words for _, words in _AGES), _OLDER):
            yield "as of", f"age of the last observation: {words}", f"{ages[words]:,}"
    kinds = dict(_pairs(store, _LISTED_KIND))
    lists = Counter((_last(kinds[s]), _last(o)) for s, o in _pairs(store, _COMPLETENESS))
    for (kind, completeness), number in sorted(lists.items()):
        yield "completeness", f"lists of {kind}: {completeness}", f"{number:,}"
    complete = Counter(_last(o) for _, o in _pairs(store, _COMPLETE_FOR))
    for kind, number in sorted(complete.items()):
        yield "completeness", f"complete for {kind}", f"{number:,}"


def _pairs(store: ox.Store, predicate: ox.NamedNode) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.BlankNode):
            yield quad.subject.value, getattr(quad.object, "value", "")


def _kind(iri: str) -> str:
    return iri.removeprefix(ID).partition("/")[0] + "s"


def _last(iri: str) -> str:
    return iri.rpartition("/")[2]


def _age(day: date, known: str) -> str:
    years = (day - date.fromisoformat(known)).days / 365.25
    return next((words for most, words in _AGES if years < most), _OLDER)
