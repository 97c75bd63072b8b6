"""Times as addresses and words: ``/at/1914``, the years that matter, the days beside one."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from openalliances.errors import BadRequestError
from openalliances.facts.days import Day
from openalliances.facts.on_day import next_day
from openalliances.pages.composed.model import Strip
from openalliances.pages.view import View

PATH = "/at/"
FIRST_YEAR = 1800
"""The year from which years are offered as links."""
_DECADES = 1900
"""The year from which each decade has a link; before, each quarter of a century."""


def day_of(text: str) -> Day:
    """Return the day, month or year that an address names.

    :raises BadRequestError: if there is none of that name.
    """
    try:
        return Day.of(text)
    except BadRequestError:
        raise BadRequestError(
            f"{text[:40]} is no day, no month and no year.",
            "Write a day as /at/1914-08-01, a month as /at/1914-08, a year as /at/1914.",
        ) from None


def path_of(day: Day | str) -> str:
    """Return the path of the page about a time."""
    return PATH + (day if isinstance(day, str) else day.text)


def is_day(day: Day) -> bool:
    """Return whether one day is meant, and not a month or a year."""
    return day.first == day.last


def on(view: View, day: Day) -> Markup:
    """Return "on 1 August 1914", "in August 1914" or "in 1914", which does not wrap."""
    said = view.say("on {day}" if is_day(day) else "in {day}", day=view.date(day.text))
    return Markup('<span class="nb">{}</span>').format(said)


def beside(day: Day) -> tuple[str, str]:
    """Return the time before and the time after, of the same length; empty where there is none."""
    if len(day.text) == 4:
        year = int(day.text)
        return (f"{year - 1:04}" if year > 1 else "", f"{year + 1:04}" if year < 9999 else "")
    before, after = next_day(day.first, -1), next_day(day.last, 1)
    return before[: len(day.text)], after[: len(day.text)]


def strip(view: View, years: Mapping[int, int], chosen: Day | None, action: str = PATH) -> Strip:
    """Return the years that matter as links to their pages, with a form for any other time.

    *years* are how much changed in which.
    """
    here = chosen.text if chosen else ""
    times = [(str(year), view.at(None).href(path_of(str(year)))) for year in telling(years)]
    shown = here
    if chosen and here not in {name for name, _ in times}:
        shown = str(view.wording.date_text(here))
        times.append((shown, view.at(None).href(path_of(here))))
        times.sort(key=lambda one: one[1].rpartition("/")[2])
    kept = (("lang", view.language),) if view.is_language_asked else ()
    return Strip(view.say("Other times"), tuple(times), shown, action, here, kept)


def telling(years: Mapping[int, int]) -> tuple[int, ...]:
    """Return the year of each decade (before 1900, of each quarter century) that changed most."""
    best: dict[int, int] = {}
    for year in sorted(years):
        span = year // 10 * 10 if year >= _DECADES else year // 25 * 25
        if year >= FIRST_YEAR and years[year] > years.get(best.get(span, 0), 0):
            best[span] = year
    return tuple(sorted(best.values()))
