"""The strip of years of a page: plain links to the page on other days."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from openalliances.pages.composed.model import Strip
from openalliances.pages.view import View

_MOST = 10
_DAY = len("2000-07-07")


def when(view: View, *, is_first: bool = False) -> Markup:
    """Return the time that is asked for within a sentence: on 7 July 2000, in 2000.

    *is_first* begins the sentence with it.
    """
    return on(view, view.day.text, is_first=is_first) if view.day else Markup("")


def on(view: View, date: str, *, is_first: bool = False) -> Markup:
    """Return a date within a sentence: on 7 July 2000, in July 2000, in 2000."""
    words = view.date(date)
    if len(date) == _DAY:
        return view.say("On {date}" if is_first else "on {date}", date=words)
    return view.say("In {date}" if is_first else "in {date}", date=words)


def strip(view: View, thing: str, years: Sequence[int]) -> tuple[Strip, ...]:
    """Return links to the page of *thing* in some *years* of change, and as it is known lately.

    Without a year there is nothing to choose from.
    """
    if not years:
        return ()
    path, now = view.path(thing), str(view.say("Now"))
    shown = sorted({*_spread(years), *([view.day.year] if view.day else [])})
    chosen = now
    if view.day:
        chosen = view.day.text if view.day.text not in map(str, shown) else str(view.day.year)
    times = [(str(year), view.at(None).href(path, at=str(year))) for year in shown]
    if view.day and chosen == view.day.text and chosen not in map(str, shown):
        times = [(name, href) for name, href in times if name != str(view.day.year)]
        times.append((chosen, view.href(path)))
        times.sort()
    times.append((now, view.at(None).href(path)))
    kept = (("lang", view.language),) if view.is_language_asked else ()
    value = view.day.text if view.day else ""
    return (Strip(view.say("On a day"), tuple(times), chosen, path, value, kept),)


def _spread(years: Sequence[int]) -> list[int]:
    """Return some of *years*, the first and last among them."""
    if len(years) <= _MOST:
        return list(years)
    step = (len(years) - 1) / (_MOST - 1)
    return [years[round(place * step)] for place in range(_MOST)]
