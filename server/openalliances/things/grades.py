"""Evidence grades: the one table of them, and which one a statement has.

What grade a claim or a thing has is decided by the rules ``evidence_grade.rq`` and
``evidence_grade_of_cited_things.rq`` (ontology/rules), which put it into the data. Here stand
the words and signs of the grades, in the order of the rules, and the grade of one statement,
which is no thing of its own and therefore has none in the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openalliances.rdf.prefixes import VOCAB
from openalliances.things.description import Citation, Claim

SCHEME = VOCAB + "evidence-grade/"
"""What the IRIs of the grades begin with."""

NOT_SEEN = VOCAB + "check-status/not-checked"
"""The status of a citation that nobody has looked up."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade: the last part of its IRI, what it is called, and the sign before its name."""

    slug: str
    label: str
    sign: str = "○"


CONTRADICTED = Grade("contradicted", "contradicted", "✕")
CONTESTED = Grade("contested", "contested", "≠")
CORROBORATED = Grade("corroborated", "corroborated", "●")
SINGLE_SOURCE = Grade("single-source", "single source", "◐")
UNDATED_UNSOURCED = Grade("undated-unsourced", "undated and unsourced")
NOT_CHECKED = Grade("not-checked", "not checked")
CURATED = Grade("curated", "curated", "◆")

GRADES = (
    *(CONTRADICTED, CONTESTED, CORROBORATED, SINGLE_SOURCE),
    *(UNDATED_UNSOURCED, NOT_CHECKED, CURATED),
)
"""All grades, the one that counts first where several claims say the same."""

NOT_GRADED = "not graded"
"""What is said where there are claims, and no rule has graded them."""

NO_SOURCE = "no source given"
"""What is said where there are no claims."""


def of_claims(claims: Sequence[Claim]) -> str:
    """Return the grade of a statement that *claims* make: the one that counts among theirs."""
    grades = {c.grade.iri.rpartition("/")[2]: c.grade.text.value for c in claims if c.grade}
    known = next((grade.label for grade in GRADES if grade.slug in grades), "")
    return known or next(iter(grades.values()), NOT_GRADED if claims else NO_SOURCE)


def of_citations(citations: Sequence[Citation]) -> str:
    """Return the grade of a statement that *citations* speak for; empty without any.

    Two that were seen, in sources that are two voices, corroborate; one voice alone is a single
    source; none seen is not checked. What a source reports differently is no citation
    of the statement.
    """
    seen = {c.voice or c.source.iri for c in citations if c.status.iri != NOT_SEEN}
    if len(seen) > 1:
        return CORROBORATED.label
    if seen:
        return SINGLE_SOURCE.label
    return NOT_CHECKED.label if citations else ""


def sign_of(label: str) -> str:
    """Return the sign before the label of a grade; an empty circle for all that is weak."""
    return next((grade.sign for grade in GRADES if grade.label == label), "○")
