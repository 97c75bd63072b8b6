"""Periods that a decision states, such as P6M, and the day on which they are over."""

from __future__ import annotations

import calendar
import datetime
import re

_PERIOD = re.compile(
    r"P(?:(?P<Y>\d{1,3})Y)?(?:(?P<M>\d{1,4})M)?(?:(?P<W>\d{1,4})W)?(?:(?P<D>\d{1,5})D)?"
)
"""ISO 8601, 5.5.2.2, without times of day."""


def period(text: str) -> tuple[tuple[str, int], ...]:
    """Return what a period counts: pairs of ``Y``, ``M``, ``W`` or ``D`` and a number."""
    found = _PERIOD.fullmatch(text)
    return tuple((unit, int(n)) for unit, n in found.groupdict().items() if n) if found else ()


def added(day: str, text: str) -> str:
    """Return the day on which a period that begins on *day* is over; empty if either is vague."""
    counted = dict(period(text))
    if not counted or len(day) < 10:
        return ""
    start = datetime.date.fromisoformat(day)
    months = start.month - 1 + 12 * counted.get("Y", 0) + counted.get("M", 0)
    year, month = start.year + months // 12, months % 12 + 1
    if year > datetime.MAXYEAR:
        return ""
    last = calendar.monthrange(year, month)[1]
    there = datetime.date(year, month, min(start.day, last))
    days = 7 * counted.get("W", 0) + counted.get("D", 0)
    return (there + datetime.timedelta(days=days)).isoformat()


def end_of(date: str) -> str:
    """Return the last day of a day, month or year."""
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]:02}"
    return date
