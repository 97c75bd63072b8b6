"""Dates in cells: a day, a month or a year, and what spreadsheet programs make of them.

The forms are those of ISO 8601 that XML Schema takes over (date, gYearMonth, gYear:
https://www.w3.org/TR/xmlschema11-2/#date). Each fault comes with the date that was
probably meant; none is put in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from openalliances.tables.faults import Fault

_DATE = re.compile(r"(?P<year>-?\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_NAMED = "|".join(f"{month[:3]}[a-z]*\\.?" for month in _MONTHS)
_EPOCH = date(1899, 12, 30)
"""Day 0 of the serial numbers of spreadsheet programs (ECMA-376 part 1, §18.17.4.1)."""
_AS_TEXT = "Format the column as text before you type dates, so that the program leaves them."
_FORMS = "Write a day, a month or a year: 1949-04-04, 1949-04 or 1949."


def date_fault(cell: str) -> Fault | None:
    """Return why *cell* is no date, with the cure, or None if it is one."""
    match = _DATE.fullmatch(cell)
    if match:
        return _impossible(cell, match)
    for pattern, cure in _SPREADSHEET:
        if found := re.fullmatch(pattern, cell, re.IGNORECASE):
            meant = [text for text in cure(found) if _is_date(text)]
            if meant:
                return Fault(f'"{cell}" is no date as it is written here.', _write(meant))
    return Fault(f'"{cell}" is no date.', _FORMS)


def first_day(cell: str) -> date | None:
    """Return the first day of the day, month or year in *cell*; None before the year 1."""
    match = _DATE.fullmatch(cell)
    if match is None or int(match["year"]) < 1:
        return None
    return date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))


def last_day(cell: str) -> date | None:
    """Return the last day of the day, month or year in *cell*; None before the year 1."""
    match = _DATE.fullmatch(cell)
    if match is None or int(match["year"]) < 1:
        return None
    year, month = int(match["year"]), int(match["month"] or 12)
    return date(year, month, int(match["day"] or _days(year, month)))


def latest(cell: str) -> str:
    """Return the last day of the day, month or year in *cell* as ISO 8601 writes it, or nothing."""
    day = last_day(cell)
    return day.isoformat() if day else ""


def agree(one: str, other: str) -> bool:
    """Return whether two dates may be the same day: 1949-04 agrees with 1949-04-04."""
    short, long = sorted((one, other), key=len)
    return long == short or long.startswith(short + "-")


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    return match is not None and _impossible(text, match) is None


def _write(meant: list[str]) -> str:
    which = " or ".join(dict.fromkeys(meant))
    ask = " (look into the source which of them)" if len(set(meant)) > 1 else ""
    return f"Write {which}{ask}. {_AS_TEXT}"


def _impossible(cell: str, match: re.Match[str]) -> Fault | None:
    """Return why there is no such day or month."""
    if not match["month"]:
        return None
    year, month = int(match["year"]), int(match["month"])
    if not 1 <= month <= 12:
        return Fault(f'"{cell}" is no date: there is no month {month}.', _FORMS)
    if not match["day"]:
        return None
    days = _days(year, month)
    if not 1 <= int(match["day"]) <= days:
        said = f"{_MONTHS[month - 1]} {match['year']} has {days} days"
        return Fault(f'"{cell}" is no date: {said}.', "Look into the source which day it gives.")
    return None


def _days(year: int, month: int) -> int:
    """Return the number of days of a month in the proleptic Gregorian calendar."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _years(year: str) -> tuple[str, ...]:
    """Return the years that two digits may stand for."""
    return (year,) if len(year) == 4 else (f"19{year}", f"20{year}")


def _named_month(match: re.Match[str]) -> Iterator[str]:
    """Yield what Apr-49, 4-Apr-49 and April 1949 may mean."""
    names = [month[:3].lower() for month in _MONTHS]
    month = names.index(match["name"][:3].lower()) + 1
    day = match.groupdict().get("day")
    years = (
        [match["year"]] if len(match["year"]) == 4 else [f"{c}{match['year']}" for c in (19, 20)]
    )
    for year in years:
        yield f"{year}-{month:02}" + (f"-{int(day):02}" if day else "")


def _serial(match: re.Match[str]) -> Iterator[str]:
    yield (_EPOCH + timedelta(days=int(match[0]))).isoformat()


def _day_and_month(match: re.Match[str]) -> Iterator[str]:
    """Yield both ways to read 04/05/1949."""
    first, second = int(match["first"]), int(match["second"])
    years = (
        [match["year"]] if len(match["year"]) == 4 else [f"{c}{match['year']}" for c in (19, 20)]
    )
    for year in years:
        yield f"{year}-{second:02}-{first:02}"
        yield f"{year}-{first:02}-{second:02}"


def _year_first(match: re.Match[str]) -> Iterator[str]:
    day = f"-{int(match['day']):02}" if match["day"] else ""
    yield f"{match['year']}-{int(match['month']):02}{day}"


def _leading_date(match: re.Match[str]) -> Iterator[str]:
    yield match["date"]


_SPREADSHEET: tuple[tuple[str, Callable[[re.Match[str]], Iterator[str]]], ...] = (
    (rf"(?P<name>{_NAMED})[ -]?'?(?P<year>\d\d|\d{{4}})", _named_month),
    (rf"(?P<day>\d\d?)\.?[ -](?P<name>{_NAMED})[ ,-]+(?P<year>\d\d|\d{{4}})", _named_month),
    (rf"(?P<name>{_NAMED}) (?P<day>\d\d?),? (?P<year>\d{{4}})", _named_month),
    (r"[1-9]\d{4}", _serial),
    (r"(?P<first>\d\d?)[/.-](?P<second>\d\d?)[/.-](?P<year>\d{4}|\d\d)", _day_and_month),
    (r"(?P<year>\d{4})[/.-](?P<month>\d\d?)(?:[/.-](?P<day>\d\d?))?", _year_first),
    (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", _year_first),
    (r"(?P<month>\d\d?)/(?P<year>\d{4})(?P<day>)", _year_first),
    (r"(?P<date>\d{4}-\d\d-\d\d)[ T]\d\d?:.*", _leading_date),
    (r"(?P<date>\d{4})\.0+", _leading_date),
)
"""What spreadsheet programs turn dates into, and how to read it back."""
