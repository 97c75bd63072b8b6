"""From when to when states, organisations and arrangements existed, as it is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openalliances.tables.dates import latest
from openalliances.tables.rows import Row

FIRST, LAST = "", "9999-12-31"
"""The bounds of what has no beginning or end that is known."""

Lifetime = tuple[str, str]
"""The first date and the last day on which something existed."""


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """The lifetimes of things by id; of states with several periods from the first to the last."""

    of: Mapping[str, Lifetime] = field(default_factory=dict)

    def of_row(self, row: Row) -> Lifetime:
        """Return when the member of a row existed, and at the end its arrangement as well."""
        member = self.of.get(row.cells.get("member", ""), (FIRST, LAST))
        arrangement = self.of.get(row.cells.get("arrangement", ""), (FIRST, LAST))
        return member[0], min(member[1], arrangement[1])


def lifetimes(stretches: Iterable[tuple[str, str, str]]) -> Lifetimes:
    """Return the lifetimes of things, from stretches with a start and an end, empty if unknown."""
    found: dict[str, Lifetime] = {}
    for thing, start, end in stretches:
        first, last = found.get(thing, (start, FIRST))
        found[thing] = (min(first, start), max(last, latest(end) or LAST))
    return Lifetimes(found)
