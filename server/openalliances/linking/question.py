"""What a text that somebody wrote may be read as: itself, and what it says in a usual manner.

Lists of states and missions write "Government of X", "X (Y)", "X/Y", "N. X", "X - Y", "X 1955".
Each of these is a *reading*; whether one holds, the index decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openalliances.release.folding import LONGEST, fold
from openalliances.release.forms import brackets, words_of

MOST_WORDS = 24
"""Words of a text by which it is compared."""
_MOST_READINGS = 8

_GOVERNMENT = re.compile(
    r"(?:the\s+)?(?:gov(?:ernmen|')?t|gov|gouvernement|gobierno|governo)\.?"
    r"\s+(?:of|de|du|do|da|d['’])\s*(?:the\s+|la\s+|l['’]\s*)?(?=\S)",
    re.IGNORECASE,
)
_DIRECTIONS = (
    {"N": "North", "S": "South", "E": "East", "W": "West"},
    {"N": "New", "S": "South", "E": "Equatorial", "W": "Western"},
)
_DIRECTION = re.compile(r"(?<![\w.])([NSEW])(?:\.\s*|\s+)(?=[^\W\d_]{3})")
_CONTRACTED = {"int": "International", "nat": "National", "gov": "Government", "ass": "Association"}
_CONTRACTION = re.compile(r"\b(?:int['’]l|nat['’]l|gov['’]t|ass['’]n)(?!\w)\.?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[/|;]\s*|\s+[-–—]+\s+|\s*[:=]\s+")
_YEAR = re.compile(r"(?<![\w/])(1[89]\d\d|20\d\d)(?![\w/])")
_YEARS = re.compile(r"[\s,(\[–-]*(?<![\w/])(?:1[89]\d\d|20\d\d)(?![\w/])[\s,)\]]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is compared; *part* if it is only a part of what was written."""

    text: str
    folded: str
    words: tuple[str, ...]
    part: bool = False


def readings(text: str) -> list[Reading]:
    """Return what *text* may be read as, the whole of it first; none if there is no letter."""
    found: dict[str, Reading] = {}
    for variant, part in _variants(text[:LONGEST].strip()):
        folded = fold(variant)
        if folded and folded not in found:
            words = tuple(words_of(folded)[:MOST_WORDS])
            found[folded] = Reading(variant, folded, words, part)
    return list(found.values())[:_MOST_READINGS]


def year_in(text: str) -> int | None:
    """Return the year that *text* names beside other words, if it is just one."""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 and _YEARS.sub("", text).strip() else None


def _variants(text: str) -> Iterator[tuple[str, bool]]:
    yield text, False
    text = _CONTRACTION.sub(lambda found: _CONTRACTED[found[0][:3].lower()], text)
    yield text, False
    directed, renewed = (
        _DIRECTION.sub(lambda found, words=words: f"{words[found[1]]} ", text)  # type: ignore[misc]
        for words in _DIRECTIONS
    )
    bare = _GOVERNMENT.sub("", directed, count=1) if _GOVERNMENT.match(directed) else directed
    yield directed, False
    yield bare, False
    timeless = " ".join(_YEARS.sub(" ", bare).split())
    yield timeless, False
    yield renewed, False
    for one in dict.fromkeys((timeless, bare)):
        outside, inside = brackets(one)
        if inside:
            yield outside, True
            yield from ((part, True) for part in inside)
    parts = _BETWEEN.split(bare)
    if len(parts) > 1:
        yield from ((part, True) for part in parts)
