"""How names are compared: one function folds them, in the index and in what is searched for.

Folding takes away what people write differently for the same name: case, diacritics,
ligatures, apostrophes, hyphens and other punctuation, British and American spelling, and a
few abbreviations (Unicode normalization form KD, case folding, and the tables below). It
changes nothing that is folded already.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 1_000
"""Characters of a name, or of what is searched for, that are compared; the rest does not count."""

_APOSTROPHES = "'’‘‛ʼʻʹ′`´ꞌ"
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}](?=[sS]?(?:[^\w{_APOSTROPHES}]|$))")
_DOTTED = re.compile(r"(?<!\w)(?:\w\.){2,}(?:\w(?!\w))?")
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ə": "e",
        "ɛ": "e",
        "ɔ": "o",
        "&": " and ",
        **dict.fromkeys(_APOSTROPHES, " "),
    }
)
"""Letters that no normalization form takes apart, in lower case, and signs read as words."""

_NOT_IN_ASCII_WORDS = re.compile(r"[^a-z0-9]+")
_SPELLINGS = {"defence": "defense", "offence": "offense", "centre": "center", "labour": "labor"}
_IZATION = re.compile(r"^(organ)is|([a-z]{3})is(?=ations?$)")
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "rep": "republic", "dem": "democratic"}
"""What is written short inside a longer name; alone it may be anything."""

_PARTS_OF_LETTERS = (0, 7, 9)
"""Combining classes of what is no accent: vowel signs, nukta and virama of Indic scripts."""

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the of and in for to a an on at by / de la le les l du des d et en / el los las del y "
        "/ da do das dos e o / der die das und von / ta",
    )
)
"""Words that may stand in a name or not: articles, prepositions and "and"."""


def fold(text: str) -> str:
    """Return *text* as it is compared: words of letters and numbers with one space between.

    A text without any letter or number is only brought to one form. Folding twice is folding
    once.
    """
    text = text[:LONGEST]
    folded = " ".join(_words(text))
    return folded or " ".join(_plain(text).split())


def _words(text: str) -> list[str]:
    if "." in text:
        text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    if not text.isascii() or "'" in text or "`" in text:
        text = _POSSESSIVE.sub("", text)
    plain = _plain(text)
    if not plain.isascii() or "&" in plain:
        plain = plain.translate(_LETTERS)
    words = (_NOT_IN_ASCII_WORDS.sub(" ", plain) if plain.isascii() else _spaced(plain)).split()
    if len(words) > 1:
        words = [_ABBREVIATIONS.get(word, word) for word in words]
    return [_SPELLINGS.get(word) or _with_z(word) for word in words]


def _with_z(word: str) -> str:
    return _IZATION.sub(r"\1\2iz", word) if "is" in word else word


def key(folded: str) -> str:
    """Return what two names have in common that are the same but for spaces.

    So "peace-keeping" and "peacekeeping", "U N" and "UN" are one name.
    """
    return folded.replace(" ", "")


def bag(folded: str) -> str:
    """Return the words of a folded name in an order that is always the same.

    Words that may be left out are: "Gambia (the)" is "the Gambia", "Korea, Republic of" is
    "Republic of Korea".
    """
    return " ".join(sorted(set(content_words(folded))))


def content_words(folded: str) -> list[str]:
    """Return the words of a folded name that say something; all, if none of them does."""
    words = folded.split()
    return [word for word in words if word not in STOP_WORDS] or words


def code_key(code: str) -> str:
    """Return what a code is compared by: case, spaces and noughts in front do not count."""
    folded = key(fold(code))
    return folded.lstrip("0") or "0" if folded.isdecimal() else folded


def initials(folded: str) -> str:
    """Return the first letters of the words that say something; empty if that is no acronym."""
    words = [word for word in folded.split() if word not in STOP_WORDS]
    letters = "".join(word[0] for word in words if word[0].isalpha())
    return letters if 2 <= len(letters) <= 12 and len(letters) == len(words) else ""


def in_words(local_name: str) -> str:
    """Return the words of a local name: "has part" of ``hasPart``, "rio treaty" of ``rio-treaty``.

    What is written with capitals only stays as it is.
    """
    spaced = re.sub(r"[-_.+~]+", " ", local_name)
    spaced = re.sub(r"(?<=[^\W\dA-Z_])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][^\W\dA-Z_])", " ", spaced)
    return " ".join(spaced.split())


def _plain(text: str) -> str:
    """Return *text* without case and what :func:`_is_dropped` takes away."""
    if text.isascii():
        return text.lower()
    previous = ""
    while text != previous:
        previous = text
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in parts if not _is_dropped(c)).casefold()
    return text


def _is_dropped(character: str) -> bool:
    """Return whether it is an accent, invisible, or half of a character (UTF-16)."""
    return unicodedata.combining(character) not in _PARTS_OF_LETTERS or (
        unicodedata.category(character) in ("Cf", "Cs")
    )


def _spaced(plain: str) -> str:
    """Return *plain* with a space for all that is part of no word; marks are, in Indic scripts."""
    return "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in plain)
