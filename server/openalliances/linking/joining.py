"""The join: names, codes and IRIs of other data sets to our things, each distinct one asked once.

Nothing is guessed in silence. What is not sure says so in its status, and can be decided by a
person, whose word then stands (:mod:`.review`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import process

from openalliances.errors import NotFoundError, SettingError
from openalliances.linking.codes import ALIASES, Known, codes_of, lookup, only, scheme_called
from openalliances.linking.index import NameIndex
from openalliances.linking.match import Asked, Candidate, Features, match
from openalliances.rdf.prefixes import ALLY
from openalliances.release.names import Entry

TYPES: dict[str, str] = {
    "state": "GeopoliticalEntity",
    "organization": "Organization",
    "organisation": "Organization",
    "arrangement": "SecurityArrangement",
    "alliance": "SecurityArrangement",
    "partnership": "SecurityArrangement",
    "mission": "Operation",
    "treaty": "LegalInstrument",
    "resolution": "Resolution",
    "conflict": "ArmedConflict",
    "agreement": "PeaceAgreement",
}
"""What people call the kinds of things, and the class of each; other classes by label or IRI."""

TOLD = ("cow", "gw", "iso3", "cow-alliance", "atop", "symbol", "wikidata")
"""The schemes whose codes are told by themselves; others are asked for."""

SEPARATOR = "; "
"""What stands between several codes in a cell."""

_LIKELY, _POSSIBLE, _AHEAD = 75.0, 50.0, 10.0
"""Scores from which one is likely or possible, and by how much it is ahead of the next one."""
_MOST = 6
_KEPT = 200_000
"""Distinct names whose answers are kept; then the first ones are asked again."""
_IDENTIFIER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?!//)\S")


class Status(StrEnum):
    """How sure it is what is meant. Only with SURE, LIKELY and DECIDED there is a thing."""

    SURE = "sure"
    LIKELY = "likely"
    SEVERAL = "several"
    NONE = "none"
    DECIDED = "decided"
    CONFLICT = "conflict"
    EMPTY = ""


DOUBTFUL = (Status.LIKELY, Status.SEVERAL, Status.NONE, Status.CONFLICT)
"""What a person should look at."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says of the thing that it means: a name or an identifier, and what else it knows.

    ``codes`` are codes with their scheme ("cow:516"), the one that counts most first.
    """

    text: str
    year: int | None = None
    context: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what tells it from others, as cells of a table."""
        year = "" if self.year is None else str(self.year)
        return self.text, year, SEPARATOR.join(self.context), SEPARATOR.join(self.codes)


@dataclass(frozen=True, slots=True)
class Joined:
    """What is meant: a status, the thing where there is one, and what else it may be.

    ``score`` is from 0 to 100, None where nothing was found. ``codes`` are those of the thing in
    the year that was asked for, by scheme.
    """

    status: Status
    entry: Entry | None = None
    score: float | None = None
    codes: tuple[tuple[str, str], ...] = ()
    candidates: tuple[Candidate, ...] = ()

    def code(self, scheme: str) -> str:
        """Return the codes of one scheme, as a cell has them."""
        return SEPARATOR.join(code for name, code in self.codes if name == scheme)

    @property
    def told_codes(self) -> str:
        """Return the codes that are used most, with their schemes, as a cell has them."""
        told = sorted((TOLD.index(scheme), code) for scheme, code in self.codes if scheme in TOLD)
        return SEPARATOR.join(f"{TOLD[place]}:{code}" for place, code in told)


Decisions = Mapping[tuple[str, ...], str]
"""What a person has decided, by :attr:`Wanted.key`: the IRI of a thing, empty for none of ours."""


