"""What speaks for a thing being meant: how a name of it fits, and how strong that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Match(IntEnum):
    """How well a thing fits; smaller is better.

    A whole name; an acronym; a code; the same words in another order; an organisation or a state
    in it called otherwise; the end of its IRI; its first letters; all but the form of government;
    a part of what is written; all but a number; the beginning; words of its names; words of these
    and of what it has to do with; misspelt; pieces of words; some of the words.
    """

    EXACT = 0
    ACRONYM = 1
    CODE = 2
    REORDERED = 3
    EXPANDED = 4
    LOCAL = 5
    INITIALS = 6
    FORMAL = 7
    PART = 8
    SERIES = 9
    PREFIX = 10
    WORD = 11
    RELATED = 12
    SPELLING = 13
    SUBSTRING = 14
    PARTIAL = 15


SCORES: dict[Match, float] = {
    Match.EXACT: 100,
    Match.ACRONYM: 99,
    Match.CODE: 97,
    Match.REORDERED: 98,
    Match.EXPANDED: 96,
    Match.LOCAL: 92,
    Match.INITIALS: 89,
    Match.FORMAL: 87,
    Match.PART: 85,
    Match.SERIES: 84,
    Match.SPELLING: 82,
    Match.PREFIX: 66,
    Match.WORD: 62,
    Match.RELATED: 52,
    Match.SUBSTRING: 34,
    Match.PARTIAL: 28,
}
"""The score of a match that has nothing else for or against it."""

STRONG = 80
"""The score from which on a thing may be meant, and does not only fit."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """That a thing, which is given by its number, fits by a name or code.

    *share* is how much of that there is, from 0 to 1; *firm* whether this alone would do, if
    there is nothing else like it; *order* tells things apart that fit equally well.
    """

    thing: int
    match: Match
    name: str = ""
    language: str = ""
    share: float = 1.0
    firm: bool = False
    order: int = 0

    @property
    def score(self) -> float:
        """Return the score, from 0 to 100."""
        return SCORES[self.match] * self.share
