"""The language of the interface: texts, dates, numbers and lists of names in the reader's words.

The key of a text is the text in English; ``fr.po`` beside this file has the French (the form of
gettext, read with babel once and kept in memory). A text that is not there is said in English.
What data say of things, as their names, is not here: see :mod:`openalliances.things.naming`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_skeleton
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

from openalliances.pages.wording.french import French

HERE = Path(__file__).parent
DEFAULT: Final = "en"
NAMES: Final = {"en": "English", "fr": "Français"}
"""The languages of the interface, each by its own name."""
_LOCALES = {"en": "en_GB", "fr": "fr"}
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DIGITS = {"year": 4, "month": 7, "day": 10}
"""How many characters of an ISO date count at each precision."""
_SPACE = re.compile(r" (?=[?!;:»])|(?<=«) ")
"""Where French writes a space at which no line may break."""
_FIRST_DAY = {"fr": re.compile(r"^1 ")}
"""French writes the first day of a month as an ordinal number."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One language of the interface.

    ``texts`` are the texts of this language by the English ones; those with a plural are pairs.
    What comes back is safe HTML: texts and values are escaped, except for values that are
    :class:`~markupsafe.Markup` already.
    """

    language: str
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    plurals: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    _said: dict[str, Markup] = field(default_factory=dict, repr=False)

    @staticmethod
    def of(language: str) -> Wording:
        """Return the wording of *language*, a tag of BCP 47; English for one that is not there."""
        return _wording(language)

    def say(self, text: str, /, **values: object) -> Markup:
        """Return *text* in this language, with its *values* at their ``{names}``.

        *text* is plain English without HTML. Links and other HTML are values.

        :raises KeyError: if a name in the text has no value.
        """
        said = self._said.get(text)
        if said is None:
            # Only texts of the program come here, so there is an end of them.
            said = self._said[text] = escape(self.texts.get(text, text))
        if not values and "{" not in said:
            return said
        return self._filled(said, values)

    def plural(self, n: int, one: str, many: str, /, **values: object) -> Markup:
        """Return *one* or *many*, whichever this language uses for *n*, which is ``{n}`` in both.

        :raises KeyError: if a name in the text has no value.
        """
        # Where "one" stands for the number, the two are texts of their own.
        forms = self.plurals.get(one) or (self.texts.get(one, one), self.texts.get(many, many))
        # French says "0 membre", English "0 members" (CLDR, language plural rules).
        is_one = abs(n) < 2 if self.language == "fr" else n == 1
        values.setdefault("n", self.number(n))
        return self._filled(escape(forms[0] if is_one else forms[1]), values)

    def _filled(self, text: str, values: dict[str, object]) -> Markup:
        escaped = {name: self._value(escape(value)) for name, value in values.items()}
        # Markup has a format_map of its own, which does the same in five times the time.
        return Markup(str.format_map(str(text), escaped))  # noqa: S704  all its parts are escaped

    def _value(self, value: str) -> str:
        return French(value) if self.language == "fr" else value

    def text(self, text: str, /, **values: object) -> str:
        """Return what :meth:`say` does as plain text, for what is no HTML: CSV, a picture."""
        known = {name: self._value(str(value)) for name, value in values.items()}
        return self.texts.get(text, text).format_map(known)

    def date(self, iso: str, precision: str = "") -> Markup:
        """Return the date as ``<time>``, as exactly as it is known: 7 July 2000, July 2000, 2000.

        *precision* is ``day``, ``month`` or ``year``, else what *iso* says.
        """
        known = iso[: _DIGITS.get(precision, len(iso))]
        words = self.date_text(known)
        if not words:
            return Markup()
        # Markup.format does the same in several times the time; a page has hundreds of dates.
        return Markup(f'<time datetime="{escape(known)}">{escape(words)}</time>')  # noqa: S704

    def date_text(self, iso: str, precision: str = "") -> str:
        """Return what :meth:`date` does as plain text; *iso* itself if it is no date."""
        return _date_words(self.language, iso[: _DIGITS.get(precision, len(iso))])

    def number(self, n: int) -> str:
        """Return *n* with its thousands apart."""
        grouped = f"{n:,}"
        # A narrow space that does not break, as CLDR has it.
        return grouped.replace(",", "\u202f") if self.language == "fr" else grouped

    def list(self, items: Iterable[object], *, choice: bool = False) -> Markup:
        """Return the *items* as one text: "a, b and c", with *choice* "a, b or c"."""
        parts = [escape(item) for item in items]
        return _listed(parts, _patterns(self.language, "or" if choice else "standard"))


def _listed(parts: Sequence[Markup], patterns: dict[str, Markup]) -> Markup:
    if len(parts) < 3:
        return patterns["2"].format(*parts) if len(parts) == 2 else Markup().join(parts)
    last = patterns["end"].format(*parts[-2:])
    for part in reversed(parts[1:-2]):
        last = patterns["middle"].format(part, last)
    return patterns["start"].format(parts[0], last)


@cache
def _patterns(language: str, style: str) -> dict[str, Markup]:
    found = Locale.parse(_LOCALES[language]).list_patterns[style]
    return {name: escape(pattern) for name, pattern in found.items()}


@lru_cache(64)
def _wording(language: str) -> Wording:
    short = language.split("-")[0].lower()
    if short != language or short not in NAMES:
        return _wording(short if short in NAMES else DEFAULT)
    file = HERE / f"{language}.po"
    if not file.is_file():
        return Wording(language)
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, str]] = {}
    for message in catalogue:
        said = message.string
        if isinstance(message.id, str) and isinstance(said, str):
            if message.id and said:
                texts[message.id] = _SPACE.sub("\u202f", said)
        elif message.id and said:
            one, many = (_SPACE.sub("\u202f", form) for form in (said[0], said[1]))
            plurals[message.id[0]] = one, many
    return Wording(language, texts, plurals)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES[language])


_KEPT_DATES = 20_000
"""Dates whose words are kept; a release has fewer that differ."""
_dates: dict[tuple[str, str], str] = {}


def _date_words(language: str, iso: str) -> str:
    known = _dates.get((language, iso))
    if known is None:
        known = _new_date_words(language, iso)
        if len(_dates) < _KEPT_DATES:
            _dates[language, iso] = known
    return known


def _new_date_words(language: str, iso: str) -> str:
    match = _ISO.fullmatch(iso)
    if not match:
        return iso
    if not match[2]:
        return match[1].lstrip("0") or iso
    skeleton = "yMMMMd" if match[3] else "yMMMM"
    try:
        day = date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return iso
    words = format_skeleton(skeleton, day, locale=_locale(language))
    if match[3] and day.day == 1 and language in _FIRST_DAY:
        words = _FIRST_DAY[language].sub("1er ", words)
    return words
