"""Who says so: claims from query solutions, and the words for how good they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from pyoxigraph import Literal, NamedNode

from openalliances.engine.interface import Solution
from openalliances.rdf.prefixes import ID, shorten
from openalliances.things.description import Claim, Node, Place, Text

GRADES = ("contradicted", "corroborated", "single-source", "undated-unsourced", "curated")
"""Slugs of the evidence grades, the one that counts first."""

OURSELVES = ID + "organization/openalliances"
"""The agent to whom our own classification is attributed."""

_T = TypeVar("_T")


def claims_from(solutions: Sequence[Solution]) -> tuple[Claim, ...]:
    """Return the claims of the solutions of ``evidence.rq``, each once, in their order."""
    grouped: dict[str, list[Solution]] = {}
    for solution in solutions:
        grouped.setdefault(_iri(solution, "claim"), []).append(solution)
    return tuple(_claim(iri, rows) for iri, rows in grouped.items())


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
    if claim.place:
        return claim.place.document.text.value
    if claim.agent:
        return "our own classification" if claim.agent.iri == OURSELVES else claim.agent.text.value
    return "nobody named"


def grade(claims: Sequence[Claim]) -> str:
    """Return how well a statement is supported: the grade that counts among its claims.

    The grades are those of the rule ``evidence_grade.rq``; a contradiction counts
    before all others, then the best. Data without the rule have none.
    """
    grades = {c.grade.iri.rpartition("/")[2]: c.grade.text.value for c in claims if c.grade}
    known = next((grades[slug] for slug in GRADES if slug in grades), "")
    return known or next(iter(grades.values()), "not graded" if claims else "no source given")


def document_words(place: Place) -> str:
    """Return what kind of document it is, for example "undated, unsourced document"."""
    lacks = [
        word for word, has in (("undated", place.dated), ("unsourced", place.sourced)) if not has
    ]
    return " ".join((", ".join(lacks), "document")).strip()


def place_words(place: Place) -> str:
    """Return where in the document, for example "section A1, paragraph 2, characters 12–34"."""
    parts = []
    if place.section:
        parts.append(f"section {place.section}")
    if place.paragraph:
        parts.append(f"paragraph {place.paragraph}")
    if place.end:
        parts.append(f"characters {place.start}–{place.end}")
    return ", ".join(parts)


def _same(one: Node, other: Node) -> bool:
    if one.iri or other.iri:
        return one.iri == other.iri
    return one.text.value == other.text.value


def _claim(iri: str, rows: list[Solution]) -> Claim:
    first = rows[0]
    places = _distinct(_place(row) for row in rows if "document" in row)
    return Claim(
        iri=iri,
        label=_text(first, "label") or Text(shorten(iri)),
        subject=_node(first, "subject"),
        predicate=_node(first, "predicate"),
        object=_node(first, "object") if "object" in first else _node(first, "value"),
        kind=_node(first, "type") if "type" in first else None,
        place=places[0] if places else None,
        agent=_node(first, "agent") if "agent" in first else None,
        rationale=_text(first, "rationale"),
        more=places[1:],
        about=_distinct(_node(row, "about") for row in rows if "about" in row),
        grade=_node(first, "grade") if "grade" in first else None,
    )


def _distinct(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))


def _place(first: Solution) -> Place:
    section = _text(first, "number")
    title = _text(first, "sectionTitle")
    digest = _text(first, "digest")
    return Place(
        document=Node(
            _text(first, "documentTitle") or Text(shorten(_iri(first, "document"))),
            _iri(first, "document"),
        ),
        passage=_iri(first, "passage"),
        section=section.value if section else "",
        section_title=title.value if title else "",
        paragraph=_number(first, "paragraph"),
        start=_number(first, "start"),
        end=_number(first, "end"),
        digest=digest.value if digest else "",
        dated=not _true(first, "undated"),
        sourced=not _true(first, "unsourced"),
    )


def _node(row: Solution, name: str) -> Node:
    term = row.get(name)
    if isinstance(term, NamedNode):
        return Node(_text(row, f"{name}Label") or Text(shorten(term.value)), term.value)
    return Node(_text(row, name) or Text(""))


def _iri(row: Solution, name: str) -> str:
    term = row[name]
    return term.value if isinstance(term, NamedNode) else ""


def _text(row: Solution, name: str) -> Text | None:
    term = row.get(name)
    return Text(term.value, term.language or "") if isinstance(term, Literal) else None


def _true(row: Solution, name: str) -> bool:
    term = row.get(name)
    return isinstance(term, Literal) and term.value in ("true", "1")


def _number(row: Solution, name: str) -> int:
    term = row.get(name)
    return int(term.value) if isinstance(term, Literal) and term.value.isdecimal() else 0
