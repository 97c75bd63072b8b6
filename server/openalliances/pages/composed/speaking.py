"""Who speaks in a document, and where: documents, passages and their words, marks of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.facts.claims import (
    Claim,
    Document,
    Finding,
    Heard,
    Passage,
    documents,
    findings,
    heard,
)
from openalliances.facts.copies import Copy
from openalliances.pages.composed.model import (
    Place,
    Receipt,
)
from openalliances.pages.view import View
from openalliances.statements.grades import SINGLE_SOURCE, UNDATED_UNSOURCED
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Told:
    """What is needed to tell claims: documents, findings, the citations of the findings."""

    documents: Mapping[str, Document]
    findings: Mapping[str, Finding]

    @classmethod
    def read(cls, reader: Reader) -> Told:
        """Return what the tables have."""
        return cls(documents(reader), findings(reader))

    def heard(self, claim: str) -> Heard:
        """Return what findings say of the claim."""
        return heard(self.findings.values(), claim)


def claim_receipt(view: View, told: Told, found: Iterable[Claim]) -> Receipt:
    """Return where documents make the claims *found*, with the mark of the documents alone.

    What findings say of a claim is no mark of its own.
    """
    ones = tuple(found)
    grades = {own_grade(told.documents.get(claim.document)) for claim in ones}
    places = tuple(place_of(view, told, claim, p) for claim in ones for p in claim.passages)
    return Receipt(grades.pop() if len(grades) == 1 else "", places=places)


def place_of(view: View, told: Told, claim: Claim, passage: Passage) -> Place:
    """Return where a document makes a claim, with its words where there is a copy of it."""
    document = told.documents.get(passage.document) or Document(passage.document, passage.document)
    copies = view.site.copies
    missing: Markup | str = ""
    if copies.state(document.id) is Copy.OTHER:
        missing = view.say("Not quoted: the copy at hand is another text than the one used here.")
    return Place(
        document.id,
        document.name,
        document.description.rstrip("."),
        place_words(view, passage),
        claim.id,
        copies.quote(passage),
        missing,
    )


def place_words(view: View, passage: Passage, *, is_short: bool = False) -> Markup:
    """Return where in its document a passage stands."""
    if is_short or not passage.end:
        return view.say(
            "Section {section}, paragraph {paragraph}",
            section=passage.number,
            paragraph=passage.paragraph,
        )
    return view.say(
        "Section {section}, paragraph {paragraph}, characters {start}–{end}",
        section=passage.number,
        paragraph=passage.paragraph,
        start=passage.start,
        end=passage.end,
    )


def own_grade(document: Document | None) -> str:
    """Return the grade of what one document alone claims."""
    if document and document.undated and document.unsourced:
        return UNDATED_UNSOURCED.slug
    return SINGLE_SOURCE.slug if document else ""


def is_essay(document: Document) -> bool:
    """Return whether what is known of a document calls it an essay."""
    return "essay" in document.description.casefold()


def speaker(view: View, document: Document) -> Markup:
    """Return who speaks in a document, to begin a sentence with."""
    if not is_essay(document):
        return view.foreign(document.name)
    if document.undated and document.unsourced:
        if document.publisher_name:
            return view.say(
                "An essay without date and references, published by {publisher},",
                publisher=view.name(document.publisher, document.publisher_name),
            )
        return view.say("An essay without date and references")
    return view.say("An essay")


def says(view: View, thing: str, sentence: str) -> Markup:
    """Return a sentence as the head of a row, leading to the claim or finding that it is."""
    return Markup('<span class="says">{}</span>').format(view.link(thing, sentence, "en"))


def in_english(view: View, sentence: str) -> Markup:
    """Return a sentence of the data, which are in English, so that it is read aloud as such."""
    return Markup("<span{}>{}</span>").format(view.lang("en"), sentence)


def shortened(name: str, leading: str) -> str:
    """Return a sentence without the words that all of its table begin with."""
    if leading and name.startswith(leading):
        return "… " + name.removeprefix(leading).rstrip(".")
    return name


def by_document(found: Iterable[Claim]) -> list[tuple[str, list[Claim]]]:
    """Return claims by the document that makes them, in their order."""
    grouped: dict[str, list[Claim]] = {}
    for claim in found:
        grouped.setdefault(claim.document, []).append(claim)
    return list(grouped.items())
