"""Evidence grades: the one table of them, and which one a statement has.

What grade a claim or a thing has is decided by the rules ``evidence_grade.rq`` and
``evidence_grade_of_cited_things.rq`` (ontology/rules), which put it into the data. A statement is
graded here by the same steps, from the citations of its own value alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from openalliances.rdf.prefixes import VOCAB

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


def of_voices(seen: Collection[str], *, is_cited: bool) -> Grade | None:
    """Return the grade of what citations speak for; None without any.

    *seen* are the voices of those that were seen: the families of their sources, or what these
    rest on. Two voices corroborate; one alone is a single source; none seen is not checked.
    """
    voices = frozenset(seen)
    if len(voices) > 1:
        return CORROBORATED
    if voices:
        return SINGLE_SOURCE
    return NOT_CHECKED if is_cited else None


def first_of(slugs: Iterable[str]) -> Grade | None:
    """Return the grade that counts first among those of these *slugs*."""
    given = frozenset(slugs)
    return next((grade for grade in GRADES if grade.slug in given), None)
