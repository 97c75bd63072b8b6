"""Types (section 2.2): the classes of which there are things, by identifier, IRI or label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openalliances.rdf.prefixes import PREFIXES
from openalliances.release.folding import fold
from openalliances.tabular.faults import unknown

DEFAULTS = (
    *("State", "Organization", "PeaceOperation", "MilitaryOperation", "MilitaryAlliance"),
    *("SecurityArrangement", "LegalInstrument", "PeaceAgreement", "ArmedConflict"),
    *("GeopoliticalEntity", "Region", "Source"),
)
"""Identifiers of the types that are proposed: those of which people have names in their tables."""
_MOST_DEFAULTS = 10


@dataclass(frozen=True, slots=True)
class Type:
    """A class, and of how many things it is."""

    id: str
    iri: str
    name: str
    things: int

    def as_json(self) -> dict[str, str]:
        """Return it as it stands in answers."""
        return {"id": self.id, "name": self.name}


class Types:
    """All types of a release; without *defaults* its largest are proposed."""

    def __init__(self, found: Iterable[Type], defaults: Sequence[str]) -> None:
        self.all = tuple(sorted(found, key=lambda one: (one.things, one.iri)))
        self._by_iri = {one.iri: one for one in self.all}
        self._by_name: dict[str, Type] = {}
        for one in self.all:
            # Of classes with the same label, the larger one.
            self._by_name[fold(one.name)] = one
        self._by_name |= {name: one for one in self.all for name in (one.id.lower(), one.iri)}
        known = [self._by_name[name.lower()] for name in defaults if name.lower() in self._by_name]
        self.defaults = tuple(known or self.all[: -_MOST_DEFAULTS - 1 : -1])

    def named(self, text: str) -> Type:
        """Return the type with that identifier, IRI, prefixed name or label.

        :raises BadRequestError: if there is none; its hint says which there are.
        """
        prefix, colon, local = text.partition(":")
        iri = PREFIXES[prefix] + local if colon and prefix in PREFIXES else text
        for name in (iri, text.lower(), fold(text)):
            if (found := self._by_name.get(name)) is not None:
                return found
        ids = [one.id for one in self.defaults]
        raise unknown("type", text, dict.fromkeys((*ids, *(one.id for one in reversed(self.all)))))

    def has(self, id_: str) -> bool:
        """Return whether there is a type with that identifier."""
        return id_.lower() in self._by_name

    def called(self, kind: str) -> list[Type]:
        """Return the types that *kind*, words with commas between them, names."""
        found = (self._by_name.get(fold(name)) for name in kind.split(", ") if name)
        return [one for one in found if one is not None]

    def told(self, classes: Iterable[str], kind: str) -> list[Type]:
        """Return which of the *classes* of a thing are told: what it is called, and the defaults.

        What it is called comes first, and of that what is narrower than the defaults.
        """
        called = frozenset(kind.split(", "))
        found = [self._by_iri[iri] for iri in classes if iri in self._by_iri]
        told = [one for one in found if one.name in called or one in self.defaults]

        def place(one: Type) -> tuple[bool, int, int, str]:
            rank = self.defaults.index(one) if one in self.defaults else -1
            return one.name not in called, rank, one.things, one.iri

        return sorted(told or found, key=place)
