"""The query page: a text to run, examples, and what the query gave or why it did not run."""

from __future__ import annotations

from openalliances.http.problems import ProblemDetails
from openalliances.pages.examples import topics_of
from openalliances.pages.render import render
from openalliances.pages.results import ResultPage
from openalliances.pages.site import Site
from openalliances.sparql.hints import Hint


def page(
    site: Site,
    text: str = "",
    *,
    result: ResultPage | None = None,
    problem: ProblemDetails | None = None,
    advice: tuple[Hint, ...] = (),
) -> str:
    """Return the query page with *text* in it.

    *result* is what the query gave (:func:`openalliances.pages.results.page_of`), with
    *advice* on its terms; *problem* says why it did not run.
    """
    return render(
        "sparql.html",
        site,
        query=text,
        result=result,
        problem=problem,
        advice=advice,
        topics=topics_of(site),
        settings=site.settings,
    )
