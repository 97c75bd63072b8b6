"""How grades look: a mark, its word, its tone; and the words for how a citation was checked."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.pages.composed.model import Receipt
from openalliances.statements import grades


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a grade: the symbol in the sprite of the page, its word, a class for colour."""

    symbol: str
    label: str
    tone: str = ""


MARKS = {
    grades.CONTRADICTED.slug: Mark("ev-against", grades.CONTRADICTED.label, "against"),
    grades.CONTESTED.slug: Mark("ev-against", grades.CONTESTED.label, "weak"),
    grades.CORROBORATED.slug: Mark("ev-many", grades.CORROBORATED.label),
    grades.SINGLE_SOURCE.slug: Mark("ev-one", grades.SINGLE_SOURCE.label),
    grades.UNDATED_UNSOURCED.slug: Mark("ev-none", grades.UNDATED_UNSOURCED.label, "weak"),
    grades.NOT_CHECKED.slug: Mark("ev-unseen", grades.NOT_CHECKED.label, "weak"),
    grades.CURATED.slug: Mark("ev-own", grades.CURATED.label),
}
"""The marks by the last part of the grade's IRI."""


def named(receipt: Receipt) -> list[str]:
    """Return who bears a row out, each once: the publisher, else the title of the source."""
    names = [one.publisher or one.title or one.source for one in receipt.citations]
    names += [place.name for place in receipt.places]
    return list(dict.fromkeys(names))
