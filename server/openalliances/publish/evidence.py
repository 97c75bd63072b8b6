"""Who says so: claims from query solutions, and the words for how good they are."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode

from openalliances.engine.interface import Solution
from openalliances.publish.description import Claim, Node, Place, Text
from openalliances.rdf.prefixes import ID, shorten

OURSELVES = ID + "organization/openalliances"
"""The agent to whom our own classification is attributed."""


def claims_from(solutions: Sequence[Solution]) -> tuple[Claim, ...]:
    """Return the claims of the solutions of ``evidence.rq``, each once, in their order.

    A document is dated or sourced if any of its solutions says so.
    """
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
    """Return how well a statement is supported, in words that need no key.

    Two passages of one document are one source; so is a document that gives no
    date and names no source of its own.
    """
    documents = {claim.place.document.iri: claim.place for claim in claims if claim.place}
    if not documents:
        return "our own classification" if claims else "no source given"
    good = [place for place in documents.values() if place.dated and place.sourced]
    if len(good) > 1:
        return "corroborated"
    if good:
        return "single source"
    return _weakness(list(documents.values()))


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


def _weakness(places: list[Place]) -> str:
    if len(places) == 1:
        return document_words(places[0])
    words = {document_words(place) for place in places}
    same = words.pop().removesuffix("document").strip() if len(words) == 1 else "weak"
    return f"{len(places)} {same} documents".replace("  ", " ")


def _claim(iri: str, rows: list[Solution]) -> Claim:
    first = rows[0]
    return Claim(
        iri=iri,
        label=_text(first, "label") or Text(shorten(iri)),
        subject=_node(first, "subject"),
        predicate=_node(first, "predicate"),
        object=_node(first, "object") if "object" in first else _node(first, "value"),
        kind=_node(first, "type") if "type" in first else None,
        place=_place(rows),
        agent=_node(first, "agent") if "agent" in first else None,
        rationale=_text(first, "rationale"),
    )


def _place(rows: list[Solution]) -> Place | None:
    first = next((row for row in rows if "document" in row), None)
    if first is None:
        return None
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
        dated=any("date" in row for row in rows),
        sourced=any("cited" in row for row in rows),
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


def _number(row: Solution, name: str) -> int:
    term = row.get(name)
    return int(term.value) if isinstance(term, Literal) and term.value.isdecimal() else 0
