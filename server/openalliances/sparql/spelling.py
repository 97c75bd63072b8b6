"""What a misspelt word may have meant: the most similar of those that there are.

Similarity is the share of characters that both have in the same order (RapidFuzz's ratio). It
is bounded in all that a stranger chooses, since it is looked for while others wait.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rapidfuzz import fuzz, process

_LONGEST = 200
"""Characters of a word that are compared; a longer one means nothing that there is."""
_MOST = 20_000
"""Words among which is looked."""


def nearest(word: str, among: Collection[str], least: float = 0.7) -> str:
    """Return the word of *among* most like *word*, from *least* (0 to 1) on; empty for none."""
    if len(among) > _MOST:
        return ""
    return nearest_key(word, {known: known for known in sorted(among)}, least)


def nearest_key(word: str, names: Mapping[str, str], least: float = 0.7) -> str:
    """Return the key whose value is most like *word*, the first among equals; empty for none."""
    if len(word) > _LONGEST or len(names) > _MOST:
        return ""
    found = process.extractOne(word, names, scorer=fuzz.ratio, score_cutoff=100 * least)
    return str(found[2]) if found else ""
