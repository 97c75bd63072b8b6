"""How a misspelt word finds the right one: both lose letters until they are the same.

This is the symmetric delete algorithm (W. Garbe, "SymSpell"): the index holds each word with
one or two letters left out, and so does whoever searches; what meets is compared letter by
letter. The cost of a search does not depend on the number of words.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from zlib import crc32

from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters from which on a word is thought to be misspelt by one letter."""
_LONG = 7
"""Letters from which on it is thought to be misspelt by two."""
_PREFIX = 7
"""Letters at the beginning of a word that are compared by what is left out of them."""


def mistakes(word: str) -> int:
    """Return by how many letters *word* may be wrong: left out, added, changed, or swapped."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < _LONG else 2


def remainders(word: str) -> AbstractSet[int]:
    """Return the hashes of what is left of *word*, at most 29 of them."""
    found = {word[:_PREFIX]}
    last = found
    for _ in range(mistakes(word)):
        last = {text[:at] + text[at + 1 :] for text in last for at in range(len(text))}
        found |= last
    return {crc32(text.encode()) for text in found}


def distance(one: str, other: str) -> int:
    """Return the number of mistakes between two words (optimal string alignment)."""
    return OSA.distance(one, other)
