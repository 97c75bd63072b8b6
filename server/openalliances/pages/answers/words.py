"""What answers have alike: names in a sentence, the day of a question, who says a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from openalliances.facts.days import Day
from openalliances.facts.receipts import Citation, citations
from openalliances.pages.answers.subjects import Subject
from openalliances.pages.composed.english import article
from openalliances.pages.composed.model import Receipt
from openalliances.pages.markup import filled
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

MOST_ROWS = 16
"""Rows of an answer; the rest is on the page that it leads to."""


def named(view: View, thing: Subject) -> Markup:
    """Return a link to a thing, in English with the article that its name takes."""
    return filled("{}{}", article(view.language, thing.name), view.link(thing.id, thing.name))


def cited(reader: Reader, ids: Iterable[str]) -> Mapping[str, tuple[Citation, ...]]:
    """Return the citations of rows by their identifiers."""
    return citations(reader, ids)


def receipt(found: Mapping[str, tuple[Citation, ...]], id_: str, grade: str) -> Receipt:
    """Return who says a row."""
    return Receipt.of(found.get(id_, ()), grade)


def day_of(date: str) -> Day | None:
    """Return the day, month or year of a question; None for one without."""
    return Day.of(date) if date else None
