"""Facts of a thing as a table: what is recorded, who says so, what others say instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.facts.receipts import Citation, Value, citations, values
from openalliances.pages.composed.model import Column, Group, Receipt, Row, Table
from openalliances.pages.view import View
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded of a thing: its values by property, its citations by their ids."""

    values: Mapping[str, tuple[Value, ...]]
    citations: Mapping[str, Citation]

    @classmethod
    def of(cls, reader: Reader, thing: str) -> Recorded:
        """Read what is recorded of a thing."""
        found = citations(reader, (thing,)).get(thing, ())
        return cls(values(reader, thing), {one.id: one for one in found})

    def first(self, predicate: str) -> Value | None:
        """Return the first value of a property."""
        return next(iter(self.values.get(predicate, ())), None)

    def receipt(self, *predicates: str) -> Receipt | None:
        """Return who says the values of some properties, and who says otherwise."""
        return self._receipt([value for name in predicates for value in self.values.get(name, ())])

    def receipt_for(self, predicate: str, value: str) -> Receipt | None:
        """Return who says one of several values of a property, and who says otherwise."""
        return self._receipt([one for one in self.values.get(predicate, ()) if one.value == value])

    def _receipt(self, found: Sequence[Value]) -> Receipt | None:
        if not found:
            return None
        cited = self._cited(id_ for value in found for id_ in value.citations)
        others = self._cited(id_ for value in found for id_ in value.otherwise)
        statement = found[0].statement if len(found) == 1 else ""
        rest = tuple(one for one in others if one not in cited)
        return Receipt(found[0].grade, cited, rest, statement)

    def others(self, predicate: str) -> tuple[Citation, ...]:
        """Return the citations that give another value of a property."""
        found = self.values.get(predicate, ())
        return self._cited(id_ for value in found for id_ in value.otherwise)

    def _cited(self, ids: Iterable[str]) -> tuple[Citation, ...]:
        known = (self.citations.get(id_) for id_ in dict.fromkeys(ids))
        return tuple(one for one in known if one is not None)


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the table: its name, its value, the properties that say it.

    ``by`` says who says it where no property of the thing does.
    """

    name: Markup
    value: Markup
    predicates: tuple[str, ...]
    by: Receipt | None = None


def facts_table(
    view: View, recorded: Recorded, facts: Sequence[Fact], caption: Markup | str
) -> Table:
    """Return the facts as a table with who says each."""
    rows = tuple(
        Row((fact.name, fact.value), fact.by or recorded.receipt(*fact.predicates))
        for fact in facts
    )
    columns = (Column(view.say("What")), Column(view.say("As recorded")))
    return Table(caption, columns, (Group(rows),))
