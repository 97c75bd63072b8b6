"""Search by name in the index that the build wrote.

What is typed is folded as the names are (:mod:`openalliances.release.folding`). The better the
match, the earlier: a whole name, an acronym, a code; the same words in another order; the
beginning of a name; words of it; words of it and of what it has to do with. Only if nothing
fits, misspelt words are mended, pieces of words looked for, and words left out. States,
organisations, missions and treaties come before what is only about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from openalliances.linking.index import Name, NameIndex
from openalliances.release.folding import LONGEST, bag, code_key, content_words, fold, key
from openalliances.release.names import SCHEMES, Entry, NameKind
from openalliances.release.spelling import SHORTEST, distance, mistakes

_WORDS = 8
"""Words of a text that are looked for."""
_FEW = 20
"""Things with all words in their names beside which those that have them around are told, too;
the first of an answer are the same however many are asked for."""
_MOST = 100
"""Candidates that are compared with a text."""
_SPELLINGS = 3
"""Words that stand for one that is not known."""
_WHOLE = 3
"""Letters up to which a word is taken as a whole, if more may not be on its way."""
_TRIED = 2
"""Texts that are tried for a path that leads nowhere."""


_SIGN = re.compile(r"[\x00-/:-@\[-`{-\x7f]")
"""ASCII without letters and digits, of which folded words have none; a text of signs only has."""


class Match(IntEnum):
    """How well a thing fits; smaller is better."""

    EXACT = 0
    ACRONYM = 1
    CODE = 2
    REORDERED = 3
    LOCAL = 4
    INITIALS = 5
    PREFIX = 6
    WORD = 7
    RELATED = 8
    SPELLING = 9
    SUBSTRING = 10
    PARTIAL = 11


CERTAIN = Match.CODE
"""The last of the matches by which a thing is meant, and not only fits."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that fits, and how well.

    ``name`` is the name or code that fits, ``language`` the language of that name.
    """

    entry: Entry
    match: Match
    name: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate, by its number; ``order`` tells things apart that fit equally well."""

    thing: int
    match: Match
    name: str = ""
    language: str = ""
    order: int = 0


def find(index: NameIndex, text: str, limit: int = 20, kind: str = "") -> list[Hit]:
    """Return the things that fit *text*, best first, at most *limit*.

    *kind* is the IRI or the label of a class; then only its instances are found.
    """
    classes = index.classes_called(kind) if kind else ()
    if kind and not classes:
        return []
    return _Search(index, text, limit, classes).hits()


def near(index: NameIndex, slug: str, limit: int = 5) -> list[Hit]:
    """Return what may have been meant by the last segment of a path that leads nowhere.

    The whole of it is tried first, then its longest word.
    """
    words = fold(slug[:LONGEST].replace("_", " ")).split()
    longest = max(words, key=len, default="")
    tried = [text for text in dict.fromkeys((" ".join(words), longest)) if len(text) > 2]
    found = (find(index, text, limit) for text in tried[:_TRIED])
    return next((hits for hits in found if hits), [])


