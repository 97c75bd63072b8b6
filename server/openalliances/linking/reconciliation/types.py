"""Types (section 2.2): the classes of which there are things, by identifier, IRI or label."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from openalliances.rdf.prefixes import PREFIXES
from openalliances.release.folding import fold
from openalliances.tabular.faults import unknown

DEFAULTS = (
    *("State", "Organization", "Operation", "PeaceOperation", "MilitaryAlliance"),
    *("SecurityArrangement", "LegalInstrument", "PeaceAgreement", "ArmedConflict"),
    *("GeopoliticalEntity", "Region", "Source"),
)
"""Identifiers of the types that are proposed: those of which people have names in their tables."""
_MOST_DEFAULTS = 10


@dataclass(frozen=True, slots=True)
class Type:
    """A class, its number in the index of names, and of how many things it is."""

    id: str
    iri: str
    name: str
    things: int
    number: int

    def as_json(self) -> dict[str, str]:
        """Return it as it stands in answers."""
        return {"id": self.id, "name": self.name}


class Types:
    """All types of a release; without *defaults* its largest are proposed."""

    def __init__(self, found: Iterable[Type], defaults: Sequence[str]) -> None:
        self.all = tuple(sorted(found, key=lambda one: (one.things, one.iri)))
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

    def told(self, classes: Collection[int], kind: str) -> list[Type]:
        """Return what is told of a thing: what it is called, then which defaults it is.

        *classes* are those of the defaults that it is an instance of.
        """
        called = sorted(self.called(kind), key=self._place)
        others = [one for one in self.defaults if one.number in classes]
        return list(dict.fromkeys((*called, *others)))

    def _place(self, one: Type) -> tuple[int, int, str]:
        """Return what puts narrow types before the defaults."""
        rank = self.defaults.index(one) if one in self.defaults else -1
        return rank, one.things, one.iri
