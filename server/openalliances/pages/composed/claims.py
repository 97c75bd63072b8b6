"""What documents claim of a thing, whose words these are, and what reports speak against it.

A claim is never told as a fact: the heading says who makes it, and each row is what that document
says, in our words. What reports say against a claim stands beside it, each side with its own mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from openalliances.facts.claims import (
    Claim,
    Document,
    Finding,
    Heard,
    Passage,
    claims_about,
    documents,
    findings,
    findings_about,
    heard,
)
from openalliances.facts.copies import Copy
from openalliances.facts.receipts import Citation, citations
from openalliances.pages.composed.model import (
    Column,
    Group,
    Pager,
    Place,
    Receipt,
    Row,
    Section,
    Side,
    Sides,
    Table,
    Way,
)
from openalliances.pages.view import View
from openalliances.statements.grades import SINGLE_SOURCE, UNDATED_UNSOURCED
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
        _table(view, told, ones, document, leading) for document, ones in _by_document(shown)
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


def sides(view: View, reader: Reader, thing: str) -> Sides | None:
    """Return what documents claim of *thing* beside what reports say against it.

    None where nothing speaks against any claim about it.
    """
    return sides_of(view, reader, claims_about(reader, thing))


def sides_of(view: View, reader: Reader, found: Sequence[Claim], only: str = "") -> Sides | None:
    """Return the two sides of the claims *found*; None where nothing speaks against any.

    *only* is the id of the finding that alone is told of, where the page is its own.
    """
    told = Told.read(reader)
    disputed = [claim for claim in found if told.heard(claim.id).against]
    ids = {claim.id for claim in disputed}
    against = [
        one
        for one in told.findings.values()
        if ids.intersection(one.contradicts) and only in ("", one.id)
    ]
    if not disputed or not against:
        return None
    against.sort(key=_in_time)
    cited = citations(reader, (one.id for one in against))
    every = [citation for one in against for citation in cited.get(one.id, ())]
    return Sides(
        view.say("Sources disagree"),
        view.say("On one side what is claimed, on the other what is reported."),
        Side(_speakers(view, told, disputed), _claimed(view, told, disputed)),
        Side(
            _reporters(view, every),
            tuple((escape(one.name), finding_receipt(one, cited)) for one in against),
        ),
    )


def findings_section(
    view: View, reader: Reader, thing: str, found: Sequence[Claim] = (), leading: str = ""
) -> Section | None:
    """Return what reports say of *thing* and of the claims about it; None without any."""
    told = Told.read(reader)
    reported = findings_about(reader, thing, found)
    if not reported:
        return None
    reported.sort(key=_in_time)
    cited = citations(reader, (one.id for one in reported))
    names = {claim.id: _shortened(claim.name, leading).rstrip(".") for claim in found}
    rows = tuple(
        Row(
            (says(view, one.id, one.name), _remarks(view, told, one, names)),
            finding_receipt(one, cited),
        )
        for one in reported
    )
    columns = (Column(view.say("Reported")), Column(view.say("For the claims")))
    return Section(
        "reported",
        view.say("What is reported"),
        (Table(view.say("What is reported"), columns, (Group(rows),)),),
        count=view.wording.plural(len(rows), "{n} finding", "{n} findings"),
        lede=view.say("From press, officials and others, each with its sources."),
        ways=(
            Way("CSV", f"/data/findings.csv?about={thing}", view.say("of what is reported")),
            Way("JSON", f"/data/findings.json?about={thing}", view.say("of what is reported")),
        )
        if any(thing in one.about for one in reported)
        else (),
        jump=str(len(rows)),
    )


def says(view: View, thing: str, sentence: str) -> Markup:
    """Return a sentence as the head of a row, leading to the claim or finding that it is."""
    return Markup('<span class="says">{}</span>').format(view.link(thing, sentence))


def _in_time(finding: Finding) -> tuple[str, str]:
    """Return what puts findings in the order of their reports; those without a date come last."""
    return (finding.as_of.partition(";")[0] or "9", finding.id)


def finding_receipt(finding: Finding, cited: Mapping[str, tuple[Citation, ...]]) -> Receipt:
    """Return who reports a finding, each place once."""
    return Receipt.of(once(cited.get(finding.id, ())), finding.grade)


def once(cited: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return citations without those that name the same place of the same source again.

    A finding has one for each property that it bears out.
    """
    return tuple({(one.source, one.place): one for one in cited}.values())


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
        return Markup("<bdi>{}</bdi>").format(document.name)
    if document.undated and document.unsourced:
        if document.publisher_name:
            return view.say(
                "An essay without date and references, published by {publisher},",
                publisher=Markup("<bdi>{}</bdi>").format(document.publisher_name),
            )
        return view.say("An essay without date and references")
    return view.say("An essay")


