"""What sources claim of a thing: the list of claims, and what stands at the head of a page.

A claim is told with what other claims say of it: which contradict it, which support it, which
show that it is so no longer. A thing of which weak documents alone speak says so at its head,
with what press and officials report of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from openalliances.errors import NotFoundError
from openalliances.pages.links import Links
from openalliances.pages.models import (
    Anchor,
    Claimed,
    ClaimGroup,
    ClaimPages,
    ClaimRow,
    Remark,
    Report,
)
from openalliances.rdf.formats import HTML
from openalliances.rdf.prefixes import ALLY
from openalliances.things.claims import PAGE
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


def refuse_empty(thing: Description, page: int) -> None:
    """Refuse a further page of claims where there are none.

    :raises NotFoundError: if there are none.
    """
    if page > 1 and not thing.claims:
        raise NotFoundError(
            f"There is no page {page} of claims about {thing.iri}.",
            "Begin with the first, and follow its links to the next.",
        )


def claim_pages(thing: Description, links: Links, **kept: str) -> ClaimPages | None:
    """Return which of the claims are shown; None if these are all.

    *kept* are the parameters that lead to this page and not to another of the thing.
    """
    first, shown = thing.first_claim, len(thing.claims)
    if shown == thing.claims_in_all:
        return None
    number, last = first // PAGE + 1, first + shown - 1

    def place(page: int) -> str:
        parameters = {"page": str(page)} if page > 1 else {}
        return links.urls.document(thing.iri, HTML, kept | parameters) + "#evidence"

    return ClaimPages(
        first,
        last,
        thing.claims_in_all,
        place(number - 1) if number > 1 else "",
        place(number + 1) if last < thing.claims_in_all else "",
    )


def claim_groups(thing: Description, links: Links) -> Iterable[ClaimGroup]:
    """Yield the claims by who says so; they keep their order and their numbers."""
    claims, numbers = thing.claims, thing.claim_numbers
    grouped: dict[str, list[ClaimRow]] = {}
    firsts: dict[str, Claim] = {}
    for claim in claims:
        source = claim.passage.document.iri if claim.passage else who_says(claim)
        firsts.setdefault(source, claim)
        grouped.setdefault(source, []).append(_row(claim, claims, numbers, links))
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
    numbers = thing.claim_numbers
    reports = [_report(c, thing.claims, numbers, links) for c in thing.claims if c.sources]
    return Claimed(
        documents=tuple(links.anchor(document) for document in documents),
        quality=document_quality(passages[0]),
        reports=tuple(sorted(reports, key=_touching_first)),
    )


def _touching_first(report: Report) -> tuple[int, str]:
    words = [remark.words for remark in report.remarks]
    ranks = [rank for rank, (_, word, _) in enumerate(SAID_OF) if word in words]
    return min(ranks, default=len(SAID_OF)), report.finding.text.value


def _row(
    claim: Claim, claims: Sequence[Claim], numbers: Mapping[str, int], links: Links
) -> ClaimRow:
    passage = claim.passage
    passages = (passage, *claim.further) if passage else ()
    return ClaimRow(
        number=numbers[claim.iri],
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
        remarks=(*_says(claim, numbers, links), *_is_told(claim, claims, numbers, links)),
    )


def _report(
    claim: Claim, claims: Sequence[Claim], numbers: Mapping[str, int], links: Links
) -> Report:
    sources = tuple(links.anchor(source) for source in claim.sources)
    said_of = _is_told(claim, claims, numbers, links)
    told = (remark for remark in said_of if remark.words == SAID_OF[2][2])
    remarks = (*_says(claim, numbers, links), *told)
    return Report(_anchor(claim, links), sources, remarks)


def _says(claim: Claim, numbers: Mapping[str, int], links: Links) -> Iterable[Remark]:
    """Yield what the claim says of others, those of this page as places on it."""
    for name, words, _ in SAID_OF:
        nodes: tuple[Node, ...] = getattr(claim, name)
        if nodes:
            yield Remark(words, tuple(_place(node, numbers, links) for node in nodes))


def _is_told(
    claim: Claim, claims: Sequence[Claim], numbers: Mapping[str, int], links: Links
) -> Iterable[Remark]:
    """Yield what others of the page say of the claim."""
    for name, _, words in SAID_OF:
        found = [c for c in claims if any(node.iri == claim.iri for node in getattr(c, name))]
        if found:
            nodes = (Node(c.label, c.iri) for c in found)
            yield Remark(words, tuple(_place(node, numbers, links) for node in nodes))


def _place(node: Node, numbers: Mapping[str, int], links: Links) -> Anchor:
    number = numbers.get(node.iri)
    return Anchor(node.text, f"#claim-{number}", node.iri) if number else links.anchor(node)


def _anchor(claim: Claim, links: Links) -> Anchor:
    return links.anchor(Node(claim.label, claim.iri))
