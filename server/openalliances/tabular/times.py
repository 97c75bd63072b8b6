"""Rows by time: which hold on a day, in a month or a year, or between two.

A row with a beginning and an end (a spell) is taken if it *may* have held: its earliest start is
not after the time asked for, and its latest end not before it. What is known to no day counts with
all the days that it may be. A row without an end counts until it was last known
(``known_until``), not until today. One whose start is not known may have held since what it belongs
to began (``start_earliest``); where that is not known either, it counts for the day alone on which
it was last known. Of a table of years the year counts.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping

from openalliances.errors import BadRequestError
from openalliances.tabular.database import Value, quoted
from openalliances.tabular.definitions import Table
from openalliances.tabular.faults import shown

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_STARTS = ("start_earliest", "start")
_ENDS = ("end_latest", "end")
_KNOWN = "known_until"
_YEAR = "year"


def has_times(table: Table) -> bool:
    """Return whether the rows of *table* can be chosen by time."""
    return has_spells(table) or has_years(table)


def has_spells(table: Table) -> bool:
    """Return whether the rows of *table* have a start and an end."""
    return bool(_first(table, _STARTS) and _first(table, _ENDS))


def has_years(table: Table) -> bool:
    """Return whether a row of *table* is of one year."""
    return _YEAR in table.names and not has_spells(table)


def span(parameters: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the first and last day asked for by ``at``, or by ``from`` and ``to``; or None.

    :raises BadRequestError: if one is no date, or they contradict one another.
    """
    given = [name for name in ("at", "from", "to") if name in parameters]
    if not given:
        return None
    if "at" in given and len(given) > 1:
        raise BadRequestError(
            'The parameter "at" is given beside "from" or "to".', "Give one time or a span."
        )
    begin = parameters.get("at") or parameters.get("from") or "0000"
    end = parameters.get("at") or parameters.get("to") or "9999"
    for name in given:
        days(name, parameters[name])
    first, last = days(given[0], begin)[0], days(given[-1], end)[1]
    if first > last:
        raise BadRequestError(f"{begin} is after {end}.", "Exchange from and to.")
    return first, last


def condition(table: Table, first: str, last: str) -> tuple[str, list[Value]]:
    """Return the condition in SQL that a row may hold from *first* to *last*, and its values.

    :raises BadRequestError: if the rows of the table have no time.
    """
    if has_years(table):
        return f"{quoted(_YEAR)} BETWEEN ? AND ?", [int(first[:4]), int(last[:4])]
    if not has_spells(table):
        raise BadRequestError(
            f"The rows of {table.name} have no time.",
            f"Leave out at, from and to; the columns of {table.name} are in its codebook.",
        )
    start, end = quoted(_first(table, _STARTS)), quoted(_first(table, _ENDS))
    seen = f"coalesce({end}, {quoted(_KNOWN)})" if _KNOWN in table.names else end
    # A year or a month stands for its days: it is compared as far as it goes.
    return (
        f"coalesce({start}, {seen}) <= ? AND {seen} >= substr(?, 1, length({seen}))",
        [last, first],
    )


def _first(table: Table, names: tuple[str, ...]) -> str:
    """Return the first of *names* that is a column of *table*; empty if none is."""
    return next((name for name in names if name in table.names), "")


def days(name: str, text: str) -> tuple[str, str]:
    """Return the first and last day of a date, a month or a year, the value of *name*.

    :raises BadRequestError: if it is none.
    """
    found = _DATE.fullmatch(text)
    year, month, day = (int(part) if part else 0 for part in found.groups()) if found else (0, 0, 0)
    most = monthrange(year or 4, month)[1] if 1 <= month <= 12 else 0
    if not found or (found[2] and not most) or (found[3] and not 1 <= day <= most):
        raise BadRequestError(
            f"{shown(text)}, the value of {name}, is no date.",
            "Write a day as 1993-01-31, a month as 1993-01, a year as 1993.",
        )
    first = f"{year:04}-{month or 1:02}-{day or 1:02}"
    last = f"{year:04}-{month or 12:02}-{day or (most or 31):02}"
    return first, last
