"""What follows from the columns of a row, and is asked for like a column: decade, status, kind.

Each is one expression of SQL over the columns of the table, which the definitions name; a table
whose own columns have the name, or lack those that the expression needs, has none.

==============  ================================================================================
decade          in which it began or was adopted, as its first year: ``1990``
status          ``running`` when it was last seen, ``ended``, or ``not-known``
subject_kind    kind of the thing that a claim is about, as its id begins: ``mission``
==============  ================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openalliances.tabular.database import quoted
from openalliances.tabular.definitions import Column, Table

RUNNING, ENDED, NOT_KNOWN = "running", "ended", "not-known"
_DATES = ("start", "adopted", "date")
"""Columns with the time from which a row counts, the first that a table has."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows for each row: as a column, and as an expression of SQL."""

    column: Column
    expression: str


def derived(table: Table) -> Iterator[Derived]:
    """Yield what follows from the columns of *table*."""
    for one in (_decade(table), _status(table), _subject_kind(table)):
        if one is not None and one.column.name not in table.names:
            yield one


def first_date(table: Table) -> str:
    """Return the column with the time from which a row counts; empty if there is none."""
    return next((name for name in _DATES if name in table.names), "")


def _decade(table: Table) -> Derived | None:
    date = first_date(table)
    if not date or table.column(date).datatype != "string":
        return None
    name = quoted(date)
    column = Column("decade", "Decade", "First year of the decade in which it began.", "string")
    return Derived(column, f"substr({name}, 1, 3) || CASE WHEN {name} <> '' THEN '0' END")


def _status(table: Table) -> Derived | None:
    if not {"end", "end_status"} <= {*table.names}:
        return None
    column = Column(
        "status",
        "Status",
        "Whether it was running when it was last seen, has ended, or neither is known.",
        values=(RUNNING, ENDED, NOT_KNOWN),
    )
    return Derived(
        column,
        f"CASE WHEN \"end\" IS NOT NULL OR end_status = 'ended' THEN '{ENDED}' "
        f"WHEN end_status = 'known-lately' THEN '{RUNNING}' ELSE '{NOT_KNOWN}' END",
    )


def _subject_kind(table: Table) -> Derived | None:
    if not {"subject", "predicate"} <= {*table.names}:
        return None
    about = "Kind of the thing that it is about, as the id of that begins."
    column = Column("subject_kind", "Subject: kind", about)
    return Derived(column, "substr(subject, 1, instr(subject, '/') - 1)")
