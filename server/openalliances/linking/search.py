"""Search by name: what the matcher finds, as a list for people to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.linking.evidence import Match
from openalliances.linking.index import NameIndex
from openalliances.linking.match import Asked, match
from openalliances.release.folding import LONGEST, fold
from openalliances.release.names import Entry

_TRIED = 2
"""Texts that are tried for a path that leads nowhere."""
_LOOKED_AT = 12
"""Words of such a path that are looked at: nothing here has more in its address that tell."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that fits, and how well.

    ``name`` is the name or code that fits, ``language`` the language of that name; it is *sure*
    if it alone can be meant.
    """

    entry: Entry
    match: Match
    name: str
    language: str = ""
    sure: bool = False


def find(index: NameIndex, text: str, limit: int = 20, kind: str = "") -> list[Hit]:
    """Return the things that fit *text*, best first, at most *limit*.

    *kind* is the IRI or the label of a class; then only its instances are found.
    """
    asked = Asked(text, kinds=(kind,) if kind else (), limit=limit)
    return [
        Hit(one.entry, one.match, one.name, one.language, one.sure) for one in match(index, asked)
    ]


def near(index: NameIndex, slug: str, limit: int = 5) -> list[Hit]:
    """Return what may have been meant by the last segment of a path that leads nowhere.

    Its first words are tried together, then the longest of them.
    """
    words = fold(slug[:LONGEST].replace("_", " ")).split()[:_LOOKED_AT]
    longest = max(words, key=len, default="")
    tried = [text for text in dict.fromkeys((" ".join(words), longest)) if len(text) > 2]
    found = (find(index, text, limit) for text in tried[:_TRIED])
    return next((hits for hits in found if hits), [])
