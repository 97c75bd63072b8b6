"""What is wrong with a request for a table, and what there is instead: all are 400."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from openalliances.errors import BadRequestError

_LONGEST = 200
"""Characters of a word that are compared and shown; a longer one means nothing that there is."""
_MOST = 20_000
"""Words among which is looked."""
_NEAR = 3
_LISTED = 40
"""Words that are listed where none is like the one that was given."""
_LEAST = 70
"""Similarity in percent from which on a word may have been meant."""


def shown(text: str) -> str:
    """Return *text* in quotation marks, and no more of it than fits a sentence."""
    return f'"{text[:_LONGEST]}…"' if len(text) > _LONGEST else f'"{text}"'


def near(word: str, among: Iterable[str]) -> list[str]:
    """Return what may have been meant by *word*, the most similar first; nothing if unlike."""
    known = list(dict.fromkeys(among))
    if not word or len(word) > _LONGEST or len(known) > _MOST:
        return []
    found = process.extract(
        word.lower(),
        {name: name.rpartition("/")[2].lower() for name in known},
        scorer=fuzz.ratio,
        score_cutoff=_LEAST,
        limit=_NEAR,
    )
    return [str(key) for _, _, key in found]


def unknown(what: str, word: str, among: Iterable[str], where: str = "") -> BadRequestError:
    """Return the error that there is no *what* called *word*; its hint says what there is."""
    known = list(dict.fromkeys(among))
    alike = near(word, known)
    listed = ", ".join(known[:_LISTED]) + (", …" if len(known) > _LISTED else "")
    hints = [f"Did you mean {' or '.join(alike)}?"] if alike else []
    if listed and (not alike or len(known) <= _LISTED):
        hints.append(f"There is {listed}.")
    if where:
        hints.append(where)
    return BadRequestError(f"There is no {what} {shown(word)}.", " ".join(hints))
