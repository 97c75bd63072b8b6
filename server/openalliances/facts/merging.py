"""Receipts of several rows as one: each source once, with all its places; the weakest grade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from openalliances.facts.receipts import Citation

_WEAKEST = ("contested", "not-checked", "undated-unsourced", "curated", "single-source")
_PLACES = 4
"""Places in one source that are named; more are not read by anybody."""


def merged(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return one citation for each source, with the places of all of them in that source."""
    known: dict[str, Citation] = {}
    places: dict[str, list[str]] = {}
    for one in citations:
        before = known.get(one.source)
        # What bears a row out says more than what does not.
        if before is None or (one.bears_out and not before.bears_out):
            known[one.source] = one
        named = places.setdefault(one.source, [])
        if one.place and one.place not in named:
            named.append(one.place)
    return tuple(
        replace(one, place="; ".join(places[one.source][:_PLACES])) for one in known.values()
    )


def weakest(grades: Iterable[str]) -> str:
    """Return the grade that tells of a whole: the weakest that is among *grades*."""
    held = {grade for grade in grades if grade}
    return next((grade for grade in _WEAKEST if grade in held), "corroborated" if held else "")
