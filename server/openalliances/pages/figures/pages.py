"""Figures as pages: the list of the kinds, and one figure alone with a strip of years."""

from __future__ import annotations

from collections.abc import Mapping

from openalliances.facts.days import Day
from openalliances.pages.composed.model import Strip
from openalliances.pages.figures import rendering
from openalliances.pages.figures.kinds import KINDS, Kind
from openalliances.pages.figures.model import Figure
from openalliances.pages.render import render
from openalliances.pages.view import View

YEARS = (1816, 1850, 1879, 1900, 1914, 1920, 1939, 1950, 1960, 1970, 1980, 1991, 2000, 2010, 2020)
"""Years that a strip leads to, besides today."""


def list_page(view: View) -> str:
    """Return the page of all kinds of figures."""
    undated = view.at(None)
    kinds = [
        (view.say(kind.title), (undated if "at=" in kind.example else view).href(kind.example))
        for kind in KINDS.values()
    ]
    return render("figures.html", view, kinds=kinds)


def page(view: View, figure: Figure, kind: Kind) -> str:
    """Return the page of one figure."""
    return render(
        "figure.html",
        view,
        title=figure.title,
        figure=rendering.markup(view, figure, heads_page=True),
        strip=_strip(view, figure.kind, figure.parameters) if kind.is_dated else None,
        address=rendering.canonical(view, figure),
        citation=rendering.citation(view, figure),
    )


def empty_page(view: View, name: str, given: Mapping[str, str]) -> str:
    """Return the page of a figure of one day on which there is nothing to show."""
    parameters = tuple(given.items())
    title = view.say(KINDS[name].title)
    return render("figure.html", view, title=title, strip=_strip(view, name, parameters))


def _strip(view: View, kind: str, parameters: tuple[tuple[str, str], ...]) -> Strip:
    """Return the years as links, and a form for any other day."""
    today = view.at(None)

    def href(on: View) -> str:
        return rendering.address(on, kind, parameters)

    times = [(str(year), href(view.at(Day.of(str(year))))) for year in YEARS]
    times.append((str(today.say("today")), href(today)))
    chosen = view.day.text if view.day else str(today.say("today"))
    language = (("lang", view.language),) if view.is_language_asked else ()
    return Strip(
        view.say("Years"),
        tuple(times),
        chosen,
        f"/figure/{kind}",
        view.day.text if view.day else "",
        (*parameters, *language),
    )
