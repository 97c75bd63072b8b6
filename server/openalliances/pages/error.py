"""The page of an error: what went wrong, what to do, and what may have been meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openalliances.http.problems import ProblemDetails
from openalliances.linking.search import Hit
from openalliances.pages.reader import current_reader, made_for
from openalliances.pages.render import render
from openalliances.pages.site import Site


def page(
    site: Site, problem: ProblemDetails, suggestions: Sequence[Hit] = (), sought: str = ""
) -> str:
    """Return the page of *problem*; *sought* is what may be searched for instead."""
    # What is not there is not there in another language either.
    with made_for(replace(current_reader(), path="")):
        return render("error.html", site, problem=problem, hits=suggestions, text=sought)
