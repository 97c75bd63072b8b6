"""What the grade of a statement is called: of the claims and the citations behind it."""

from __future__ import annotations

from collections.abc import Sequence

from openalliances.statements.grades import GRADES, NOT_SEEN, first_of, of_voices
from openalliances.things.description import Citation, Claim

NOT_GRADED = "not graded"
"""What is said where there are claims, and no rule has graded them."""

NO_SOURCE = "no source given"
"""What is said where there are no claims."""


def of_claims(claims: Sequence[Claim]) -> str:
    """Return the grade of a statement that *claims* make: the one that counts among theirs."""
    grades = {c.grade.iri.rpartition("/")[2]: c.grade.text.value for c in claims if c.grade}
    known = first_of(grades)
    return (
        known.label if known else next(iter(grades.values()), NOT_GRADED if claims else NO_SOURCE)
    )


def of_citations(citations: Sequence[Citation]) -> str:
    """Return the grade of a statement that *citations* speak for; empty without any.

    Two that were seen, in sources that are two voices, corroborate; one voice alone is a single
    source; none seen is not checked. What a source reports differently is no citation
    of the statement.
    """
    seen = {c.voice or c.source.iri for c in citations if c.status.iri != NOT_SEEN}
    grade = of_voices(seen, is_cited=bool(citations))
    return grade.label if grade else ""


def sign_of(label: str) -> str:
    """Return the sign before the label of a grade; an empty circle for all that is weak."""
    return next((grade.sign for grade in GRADES if grade.label == label), "○")
