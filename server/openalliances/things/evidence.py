"""Who says so, in words: who makes a claim, where in which document it stands, what it supports."""

from __future__ import annotations

from collections.abc import Sequence

from openalliances.rdf.prefixes import ID
from openalliances.things.description import Claim, Node, Passage

OURSELVES = ID + "organization/openalliances"
"""The agent to whom our own classification is attributed."""


FINDINGS = "what press, officials and others report"
"""Who makes findings, which rest on sources of their own."""


def supporting(
    claims: Sequence[Claim], subject: str, predicate: str, value: Node
) -> tuple[Claim, ...]:
    """Return the claims that say exactly this statement."""
    return tuple(
        claim
        for claim in claims
        if (claim.subject.iri, claim.predicate.iri) == (subject, predicate)
        and _same(claim.object, value)
    )


def who_says(claim: Claim) -> str:
    """Return who makes the claim, in a few words."""
    if claim.passage:
        return claim.passage.document.text.value
    if claim.agent:
        return "our own classification" if claim.agent.iri == OURSELVES else claim.agent.text.value
    return FINDINGS if claim.sources else "nobody named"


def document_quality(passage: Passage) -> str:
    """Return what kind of document it is, for example "undated, unsourced document"."""
    lacks = [
        word
        for word, has in (("undated", passage.dated), ("unsourced", passage.sourced))
        if not has
    ]
    return " ".join((", ".join(lacks), "document")).strip()


def passage_label(passage: Passage) -> str:
    """Return where in the document, for example "section A1, paragraph 2, characters 12–34"."""
    parts = []
    if passage.section:
        parts.append(f"section {passage.section}")
    if passage.paragraph:
        parts.append(f"paragraph {passage.paragraph}")
    if passage.end:
        parts.append(f"characters {passage.start}–{passage.end}")
    return ", ".join(parts)


def _same(one: Node, other: Node) -> bool:
    if one.iri or other.iri:
        return one.iri == other.iri
    return one.text.value == other.text.value
