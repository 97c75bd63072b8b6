"""What sources claim of a thing: the list of claims, and what stands at the head of a page.

A claim is told with what other claims say of it: which contradict it, which support it, which
show that it is so no longer. A thing of which weak documents alone speak says so at its head,
with what press and officials report of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openalliances.pages.links import Links
from openalliances.pages.models import (
    Anchor,
    Claimed,
    ClaimGroup,
    ClaimRow,
    Remark,
    Report,
)
from openalliances.rdf.prefixes import ALLY
from openalliances.things.description import Claim, Description, Node, Text
from openalliances.things.evidence import document_quality, passage_label, who_says

SAID_OF = (
    ("contradicts", "contradicts", "contradicted by"),
    ("supports", "supports", "supported by"),
    ("outdates", "shows to be out of date", "out of date, after"),
)
"""What a claim says of another one: the field, and the words from either end."""

_CLAIMED_KIND = ALLY + "Relator"
"""What there is only as far as somebody says that it is: partnerships, strands."""


def claim_groups(claims: Sequence[Claim], links: Links) -> Iterable[ClaimGroup]:
    """Yield the claims by who says so; they keep their order and their numbers."""
    grouped: dict[str, list[ClaimRow]] = {}
    firsts: dict[str, Claim] = {}
    for number, claim in enumerate(claims, start=1):
        source = claim.passage.document.iri if claim.passage else who_says(claim)
        firsts.setdefault(source, claim)
        grouped.setdefault(source, []).append(_row(number, claim, claims, links))
    for source, rows in grouped.items():
        passage = firsts[source].passage
        yield ClaimGroup(
            who=links.anchor(passage.document) if passage else Anchor(Text(source, "en")),
            quality=document_quality(passage) if passage else "",
            claims=tuple(rows),
        )


def claimed(thing: Description, links: Links) -> Claimed | None:
    """Return who claims what there is about the thing, if it is weak documents alone."""
    passages = [claim.passage for claim in thing.claims if claim.passage]
    weak = all(not passage.dated and not passage.sourced for passage in passages)
    if not passages or not weak or thing.citations or not thing.is_a(_CLAIMED_KIND):
        return None
    documents = dict.fromkeys(passage.document for passage in passages)
    reports = [_report(claim, thing.claims, links) for claim in thing.claims if claim.sources]
    return Claimed(
        documents=tuple(links.anchor(document) for document in documents),
        quality=document_quality(passages[0]),
        reports=tuple(sorted(reports, key=_touching_first)),
    )


def _touching_first(report: Report) -> tuple[int, str]:
    words = [remark.words for remark in report.remarks]
    ranks = [rank for rank, (_, word, _) in enumerate(SAID_OF) if word in words]
    return min(ranks, default=len(SAID_OF)), report.finding.text.value


def _row(number: int, claim: Claim, claims: Sequence[Claim], links: Links) -> ClaimRow:
    passage = claim.passage
    passages = (passage, *claim.further) if passage else ()
    return ClaimRow(
        number=number,
        claim=_anchor(claim, links),
        rationale=claim.rationale,
        kind=claim.kind.text.value if claim.kind else "",
        subject=links.anchor(claim.subject),
        predicate=links.anchor(claim.predicate),
        object=links.anchor(claim.object),
        passages=tuple(links.anchor(Node(Text(passage_label(p)), p.iri)) for p in passages),
        about=tuple(links.anchor(node) for node in claim.about),
        grade=links.anchor(claim.grade) if claim.grade else None,
        section=passage.section_title if passage else "",
        digest=passage.digest if passage else "",
        sources=tuple(links.anchor(source) for source in claim.sources),
        remarks=(*_says(claim, claims, links), *_is_told(claim, claims, links)),
    )


def _report(claim: Claim, claims: Sequence[Claim], links: Links) -> Report:
    sources = tuple(links.anchor(source) for source in claim.sources)
    told = (remark for remark in _is_told(claim, claims, links) if remark.words == SAID_OF[2][2])
    remarks = (*_says(claim, claims, links), *told)
    return Report(_anchor(claim, links), sources, remarks)


def _says(claim: Claim, claims: Sequence[Claim], links: Links) -> Iterable[Remark]:
    """Yield what the claim says of others, those of this page as places on it."""
    numbers = {other.iri: n for n, other in enumerate(claims, start=1)}
    for name, words, _ in SAID_OF:
        nodes: tuple[Node, ...] = getattr(claim, name)
        if nodes:
            yield Remark(words, tuple(_place(node, numbers, links) for node in nodes))


def _is_told(claim: Claim, claims: Sequence[Claim], links: Links) -> Iterable[Remark]:
    """Yield what others of the page say of the claim."""
    numbers = {other.iri: n for n, other in enumerate(claims, start=1)}
    for name, _, words in SAID_OF:
        found = [c for c in claims if any(node.iri == claim.iri for node in getattr(c, name))]
        if found:
            nodes = (Node(c.label, c.iri) for c in found)
            yield Remark(words, tuple(_place(node, numbers, links) for node in nodes))


def _place(node: Node, numbers: dict[str, int], links: Links) -> Anchor:
    number = numbers.get(node.iri)
    return Anchor(node.text, f"#claim-{number}", node.iri) if number else links.anchor(node)


def _anchor(claim: Claim, links: Links) -> Anchor:
    return links.anchor(Node(claim.label, claim.iri))
