"""Published statements that nobody is cited for, each with the reason why it is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from openalliances.builder.statements.collecting import Stated
from openalliances.rdf.prefixes import ID, shorten
from openalliances.rdf.vocabulary import ALLY, SKOS

_REASONS = {
    **dict.fromkeys(
        (ALLY.mapsTask, ALLY.mapsTo, ALLY.hasMappingStrength),
        "a judgement of our own, whose reason stands beside it",
    ),
    SKOS.scopeNote: "a note of our own, which explains what is published beside it",
    SKOS.altLabel: "a name by which it is looked up; no source for it is recorded yet",
}
_OTHERS = "no source is recorded yet"


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A statement without a source: its IRI, what it says in short, and the reason."""

    iri: str
    words: str
    reason: str


def unsourced(statements: Iterable[tuple[str, Stated]]) -> tuple[Unsourced, ...]:
    """Return those of *statements* that nobody is cited for, in the order of their IRIs."""
    found = (
        Unsourced(iri, _words(stated.triple), _REASONS.get(stated.triple.predicate, _OTHERS))
        for iri, stated in statements
        if not stated.is_sourced
    )
    return tuple(sorted(found, key=lambda one: one.iri))


def _words(triple: ox.Triple) -> str:
    subject = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""
    value = triple.object.value if isinstance(triple.object, ox.Literal | ox.NamedNode) else ""
    return f"{subject.removeprefix(ID)} {shorten(triple.predicate.value)}: {shorten(value)}"
