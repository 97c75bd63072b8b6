"""The page of a competency question: in words, as a query, and its answer at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from openalliances.engine.interface import Engine, Query
from openalliances.errors import RequestError
from openalliances.http.urls import query_page
from openalliances.pages.documentation_index import Lexicon, local
from openalliances.pages.models import Anchor
from openalliances.pages.results import Cell, ResultPage, page_of
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


def question_page(
    lexicon: Lexicon, question: Question, engine: Engine, timeout: float, names: Mapping[str, str]
) -> QuestionPage:
    """Return the page of *question* with its live answer; *names* are the labels of things.

    That the answer cannot be had is said on the page and is no error.
    """
    codes = list(lexicon.questions)
    at = codes.index(question.code)
    result, trouble = _answer(engine, question, min(timeout, PATIENCE))
    return QuestionPage(
        question=question,
        result=_named(result, names) if result else None,
        trouble=trouble,
        terms=lexicon.anchors(
            Name(iri, lexicon.terms[iri].label if iri in lexicon.terms else local(iri))
            for iri in question.terms
        ),
        editor=query_page(question.query),
        previous=codes[at - 1] if at else "",
        next=codes[at + 1] if at + 1 < len(codes) else "",
    )


def _answer(engine: Engine, question: Question, timeout: float) -> tuple[ResultPage | None, str]:
    try:
        with engine.run(Query(question.query, RESULTS_JSON, timeout)) as answer:
            return page_of(answer, "SELECT", ROWS), ""
    except RequestError as error:
        return None, str(error)


def _named(result: ResultPage, names: Mapping[str, str]) -> ResultPage:
    """Return the rows with the things called by their names."""
    rows = tuple(tuple(_cell(cell, names) for cell in row) for row in result.rows)
    return replace(result, rows=rows)


def _cell(cell: Cell | None, names: Mapping[str, str]) -> Cell | None:
    return replace(cell, text=names.get(cell.iri, cell.text)) if cell else None
