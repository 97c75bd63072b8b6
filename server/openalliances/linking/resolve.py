"""From what a person writes to the IRI that is meant: an IRI, a path, a prefixed name, a name."""

from __future__ import annotations

from collections.abc import Sequence

from openalliances.errors import NotFoundError
from openalliances.linking.search import Match, find
from openalliances.rdf.prefixes import BASE, PREFIXES, shorten
from openalliances.release.search_index import Entry

_MOST = 6
"""Things that are named where a name may mean several."""


def is_explicit(name: str) -> bool:
    """Return whether *name* is an IRI or a prefixed name, for which no index is needed."""
    prefix, colon, _ = name.partition(":")
    return "://" in name or (bool(colon) and prefix in PREFIXES)


def resolve(name: str, entries: Sequence[Entry] = ()) -> str:
    """Return the IRI that *name* means; paths and names are looked up in *entries*.

    :raises NotFoundError: if there is nothing of that name, or more than one thing.
    """
    if "://" in name:
        return name
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    known = {entry.iri for entry in entries}
    for path in (local if prefix == "id" else name, f"id/{local if colon else name}"):
        if BASE + path in known:
            return BASE + path
    hits = find(entries, name, _MOST)
    if not hits:
        raise NotFoundError(f"Nothing is called “{name}”.", "Search with: openalliances find TEXT")
    best = [hit for hit in hits if hit.match == hits[0].match]
    if len(best) == 1 or hits[0].match in (Match.EXACT, Match.ACRONYM):
        return best[0].entry.iri
    raise NotFoundError(
        f"“{name}” may be several things.",
        "Say which: " + ", ".join(shorten(hit.entry.iri) for hit in hits),
    )
