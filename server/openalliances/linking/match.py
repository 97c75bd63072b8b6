"""The matcher: from a name, and what else is known of it, to the things that may be meant.

Search, reconciliation, look-up, the command line and agents' tools ask this one function. A
candidate tells by what it fits (its :class:`Features`), and is *sure* only where one thing
alone is meant.
"""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.linking.index import NameIndex
from openalliances.linking.search import CERTAIN, Hit, find
from openalliances.release.names import Entry


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

    ``score`` is from 0 to 100; ``name`` is the name or code that fits, ``language`` its language.
    At most one candidate of an answer is ``sure``, and it is the first.
    """

    entry: Entry
    score: float
    sure: bool
    name: str
    language: str
    features: Features


def match(index: NameIndex, asked: Asked) -> list[Candidate]:
    """Return the things that may be meant, best first, at most ``asked.limit``."""
    kinds = asked.kinds or ("",)
    hits = [hit for kind in kinds for hit in find(index, asked.text, asked.limit, kind)]
    certain = [hit for hit in hits if hit.match <= CERTAIN]
    return [_candidate(hit, sure=certain == [hit]) for hit in hits[: asked.limit]]


def _candidate(hit: Hit, *, sure: bool) -> Candidate:
    share = 1 - hit.match / 12
    return Candidate(hit.entry, 100 * share, sure, hit.name, hit.language, Features(name=share))
