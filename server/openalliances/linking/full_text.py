"""The things that a text may mean, by single words: in names, around a thing, misspelt, in part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from rapidfuzz.distance import OSA

from openalliances.linking.candidates import SIGN, Candidates, term
from openalliances.linking.evidence import Evidence, Match
from openalliances.linking.index import Name, NameIndex
from openalliances.linking.question import Reading
from openalliances.release.folding import content_words, fold, key
from openalliances.release.forms import FORMAL, Form, as_bag, core, hash_of, words_of
from openalliances.release.names import NameKind
from openalliances.release.spelling import SHORTEST, distance, mistakes

_WORDS = 12
"""Words of a text that are looked for."""
_FEW = 20
"""Things with all words in their names beside which those that have them around are told, too;
the first of an answer are the same however many are asked for."""
_SPELLINGS = 3
"""Words that stand for one that is not known."""
_COMPARED = 12
"""Things whose names are compared with the text word by word."""
_LONG = 9
"""Letters from which on a name with two mistakes is certainly that name."""
_LONG_WORD = 8
"""Letters from which on a word with one mistake is certainly that word: Guiana is not Guyana."""
_ENOUGH_BESIDE = 6
"""Letters of words that are right from which on a shorter word may be wrong beside them."""
_CUT = re.compile(r"\b([^\W\d_]{2,8})\.(?!\w)")
_KINDS = frozenset(
    word
    for text in (
        *("operation mission force group observer office team agreement accord treaty pact",),
        *("resolution decision declaration protocol convention charter memorandum council",),
        *("security defence defense peace military cooperation partnership organisation alliance",),
        *("organization community conference member membership country state region war conflict",),
    )
    for word in words_of(fold(text))
)
"""Words for kinds of things, as names have them: alone they tell no thing from another."""
_SAME_GOVERNMENT = 1.08
"""The form of government tells the Republic of Viet Nam from the Socialist one."""
_LOST_BY_MISTAKE = 0.07


class FullText:
    """Search by words for the first of the *readings* of a text."""

    def __init__(self, candidates: Candidates, limit: int) -> None:
        self.candidates = candidates
        self.index: NameIndex = candidates.index
        self.classes = candidates.classes
        self.most = candidates.most
        self.limit = limit
        self.known: dict[str, bool] = {}

    def by_words(self, reading: Reading, *, beside: bool = False) -> list[Evidence]:
        """Return what has all words in its names, then what has them around it, too.

        Only the former, *beside* what is called so.
        """
        words = _searched(reading)
        if not words:
            return []
        begun = len(words[-1]) > 1 or len(words) == 1
        every = self.candidates.expression(words, last_begun=begun)
        things = self.index.matching(f"names : ({every})", self.most, self.classes)
        found = [Evidence(thing, Match.WORD) for thing in things]
        if not beside:
            found += self._covered(words, things[:_COMPARED])
        for beginning in dict.fromkeys((reading.folded, " ".join(words))):
            names = self.index.names_of(things, beginning)
            found += [Evidence(n.thing, Match.PREFIX, n.text, n.language) for n in names]
        if not beside and len(words) > 1 and len(things) < max(_FEW, self.limit):
            related = self.index.matching(every, self.most, self.classes)
            found += [Evidence(thing, Match.RELATED) for thing in related]
        return found

    def _covered(self, words: Sequence[str], things: Sequence[int]) -> Iterator[Evidence]:
        """Yield by how much of a name the words are: most of it is nearly as good as all."""
        wanted = set(words)
        if len(wanted) < 2 or len(wanted) < len(words):
            return
        for name in self.index.names_of(things):
            own = set(words_of(name.folded))
            if wanted <= own:
                weights = [sum(map(_weight, some)) for some in (wanted, own)]
                share = weights[0] / weights[1]
                telling = sum(word not in FORMAL for word in wanted) > 1
                firm = share > 0.5 and telling and len(wanted) > 2
                yield Evidence(
                    name.thing, Match.WORD, name.text, name.language, 1 + share / 3, firm
                )

    def misspelt_name(self, reading: Reading) -> Iterator[Evidence]:
        """Yield the things with a name that has a few letters more, fewer, or others."""
        for wrong, name in self._like(key(reading.folded)):
            share = 1 - wrong * _LOST_BY_MISTAKE
            firm = self._is_slip(reading, name, wrong)
            yield Evidence(name.thing, Match.SPELLING, name.text, name.language, share, firm)
        bare = core(reading.words)
        if bare and len(bare) < len(reading.words):
            for wrong, name in self._like("".join(bare)):
                share = 0.95 - wrong * _LOST_BY_MISTAKE
                yield Evidence(name.thing, Match.SPELLING, name.text, name.language, share)

    def _like(self, short: str) -> Iterator[tuple[int, Name]]:
        """Yield the names that have a few letters wrong, with the number of these."""
        most = _most_mistakes(len(short))
        for length in range(len(short) - most, len(short) + most + 1):
            for spelling, name in self.index.spellings.get(length, ()):
                wrong = OSA.distance(short, spelling, score_cutoff=most)
                if wrong <= most and self.index.is_of(name.thing, self.classes):
                    yield wrong, name

    def of_government(self, reading: Reading) -> Iterator[Evidence]:
        """Yield the state with these words in a name, and this form of government in one.

        The names may be in different languages: "República de Corea" is the Republic of Korea.
        """
        formal, bare = set(reading.words) & FORMAL, core(reading.words)
        if not formal or not bare or len(bare) == len(reading.words):
            return
        expression = " AND ".join(term(word) for word in bare[:_WORDS])
        things = self.index.matching(f"names : ({expression})", 6, self.index.state_classes)
        found = {
            name.thing: name
            for name in self.index.names_of(things)
            if set(words_of(name.folded)) & FORMAL == formal
        }
        if len(found) == 1:
            ((thing, name),) = found.items()
            yield Evidence(
                thing, Match.FORMAL, name.text, name.language, _SAME_GOVERNMENT, firm=True
            )

    def _is_slip(self, reading: Reading, name: Name, wrong: int) -> bool:
        """Return whether the two are the same words, none of which is another known word."""
        short = key(reading.folded)
        if short[0] != name.folded[0] or wrong > (1 if len(short) < _LONG else 2):
            return False
        written, right = reading.folded.split(), name.folded.split()
        if len(written) != len(right):
            return wrong == 1 and len(short) >= _LONG
        slips = [(a, b) for a, b in zip(written, right, strict=True) if a != b]
        same = sum(len(word) for word in set(written) & set(right) - FORMAL)
        shortest = _LONG_WORD if same < _ENOUGH_BESIDE else SHORTEST + 1
        return all(
            distance(a, b) <= mistakes(a) and len(a) >= shortest and not self._is_word(a)
            for a, b in slips
        )

    def abbreviated(self, reading: Reading) -> Iterator[Evidence]:
        """Yield the things with a name of which these are the words, some of them cut short."""
        short = {fold(word) for word in _CUT.findall(reading.text)} & set(reading.words)
        if not short or len(reading.words) < 2:
            return
        terms = (term(word, begun=word in short) for word in reading.words[:_WORDS])
        things = self.index.matching(f"names : ({' AND '.join(terms)})", self.most, self.classes)
        for name in self.index.names_of(things[:_COMPARED]):
            left = words_of(name.folded)
            for word in reading.words:
                own = next(
                    (o for o in left if o == word or (word in short and o.startswith(word))), ""
                )
                if not own:
                    break
                left.remove(own)
            else:
                share = 1 - len(left) / 10
                yield Evidence(
                    name.thing, Match.EXPANDED, name.text, name.language, share, firm=not left
                )

    def _is_word(self, word: str) -> bool:
        return bool(self.index.matching(f'names : "{word}"', 1))

    def misspelt_words(self, reading: Reading) -> list[Evidence]:
        """Return what fits if each word that is not known is one like it."""
        words = _searched(reading)
        # One word that is like none is enough: the others are not looked for.
        mended = list(takewhile(bool, map(self._mended, words)))
        if len(mended) < len(words) or mended == [[word] for word in words]:
            return []
        expression = " AND ".join("(" + " OR ".join(map(term, choice)) + ")" for choice in mended)
        things = self.index.matching(expression, self.most, self.classes)
        bag = as_bag(words_of(" ".join(choice[0] for choice in mended)))
        whole = self.index.with_forms([hash_of(Form.WORDS, bag)], self.most, self.classes)
        return [
            *(
                Evidence(name.thing, Match.SPELLING, name.text, name.language, 0.93)
                for _, name in whole
                if name.kind not in (NameKind.LOCAL, NameKind.INITIALS)
            ),
            *(Evidence(thing, Match.SPELLING, share=0.6, order=1) for thing in things),
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

    def pieces(self, reading: Reading) -> list[Evidence]:
        """Return what has a word with this piece in it; only for a single word."""
        words = _searched(reading)
        if len(words) != 1 or len(words[0]) < SHORTEST:
            return []
        found = self.index.containing(words[0], _SPELLINGS)
        return [
            Evidence(one.thing, Match.SUBSTRING, one.name, one.language)
            for word in found
            for one in self._by_these([word])
        ]

    def some_words(self, reading: Reading) -> list[Evidence]:
        """Return what has the words that are known at all; else that with the longest of them.

        One of these has to tell things apart: of "Operation X" no other operation is meant.
        """
        words = _searched(reading)
        known = [word for word in words if self._is_known(word)]
        telling = {word for word in known if _is_telling(word)}
        if not telling or len(words) == 1:
            return []
        fewer = [known, [max(telling, key=len)]]
        tried = (self._by_these(some) for some in fewer if some != words)
        found = next((found for found in tried if found), [])
        named = self.index.names_of([one.thing for one in found])
        meant = {name.thing for name in named if telling & set(words_of(name.folded))}
        return [
            Evidence(one.thing, Match.PARTIAL, one.name, one.language)
            for one in found
            if one.thing in meant
        ]

    def _by_these(self, words: Sequence[str]) -> list[Evidence]:
        text = " ".join(words)
        return self.by_words(Reading(text, text, tuple(words)))


def _searched(reading: Reading) -> list[str]:
    """Return the words that are looked for; a single one as it was written."""
    if len(reading.words) == 1:
        return [word for word in content_words(reading.folded) if not SIGN.search(word)]
    return [word for word in reading.words if not SIGN.search(word)][:_WORDS]


def _is_telling(word: str) -> bool:
    return len(word) > 2 and not word.isdecimal() and word not in FORMAL | _KINDS


def _weight(word: str) -> float:
    return 0.5 if word in FORMAL else 1.0


def _most_mistakes(length: int) -> int:
    bounds = (4, 8, 16, 30)
    return sum(length >= bound for bound in bounds)