class Joiner:
    """Finds what is meant, of the classes *kinds*; keeps what it has found."""

    def __init__(
        self, index: NameIndex, kinds: Sequence[str] = (), decisions: Decisions | None = None
    ) -> None:
        """Look into *index*.

        :raises SettingError: if there is no class of that name.
        """
        self.index = index
        self._kinds = tuple(kind_called(index, kind) for kind in kinds)
        self._decisions = decisions or {}
        self._known: dict[Wanted, Joined] = {}
        self._matched: dict[Wanted, Joined] = {}

    def is_new(self, wanted: Wanted) -> bool:
        """Return whether that was not asked before."""
        return wanted not in self._known

    def join(self, wanted: Wanted) -> Joined:
        """Return what is meant.

        :raises NotFoundError: if a code is of a scheme that is not there.
        """
        found = self._known.get(wanted)
        if found is None:
            found = self._known[wanted] = self._with_codes(self._find(wanted), wanted.year)
            if len(self._known) > _KEPT:
                del self._known[next(iter(self._known))]
        return found

    def _find(self, wanted: Wanted) -> Joined:
        if self._decisions and (decided := self._decisions.get(wanted.key)) is not None:
            return self._decided(decided)
        by_code = self._by_codes(wanted)
        text = wanted.text.strip()
        if not text:
            return by_code or Joined(Status.NONE if wanted.codes else Status.EMPTY)
        if (known := looked_up(self.index, text, wanted.year)) is not None:
            return _of_known(known)
        if by_code is not None and by_code.status is Status.SURE:
            return self._unless_other(by_code, wanted)
        return self._by_name(wanted)

    def _by_codes(self, wanted: Wanted) -> Joined | None:
        """Return what the first code that is known stands for; None without any."""
        found = [_of_known(lookup(self.index, code, wanted.year)) for code in wanted.codes]
        sure = [one for one in found if one.status is Status.SURE]
        several = [one for one in found if one.status is Status.SEVERAL]
        return next(iter([*sure, *several]), None)

    def _by_name(self, wanted: Wanted) -> Joined:
        """Return what the name means; with a year only where that could make a difference."""
        if wanted.year is not None:
            always = self._named(replace(wanted, year=None))
            if always.status is Status.SURE and self._was_there(always, wanted.year):
                return always
        return self._named(wanted)

    def _named(self, wanted: Wanted) -> Joined:
        found = self._matched.get(wanted)
        if found is None:
            context = (*wanted.context, *wanted.codes)
            asked = Asked(wanted.text, self._kinds, wanted.year, context, _MOST)
            found = self._matched[wanted] = judged(match(self.index, asked))
            if len(self._matched) > _KEPT:
                del self._matched[next(iter(self._matched))]
        return found

    def _was_there(self, found: Joined, year: int) -> bool:
        """Return whether that was there before *year* and after it, as far as is known."""
        if found.entry is None or (number := self.index.number_of(found.entry.iri)) is None:
            return False
        spells = self.index.times([number]).get(number, [])
        return any(
            start.isdigit() and int(start) < year and (not end.isdigit() or year < int(end))
            for start, end in spells
        )

    def _unless_other(self, found: Joined, wanted: Wanted) -> Joined:
        """Return what the code says, unless the name surely says something else."""
        named = self._by_name(replace(wanted, codes=()))
        if named.status is not Status.SURE or named.entry == found.entry:
            return found
        return Joined(Status.CONFLICT, candidates=(*found.candidates, *named.candidates[:1]))

    def _decided(self, iri: str) -> Joined:
        number = self.index.number_of(iri) if iri else None
        if number is None:
            return Joined(Status.DECIDED)
        return Joined(Status.DECIDED, self.index.entries([number])[number], 100.0)

    def _with_codes(self, found: Joined, year: int | None) -> Joined:
        if found.entry is None:
            return found
        codes = codes_of(self.index, found.entry.iri, year)
        return replace(found, codes=tuple((code.scheme, code.text) for code in codes))


def judged(candidates: Sequence[Candidate]) -> Joined:
    """Return how sure the first of *candidates* is; they are in their order, best first."""
    all_ = tuple(candidates)
    if not all_ or all_[0].score < _POSSIBLE:
        return Joined(Status.NONE, candidates=all_)
    best = all_[0]
    if best.sure:
        return Joined(Status.SURE, best.entry, best.score, candidates=all_)
    next_score = all_[1].score if len(all_) > 1 else 0.0
    if best.score >= _LIKELY and best.score - next_score >= _AHEAD:
        return Joined(Status.LIKELY, best.entry, best.score, candidates=all_)
    return Joined(Status.SEVERAL, score=best.score, candidates=all_)


def looked_up(index: NameIndex, text: str, year: int | None = None) -> list[Known] | None:
    """Return what *text* stands for, None if it is no IRI, nor a code with a scheme of *index*."""
    found = _IDENTIFIER.match(text)
    scheme = found[1].lower() if found else ""
    is_identifier = "://" in text or ALIASES.get(scheme, scheme) in index.schemes
    return lookup(index, text, year) if is_identifier else None


def kind_called(index: NameIndex, kind: str) -> str:
    """Return the IRI or label by which the index knows the class called *kind*.

    :raises SettingError: if there is none.
    """
    name = TYPES.get(kind.strip().lower())
    if name and index.classes_called(ALLY + name):
        return ALLY + name
    if index.classes_called(kind):
        return kind
    near = process.extractOne(kind.lower(), list(TYPES), score_cutoff=60)
    raise SettingError(
        f"There is no type of things called “{kind[:80]}”.",
        (f"Is it {near[0]}? " if near else "") + f"Use {', '.join(TYPES)}, or a class by its IRI.",
    )


def require_schemes(index: NameIndex, schemes: Iterable[str]) -> Iterator[str]:
    """Yield the schemes that are called so.

    :raises SettingError: if there is no such scheme.
    """
    for scheme in schemes:
        try:
            yield scheme_called(index, scheme)
        except NotFoundError as error:
            raise SettingError(error.message, error.hint) from None


def _of_known(found: Sequence[Known]) -> Joined:
    """Return what identifiers stand for as a join: one thing is sure, several are told."""
    one = only(found)
    things = {known.entry.iri: _candidate(known, sure=one is not None) for known in found}
    candidates = tuple(things.values())
    if one is not None:
        return Joined(Status.SURE, one.entry, 100.0, candidates=candidates)
    return Joined(Status.SEVERAL if candidates else Status.NONE, candidates=candidates)


def _candidate(known: Known, *, sure: bool) -> Candidate:
    name = f"{known.scheme}:{known.code}"
    return Candidate(known.entry, 100.0, sure, name, "", Features(code=1.0))
