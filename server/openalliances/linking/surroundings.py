"""What else is known of what is looked for: the year in which it was, and what is around it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol, TypeVar

from openalliances.errors import BadRequestError, NotFoundError
from openalliances.linking.candidates import Candidates
from openalliances.linking.codes import lookup
from openalliances.linking.index import NameIndex
from openalliances.release.folding import LONGEST, fold
from openalliances.release.forms import ENTITY, Form, as_bag, hash_of, words_of

_MOST_CONTEXTS = 8
_MOST_FOLLOWING = 30
_NEARLY = 0.6
"""How well the year before or after its time fits a thing."""


class _Numbered(Protocol):
    @property
    def thing(self) -> int: ...


_T = TypeVar("_T", bound=_Numbered)


class Surroundings:
    """The year and the texts that are known beside a name."""

    def __init__(
        self, index: NameIndex, candidates: Candidates, year: int | None, context: Sequence[str]
    ) -> None:
        self.index = index
        self.candidates = candidates
        self.year = year
        texts = [text.strip()[:LONGEST] for text in context[:_MOST_CONTEXTS]]
        self.texts = [text for text in texts if fold(text)]

    def dates(self, things: Collection[int]) -> dict[int, float]:
        """Return how well the year fits those of the things of which the time is known."""
        return {
            thing: max(self._fits(start, end) for start, end in times)
            for thing, times in self.index.times(things).items()
        }

    def _fits(self, start: str, end: str) -> float:
        assert self.year is not None  # noqa: S101  only asked for with a year
        first = int(start[:4]) if start else self.year
        last = int(end[:4]) if end else 9999
        if first <= self.year <= last:
            return 1.0
        return 0.0

    def instead_of(self, thing: int) -> list[tuple[int, bool]]:
        """Return what was there in the year in the place of what was not.

        What has the same code in a list of states is that certainly; else what came directly
        before or after it.
        """
        for found, certain in (
            (self.index.same_code(thing, _MOST_FOLLOWING), True),
            (self.index.following(thing, _MOST_FOLLOWING), False),
        ):
            dates = self.dates(found)
            there = [one for one in found if dates.get(one) == 1]
            there = [one for one in there if self.index.is_of(one, self.candidates.classes)]
            if len(there) == 1:
                return [(there[0], certain)]
        return []

    def context(self, found: Sequence[_T]) -> Iterator[tuple[_T, float]]:
        """Yield each of the candidates with the share of the texts that fit it."""
        things = [one.thing for one in found]
        fitting = [self._fitting(text, things) for text in self.texts]
        for one in found:
            share = sum(one.thing in some for some in fitting) / len(fitting) if fitting else 1.0
            yield one, share

    def _fitting(self, text: str, things: Sequence[int]) -> set[int]:
        """Return those of the things that are what *text* names, or have to do with it."""
        entity = self._named(text)
        if entity is not None:
            return {*self.index.around(f'"{ENTITY}{entity}"', things), entity}
        words = words_of(fold(text))
        return self.index.around(self.candidates.expression(words), things)

    def _named(self, text: str) -> int | None:
        if ":" in text:
            try:
                known = lookup(self.index, text, self.year)
            except (BadRequestError, NotFoundError):
                known = []
            if known:
                return self.index.number_of(known[-1].entry.iri)
        number = hash_of(Form.WORDS, as_bag(words_of(fold(text))))
        things = self.index.contained([number], 10).get(number, [])
        first = [thing for thing in things if self.index.rank(thing) <= 1]
        return first[0] if len(first) == 1 else None
