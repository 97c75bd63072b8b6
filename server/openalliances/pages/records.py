"""The tables of memberships and operations on a page.

Members, observers and associates never stand in one table, and neither do those that are
members as far as is known lately, those of which that was last known earlier, and those
that have left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from openalliances.pages.beyond import OPERATIONS, SPELLS, whole
from openalliances.pages.links import Links
from openalliances.pages.models import RecordRow, RecordTable
from openalliances.pages.recorded import of_table, until
from openalliances.things.citations import by_role
from openalliances.things.description import Description, Record
from openalliances.things.grades import NOT_GRADED

FULL = "full member"
"""What the kind of a membership with all rights is called."""

_OPERATIONS = {
    "host": ("Operations here", "Led by"),
    "lead": ("Operations that it leads", "Led by"),
    "contributor": ("Operations to which it contributes", "Led by"),
    "authorization": ("Operations that it authorises", "Led by"),
}
"""The roles of operations, in the order of their tables: heading and head of a column."""

_SPELLS = {
    "members": (
        "Member",
        {
            "": "Members",
            "last-known": "Last known members",
            "former": "Former members",
            "observer": "Observers",
            "associate": "Associate members",
            "participant": "Participants",
            "signatory": "Signatories",
            "other": "Others that belong to it",
        },
    ),
    "member": (
        "Organisation or arrangement",
        {
            "": "Member of",
            "last-known": "Last known member of",
            "former": "Former member of",
            "observer": "Observer in",
            "associate": "Associate member of",
            "participant": "Participant in",
            "signatory": "Signatory of",
            "other": "Belongs otherwise to",
        },
    ),
}
"""The roles of memberships: head of a column, and the heading of each part."""

_KINDS = {
    "observer": "observer",
    "associate member": "associate",
    "participant": "participant",
    "signatory": "signatory",
}
_LATELY = ("", "known-lately")

PLACES = (
    *(f"{role}-{part}".rstrip("-") for role, (_, parts) in _SPELLS.items() for part in parts),
    *_OPERATIONS,
)
"""The places that the tables can have on a page."""


def tables(thing: Description, links: Links, *, has_tables: bool = False) -> Iterable[RecordTable]:
    """Yield a table for each role, of memberships one for each part, that has records."""
    records = by_role(thing.records)
    for role, (other, parts) in _SPELLS.items():
        found: dict[str, list[Record]] = {}
        for record in records.get(role, ()):
            found.setdefault(part_of(record), []).append(record)
        for part, title in parts.items():
            if part in found:
                slug = f"{role}-{part}".rstrip("-")
                table = _table(slug, title, other, found[part], thing, links, spells=True)
                yield _with_whole(table, thing, links, has_tables=has_tables)
    for role, (title, other) in _OPERATIONS.items():
        if role in records:
            table = _table(role, title, other, records[role], thing, links)
            yield _with_whole(table, thing, links, has_tables=has_tables)


def _with_whole(
    table: RecordTable, thing: Description, links: Links, *, has_tables: bool
) -> RecordTable:
    """Say where all rows are, if these are the first of them."""
    there = whole(table.slug, thing.iri, links.urls, has_tables=has_tables)
    return replace(table, whole=there) if table.more else table


def part_of(record: Record) -> str:
    """Return the part of the tables of memberships that a record belongs to."""
    if record.kind not in ("", FULL):
        return _KINDS.get(record.kind, "other")
    if record.end or record.observation == "ended":
        return "former"
    return "" if record.observation in _LATELY else "last-known"


def _table(
    slug: str,
    title: str,
    other: str,
    records: Sequence[Record],
    thing: Description,
    links: Links,
    *,
    spells: bool = False,
) -> RecordTable:
    rows = tuple(_row(record, links) for record in records[: SPELLS if spells else OPERATIONS])
    ours = not links.inward  # whether files of others are complete nobody says
    recorded = of_table(slug, thing.lists, links) if ours else None
    return RecordTable(slug, title, other, rows, recorded, spells, len(records) - len(rows))


def _row(record: Record, links: Links) -> RecordRow:
    return RecordRow(
        row=links.anchor(record.row),
        others=tuple(links.anchor(node) for node in record.others),
        kind=record.kind,
        acronym=record.acronym,
        start=record.start,
        start_kind=record.start_kind,
        end=record.end,
        end_kind=record.end_kind,
        grade=record.grade or NOT_GRADED,
        known=until(record.end, record.known, record.observation),
    )
