"""Who says so: claims from query solutions, and where in which document they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from openalliances.engine.interface import Solution
from openalliances.rdf.prefixes import ID, shorten
from openalliances.things.description import Claim, Node, Passage, Text
from openalliances.things.solution import iri, is_true, node, number, text, value

OURSELVES = ID + "organization/openalliances"
"""The agent to whom our own classification is attributed."""

_T = TypeVar("_T")


def claims_from(solutions: Sequence[Solution]) -> tuple[Claim, ...]:
    """Return the claims of the solutions of ``evidence.rq``, each once, in their order."""
    grouped: dict[str, list[Solution]] = {}
    for solution in solutions:
        grouped.setdefault(iri(solution, "claim"), []).append(solution)
    return tuple(_claim(claim, rows) for claim, rows in grouped.items())


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
    return "nobody named"


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


def _claim(claim: str, rows: list[Solution]) -> Claim:
    first = rows[0]
    passages = _distinct(_passage(row) for row in rows if "document" in row)
    return Claim(
        iri=claim,
        label=text(first, "label") or Text(shorten(claim)),
        subject=node(first, "subject"),
        predicate=node(first, "predicate"),
        object=node(first, "object") if "object" in first else node(first, "value"),
        kind=node(first, "type") if "type" in first else None,
        passage=passages[0] if passages else None,
        agent=node(first, "agent") if "agent" in first else None,
        rationale=text(first, "rationale"),
        further=passages[1:],
        about=_distinct(node(row, "about") for row in rows if "about" in row),
        grade=node(first, "grade") if "grade" in first else None,
    )


def _distinct(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))


def _passage(first: Solution) -> Passage:
    return Passage(
        document=Node(
            text(first, "documentTitle") or Text(shorten(iri(first, "document"))),
            iri(first, "document"),
        ),
        iri=iri(first, "passage"),
        section=value(first, "number"),
        section_title=value(first, "sectionTitle"),
        paragraph=number(first, "paragraph"),
        start=number(first, "start"),
        end=number(first, "end"),
        digest=value(first, "digest"),
        dated=not is_true(first, "undated"),
        sourced=not is_true(first, "unsourced"),
    )
