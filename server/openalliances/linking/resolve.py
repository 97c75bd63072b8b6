"""From what a person writes to the IRI that is meant: an IRI, a path, a prefixed name, a name."""

from __future__ import annotations

from openalliances.errors import NotFoundError
from openalliances.linking.evidence import Match
from openalliances.linking.index import NameIndex
from openalliances.linking.search import find
from openalliances.rdf.prefixes import BASE, PREFIXES, shorten

_MOST = 6
"""Things that are named where a name may mean several."""
_MOST_GUESSES = 3
"""Things that are named where a name means none of them, but is much like theirs."""


def is_explicit(name: str) -> bool:
    """Return whether *name* is an IRI or a prefixed name, for which no index is needed."""
    prefix, colon, _ = name.partition(":")
    return "://" in name or (bool(colon) and prefix in PREFIXES)


def explicit_iri(name: str) -> str:
    """Return the IRI that an explicit name is or stands for."""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def resolve(name: str, index: NameIndex) -> str:
    """Return the IRI that *name* means; paths and names are looked up in *index*.

    :raises NotFoundError: if there is nothing of that name, or more than one thing.
    """
    if is_explicit(name):
        return explicit_iri(name)
    prefix, colon, local = name.partition(":")
    for path in (local if prefix == "id" else name, f"id/{local if colon else name}"):
        if index.number_of(BASE + path) is not None:
            return BASE + path
    hits = find(index, name, _MOST)
    if not hits or hits[0].match > Match.RELATED:
        near = " or ".join(shorten(hit.entry.iri) for hit in hits[:_MOST_GUESSES])
        raise NotFoundError(
            f"Nothing is called “{name}”.",
            f"Did you mean {near}?" if near else "Search with: openalliances find TEXT",
        )
    best = [hit for hit in hits if hit.match == hits[0].match]
    if len(best) == 1 or hits[0].match <= Match.CODE:
        return best[0].entry.iri
    raise NotFoundError(
        f"“{name}” may be several things.",
        "Say which: " + ", ".join(shorten(hit.entry.iri) for hit in hits),
    )
