"""Search by name in the index that the build wrote.

Case and diacritics do not count. The better the match, the earlier: the whole
name, an acronym, its beginning, the beginning of a word, any part of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from openalliances.engine.interface import Solution
from openalliances.release.search_index import Entry
from openalliances.things.nested import in_words
from openalliances.things.solution import iri, value


class Match(IntEnum):
    """How well an entry fits; smaller is better."""

    EXACT = 0
    ACRONYM = 1
    PREFIX = 2
    WORD = 3
    SUBSTRING = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that fits, and how well; ``name`` is the name that fits."""

    entry: Entry
    match: Match
    name: str


def entries_of(solutions: Iterable[Solution]) -> tuple[Entry, ...]:
    """Return the entries that the solutions of ``names.rq`` make, each thing once."""
    names: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    for row in solutions:
        item, label, kind = value(row, "item"), value(row, "label"), iri(row, "class")
        if label not in names.setdefault(item, []):
            names[item].append(label)
        if kind:
            kinds.setdefault(item, in_words(kind))
    return tuple(
        Entry(iri, found[0], kinds.get(iri, ""), tuple(found[1:])) for iri, found in names.items()
    )


def find(entries: Iterable[Entry], text: str, limit: int = 20) -> list[Hit]:
    """Return the entries that fit *text*, best first, at most *limit*; claims after things."""
    wanted = fold(text)
    if not wanted:
        return []
    hits = [hit for entry in entries if (hit := _best(entry, wanted, text.strip()))]
    hits.sort(
        key=lambda hit: (
            _is_claim(hit.entry),
            hit.match,
            len(hit.entry.label),
            fold(hit.entry.label),
            hit.entry.iri,
        )
    )
    return hits[:limit]


def near(entries: Iterable[Entry], slug: str, limit: int = 5) -> list[Hit]:
    """Return what may have been meant by a last path segment that names nothing.

    The whole of it is tried first, then its longest word.
    """
    words = slug.replace("-", " ").replace("_", " ").split()
    known = tuple(entries)
    tried = [" ".join(words), *sorted(words, key=len, reverse=True)]
    found = (find(known, text, limit) for text in tried if len(text) > 2)
    return next((hits for hits in found if hits), [])


def fold(text: str) -> str:
    """Return *text* without case, diacritics and needless space, for comparing."""
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(kept.casefold().split())


def _is_claim(entry: Entry) -> bool:
    return "/id/claim/" in entry.iri


def _best(entry: Entry, wanted: str, typed: str) -> Hit | None:
    hits = [
        Hit(entry, match, name)
        for name in (entry.label, *entry.also)
        if (match := _match(name, wanted)) is not None
    ]
    if entry.iri == typed:
        hits.append(Hit(entry, Match.EXACT, entry.label))
    return min(hits, key=lambda hit: hit.match, default=None)


def _match(name: str, wanted: str) -> Match | None:
    folded, words = _forms(name)
    if folded == wanted:
        return Match.ACRONYM if _is_acronym(name) else Match.EXACT
    if folded.startswith(wanted):
        return Match.PREFIX
    if f" {wanted}" in words:
        return Match.WORD
    return Match.SUBSTRING if wanted in folded else None


@lru_cache(maxsize=1 << 16)
def _forms(name: str) -> tuple[str, str]:
    """Return the folded name, and its words with a space before each.

    They are kept, since each search looks at all names.
    """
    folded = fold(name)
    spaced = "".join(character if character.isalnum() else " " for character in folded)
    return folded, "".join(f" {word}" for word in spaced.split())


def _is_acronym(name: str) -> bool:
    letters = [character for character in name if character.isalpha()]
    return 1 < len(letters) <= 12 and " " not in name and all(c.isupper() for c in letters)
