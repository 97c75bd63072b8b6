"""The claims that have to do with a thing, read level by level down to the documents.

One query for all of it has thirty optional parts, and takes longer to be planned than all that is
asked here takes to be answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from pyoxigraph import NamedNode

from openalliances.engine.interface import Engine
from openalliances.rdf.prefixes import ALLY, ID, PREFIXES, shorten
from openalliances.things.description import Claim, Node, Passage, Text
from openalliances.things.page_queries import ask
from openalliances.things.said import Said
from openalliances.things.solution import iri as iri_of

_LEVELS = tuple(ALLY + name for name in ("hasPassage", "inSection", "isSectionOf"))
"""What leads from claims to passages, sections, and documents."""

_CITATION = "hasCitation"
"""What leads from a finding to where its sources say so."""

_AGENT = PREFIXES["prov"] + "wasAttributedTo"


PAGE = 100
"""How many claims are in one page of a description."""


@dataclass(frozen=True, slots=True)
class ClaimList:
    """The IRIs of the claims that belong to the description of a thing, in their order.

    Pages and documents in RDF hold the same: of each page of a description those of
    :meth:`on_page`.
    """

    iris: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """Return on how many pages they are, of which there is one at least."""
        return max(1, ceil(len(self.iris) / PAGE))

    def first_on(self, page: int) -> int:
        """Return the number of the first claim on a page; both are counted from 1."""
        return (page - 1) * PAGE + 1

    def on_page(self, page: int) -> tuple[str, ...]:
        """Return those on a page, counted from 1."""
        return self.iris[(page - 1) * PAGE : page * PAGE]


NO_CLAIMS = ClaimList()


def list_claims(engine: Engine, iri: str, timeout: float) -> ClaimList:
    """Return which claims the description of *iri* holds, in HTML and in RDF alike.

    :raises RequestError: if the engine cannot answer.
    """
    return ClaimList(tuple(iri_of(row, "claim") for row in ask(engine, "claims", timeout, iri)))


def read_claims(engine: Engine, claims: Sequence[str], timeout: float) -> tuple[Claim, ...]:
    """Return the claims with these IRIs, in the order of documents and places.

    Asks six times at most, whatever their number.

    :raises RequestError: if the engine cannot answer.
    """
    said = Said()
    asked = tuple(claims)
    for step in (*_LEVELS, ""):
        if not asked:
            break
        said.read(engine, asked, timeout)
        asked = tuple(dict.fromkeys(n for one in asked for n in said.iris(one, step)))
    cited = tuple(dict.fromkeys(c for claim in claims for c in said.iris(claim, ALLY + _CITATION)))
    if cited:
        said.read(engine, cited, timeout)
        sources = (source for one in cited for source in said.iris(one, ALLY + "citesSource"))
        said.read(engine, tuple(dict.fromkeys(sources)), timeout)
    found = (_claim(said, claim) for claim in claims)
    return tuple(sorted(found, key=lambda claim: (_place(claim.passage), claim.iri)))


def _claim(said: Said, claim: str) -> Claim:
    passages = sorted(_passages(said, claim), key=_place)
    nothing = Node(Text(""))
    return Claim(
        iri=claim,
        label=said.names.get(claim) or Text(shorten(claim)),
        subject=said.node(claim, "claimSubject") or nothing,
        predicate=said.node(claim, "claimPredicate") or nothing,
        object=said.node(claim, "claimObject") or said.node(claim, "claimValue") or nothing,
        kind=said.node(claim, "hasClaimType"),
        passage=passages[0] if passages else None,
        agent=said.node(claim, _AGENT),
        rationale=said.text(claim, "rationale"),
        further=tuple(passages[1:]),
        about=tuple(said.seen(value) for value in said.all(claim, "aboutEntity")),
        grade=said.node(claim, "hasEvidenceGrade"),
        sources=_sources(said, claim),
        contradicts=_claims(said, claim, "contradicts"),
        supports=_claims(said, claim, "supports"),
        outdates=_claims(said, claim, "outdates"),
    )


def _sources(said: Said, claim: str) -> tuple[Node, ...]:
    """Return the sources that a finding cites, each once."""
    found = (s for c in said.iris(claim, ALLY + _CITATION) for s in said.all(c, "citesSource"))
    return tuple(map(said.seen, dict.fromkeys(found)))


def _claims(said: Said, claim: str, name: str) -> tuple[Node, ...]:
    """Return the claims that are values of a property; a claim may support other things, too."""
    values = said.all(claim, name)
    return tuple(said.seen(value) for value in values if value.value.startswith(ID + "claim/"))


def _passages(said: Said, claim: str) -> Iterable[Passage]:
    """Yield the passages of a claim whose document is known."""
    to_passage, to_section, to_document = _LEVELS
    for passage in said.iris(claim, to_passage):
        for section in said.iris(passage, to_section):
            for document in said.iris(section, to_document):
                yield _passage(said, passage, section, document)


def _passage(said: Said, passage: str, section: str, document: str) -> Passage:
    number, title = said.text(section, "sectionNumber"), said.text(section, "sectionTitle")
    digest = said.text(passage, "textDigest")
    return Passage(
        document=said.seen(NamedNode(document)),
        iri=passage,
        section=number.value if number else "",
        section_title=title.value if title else "",
        paragraph=said.number(passage, "paragraphNumber"),
        start=said.number(passage, "startPosition"),
        end=said.number(passage, "endPosition"),
        digest=digest.value if digest else "",
        dated=not said.is_true(document, "isUndated"),
        sourced=not said.is_true(document, "isUnsourced"),
    )


def _place(passage: Passage | None) -> tuple[str, int, int]:
    """Return what puts claims in the order of documents; what is in none comes first."""
    return (passage.document.iri, passage.start, passage.end) if passage else ("", -1, -1)
