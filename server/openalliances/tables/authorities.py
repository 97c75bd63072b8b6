"""Sources: how near each stands to a fact, and with whom it counts as one voice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from openalliances.tables.dates import latest
from openalliances.tables.rows import Row, TableFile

ORDER = {
    "depositary": "the depositary",
    "founding-text": "the founding text",
    "organization": "the organisation itself",
    "national": "a national authority",
    "event-coding": "a scholarly coding of events",
    "press": "the press",
    "year-listing": "a list of years",
    "reference-work": "a reference work",
}
"""Authorities in words, the nearest to the fact first; concepts of ``source-authority``."""

CREDIBLE = 6
"""How many of them make a date contested if they differ: all before the lists of years."""

_OWN = ("organization", "national")
"""Authorities of a body on itself; on anything else it is believed as the press is."""

_ABOUT = ("arrangement", "member", "lead", "host", "state", "mission", "contributor", "adopted_by")
"""Columns whose things a body's own voice may be about."""


@dataclass(frozen=True, slots=True)
class Authority:
    """What is known of a source: all that the choice between sources turns on."""

    id: str
    name: str = ""
    family: str = ""
    speaks_for: str = ""
    date: str = ""
    covers_until: str = ""

    def rank(self, matter: frozenset[str]) -> int:
        """Return the place in :data:`ORDER` for a statement about the *matter*."""
        foreign = self.name in _OWN and self.speaks_for not in matter
        name = "press" if foreign else self.name
        return list(ORDER).index(name) if name in ORDER else len(ORDER)

    def looked(self, row: Row) -> str:
        """Return the last day of which the source knows by its row, or nothing."""
        return latest(row.cells.get("observed") or self.covers_until)


@dataclass(frozen=True, slots=True)
class Authorities:
    """All sources by id, what families rest on, and what memberships and missions are about."""

    sources: Mapping[str, Authority] = field(default_factory=dict)
    rests_on: Mapping[str, frozenset[str]] = field(default_factory=dict)
    about: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, row: Row) -> Authority:
        """Return what is known of the source of a row."""
        id_ = row.cells.get("source", "")
        return self.sources.get(id_) or Authority(id_)

    def independent(self, one: Row, other: Row) -> bool:
        """Return whether the sources of two rows are two voices.

        They are one if they are of one family, or of families that rest on one.
        """
        return not self._voices(one) & self._voices(other)

    def _voices(self, row: Row) -> frozenset[str]:
        source = self.of(row)
        family = source.family or source.id
        return frozenset((family,)) | self.rests_on.get(family, frozenset())

    def matter(self, id_: str, rows: Sequence[Row]) -> frozenset[str]:
        """Return what statements of the rows are about: the thing and whom it belongs to."""
        names = (*_ABOUT, "membership")
        direct = {row.cells[name] for row in rows for name in names if name in row.cells}
        beyond = (self.about.get(thing, frozenset()) for thing in direct)
        return frozenset((id_,)).union(direct, *beyond)


def authorities(files: Iterable[TableFile]) -> Authorities:
    """Return what the tables of sources, families, memberships and missions say of sources."""
    by_name = {file.table.name: file.rows for file in files}
    rests: dict[str, frozenset[str]] = {}
    for row in by_name.get("family", ()):
        if "rests_on" in row.cells:
            rests[row.id] = rests.get(row.id, frozenset()) | {row.cells["rests_on"]}
    about: dict[str, frozenset[str]] = {}
    for row in (*by_name.get("membership", ()), *by_name.get("mission", ())):
        said = frozenset(row.cells[name] for name in _ABOUT if name in row.cells)
        about[row.id] = about.get(row.id, frozenset()) | said
    sources = {row.id: _authority(row) for row in by_name.get("source", ())}
    return Authorities(sources, rests, about)


def _authority(row: Row) -> Authority:
    names = ("authority", "family", "speaks_for", "date", "covers_until")
    return Authority(row.id, *(row.cells.get(name, "") for name in names))
