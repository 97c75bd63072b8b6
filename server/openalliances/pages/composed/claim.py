"""Claims and findings: who says it and where, what speaks against it. Never told as a fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from openalliances.facts.claims import Claim, Finding, claims
from openalliances.facts.names import titles
from openalliances.facts.receipts import Citation, citations
from openalliances.pages import glossary
from openalliances.pages.composed.citing import citations_table, missing
from openalliances.pages.composed.disagreement import once, sides_of
from openalliances.pages.composed.grading import MARKS
from openalliances.pages.composed.model import (
    Column,
    Composed,
    Group,
    Key,
    Receipt,
    Row,
    Section,
    Sides,
    Table,
)
from openalliances.pages.composed.reported import findings_section
from openalliances.pages.composed.speaking import (
    Told,
    claim_receipt,
    in_english,
    place_words,
    says,
    speaker,
)
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_FINDING = "claim/finding/"


def compose_claim(view: View, reader: Reader, thing: str) -> Composed | None:
    """Return the page of a claim, of a classification of our own, or of a finding.

    None if the tables have none of this id.
    """
    told = Told.read(reader)
    if thing.startswith(_FINDING):
        finding = told.findings.get(thing)
        return _finding(view, reader, told, finding) if finding else None
    claim = claims(reader, (thing,)).get(thing)
    if claim is None:
        return None
    return _claim(view, reader, told, claim) if claim.document else _ours(view, reader, claim)


def _claim(view: View, reader: Reader, told: Told, claim: Claim) -> Composed:
    disputed = sides_of(view, reader, (claim,))
    heard = told.heard(claim.id)
    kind = view.say(
        "{claim} of a document", claim=glossary.term(view, "ontology/Claim", view.say("Claim"))
    )
    # What speaks against it alone is told by the two sides.
    reported = findings_section(view, reader, claim.id, (claim,)) if heard.support else None
    sections = (_places(view, told, claim), reported, _parts(view, reader, claim))
    return Composed(
        claim.id,
        view.wording.text("Claimed: {claim}", claim=claim.name),
        eyebrow=of_sentence(kind),
        answer=_who_says(view, told, claim),
        key=(
            Key(view.say("Says so"), view.link(claim.document, _name(told, claim.document))),
            Key(view.say("Kind of claim"), _concept(view, "claim-type", claim.kind)),
            Key(view.say("Speaks against it"), _number(view, heard.against)),
            Key(view.say("Speaks for it"), _number(view, heard.support)),
            Key(view.say("Said when"), _said_when(view, told, claim)),
        ),
        head=(disputed,) if disputed else (),
        sections=tuple(one for one in sections if one),
    )


def _ours(view: View, reader: Reader, claim: Claim) -> Composed:
    """Return the page of what nobody but ourselves says."""
    own = glossary.term(view, "vocab/evidence-grade/curated", view.say("our own classification"))
    return Composed(
        claim.id,
        claim.name,
        eyebrow=view.say("A claim that is {own}", own=own),
        answer=Markup(" ").join(
            (view.say("No source is cited for it: we say so ourselves."), view.own(claim.rationale))
        ),
        key=(Key(view.say("Kind of claim"), _concept(view, "claim-type", claim.kind)),),
        sections=tuple(one for one in (_parts(view, reader, claim),) if one),
    )


def _finding(view: View, reader: Reader, told: Told, finding: Finding) -> Composed:
    cited = once(citations(reader, (finding.id,)).get(finding.id, ()))
    concerned = claims(reader, (*finding.contradicts, *finding.supports))
    against = tuple(concerned[id_] for id_ in finding.contradicts if id_ in concerned)
    disputed: Sides | None = sides_of(view, reader, against, finding.id) if against else None
    later = told.heard(finding.id).later
    grade = MARKS.get(finding.grade)
    title = view.say("Sources that report it")
    sources = Section(
        "sources",
        title,
        (citations_table(view, title, cited),),
        count=view.wording.plural(len(cited), "{n} source", "{n} sources"),
        jump=str(len(cited)),
    )
    sections = (
        sources,
        _concerned(view, told, finding, concerned),
        _times(view, told, finding, later),
        _about(view, reader, finding),
    )
    return Composed(
        finding.id,
        view.wording.text("Reported: {finding}", finding=finding.name),
        eyebrow=of_sentence(view.say("Finding: what sources of their own report")),
        answer=_reported_by(view, cited, later),
        key=(
            Key(view.say("Evidence"), view.say(grade.label) if grade else missing(view)),
            Key(view.say("Sources"), view.number_of(len({c.source for c in cited}))),
            Key(view.say("Reported"), _when(view, cited)),
            Key(view.say("Speaks against"), _claims_number(view, finding.contradicts)),
            Key(view.say("Supports"), _claims_number(view, finding.supports)),
        ),
        key_receipt=Receipt.of(cited, finding.grade),
        sections=tuple(one for one in sections if one),
        head=(disputed,) if disputed else (),
    )


def of_sentence(words: Markup) -> Markup:
    """Return what stands above a title that is a whole sentence, which is set smaller."""
    return Markup('<span class="of-sentence">{}</span>').format(words)


def _who_says(view: View, told: Told, claim: Claim) -> Markup:
    """Return who makes a claim and where, and what reports say of it."""
    document = told.documents.get(claim.document)
    who = speaker(view, document) if document else escape(claim.document)
    where = claim.passages[0] if claim.passages else None
    said = (
        view.say(
            "{document} says so, in {place}; the words above are ours.",
            document=who,
            place=_within(view, where.number, where.paragraph),
        )
        if where
        else view.say("{document} says so; the words above are ours.", document=who)
    )
    heard = told.heard(claim.id)
    parts = [said]
    if heard.against:
        parts.append(
            view.say(
                "Reports speak against it: {finding}",
                finding=in_english(view, heard.against[-1].name),
            )
        )
    if heard.support:
        parts.append(
            view.say(
                "Reports support it: {finding}", finding=in_english(view, heard.support[-1].name)
            )
        )
    if not heard.against and not heard.support:
        parts.append(view.say("No other source here speaks for or against it."))
    return Markup(" ").join(parts)


def _within(view: View, section: str, paragraph: int) -> Markup:
    return view.say(
        "section {section}, paragraph {paragraph}", section=section, paragraph=paragraph
    )


def _places(view: View, told: Told, claim: Claim) -> Section:
    """Return where a claim stands, with the words there if there is a copy of the document."""
    rows = []
    for passage in claim.passages:
        single = claim_receipt(view, told, (_at(claim, passage.id),))
        there = bool(view.site.settings.documents)
        title = view.foreign(passage.title) if passage.title else missing(view)
        rows.append(
            Row(
                (
                    view.link(passage.id, place_words(view, passage)),
                    title,
                    Markup('<code class="iri">{}</code>').format(passage.digest),
                ),
                single if there else None,
            )
        )
    title = view.say("Where it stands")
    heads = ("Place", "Title of the section", "SHA-256 of its words")
    return Section(
        "places",
        title,
        (
            Table(
                title,
                tuple(Column(view.say(h)) for h in heads),
                (Group(tuple(rows)),),
            ),
        ),
        count=view.wording.plural(len(rows), "{n} passage", "{n} passages"),
        lede=_on_quoting(view, claim.document),
        jump=str(len(rows)),
    )


def _at(claim: Claim, passage: str) -> Claim:
    """Return the claim as it stands in one of its passages."""
    return replace(claim, passages=tuple(p for p in claim.passages if p.id == passage))


def _on_quoting(view: View, document: str) -> Markup:
    """Return why the words of the document are shown or not."""
    if view.site.settings.documents:
        return view.say("Quoted from the copy of the operator, as far as its digest is the same.")
    return view.say(
        "The document is not part of the set. Who has a copy sees its words here "
        "(serve --documents), known again by the digest."
    )


def _parts(view: View, reader: Reader, claim: Claim) -> Section | None:
    """Return what a claim says as subject, relation and value, each with its meaning."""
    if not claim.subject:
        return None
    known = titles(reader, (claim.subject, claim.object))
    rows = (
        Row((view.say("Of what"), thing_link(view, known, claim.subject))),
        Row((view.say("Relation"), predicate_link(view, claim.predicate))),
        Row((view.say("To what"), thing_link(view, known, claim.object))),
    )
    title = view.say("The claim in parts")
    columns = (Column(view.say("Part")), Column(view.say("Value")))
    return Section("parts", title, (Table(title, columns, (Group(rows),)),), jump="-")


def thing_link(view: View, known: Mapping[str, str], thing: str) -> Markup:
    """Return a link to a thing, a term or a concept by its name; else the text itself."""
    if thing in known:
        return view.link(thing, known[thing])
    if thing.startswith(("vocab/", "ontology/")) and glossary.called(view, thing):
        return glossary.term(view, thing)
    return Markup("<bdi>{}</bdi>").format(thing)


def predicate_link(view: View, name: str) -> Markup:
    """Return a link to a property by its name."""
    if name == "type":
        return view.say("is a")
    called = glossary.called(view, f"ontology/{name}")
    return glossary.term(view, f"ontology/{name}") if called else escape(name)


def _reported_by(view: View, cited: Sequence[Citation], later: Sequence[Finding]) -> Markup:
    """Return who reports a finding, and since when another report outdates it."""
    publishers = list(dict.fromkeys(c.publisher or c.title for c in cited if c.bears_out))
    shown = [view.foreign(name) for name in publishers[:4]]
    said = (
        view.say("It is reported by {publishers}.", publishers=view.listed(shown))
        if shown
        else view.say("No source of it has been looked up yet.")
    )
    if later:
        said += " " + view.say(
            "A later report shows it to be so no longer: {finding}",
            finding=in_english(view, later[-1].name),
        )
    return said


def _concerned(
    view: View, told: Told, finding: Finding, concerned: Mapping[str, Claim]
) -> Section | None:
    """Return the claims that a finding speaks against, and those that it supports."""
    groups = []
    for title, ids in (
        ("It speaks against", finding.contradicts),
        ("It supports", finding.supports),
    ):
        found = [concerned[id_] for id_ in ids if id_ in concerned]
        rows = tuple(
            Row(
                (
                    says(view, claim.id, claim.name),
                    view.link(claim.document, _name(told, claim.document)),
                ),
                claim_receipt(view, told, (claim,)),
            )
            for claim in found
        )
        if rows:
            groups.append(Group(rows, view.say(title)))
    if not groups:
        return None
    total = sum(len(group.rows) for group in groups)
    title = view.say("Claims that it concerns")
    columns = (Column(view.say("It is claimed that")), Column(view.say("By")))
    return Section(
        "claims",
        title,
        (Table(title, columns, tuple(groups)),),
        count=view.wording.plural(total, "{n} claim", "{n} claims"),
        jump=str(total),
    )


def _times(view: View, told: Told, finding: Finding, later: Sequence[Finding]) -> Section | None:
    """Return the findings that this one outdates, and those that outdate it."""
    earlier = [told.findings[id_] for id_ in finding.outdates if id_ in told.findings]
    groups = tuple(
        Group(tuple(Row((says(view, one.id, one.name), _dates(view, one))) for one in ones), title)
        for title, ones in (
            (view.say("It shows these to be so no longer"), earlier),
            (view.say("These show it to be so no longer"), later),
        )
        if ones
    )
    if not groups:
        return None
    title = view.say("Before and after")
    columns = (Column(view.say("Reported")), Column(view.say("Dates of the reports")))
    return Section("times", title, (Table(title, columns, groups),), jump="-")


def _about(view: View, reader: Reader, finding: Finding) -> Section | None:
    known = titles(reader, finding.about)
    rows = tuple(Row((view.link(id_, known[id_]),)) for id_ in finding.about if id_ in known)
    if not rows:
        return None
    title = view.say("What it is about")
    return Section("about", title, (Table(title, (Column(view.say("Thing")),), (Group(rows),)),))


def _dates(view: View, finding: Finding) -> Markup:
    days = [view.date(day) for day in finding.as_of.split(";") if day]
    return Markup(", ").join(days) if days else missing(view)


def _when(view: View, cited: Iterable[Citation]) -> Markup:
    days = sorted({one.date for one in cited if one.date})
    if not days:
        return missing(view)
    if days[0] == days[-1]:
        return view.date(days[0])
    return view.say("{first} to {last}", first=view.date(days[0]), last=view.date(days[-1]))


def _number(view: View, found: Sequence[Finding]) -> Markup:
    if not found:
        return missing(view, "Nothing here")
    return view.wording.plural(len(found), "{n} finding", "{n} findings")


def _claims_number(view: View, ids: Sequence[str]) -> Markup:
    if not ids:
        return missing(view, "No claim here")
    return view.wording.plural(len(ids), "{n} claim", "{n} claims")


def _concept(view: View, scheme: str, slug: str) -> Markup:
    return glossary.term(view, f"vocab/{scheme}/{slug}") if slug else missing(view)


def _said_when(view: View, told: Told, claim: Claim) -> Markup:
    document = told.documents.get(claim.document)
    return missing(
        view, "The document has no date" if document and document.undated else "Not stated"
    )


def _name(told: Told, document: str) -> str:
    found = told.documents.get(document)
    return found.name if found else document
