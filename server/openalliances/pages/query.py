"""The query page: a form, the first rows of an answer or what was wrong, and the examples."""

from __future__ import annotations

from openalliances.http.problems import Problem
from openalliances.pages.examples import examples, topics
from openalliances.pages.results import ResultPage
from openalliances.pages.site import Site
from openalliances.sparql.hints import Hint


def query_page(
    site: Site,
    query: str,
    *,
    result: ResultPage | None = None,
    problem: Problem | None = None,
    advice: tuple[Hint, ...] = (),
) -> str:
    """Return the page as HTML, with what *query* gave or why it did not run."""
    return site.templates.get_template("sparql.html").render(
        query=query,
        result=result,
        problem=problem,
        advice=advice,
        topics=topics(examples(site.release.manifest.kind)),
        settings=site.settings,
    )
