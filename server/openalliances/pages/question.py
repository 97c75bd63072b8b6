"""The page of a competency question: in words, as a query, and its answer at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openalliances.engine.interface import Engine, Query
from openalliances.errors import RequestError
from openalliances.http.urls import query_page
from openalliances.pages.documentation_index import DocumentationIndex, local
from openalliances.pages.models import Anchor
from openalliances.pages.render import render
from openalliances.pages.results import ResultPage, page_of
from openalliances.pages.site import Site
from openalliances.rdf.formats import RESULTS_JSON
from openalliances.release.documentation import Name, Question

ROWS = 50
"""Rows of the live answer that a page shows."""

PATIENCE = 5.0
"""Seconds that a live answer may take."""


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Everything on the page of a question. Without ``result``, ``trouble`` says why."""

    question: Question
    result: ResultPage | None
    trouble: str
    terms: tuple[Anchor, ...]
    editor: str
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """What the query of a question gives now; without ``result``, ``trouble`` says why."""

    result: ResultPage | None
    trouble: str = ""


def page(site: Site, index: DocumentationIndex, question: Question, live: LiveAnswer) -> str:
    """Return the page of *question* with its answer."""
    names = site.names.labels(live.result.iris()) if live.result else {}
    return render("ontology/question.html", site, page=question_page(index, question, live, names))


def list_page(site: Site, index: DocumentationIndex) -> str:
    """Return the page of all questions."""
    return render("ontology/questions.html", site, questions=index.documentation.questions)


def question_page(
    index: DocumentationIndex, question: Question, live: LiveAnswer, names: Mapping[str, str]
) -> QuestionPage:
    """Return the page of *question* with its live answer; *names* are the labels of things."""
    codes = list(index.questions)
    at = codes.index(question.code)
    return QuestionPage(
        question=question,
        result=live.result.named(names) if live.result else None,
        trouble=live.trouble,
        terms=index.anchors(
            Name(iri, index.terms[iri].label if iri in index.terms else local(iri))
            for iri in question.terms
        ),
        editor=query_page(question.query),
        previous=codes[at - 1] if at else "",
        next=codes[at + 1] if at + 1 < len(codes) else "",
    )


def live_answer(engine: Engine, query: str, timeout: float) -> LiveAnswer:
    """Return what *query*, which selects rows, gives now.

    That the answer cannot be had is said on the page and is no error.
    """
    try:
        with engine.run(Query(query, RESULTS_JSON, min(timeout, PATIENCE))) as answer:
            return LiveAnswer(page_of(answer, "SELECT", ROWS))
    except RequestError as error:
        return LiveAnswer(None, str(error))
