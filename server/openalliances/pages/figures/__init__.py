"""Figures: pictures of what the tables say, with title, numbers, legend, query and citation.

:func:`figure` makes one by its kind and parameters; a composer of pages puts the :func:`block` of
one into a section, and the address ``/figure/KIND.svg`` and its siblings send it
(:mod:`openalliances.web.figures`). The kinds stand in :data:`KINDS`.
"""

from __future__ import annotations

from openalliances.errors import BadRequestError
from openalliances.facts.days import Day
from openalliances.pages.composed.model import Picture
from openalliances.pages.figures import rendering
from openalliances.pages.figures.kinds import KINDS, Kind
from openalliances.pages.figures.model import Figure
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

__all__ = ["KINDS", "Figure", "Kind", "block", "figure"]


def figure(view: View, reader: Reader, kind: str, **parameters: str) -> Figure | None:
    """Return the figure of *kind*, one of :data:`KINDS`; None where there is nothing to draw.

    *parameters* are those of the kind: ``thing`` (an id, as ``state/kenya``), ``ids`` (several,
    with ``~`` between them), ``role``, and ``at`` (a day, month or year), for which else the day
    of the view counts, or that of the release.

    :raises BadRequestError: if there is no such kind, or a parameter is missing or wrong.
    """
    known = KINDS.get(kind)
    if known is None:
        raise BadRequestError(
            f"There is no kind of figure called {kind}.", "There are: " + ", ".join(KINDS) + "."
        )
    given = {name: value for name, value in parameters.items() if value}
    for name in given:
        if name not in known.parameters:
            raise BadRequestError(
                f'The figure {kind} takes no "{name}".',
                "It takes: " + (", ".join(known.parameters) or "nothing") + ".",
            )
    for name in known.required:
        if name not in given:
            raise BadRequestError(
                f'The figure {kind} needs the parameter "{name}".', f"For example: {known.example}"
            )
    if at := given.pop("at", ""):
        view = view.at(Day.of(at))
    return known.make(view, reader, given)


def block(view: View, reader: Reader, kind: str, **parameters: str) -> Picture | None:
    """Return :func:`figure` as a block of a composed page; None where there is nothing to draw."""
    found = figure(view, reader, kind, **parameters)
    return Picture(rendering.markup(view, found)) if found else None


def are_drawn(site: Site) -> bool:
    """Return whether the release of *site* has the tables of which figures are made."""
    return site.tables is not None and "obligations" in site.tables.definitions
