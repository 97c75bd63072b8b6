"""Links of others to us: which lead to a thing, and what is better where they do not quite.

An IRI of ours stays: what was withdrawn, merged or deprecated answers for ever, and says what to
use instead. What others wrote may still be the address of a document, have ``http`` for
``https``, or be below an address at which the data once were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from rapidfuzz import process

from openalliances.linking.codes import own_spellings
from openalliances.linking.index import NameIndex
from openalliances.rdf.prefixes import BASE
from openalliances.reader.options import NEUTRAL_BASE

_OURS = re.compile(r"https?://(?:www\.)?w3id\.org/openalliances(?:[/#?]|$)", re.IGNORECASE)
_ALIKE = 75
_MOST_NEAR = 3
_MOST_STEPS = 10


RETIRED = """SELECT DISTINCT ?iri ?successor {
  { ?iri a ally:WithdrawnThing } UNION { ?iri owl:deprecated true }
  OPTIONAL { ?iri dcterms:isReplacedBy ?successor FILTER(ISIRI(?successor)) }
} ORDER BY ?iri ?successor"""
"""The query for what should not be used any more, and what takes its place."""


class Finding(StrEnum):
    """What is to be said of a link."""

    RIGHT = "right"
    SPELLING = "spelling"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


NOTES = {
    Finding.RIGHT: "leads to a thing",
    Finding.SPELLING: "is not written as the thing's IRI is",
    Finding.REPLACED: "was withdrawn, merged or deprecated, and something takes its place",
    Finding.WITHDRAWN: "was withdrawn or deprecated, and no one thing takes its place",
    Finding.UNKNOWN: "leads to nothing here",
}
"""What each finding means, in words that go on after the IRI."""


@dataclass(frozen=True, slots=True)
class CheckedLink:
    """A link, what is to be said of it, the better one if there is one, and what is like it."""

    iri: str
    finding: Finding
    better: str = ""
    near: tuple[str, ...] = ()


def retired_by(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return what takes the place of each, from pairs; the second is empty where nothing does."""
    retired: dict[str, list[str]] = {}
    for iri, successor in rows:
        known = retired.setdefault(iri, [])
        if successor and successor not in known:
            known.append(successor)
    return retired


@dataclass(frozen=True)
class LinkChecker:
    """Looks at links.

    ``holds`` says whether anything is said of an IRI. ``retired`` are IRIs that should not be
    used any more, with what takes their place. ``bases`` are further addresses below which the
    data were, as that of a server.
    """

    index: NameIndex
    holds: Callable[[str], bool]
    retired: Mapping[str, Sequence[str]]
    bases: tuple[str, ...] = ()
    _known: dict[str, CheckedLink] = field(default_factory=dict)

    def concerns(self, iri: str) -> bool:
        """Return whether *iri* is a link to us."""
        if iri.startswith(NEUTRAL_BASE):
            return False
        return _OURS.match(iri) is not None or iri.startswith(self.bases or "\0")

    def check(self, iri: str) -> CheckedLink:
        """Return what is to be said of the link *iri*."""
        if iri not in self._known:
            self._known[iri] = self._check(iri)
        return self._known[iri]

    def _check(self, iri: str) -> CheckedLink:
        meant = next((one for one in self._spellings(iri) if self.holds(one)), "")
        if not meant:
            return CheckedLink(iri, Finding.UNKNOWN, near=self._near(iri))
        if meant in self.retired:
            better, several = self._successor(meant)
            finding = Finding.REPLACED if better else Finding.WITHDRAWN
            return CheckedLink(iri, finding, better, several)
        if meant != iri:
            return CheckedLink(iri, Finding.SPELLING, meant)
        return CheckedLink(iri, Finding.RIGHT)

    def _spellings(self, iri: str) -> list[str]:
        """Return what *iri* may mean, the likeliest first."""
        found = list(own_spellings(iri))
        for base in self.bases:
            if iri.startswith(base):
                found += own_spellings(BASE + iri.removeprefix(base).lstrip("/"))
        return found

    def _successor(self, iri: str) -> tuple[str, tuple[str, ...]]:
        """Return what takes the place of *iri* in the end, or nothing and the choice."""
        for _ in range(_MOST_STEPS):
            following = tuple(self.retired.get(iri, ()))
            if len(following) != 1:
                return ("", following) if iri in self.retired else (iri, ())
            (iri,) = following
        return "", ()

    def _near(self, iri: str) -> tuple[str, ...]:
        """Return IRIs of the same folder that are much like *iri*."""
        spellings = self._spellings(iri)
        path = next((one for one in reversed(spellings) if one.startswith(BASE)), iri)
        folder, _, name = path.rstrip("/").rpartition("/")
        names = self._folders.get(folder, ())
        found = process.extract(name, names, limit=_MOST_NEAR, score_cutoff=_ALIKE)
        return tuple(f"{folder}/{one[0]}" for one in found)

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        """Return the last parts of all IRIs by what stands before them."""
        found: dict[str, list[str]] = {}
        for iri in self.index.iris():
            folder, _, name = iri.rpartition("/")
            found.setdefault(folder, []).append(name)
        return found
