"""The matcher: from a name, and what else is known of it, to the things that may be meant.

Search, reconciliation, look-up, the command line and agents' tools ask this one function. A
candidate tells by what it fits (its :class:`Features`), and is *sure* only where one thing
alone is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from openalliances.linking.candidates import Candidates
from openalliances.linking.evidence import STRONG, Evidence, Match
from openalliances.linking.full_text import FullText
from openalliances.linking.index import Name, NameIndex
from openalliances.linking.question import readings, year_in
from openalliances.linking.surroundings import Surroundings
from openalliances.release.folding import LONGEST
from openalliances.release.names import MINOR, Entry

_MOST = 100
"""Candidates that are compared with a text."""
_MOST_BESIDE = 20
"""Candidates that are looked for beside what is called just so."""
_WEIGHED = 25
"""Candidates of which the years and the surroundings are looked at."""
_MARGIN = 6.0
"""By how much the score of what is sure is better than that of all else."""
_LOST_BY_TIER = 0.85
_LOST_BY_OTHERS = 0.96
"""What is no state, organisation, mission, arrangement or treaty comes after those."""
_ARRANGEMENT_AND_TREATY = (2, 4)
"""The ranks of these two (:mod:`openalliances.builder.outputs.kinds`)."""
_LOST_OUT_OF_TIME = 0.8
_LOST_BY_SUCCESSION = 0.97
_LOST_OUT_OF_PLACE = 0.15


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for.

    ``kinds`` are IRIs or labels of classes, of which a thing has to be an instance of one.
    ``year`` is when it has to have existed, ``context`` what else is known of it: texts of other
    columns, as the host of a mission, its organisation, or a code ("cow:490").
    """

    text: str
    kinds: tuple[str, ...] = ()
    year: int | None = None
    context: tuple[str, ...] = ()
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Features:
    """By what a candidate fits, each from 0 to 1; None for what was not asked."""

    name: float = 0.0
    code: float | None = None
    dates: float | None = None
    type: float | None = None
    context: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant.

    ``score`` is from 0 to 100; ``name`` is the name or code that fits, ``language`` its language,
    ``match`` in what way it fits. At most one candidate of an answer is ``sure``, and it is the
    first.
    """

    entry: Entry
    score: float
    sure: bool
    name: str
    language: str
    features: Features
    match: Match = Match.EXACT


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate by its number, with its score and what makes it."""

    evidence: Evidence
    score: float
    dates: float | None = None
    context: float | None = None

    @property
    def thing(self) -> int:
        return self.evidence.thing


def match(index: NameIndex, asked: Asked) -> list[Candidate]:
    """Return the things that may be meant, best first, at most ``asked.limit``."""
    classes = tuple(n for kind in asked.kinds for n in index.classes_called(kind))
    if asked.kinds and not classes:
        return []
    if set(classes) & set(index.state_classes):
        # Whether Kosovo and Taiwan are states is not for a list of states to say.
        classes = (*classes, *index.state_classes)
    return _Matching(index, asked, classes).candidates()


