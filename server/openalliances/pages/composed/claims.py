"""What documents claim of a thing, whose words these are, and what reports speak against it.

A claim is never told as a fact: the heading says who makes it, and each row is what that document
says, in our words, with how many findings speak against and for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from openalliances.facts.claims import (
    Claim,
    claims_about,
)
from openalliances.pages.composed.model import (
    Column,
    Group,
    Pager,
    Place,
    Receipt,
    Row,
    Section,
    Table,
    Way,
)
from openalliances.pages.composed.speaking import (
    Told,
    by_document,
    claim_receipt,
    is_essay,
    own_grade,
    place_words,
    says,
    shortened,
)
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

PAGE = 100
"""Rows of a table of claims; the rest is on further pages."""

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Who takes part", ("hasParty", "hasArmedForce", "isLedBy", "engagesWith", "operatesWithin")),
    (
        "What is said to be done",
        (
            *("involvesActivityType", "contributesTo", "hasContributionType", "hasTactic"),
            *("takesMeasure", "alignsStandard", "usesAgreementType", "takesPlaceIn"),
        ),
    ),
    (
        "What it is said to be for",
        (
            *("hasPurpose", "addressesThreat", "aimsAtCapability", "concernsRegion", "respondsTo"),
            *("servesFunction", "isDirectedAgainst", "isUrgedToUndertake", "hasExpectedOutcome"),
        ),
    ),
    (
        "What it is said to bring about",
        ("hasReportedOutcome", "furthers", "enablesCapability", "buildsTrustWith"),
    ),
    (
        "What it is said to depend on",
        ("dependsOnCondition", "facesChallenge", "hinders", "isShapedBy", "isGovernedBy"),
    ),
    ("How it is judged", ("isAssessedAs", "isTakenToShow")),
)
"""Headings of claims, with the properties that they are claims of; others follow."""
_ELSE = "What else is said"


def claims_section(view: View, reader: Reader, thing: str, leading: str = "") -> Section | None:
    """Return what documents claim of *thing*; None where no document speaks of it.

    *leading* are words with which sentences about it begin, which are not repeated in each row.
    """
    found = claims_about(reader, thing)
    return section_of(view, reader, found, thing, leading) if found else None


def section_of(
    view: View, reader: Reader, found: Sequence[Claim], thing: str, leading: str = ""
) -> Section:
    """Return a section with these claims, in the order of documents and by what they are about.

    Of many the page shows those of its number; *thing* is whose page it is.
    """
    told = Told.read(reader)
    first = min((view.number - 1) * PAGE, (len(found) - 1) // PAGE * PAGE)
    shown = found[first : first + PAGE]
    blocks: list[Table | Pager] = [
        _table(view, told, ones, document, leading) for document, ones in by_document(shown)
    ]
    if len(found) > PAGE:
        blocks.append(_pager(view, thing, len(found), first))
    speakers = {claim.document for claim in found}
    one = told.documents[next(iter(speakers))] if len(speakers) == 1 else None
    title = view.say("What an essay says") if one and is_essay(one) else view.say("What is claimed")
    return Section(
        "claims",
        title,
        tuple(blocks),
        count=view.wording.plural(len(found), "{n} claim", "{n} claims"),
        lede=_lede(view, told, found),
        ways=_ways(view, thing),
        jump=str(len(found)),
    )


def _table(view: View, told: Told, found: Sequence[Claim], document: str, leading: str) -> Table:
    """Return the claims of one document, by what they are claims of; it is named once."""
    grouped: dict[str, list[Row]] = {}
    for claim in found:
        grouped.setdefault(_heading(claim), []).append(_row(view, told, claim, leading))
    order = [title for title, _ in GROUPS] + [_ELSE]
    groups = tuple(
        Group(tuple(grouped[title]), view.say(title) if len(grouped) > 1 else "")
        for title in order
        if title in grouped
    )
    known = told.documents.get(document)
    shared = None
    if known:
        place = Place(known.id, known.name, known.description.rstrip("."))
        shared = Receipt(own_grade(known), places=(place,))
    name = known.name if known else document
    return Table(
        view.say("What {document} says", document=view.foreign(name)),
        (
            Column(view.say("It says, in our words")),
            Column(view.say("Place")),
            Column(view.say("Also said elsewhere")),
        ),
        groups,
        receipt=shared,
    )


def _heading(claim: Claim) -> str:
    return next((title for title, names in GROUPS if claim.predicate in names), _ELSE)


def _row(view: View, told: Told, claim: Claim, leading: str) -> Row:
    quoted = claim_receipt(view, told, (claim,))
    has_words = any(place.quote or place.missing for place in quoted.places)
    return Row(
        (
            says(view, claim.id, shortened(claim.name, leading)),
            _places(view, claim),
            _elsewhere(view, told, claim),
        ),
        Receipt(places=quoted.places) if has_words else None,
    )


def _places(view: View, claim: Claim) -> Markup:
    """Return where the claim stands; each place once."""
    said = dict.fromkeys(place_words(view, passage, is_short=True) for passage in claim.passages)
    return Markup("; ").join(said)


def _elsewhere(view: View, told: Told, claim: Claim) -> Markup:
    """Return how many findings speak against and for a claim, leading to its page."""
    said = told.heard(claim.id)
    if not said:
        return Markup('<span class="missing">{}</span>').format(view.say("Nowhere here"))
    counted = view.wording.plural
    parts = []
    if said.against:
        words = ("{n} finding speaks against it", "{n} findings speak against it")
        parts.append(("other", counted(len(said.against), *words)))
    if said.support:
        words = ("{n} finding supports it", "{n} findings support it")
        parts.append(("sub", counted(len(said.support), *words)))
    line = Markup('<span class="{}">{}</span>')
    return Markup("").join(line.format(tone, view.link(claim.id, text)) for tone, text in parts)


def _lede(view: View, told: Told, found: Sequence[Claim]) -> Markup:
    """Return whose words the claims are, and how many of them others bear out or deny."""
    backed = sum(bool(told.heard(claim.id).support) for claim in found)
    denied = sum(bool(told.heard(claim.id).against) for claim in found)
    said = [
        view.say("These are claims, in our own words; that they are listed does not make them so.")
    ]
    if not backed and not denied:
        said.append(view.say("No other source here speaks for or against any of them."))
    if backed:
        said.append(
            view.wording.plural(
                backed, "Reports support {n} of them.", "Reports support {n} of them."
            )
        )
    if denied:
        said.append(
            view.wording.plural(
                denied, "Reports speak against {n} of them.", "Reports speak against {n} of them."
            )
        )
    return Markup(" ").join(said)


def _pager(view: View, thing: str, total: int, first: int) -> Pager:
    pages = range(1, (total - 1) // PAGE + 2)
    path = view.path(thing)
    hrefs = (view.href(path, page="" if n == 1 else str(n)) + "#claims" for n in pages)
    names = tuple(map(str, pages))
    return Pager(
        view.say("Pages of the claims"), tuple(zip(names, hrefs, strict=True)), names[first // PAGE]
    )


def _ways(view: View, thing: str) -> tuple[Way, ...]:
    column = {"source": "document", "section": "section"}.get(thing.partition("/")[0], "subject")
    of = view.say("of the claims")
    return tuple(
        Way(form.upper(), f"/data/claims.{form}?{column}={thing}", of) for form in ("csv", "json")
    )