class _Search:
    """One search: what is wanted, in the forms in which the index is asked."""

    def __init__(self, index: NameIndex, text: str, limit: int, classes: Sequence[int]) -> None:
        self.index = index
        self.typed = text.strip()[:LONGEST]
        self.folded = fold(self.typed)
        self.words = [w for w in content_words(self.folded) if not _SIGN.search(w)][:_WORDS]
        self.limit = limit
        self.most = max(_MOST, limit)
        self.classes = classes
        self.known: dict[str, bool] = {}

    def hits(self) -> list[Hit]:
        """Return what fits, best first."""
        if not self.folded:
            return []
        found = [*self._whole(), *self._by_words(self.words)]
        found = found or self._misspelt() or self._pieces() or self._some_words()
        return self._in_order(found)

    def _whole(self) -> Iterator[_Found]:
        """Yield what is called so, has that code, or has a name of the same words."""
        if (thing := self.index.number_of(self.typed)) is not None:
            yield _Found(thing, Match.EXACT)
        for name in self.index.named(key(self.folded), self.most, self.classes):
            match = _whole_match(name)
            shown = "" if match is Match.LOCAL else name.text
            yield _Found(name.thing, match, shown, name.language)
        yield from self._coded()
        for name in self.index.with_words(bag(self.folded), self.most, self.classes):
            if name.kind not in (NameKind.LOCAL, NameKind.INITIALS):
                yield _Found(name.thing, Match.REORDERED, name.text, name.language)

    def _coded(self) -> Iterator[_Found]:
        """Yield what has the code; "cow:516" asks for that of one scheme."""
        scheme, colon, rest = self.typed.lower().partition(":")
        asked = scheme if colon and scheme in SCHEMES else ""
        for code in self.index.coded(
            code_key(rest if asked else self.typed), self.most, self.classes
        ):
            if asked in ("", code.scheme):
                order = SCHEMES.index(code.scheme) if code.scheme in SCHEMES else len(SCHEMES)
                yield _Found(code.thing, Match.CODE, code.text, order=order)

    def _by_words(self, words: Sequence[str]) -> list[_Found]:
        """Return what has all *words* in its names, then what has them around it, too."""
        if not words:
            return []
        *others, last = words
        begun = len(last) > 1 or not others
        terms = [*(_term(word, begun=False) for word in others), _term(last, begun=begun)]
        every = " AND ".join(terms)
        things = self.index.matching(f"names : ({every})", self.most, self.classes)
        found = [_Found(thing, Match.WORD) for thing in things]
        for beginning in dict.fromkeys((self.folded, " ".join(words))):
            names = self.index.names_of(things, beginning)
            found += [_Found(n.thing, Match.PREFIX, n.text, n.language) for n in names]
        if len(words) > 1 and len(things) < max(_FEW, self.limit):
            related = self.index.matching(every, self.most, self.classes)
            found += [_Found(thing, Match.RELATED) for thing in related]
        return found

    def _misspelt(self) -> list[_Found]:
        """Return what fits if each word that is not known is one like it."""
        mended: list[list[str]] = []
        for word in self.words:
            mended.append(self._mended(word))
            if not mended[-1]:
                return []
        if mended == [[word] for word in self.words]:
            return []
        terms = ["(" + " OR ".join(map(_whole_word, choice)) + ")" for choice in mended]
        things = self.index.matching(" AND ".join(terms), self.most, self.classes)
        whole = self.index.with_words(bag(" ".join(c[0] for c in mended)), self.most, self.classes)
        return [
            *(_Found(name.thing, Match.SPELLING, name.text, name.language) for name in whole),
            *(_Found(thing, Match.SPELLING, order=1) for thing in things),
        ]

    def _mended(self, word: str) -> list[str]:
        """Return *word* if there is such a word, else those that have the fewest letters wrong."""
        if self._is_known(word):
            return [word]
        near = [(distance(word, known), known) for known in self.index.like(word)]
        least = min((wrong for wrong, _ in near), default=0)
        if least > mistakes(word):
            return []
        return [known for wrong, known in near if wrong == least][:_SPELLINGS]

    def _is_known(self, word: str) -> bool:
        if word not in self.known:
            self.known[word] = self.index.knows_word(word)
        return self.known[word]

    def _pieces(self) -> list[_Found]:
        """Return what has a word with this piece in it; only for a single word."""
        if len(self.words) != 1 or len(self.words[0]) < SHORTEST:
            return []
        words = self.index.containing(self.words[0], _SPELLINGS)
        return [
            _Found(found.thing, Match.SUBSTRING, found.name, found.language)
            for word in words
            for found in self._by_words([word])
        ]

    def _some_words(self) -> list[_Found]:
        """Return what has the words that are known at all; else that with the longest of them."""
        known = [word for word in self.words if self._is_known(word)]
        if not known or len(self.words) == 1:
            return []
        fewer = [known, [max(known, key=len)]]
        tried = (self._by_words(words) for words in fewer if words != self.words)
        found = next((found for found in tried if found), [])
        return [_Found(one.thing, Match.PARTIAL, one.name, one.language) for one in found]

    def _in_order(self, found: Iterable[_Found]) -> list[Hit]:
        best: dict[int, _Found] = {}
        for one in found:
            known = best.get(one.thing)
            if known is None or (one.match, one.order) < (known.match, known.order):
                best[one.thing] = one
        chosen = sorted(best.values(), key=self._place)[: self.limit]
        entries = self.index.entries([one.thing for one in chosen])
        names = self._names_with_words([one.thing for one in chosen if not one.name])
        return [_hit(one, entries[one.thing], names.get(one.thing)) for one in chosen]

    def _place(self, found: _Found) -> tuple[bool, int, Match, int, int]:
        """Return what puts *found* into its place; the number of a thing is its importance."""
        partly = found.match > CERTAIN
        return partly, self.index.tier(found.thing), found.match, found.order, found.thing

    def _names_with_words(self, things: Sequence[int]) -> dict[int, Name]:
        """Return the name of each thing that has most of the words; its label, if it has them."""
        best: dict[int, Name] = {}
        for name in self.index.names_of(things):
            known = best.setdefault(name.thing, name)
            if _shared(name.folded, self.words) > _shared(known.folded, self.words):
                best[name.thing] = name
        return best


def _hit(found: _Found, entry: Entry, name: Name | None) -> Hit:
    if found.name or name is None:
        return Hit(entry, found.match, found.name or entry.label, found.language)
    return Hit(entry, found.match, name.text, name.language)


def _whole_match(name: Name) -> Match:
    if name.kind == NameKind.LOCAL:
        return Match.LOCAL
    if name.kind == NameKind.INITIALS:
        return Match.INITIALS
    return Match.ACRONYM if _is_acronym(name.text) else Match.EXACT


def _is_acronym(name: str) -> bool:
    letters = [character for character in name if character.isalpha()]
    return 1 < len(letters) <= 12 and " " not in name and all(c.isupper() for c in letters)


def _shared(folded: str, words: Sequence[str]) -> int:
    """Return how many of *words* begin a word of a name."""
    spaced = " " + folded
    return sum(f" {word}" in spaced for word in words)


def _term(word: str, *, begun: bool) -> str:
    """Return what finds *word*, as the beginning of one and in the singular, in an expression.

    Short words are taken as a whole, unless they may be *begun* only. No word has a quotation
    mark.
    """
    if len(word) <= _WHOLE and not begun:
        return _whole_word(word)
    return "(" + " OR ".join(f'"{form}" *' for form in _forms(word)) + ")"


def _forms(word: str) -> list[str]:
    if len(word) > SHORTEST and word.endswith("ies"):
        return [word, word[:-3] + "y"]
    if len(word) > SHORTEST and word.endswith("s") and not word.endswith("ss"):
        return [word[:-1]]
    return [word]


def _whole_word(word: str) -> str:
    return f'"{word}"'