class _Matching:
    """One question, and what comes of it."""

    def __init__(self, index: NameIndex, asked: Asked, classes: Sequence[int]) -> None:
        self.index = index
        self.asked = asked
        self.classes = classes
        self.typed = asked.text.strip()[:LONGEST]
        self.year = asked.year if asked.year is not None else year_in(self.typed)

    def candidates(self) -> list[Candidate]:
        """Return what fits, best first."""
        found = readings(self.asked.text)
        if not found:
            return []
        most = max(_MOST, self.asked.limit)
        whole = Candidates(self.index, self.typed, found, most, self.classes, self.year)
        evidence = _best_of_each(self._evidence(whole))
        weighed = self._weighed(whole, evidence)
        chosen = weighed[: self.asked.limit]
        return self._shown(chosen, sure=self._is_sure(weighed), words=found[0].words)

    def _evidence(self, whole: Candidates) -> list[Evidence]:
        """Return all that speaks for anything: by names, by words, and if need be by less."""
        first, *others = [one for one in whole.readings if not one.part]
        found = whole.all()
        named = any(whole.is_named(one) for one in found)
        if named:
            whole.most = max(_MOST_BESIDE, self.asked.limit)
        text = FullText(whole, self.asked.limit)
        found += text.by_words(first, beside=named)
        for reading in others:
            if not found:
                found += text.by_words(reading)
        if not any(one.firm and self._is_strong(one) for one in found):
            found += [*text.of_government(first), *text.abbreviated(first)]
            found += text.misspelt_name(first)
        if not found:
            found = text.misspelt_words(first) or text.pieces(first) or text.some_words(first)
        return found

    def _is_strong(self, one: Evidence) -> bool:
        return one.score >= STRONG and self.index.rank(one.thing) < MINOR - 1

    def _weighed(self, whole: Candidates, evidence: Iterable[Evidence]) -> list[_Weighed]:
        """Return the candidates with their scores, in order: the number is the importance."""
        ranked = sorted((_Weighed(one, self._score(one)) for one in evidence), key=_place)
        first, rest = ranked[:_WEIGHED], ranked[_WEIGHED:]
        around = Surroundings(self.index, whole, self.year, self.asked.context)
        if self.year is not None:
            first = self._in_time(around, first)
        if self.asked.context:
            first = [self._in_place(one, share) for one, share in around.context(first)]
        return [*sorted(first, key=_place), *rest]

    def _score(self, one: Evidence) -> float:
        """Return the score of the evidence; relations, then sources, come after things."""
        lost = _LOST_BY_TIER ** self.index.tier(one.thing)
        if self.index.rank(one.thing) == MINOR - 1:
            lost *= _LOST_BY_OTHERS
        return min(100.0, one.score * lost)

    def _in_time(self, around: Surroundings, found: list[_Weighed]) -> list[_Weighed]:
        """Return the candidates with what the year says; for what is over, what followed it."""
        dates = around.dates([one.thing for one in found])
        weighed: dict[int, _Weighed] = {}
        for one in found:
            share = dates.get(one.thing)
            score = one.score if share is None or share > 0 else one.score * _LOST_OUT_OF_TIME
            weighed[one.thing] = replace(one, score=score, dates=share)
        for one in found:
            if dates.get(one.thing) == 0 and one.score >= STRONG:
                for thing, firm in around.instead_of(one.thing):
                    before = weighed.get(thing)
                    score = one.score * _LOST_BY_SUCCESSION
                    if before is None or before.score * _LOST_BY_SUCCESSION < score:
                        firm = firm and one.evidence.firm
                        evidence = replace(one.evidence, thing=thing, firm=firm)
                        weighed[thing] = _Weighed(evidence, score, 1.0)
        return list(weighed.values())

    def _in_place(self, one: _Weighed, share: float) -> _Weighed:
        score = one.score * (1 - _LOST_OUT_OF_PLACE * (1 - share))
        return replace(one, score=score, context=share)

    def _is_sure(self, found: Sequence[_Weighed]) -> bool:
        """Return whether the first of the candidates, and none but it, is meant."""
        if not found:
            return False
        top = found[0]
        if not top.evidence.firm or top.dates == 0 or top.score < STRONG * 0.85:
            return False
        notable = self.index.rank(top.thing) < MINOR - 1
        if not notable and top.evidence.match is Match.ACRONYM and not self.classes:
            return False
        rivals = [
            one
            for one in found[1:_WEIGHED]
            if one.dates != 0 or top.dates is None
            if not notable or self.index.rank(one.thing) < MINOR - 1
        ]
        return not any(_rivals(one, top) for one in rivals if not self._is_text_of(one, top))

    def _is_text_of(self, one: _Weighed, top: _Weighed) -> bool:
        """Return whether *one* is an instrument that is called as the arrangement made by it."""
        ranks = self.index.rank(top.thing), self.index.rank(one.thing)
        return ranks == _ARRANGEMENT_AND_TREATY and not self.classes

    def _shown(
        self, found: Sequence[_Weighed], *, sure: bool, words: Sequence[str]
    ) -> list[Candidate]:
        entries = self.index.entries([one.thing for one in found])
        nameless = [one.thing for one in found if not one.evidence.name]
        names = _names_with_words(self.index.names_of(nameless), words)
        return [
            self._candidate(one, entries[one.thing], names.get(one.thing), sure=sure and not place)
            for place, one in enumerate(found)
        ]

    def _candidate(
        self, one: _Weighed, entry: Entry, name: Name | None, *, sure: bool
    ) -> Candidate:
        evidence = one.evidence
        shown, language = evidence.name, evidence.language
        if not shown:
            shown, language = (name.text, name.language) if name else (entry.label, "")
        by_code = evidence.match is Match.CODE
        features = Features(
            name=0.0 if by_code else min(1.0, evidence.score / 100),
            code=1.0 if by_code else None,
            dates=one.dates,
            type=1.0 if self.asked.kinds else None,
            context=one.context,
        )
        return Candidate(
            entry, round(one.score, 1), sure, shown, language, features, evidence.match
        )


def _best_of_each(found: Iterable[Evidence]) -> list[Evidence]:
    """Return the best that speaks for each thing; what is firm by one name, is so by another."""
    best: dict[int, Evidence] = {}
    firm: set[int] = set()
    for one in found:
        known = best.get(one.thing)
        if known is None or _quality(one) < _quality(known):
            best[one.thing] = one
        if one.firm and one.score >= STRONG:
            firm.add(one.thing)
    return [one if one.thing not in firm else replace(one, firm=True) for one in best.values()]


def _quality(one: Evidence) -> tuple[float, bool, int]:
    return -one.score, not one.firm, one.order


def _place(one: _Weighed) -> tuple[float, int, int]:
    return -one.score, one.evidence.order, one.thing


def _rivals(one: _Weighed, top: _Weighed) -> bool:
    """Return whether *one* may be meant as well: its name is no worse, or nearly as good."""
    if top.evidence.match <= Match.ACRONYM:
        return one.evidence.match <= Match.ACRONYM and one.score > top.score - _MARGIN
    return one.score > top.score - _MARGIN


def _names_with_words(names: Iterable[Name], words: Sequence[str]) -> dict[int, Name]:
    """Return the name of each thing that has most of the words; its label, if it has them."""
    spaced = [f" {word}" for word in words]
    best: dict[int, tuple[int, Name]] = {}
    for name in names:
        known = best.get(name.thing)
        if known is not None and known[0] == len(spaced):
            continue
        folded = " " + name.folded
        shared = len([word for word in spaced if word in folded])
        if known is None or shared > known[0]:
            best[name.thing] = shared, name
    return {thing: name for thing, (_, name) in best.items()}
