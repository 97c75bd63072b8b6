"""Tools for one thing: describe, claims_about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from openalliances.mcp.answers import ClaimRow, Claims, Described, Fact, Related, SourceNote
from openalliances.mcp.data import Data, id_of
from openalliances.mcp.refusals import Whole
from openalliances.pages.expression import Expressions, in_a_line
from openalliances.pages.models import Anchor
from openalliances.rdf.prefixes import ALLY, PREFIXES
from openalliances.statements.grades import GRADES
from openalliances.things.description import (
    Adjudication,
    Citation,
    Claim,
    Description,
    Group,
    Node,
    Origin,
    Statement,
    Text,
)
from openalliances.things.grades import of_citations, of_claims

_LISTED = 15
"""Related things that are named; of more only the number is told."""
_MATCHES = frozenset(
    PREFIXES["skos"] + f"{near}Match" for near in ("exact", "close", "broad", "narrow", "related")
)
_NAMES = frozenset(PREFIXES["skos"] + name for name in ("altLabel", "hiddenLabel"))
_OF_DATES = "/year-of-date"
"""The rule by which a year and a precision follow from a date."""
_ELSEWHERE = Anchor(Text("…"))
_SAID_ELSEWHERE = frozenset(
    (
        *(PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel"),
        *(PREFIXES["rdfs"] + "isDefinedBy", ALLY + "hasCitation", ALLY + "hasAdjudication"),
        *(ALLY + "hasEvidenceGrade", ALLY + "sourcesDifferOn"),
    )
)
"""Properties that an answer has in another form."""


def describe(data: Data, thing: str) -> tuple[Described, Whole]:
    """Return what is said of one thing: facts with their receipts, and what it is related to."""
    entry = data.entry("thing", thing)
    found = data.library.describe(entry.iri)
    as_of = _times(data, id_of(found.iri))
    facts = tuple(_facts(found, as_of))
    cited = {source for fact in facts for source in fact.sources}
    answer = Described(
        release=data.stamp,
        notes=_notes(found),
        sources=tuple(dict.fromkeys(_cited(data, found.citations, cited))),
        id=id_of(found.iri),
        iri=found.iri,
        name=found.label.value,
        kinds=tuple(s.value.text.value for s in found.types if s.origin is Origin.ASSERTED),
        years=entry.years,
        facts=facts,
        other_names=tuple(_other_names(found)),
        links=tuple(_links(found)),
        related=tuple(_related(found)),
        claims_recorded=len(found.claims),
    )
    page = data.address(data.site.urls.document(found.iri))
    return answer, Whole(
        f"Statements about {found.label.value}",
        len(facts),
        "Ask run_query for some of its properties, or rows for a table.",
        page,
        f"SELECT ?p ?o {{ <{found.iri}> ?p ?o }}",
    )


def claims_about(data: Data, thing: str, words: str = "") -> tuple[Claims, Whole]:
    """Return the claims about a thing, those with all *words*, and what speaks against them."""
    entry = data.entry("thing", thing)
    found = data.library.describe(entry.iri)
    back = _spoken_of(found.claims)
    wanted = words.lower().split()
    chosen = [c for c in found.claims if all(word in c.label.value.lower() for word in wanted)]
    # What speaks against a claim is told with it, whatever words it has.
    named = {one for c in chosen for ids in back[c.iri].values() for one in ids}
    chosen = [c for c in found.claims if c in chosen or c.iri in named]
    rows = tuple(_claim(claim, back[claim.iri]) for claim in chosen)
    notes = ["A claim is what a document says, not a fact; its grade tells what supports it."]
    if not rows:
        notes = [f"No claim about {found.label.value} is recorded."]
    answer = Claims(
        release=data.stamp,
        notes=tuple(notes),
        sources=data.sources(source for row in rows for source in row.sources),
        id=id_of(found.iri),
        name=found.label.value,
        claims=rows,
    )
    return answer, Whole(
        f"Claims about {found.label.value}",
        len(rows),
        "Give words that the claim has.",
        data.address("/data/claims.csv"),
        f"SELECT ?claim {{ ?claim a ally:Claim ; ?any <{found.iri}> }}",
    )


def _facts(found: Description, as_of: Mapping[str, str]) -> Iterator[Fact]:
    numbered = {citation.iri: citation for citation in found.citations}
    for group in found.outgoing:
        if group.property.iri in _SAID_ELSEWHERE or group.property.iri in _MATCHES:
            continue
        choice = next(
            (c for c in found.adjudications if c.property.iri == group.property.iri), None
        )
        for statement in group.statements:
            if _is_fact(statement) and not _is_name(group, statement):
                yield _fact(group, statement, numbered, as_of, choice)


def _is_name(group: Group, statement: Statement) -> bool:
    """Return whether a statement is a further name, of which no citation is recorded."""
    return group.property.iri in _NAMES and not statement.citations and not statement.claims


def _other_names(found: Description) -> Iterator[str]:
    for group in found.outgoing:
        for statement in group.statements:
            if _is_name(group, statement):
                text = statement.value.text
                yield f"{text.value}@{text.language}" if text.language else text.value


def _links(found: Description) -> Iterator[str]:
    for group in found.outgoing:
        if group.property.iri in _MATCHES:
            for statement in group.statements:
                if statement.origin is Origin.ASSERTED:
                    yield f"{group.property.text.value}: {statement.value.iri}"


def _is_fact(statement: Statement) -> bool:
    """Return whether a statement says more than others do: no year that stands in a date."""
    rule = statement.receipt.rule if statement.receipt else ""
    if rule.endswith(_OF_DATES):
        return False
    return statement.origin is Origin.ASSERTED or (
        statement.origin is Origin.DERIVED and bool(statement.claims or statement.citations)
    )


def _fact(
    group: Group,
    statement: Statement,
    numbered: Mapping[str, Citation],
    as_of: Mapping[str, str],
    choice: Adjudication | None,
) -> Fact:
    receipt, value = statement.receipt, statement.value
    speaking = [numbered[iri] for iri in receipt.citations if iri in numbered] if receipt else []
    speaking = speaking or list(statement.citations)
    claims = statement.claims
    grade = receipt.grade if receipt else ""
    grade = grade or of_citations(speaking) or (of_claims(claims) if claims else "")
    documents = [c.passage.document.iri for c in claims if c.passage and not speaking]
    sources = [*(c.source.iri for c in speaking), *documents]
    against = [numbered[iri] for iri in receipt.otherwise if iri in numbered] if receipt else []
    return Fact(
        property=group.property.text.value,
        value=_words(value),
        id=id_of(value.iri),
        grade=_slug(grade),
        as_of=as_of.get(receipt.iri, "") if receipt else "",
        sources=tuple(sorted({id_of(iri) for iri in sources})),
        otherwise=tuple(map(_otherwise, sorted(against, key=lambda c: c.number))),
        chosen=_chosen(choice) if choice and against else "",
        derived_by=receipt.rule.rpartition("/")[2] if receipt else "",
    )


def _slug(label: str) -> str:
    """Return the grade with that label as tables have it."""
    return next((grade.slug for grade in GRADES if grade.label == label), label)


def _chosen(choice: Adjudication) -> str:
    reason = f": {choice.reason.value}" if choice.reason else ""
    return f"{choice.rule.text.value}{reason}"


def _words(value: Node) -> str:
    if value.inside is None:
        return value.text.value
    return in_a_line(Expressions(lambda named: Anchor(named.text), _ELSEWHERE).of(value))


def _otherwise(citation: Citation) -> SourceNote:
    return SourceNote(
        id=id_of(citation.source.iri),
        reported=citation.reported or "no value",
        place=citation.place,
    )


def _cited(data: Data, citations: Iterable[Citation], ids: set[str]) -> Iterator[SourceNote]:
    """Yield the sources with the place in each; what is cited elsewhere has none."""
    for citation in citations:
        ids.discard(id_of(citation.source.iri))
        yield SourceNote(
            id=id_of(citation.source.iri),
            title=citation.source.text.value,
            address=citation.address,
            place=citation.place,
            checked=citation.status.text.value,
            reported=citation.reported,
        )
    yield from data.sources(ids)


def _related(found: Description) -> Iterator[Related]:
    for group in found.outgoing:
        things = [s.value for s in group.statements if _is_related(s)]
        if not things or group.property.iri in _SAID_ELSEWHERE:
            continue
        told = tuple(f"{id_of(thing.iri)} ({thing.text.value})" for thing in things)
        yield Related(
            property=group.property.text.value,
            count=len(told),
            things=told if len(told) <= _LISTED else (),
        )


def _is_related(statement: Statement) -> bool:
    return not _is_fact(statement) and bool(statement.value.iri) and statement.receipt is None


def _notes(found: Description) -> tuple[str, ...]:
    notes = []
    if not found.whole:
        notes.append("There is more about it than is described; ask with run_query.")
    if any(group for group in _related(found) if not group.things):
        notes.append("Long lists are only counted: ask members_at, missions_of or rows for them.")
    return tuple(notes)


def _times(data: Data, subject: str) -> dict[str, str]:
    """Return of when each statement about *subject* is, by its IRI, as the tables have it."""
    tables = data.site.tables
    if tables is None or "statements" not in tables.definitions:
        return {}
    sql = "SELECT statement, as_of FROM statements WHERE subject = ? AND as_of IS NOT NULL"
    with tables.reading(data.site.settings.query_timeout) as reader:
        rows = list(reader.rows(sql, [subject]))
    base = f"{data.site.release.manifest.base}id/"
    return {base + str(statement): str(as_of) for statement, as_of in rows}


def _spoken_of(claims: Iterable[Claim]) -> defaultdict[str, dict[str, list[str]]]:
    """Return what contradicts, supports and outdates each claim, by its IRI."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        for name, others in (
            ("contradicted_by", claim.contradicts),
            ("supported_by", claim.supports),
            ("outdated_by", claim.outdates),
        ):
            for other in others:
                found[other.iri][name].append(claim.iri)
    return found


def _claim(claim: Claim, back: Mapping[str, list[str]]) -> ClaimRow:
    passage = claim.passage
    document = [id_of(passage.document.iri)] if passage else []
    return ClaimRow(
        id=id_of(claim.iri),
        says=claim.label.value,
        document=passage.document.text.value if passage else "",
        section=" ".join(filter(None, (passage.section, passage.section_title))) if passage else "",
        why=claim.rationale.value if claim.rationale else "",
        grade=claim.grade.iri.rpartition("/")[2] if claim.grade else "",
        sources=tuple(document or (id_of(source.iri) for source in claim.sources)),
        contradicted_by=tuple(map(id_of, back["contradicted_by"])),
        supported_by=tuple(map(id_of, back["supported_by"])),
        outdated_by=tuple(map(id_of, back["outdated_by"])),
    )