def _speakers(view: View, told: Told, found: Iterable[Claim]) -> Markup:
    ids = dict.fromkeys(claim.document for claim in found)
    known = [told.documents[id_] for id_ in ids if id_ in told.documents]
    if len(known) != 1:
        return view.say("Documents say")
    return view.say("{document} says", document=speaker(view, known[0]))


def _claimed(
    view: View, told: Told, disputed: Sequence[Claim]
) -> tuple[tuple[Markup, Receipt | None], ...]:
    """Return the claims that are disputed; the last one of each document has its places."""
    said: list[tuple[Markup, Receipt | None]] = []
    for _, ones in _by_document(disputed):
        *before, last = ones
        said += [(escape(claim.name), None) for claim in before]
        said.append((escape(last.name), claim_receipt(view, told, ones)))
    return tuple(said)


def _reporters(view: View, cited: Sequence[Citation]) -> Markup:
    """Return who reports, and when, as the sources have it."""
    dates = sorted({one.date for one in cited if one.date})
    are_press = {one.kind for one in cited} == {"press"}
    if not dates:
        return view.say("Press reports say") if are_press else view.say("Sources report")
    first, last = (date[:7] for date in (dates[0], dates[-1]))
    if first == last:
        words = "Press reports of {date} say" if are_press else "Sources of {date} report"
        return view.say(words, date=view.date(first))
    words = "Press reports of {first} to {last} say" if are_press else "Sources report"
    return view.say(words, first=view.date(first), last=view.date(last))


def _by_document(found: Iterable[Claim]) -> list[tuple[str, list[Claim]]]:
    grouped: dict[str, list[Claim]] = {}
    for claim in found:
        grouped.setdefault(claim.document, []).append(claim)
    return list(grouped.items())


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
        view.say("What {document} says", document=name),
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
            says(view, claim.id, _shortened(claim.name, leading)),
            _places(view, claim),
            _elsewhere(view, told, claim),
        ),
        Receipt(places=quoted.places) if has_words else None,
    )


def _shortened(name: str, leading: str) -> str:
    """Return a sentence without the words that all of its table begin with."""
    if leading and name.startswith(leading):
        return "… " + name.removeprefix(leading).rstrip(".")
    return name


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


def _remark(view: View, words: str, finding: Finding, tone: str) -> Markup:
    said = view.say(words, finding=view.link(finding.id, finding.name))
    return Markup('<span class="{}">{}</span>').format(tone, said)


def _remarks(view: View, told: Told, one: Finding, names: Mapping[str, str]) -> Markup:
    """Return what a finding says of claims, and which later one outdates it."""
    later = heard(told.findings.values(), one.id).later
    parts = [
        _named(view, "speaks against: {claims}", one.contradicts, names, "other"),
        _named(view, "supports: {claims}", one.supports, names, "sub"),
        *(_remark(view, "out of date since: {finding}", f, "sub") for f in later),
    ]
    return Markup("").join(part for part in parts if part)


def _named(
    view: View, words: str, ids: Sequence[str], names: Mapping[str, str], tone: str
) -> Markup:
    known = [(id_, names[id_]) for id_ in ids if id_ in names]
    if not ids:
        return Markup("")
    if not known:
        said = view.say(words, claims=view.wording.plural(len(ids), "{n} claim", "{n} claims"))
    else:
        links = (view.link(id_, name) for id_, name in known)
        said = view.say(words, claims=Markup("; ").join(links))
    return Markup('<span class="{}">{}</span>').format(tone, said)


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
