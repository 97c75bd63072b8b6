"""The service over one release: what manifest, queries, suggestions and extension share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial

from openalliances.linking.index import NameIndex
from openalliances.linking.match import Asked, Candidate, match
from openalliances.linking.reconciliation import names
from openalliances.linking.reconciliation.identifiers import OF_OTHERS, Space
from openalliances.linking.reconciliation.properties import Property, properties_of
from openalliances.linking.reconciliation.types import DEFAULTS, Type, Types
from openalliances.tabular.store import Tables

ENGLISH = "en"
_MOST_KEPT = 1000
"""Questions whose answers a process keeps: columns of tables repeat the same names."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for.

    ``queries`` of a batch, ``ids`` of an extension, ``candidates`` or suggestions of a name,
    ``text`` characters of a name that count, ``seconds`` of reading in tables.
    """

    queries: int
    ids: int
    candidates: int
    text: int
    seconds: float


@dataclass(frozen=True)
class Service:
    """A release to reconcile with; ``tables`` are None where it has none."""

    index: NameIndex
    tables: Tables | None
    limits: Limits
    entities: Space = OF_OTHERS
    types_space: Space = OF_OTHERS
    proposed: dict[str, tuple[Property, ...]] = field(default_factory=dict, compare=False)
    """The properties of a type, found once."""

    @cached_property
    def types(self) -> Types:
        """Return the types: classes of which there are things."""
        found = [
            Type(self.types_space.id_of(iri), iri, label, count, number)
            for number, iri, label, count in names.classes(self.index)
        ]
        return Types(found, DEFAULTS if self.types_space.iri else ())

    @cached_property
    def properties(self) -> Mapping[str, Property]:
        """Return what can be told of things, and compared, by identifier."""
        return properties_of(self.index.schemes, self.tables)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which there are names."""
        return names.languages(self.index)

    def candidates(self, asked: Asked) -> list[Candidate]:
        """Return what the matcher says; the same question is asked once."""
        return self._matched(asked)

    def labels(self, iris: Collection[str], language: str = ENGLISH) -> dict[str, str]:
        """Return the names of things in *language*, else as they are listed."""
        found = self.index.labels(iris)
        if language != ENGLISH:
            found |= names.names_in(self.index, iris, language)
        return found

    def known_iri(self, text: str) -> str:
        """Return the IRI if *text* is an identifier of a thing, or its IRI; else nothing."""
        iri = self.entities.iri_of(text.strip())
        return iri if self.index.number_of(iri) is not None else ""

    @cached_property
    def _matched(self) -> Callable[[Asked], list[Candidate]]:
        return lru_cache(_MOST_KEPT)(partial(match, self.index))
