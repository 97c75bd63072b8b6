"""The things that a text may mean, by whole names and codes, with what speaks for each.

The forms of all readings of the text are looked up at once. What is written may have two names in
it ("Myanmar (Burma)"), or a name and where it belongs ("AMISOM Somalia").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from openalliances.errors import NotFoundError
from openalliances.linking.codes import by_code, scheme_called
from openalliances.linking.evidence import Evidence, Match
from openalliances.linking.index import Name, NameIndex
from openalliances.linking.question import Reading
from openalliances.release.folding import code_key, key
from openalliances.release.forms import (
    ENTITY,
    FORMAL,
    Form,
    as_bag,
    core,
    expanded,
    hash_of,
    phrases,
    same_words,
    sound,
    spans,
    without_numbers,
)
from openalliances.release.names import MINOR, SCHEMES, NameKind
from openalliances.release.spelling import SHORTEST

_LEVELS = {
    Form.WORDS: Match.REORDERED,
    Form.EXPANDED: Match.EXPANDED,
    Form.OUTSIDE: Match.PART,
    Form.INSIDE: Match.PART,
    Form.CORE: Match.FORMAL,
    Form.SERIES: Match.SERIES,
    Form.NUMBERED: Match.SERIES,
    Form.SOUND: Match.SPELLING,
}
_SHARES = {Form.INSIDE: 0.9, Form.NUMBERED: 0.9, Form.SOUND: 0.98}
_MOST_FOLLOWING = 30
_KIND_WORDS = (
    frozenset[str](),
    frozenset(("organization", "alliance", "treaty")),
    frozenset(("treaty", "alliance", "defense")),
    frozenset(("mission", "operation", "force")),
    frozenset(("treaty", "agreement")),
)
"""What is often added to the name of a thing of each rank, as in "the AUKUS pact"."""
_ALSO_OTHERWISE = ("cow-abbreviation", "notation", "identifier")
"""Schemes whose codes stand for something else elsewhere: SLO is Slovenia for most."""
_SYMBOL = re.compile(r"[A-Z]{1,4}(?:/[\w.-]+)+", re.ASCII | re.IGNORECASE)
"""The symbol of a document of the United Nations, as S/RES/1545, which may lack its year."""
_WHOLE = 3
"""Letters up to which a word is taken as a whole, if more may not be on its way."""
_SHORTEST_LOCAL = 5
_SHORTEST_SOUND = 7
_BOTH_PARTS = 1.12
"""A thing that is named twice is nearly as well named as by its whole name."""
_LATER_PART = 0.88
"""What stands first is what is meant; what follows tells it from another."""
SIGN = re.compile(r"[\x00-/:-@\[-`{-\x7f]")
"""ASCII without letters and digits, of which folded words have none; a text of signs only has."""
_NOTHING = "\ue001"
"""A word that no name has."""
_ONLY_LATER_PART = 0.6
_EXPLAINED = 1.75
"""A name, and beside it only what belongs to the thing, is nearly as good as a name."""


class Candidates:
    """The things that may be meant by a text, in its *readings*."""

    def __init__(
        self, index: NameIndex, typed: str, found: Sequence[Reading], most: int,
        classes: Sequence[int], year: int | None,
    ) -> None:  # fmt: skip
        self.index = index
        self.typed = typed
        self.readings = found
        self.most = most
        self.classes = classes
        self.year = year
        self.contained = self._contained()

    def entity(self, bag: str) -> str:
        """Return the word for the state or organisation that is called so, or ""."""
        thing = self._entities.get(hash_of(Form.WORDS, bag))
        return f"{ENTITY}{thing}" if thing else ""

    def _contained(self) -> dict[int, list[int]]:
        """Return the things whose whole names are in the text, by the hashes of these names."""
        bags = {bag for one in self.readings for bag in phrases(one.words)}
        found = self.index.contained([hash_of(Form.WORDS, bag) for bag in bags], self.most)
        self._entities = {
            number: min(things)
            for number, things in found.items()
            if len([t for t in things if self.index.rank(t) <= 1]) == 1
        }
        return found

    def all(self) -> list[Evidence]:
        """Return all that speaks for something."""
        found = [*self._by_iri(), *self._coded(self.typed)]
        by_reading = self._by_forms(self.readings)
        found += [one for reading, one in by_reading if not reading.part]
        if any(self.is_named(one) for one in found):
            return found
        alone = {
            reading: self._stands_alone(reading)
            for reading in dict.fromkeys(r for r, one in by_reading if one.match is Match.FORMAL)
        }
        by_reading = [
            (reading, replace(one, firm=alone[reading]) if one.match is Match.FORMAL else one)
            for reading, one in by_reading
        ]
        found += [one for reading, one in by_reading if not reading.part]
        return [*found, *self._by_parts(by_reading), *self._explained()]

    def is_named(self, one: Evidence) -> bool:
        """Return whether something other than relations and sources is called so, certainly."""
        rank = self.index.rank(one.thing)
        return one.firm and one.match <= Match.EXPANDED and rank < MINOR - 1

    def _by_iri(self) -> Iterator[Evidence]:
        if (thing := self.index.number_of(self.typed)) is not None:
            yield Evidence(thing, Match.EXACT, firm=True)

    def _coded(self, text: str) -> Iterator[Evidence]:
        """Yield what has the code; "cow:516" asks for that of one scheme."""
        scheme, colon, rest = text.partition(":")
        if colon and rest.strip():
            yield from self._in_scheme(scheme, rest)
            return
        codes = self.index.coded(code_key(text), self.most, self.classes)
        if self.year is not None:
            codes = [one for one in codes if _holds(one.valid_from, one.valid_to, self.year)]
        letters = text.strip().isalpha() and text.strip().isupper()
        firm = len(text.strip()) > 1 + (not letters) and not text.strip().isdigit()
        if not codes and _SYMBOL.fullmatch(text):
            yield from self._in_scheme("symbol", text)
        surely = {one.thing for one in codes if one.scheme not in _ALSO_OTHERWISE}
        if not surely and len({one.thing for one in codes if not self.index.tier(one.thing)}) == 1:
            surely = self._beginning(text)
        for code in codes:
            order = SCHEMES.index(code.scheme) if code.scheme in SCHEMES else len(SCHEMES)
            yield Evidence(
                code.thing, Match.CODE, code.text, order=order, firm=firm and code.thing in surely
            )

    def _beginning(self, text: str) -> set[int]:
        """Return the state whose label begins with the letters of a code, if just one does."""
        found = self.index.states_beginning(text.replace(".", ""))
        return set(found) if len(found) == 1 else set()

    def _in_scheme(self, scheme: str, code: str) -> Iterator[Evidence]:
        try:
            name = scheme_called(self.index, scheme)
        except NotFoundError:
            return
        found = by_code(self.index, name, code, self.year)
        for known in [one for one in found if one.is_exact] or found:
            thing = self.index.number_of(known.entry.iri)
            if thing is not None and self.index.is_of(thing, self.classes):
                yield Evidence(thing, Match.CODE, known.code, firm=True)

    def _by_forms(self, found: Iterable[Reading]) -> list[tuple[Reading, Evidence]]:
        wanted: dict[int, list[tuple[Reading, Form]]] = {}
        for reading in found:
            for form, text in self._forms(reading):
                wanted.setdefault(hash_of(form, text), []).append((reading, form))
            bare = without_numbers(reading.words)
            if 0 < len(bare) < len(reading.words):
                number = hash_of(Form.WORDS, as_bag(bare))
                wanted.setdefault(number, []).append((reading, Form.NUMBERED))
        names = self.index.with_forms(list(wanted), self.most * 2, self.classes)
        return [
            (reading, one)
            for number, name in names
            for reading, form in wanted[number]
            if (one := self._evidence(reading, form, name))
        ]

    def _forms(self, reading: Reading) -> Iterator[tuple[Form, str]]:
        words = reading.words
        bag = as_bag(words)
        whole = expanded(words, self.entity)
        yield Form.WHOLE, key(reading.folded)
        yield Form.WORDS, bag
        yield Form.EXPANDED, as_bag(list(set(whole)))
        if left := core(words):
            yield Form.CORE, as_bag(left)
        if rest := without_numbers(whole):
            yield Form.SERIES, as_bag(rest)
        if not reading.part:
            yield Form.SOUND, sound(reading.folded)
        yield Form.OUTSIDE, bag
        yield Form.INSIDE, bag

    def _evidence(self, reading: Reading, form: Form, name: Name) -> Evidence | None:
        if form is Form.WHOLE:
            match = whole_match(name)
        elif name.kind == NameKind.LOCAL and form is Form.WORDS:
            match = Match.LOCAL
        elif name.kind in (NameKind.LOCAL, NameKind.INITIALS):
            return None
        else:
            match = _LEVELS[form]
        shown = "" if match is Match.LOCAL else name.text
        share = _SHARES.get(form, 1.0)
        firm = self._is_firm(match, reading, form, name)
        return Evidence(name.thing, match, shown, name.language, share, firm)

    def _is_firm(self, match: Match, reading: Reading, form: Form, name: Name) -> bool:
        if match is Match.LOCAL:
            return len(key(reading.folded)) >= _SHORTEST_LOCAL
        if match is Match.INITIALS:
            return len(name.folded) > 2 and reading.text.replace(".", "").isupper()
        if match is Match.FORMAL:
            return False  # until it is known that nothing is called just so: see all()
        if match is Match.SPELLING:
            return len(key(reading.folded)) >= _SHORTEST_SOUND
        return form not in (Form.INSIDE, Form.NUMBERED)

    def _stands_alone(self, reading: Reading) -> bool:
        """Return whether only one state has these words in its name, the form of government aside.

        The two Koreas and Germanies differ by what is left out.
        """
        words = [word for word in core(reading.words) if word.isalnum()]
        if not words:
            return False
        every = " AND ".join(term(word) for word in words)
        return len(self.index.matching(f"names : ({every})", 2, self.index.state_classes)) == 1

    def _by_parts(self, found: Iterable[tuple[Reading, Evidence]]) -> Iterator[Evidence]:
        parts = [reading for reading in self.readings if reading.part]
        named: dict[Reading, dict[int, Evidence]] = {part: {} for part in parts}
        for reading, one in found:
            if self._names_part(reading, one):
                named[reading].setdefault(one.thing, one)
        for part in parts:
            for one in self._coded(part.text) if part.text.isupper() else ():
                named[part].setdefault(one.thing, one)
        known = [part for part in parts if named[part]]
        open_ = [part for part in parts if not named[part] and not _is_formal(part)]
        first = 1.0 if known and known[0] is parts[0] else _ONLY_LATER_PART
        for place, part in enumerate(known):
            others = [named[other] for other in known if other is not part]
            for thing, one in named[part].items():
                twice = any(thing in other for other in others)
                firm = not open_ and bool(others) and (twice or self._follow(thing, others))
                share = _BOTH_PARTS if twice else _LATER_PART if place else first
                firm = twice or (firm and not place)
                yield replace(one, match=Match.PART, share=share, firm=firm)

    def _names_part(self, reading: Reading, one: Evidence) -> bool:
        is_name = one.match < Match.FORMAL or (one.match is Match.FORMAL and one.firm)
        return reading.part and is_name and self.index.rank(one.thing) < MINOR - 1

    def _follow(self, thing: int, others: Sequence[dict[int, Evidence]]) -> bool:
        """Return whether all that the other parts name came before this thing, or after it."""
        near = {
            *self.index.following(thing, _MOST_FOLLOWING),
            *self.index.same_code(thing, _MOST_FOLLOWING),
        }
        return all(near & other.keys() for other in others)

    def _explained(self) -> Iterator[Evidence]:
        """Yield what is named whole in the text, where all other words belong to it; no state."""
        for reading in self.readings:
            if reading.part or len(reading.words) < 2:
                continue
            for begin, end, things in self._named_in(reading.words):
                rest = [*reading.words[:begin], *reading.words[end:]]
                around = self.index.around(self.expression(rest), things)
                kinds = [
                    thing for thing in things if set(rest) <= _KIND_WORDS[self.index.rank(thing)]
                ]
                for thing in {*around, *kinds}:
                    firm = self.index.rank(thing) < MINOR
                    yield Evidence(thing, Match.RELATED, share=_EXPLAINED, firm=firm)

    def _named_in(self, words: Sequence[str]) -> Iterator[tuple[int, int, list[int]]]:
        for begin in range(len(words)):
            for end in range(begin + 1, len(words) + (begin > 0)):
                named = self.contained.get(hash_of(Form.WORDS, as_bag(words[begin:end])), ())
                if things := [one for one in named if self.index.rank(one)]:
                    yield begin, end, things

    def expression(self, words: Sequence[str], *, last_begun: bool = False) -> str:
        """Return what finds all these *words*, a state or organisation in any of its names.

        The last of them is found also where it is only *begun*.
        """
        words = [word for word in words if not SIGN.search(word)] or [_NOTHING]
        terms: list[str] = []
        for begin, end, entity in spans(words, self.entity):
            begun = last_begun and end == len(words)
            each = " AND ".join(
                term(word, begun=begun and at == end - 1)
                for at, word in enumerate(words[begin:end], begin)
            )
            terms.append(f'("{entity}" OR ({each}))' if entity else each)
        return " AND ".join(terms)


def term(word: str, *, begun: bool = False) -> str:
    """Return what finds *word*, as the beginning of one and in the singular, in an expression.

    Short words are taken as a whole, unless they may be *begun* only. No word has a quotation
    mark.
    """
    forms = [form for same in same_words(word) for form in _forms_of(same)]
    terms = [f'"{one}" *' if len(one) > _WHOLE or begun else f'"{one}"' for one in forms]
    return terms[0] if len(terms) == 1 else f"({' OR '.join(terms)})"


def _forms_of(word: str) -> list[str]:
    if len(word) > SHORTEST and word.endswith("ies"):
        return [word, word[:-3] + "y"]
    if len(word) > SHORTEST and word.endswith("s") and not word.endswith("ss"):
        return [word[:-1]]
    return [word]


def whole_match(name: Name) -> Match:
    """Return what kind of match it is that a name is the same, but for spaces."""
    if name.kind == NameKind.LOCAL:
        return Match.LOCAL
    if name.kind == NameKind.INITIALS:
        return Match.INITIALS
    return Match.ACRONYM if _is_acronym(name.text) else Match.EXACT


def _is_acronym(name: str) -> bool:
    letters = [character for character in name if character.isalpha()]
    return 1 < len(letters) <= 12 and " " not in name and all(c.isupper() for c in letters)


def _is_formal(part: Reading) -> bool:
    return all(word in FORMAL for word in part.words)


def _holds(start: str, end: str, year: int) -> bool:
    return (not start or int(start[:4]) <= year) and (not end or year <= int(end[:4]))
