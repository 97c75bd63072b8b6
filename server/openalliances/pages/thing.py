"""From the description of a thing to the models of its page (``models.py``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from openalliances.http.urls import Urls
from openalliances.pages.alternates import formats_of
from openalliances.pages.beyond import LEADING, STORED, VALUES, whole
from openalliances.pages.choices import choices_of
from openalliances.pages.claims import claim_groups, claim_pages, claimed, refuse_empty
from openalliances.pages.documented import scheme_of, term_of
from openalliances.pages.downloads import graph_row
from openalliances.pages.elsewhere import MAPPINGS, SHOWN_ALREADY, elsewhere, link_lines
from openalliances.pages.expression import Expressions
from openalliances.pages.kinds import EXPECTATIONS
from openalliances.pages.links import Links
from openalliances.pages.models import (
    Anchor,
    Fact,
    FactRow,
    SourceRow,
    TermRow,
    ThingPage,
)
from openalliances.pages.recorded import lists_of, standing, withdrawal
from openalliances.pages.records import PLACES, tables
from openalliances.pages.render import render
from openalliances.pages.sentence import answer, definition, main_types
from openalliances.pages.site import Site
from openalliances.pages.statement import is_statement, statement_page
from openalliances.pages.structured_data import structured_data
from openalliances.pages.view import View
from openalliances.rdf.formats import TURTLE
from openalliances.rdf.prefixes import ALLY, PREFIXES, shorten
from openalliances.things import solution
from openalliances.things.describe import describe
from openalliances.things.description import (
    Citation,
    Description,
    Group,
    Node,
    Origin,
    Statement,
    Text,
)
from openalliances.things.grades import of_citations, of_claims
from openalliances.things.page_queries import ask
from openalliances.things.terms import Term, terms_of

_ALSO = PREFIXES["skos"] + "altLabel"
_HEAD = frozenset(
    (
        PREFIXES["rdf"] + "type",
        PREFIXES["rdfs"] + "label",
        PREFIXES["skos"] + "prefLabel",
        _ALSO,
        ALLY + "isSupportedBy",
        *(
            ALLY + name
            for name in (
                *(
                    "hasCitation",
                    "hasAdjudication",
                    "hasEvidenceGrade",
                    "earliestStart",
                    "latestEnd",
                ),
                *("hasStartPrecision", "hasEndPrecision"),
            )
        ),
    )
)
"""Properties that the head of a page or its evidence already shows."""

_FIRST = tuple(
    ALLY + name
    for name in (
        *("acronym", "hasParty", "isPartyTo", "isPartnerOf", "isLedBy", "leads"),
        *("takesPlaceIn", "locatedIn", "startDate", "startYear", "endDate", "endYear"),
        *("knownUntil", "hasObservationStatus"),
        *("contributedBy", "isContributionTo", "contributesTo", "hasContributionType"),
        *("isStrandOf", "hasActivityType", "hasStatus", "involvesActivityType", "hasPurpose"),
        *("servesFunction", "addressesThreat", "respondsTo", "concernsRegion"),
        *("hasReportedOutcome", "hasStrand", "hasContribution", "hasArmedForce", "isArmedForceOf"),
    )
)
"""The order of facts; what is not named here follows by name."""


_TERMS = frozenset(
    namespace + name
    for namespace, names in (
        (PREFIXES["owl"], ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
        (PREFIXES["rdfs"], ("Class",)),
        (PREFIXES["rdf"], ("Property",)),
    )
    for name in names
)
"""The classes of terms, whose pages say how often they are used."""

_PLACES = frozenset(
    (
        *("main", "q", "graph", "terms", "facts", "choices", "sources", "evidence", "links", "use"),
        *("claimed", "complete", "elsewhere", *PLACES),
    )
)
"""The places of a page that have an anchor, which no term takes away."""


def page(seen: View | Site, iri: str, number: int = 1) -> str:
    """Return the page of all statements of the thing *iri*, also of one that is only mentioned.

    *number* counts the pages of its claims.

    :raises NotFoundError: if it has no such page.
    :raises RequestError: if the engine cannot answer.
    """
    view = seen if isinstance(seen, View) else View(seen)
    site = view.site
    timeout = site.settings.query_timeout
    short = site.prefixes.shorten
    found = describe(site.engine, iri, timeout, short, number)
    found = found or Description(iri, Text(short(iri)))
    refuse_empty(found, number)
    uses = None
    if not found.outgoing or any(found.is_a(kind) for kind in _TERMS):
        rows = ask(site.engine, "instances", timeout, iri)
        uses = solution.number(rows[0], "items") if rows else 0
    model = thing_page(
        found,
        site.urls,
        inverses=site.inverses,
        inward=not site.is_dataset,
        uses=uses,
        short=short,
        has_tables=site.tables is not None,
    )
    if is_statement(iri):
        model = statement_page(site, found, model)
    model = _with_terms(site, model)
    graph = graph_row(site.release.manifest, site.urls, iri)
    others = elsewhere(site, iri)
    if site.links is not None:
        hidden = {*(MAPPINGS if others else ()), SHOWN_ALREADY}
        kept = (row for row in model.facts if row.name.iri not in hidden)
        model = replace(model, facts=tuple(kept))
    return render(
        "thing.html",
        view,
        page=model,
        elsewhere=others,
        lines=link_lines(iri, model.title.value),
        graph=graph,
        term=term_of(site, iri),
        scheme=scheme_of(site, iri),
        structured=structured_data(site) if iri == site.dataset.iri else "",
    )


def _with_terms(site: Site, model: ThingPage) -> ThingPage:
    """Add the terms that are part of the document, as far as a page has room for them."""
    most = site.settings.page_rows
    iris = site.documents.terms(model.iri, most + 1)
    timeout, short = site.settings.query_timeout, site.prefixes.shorten
    terms = terms_of(site.engine, iris[:most], timeout, short)
    links = Links(site.urls, not site.is_dataset)
    rows = tuple(_term_row(term, links) for term in terms)
    return replace(model, terms=rows, terms_whole=len(iris) <= most)


def _term_row(term: Term, links: Links) -> TermRow:
    fragment = term.node.iri.partition("#")[2]
    anchor = f"term-{fragment}" if fragment in _PLACES else fragment
    return TermRow(anchor, links.anchor(term.node), ", ".join(term.kinds), term.definition)


def thing_page(
    thing: Description,
    urls: Urls,
    *,
    inverses: Mapping[str, str] | None = None,
    inward: bool = False,
    uses: int | None = None,
    short: Callable[[str], str] = shorten,
    has_tables: bool = False,
) -> ThingPage:
    """Return the page of *thing*.

    ``inverses`` maps a property to its inverse; links that a fact already shows
    the other way round are not repeated. ``inward`` sends links to things outside
    the base to our own description of them. ``uses`` is how often a term is used; ``short``
    names what has no name. ``has_tables`` says that there are published tables.
    """
    document = Anchor(Text("Turtle"), urls.document(thing.iri, TURTLE))
    pages = _Pages(Links(urls, inward), short, document, has_tables)
    pairs = inverses or {}
    told = definition(thing)
    facts = [_without(_with_inverse_claims(group, thing, pairs), told) for group in thing.outgoing]
    own = thing.iri and next((c for c in thing.claims if c.iri == thing.iri), None)
    if own:
        thing = replace(thing, claims=(own, *(c for c in thing.claims if c is not own)))
    said = None if own else claimed(thing, pages.links)
    return ThingPage(
        iri=thing.iri,
        title=thing.label,
        also=tuple(s.value.text for s in thing.group(_ALSO) if s.value.is_literal),
        kinds=", ".join(main_types(thing)),
        sentence="" if own or _is_term(thing) else answer(thing, "is said to be" if said else ""),
        definition=told.value.text if told else None,
        facts=() if own else tuple(_fact_rows(facts, thing, pages)),
        evidence=tuple(claim_groups(thing, pages.links)),
        claim_pages=claim_pages(thing, pages.links, view="data"),
        claimed=said,
        incoming=tuple(pages.row(group, thing, LEADING) for group in _not_yet_shown(thing, pairs)),
        raw=tuple(pages.row(group, thing, STORED) for group in thing.outgoing),
        formats=formats_of(thing.iri, urls),
        cut=thing.cut,
        whole=thing.whole,
        whole_document=pages.whole,
        uses=uses,
        is_claim=bool(own),
        sources=tuple(pages.source(citation) for citation in thing.citations),
        choices=choices_of(thing, pages.links),
        tables=tuple(tables(thing, pages.links, has_tables=has_tables)),
        lists=lists_of(thing, pages.links) if not inward else (),
        withdrawn=withdrawal(thing, pages.links),
        standing=standing(thing),
    )


@dataclass(frozen=True, slots=True)
class _Pages:
    """Makes the rows of a page: where names lead, how IRIs are shortened, what has all of it."""

    links: Links
    short: Callable[[str], str]
    whole: Anchor
    has_tables: bool = False

    @property
    def expressions(self) -> Expressions:
        """Return what says what is inside a node."""
        return Expressions(self.links.anchor, self.whole)

    def anchor(self, node: Node) -> Anchor:
        return self.links.anchor(node)

    def row(self, group: Group, thing: Description, most: int) -> FactRow:
        numbers, what = thing.claim_numbers, group.property.iri
        facts = tuple(self.fact(group, s, numbers) for s in group.statements[:most])
        more = len(group.statements) - len(facts)
        there = whole(what, thing.iri, self.links.urls, has_tables=self.has_tables)
        row = FactRow(self.anchor(group.property), facts, "", more, there if more else None)
        grades = {fact.evidence for fact in facts}
        if len(facts) == 1 or len(grades) > 1:
            return row
        alike = tuple(replace(fact, evidence="") for fact in facts)
        return replace(row, facts=alike, evidence=grades.pop())

    def fact(self, group: Group, statement: Statement, numbers: Mapping[str, int]) -> Fact:
        value = statement.value
        return Fact(
            value=self.anchor(value),
            origin="" if statement.origin is Origin.ASSERTED else statement.origin.value,
            evidence=_grade(statement),
            sources=tuple(
                Anchor(Text(str(c.number)), f"#source-{c.number}", c.iri)
                for c in statement.citations
            ),
            claims=tuple(
                Anchor(Text(str(numbers[claim.iri])), f"#claim-{numbers[claim.iri]}", claim.iri)
                for claim in statement.claims
                if claim.iri in numbers
            ),
            datatype=self.short(value.datatype) if value.datatype else "",
            inside=self.expressions.of(value, group.property.iri) if value.inside else None,
            about=tuple(self.expressions.of(node) for node in statement.reifiers),
            receipt=self.links.urls.document(statement.receipt.iri) if statement.receipt else "",
        )

    def source(self, citation: Citation) -> SourceRow:
        return SourceRow(
            number=citation.number,
            source=self.anchor(citation.source),
            kind=citation.kind,
            place=citation.place,
            status=citation.status.text.value,
            checked=citation.checked,
            reported=citation.reported,
            observed=citation.observed,
            note=citation.note,
            address=citation.address,
            copy=citation.copy,
            properties=tuple(sorted(self.short(iri) for iri in citation.properties)),
        )


def _grade(statement: Statement) -> str:
    """Return the grade of a statement: what its receipt says, else of who says it."""
    if statement.receipt is not None and statement.receipt.grade:
        return statement.receipt.grade
    return of_claims(statement.claims) if statement.claims else of_citations(statement.citations)


def _not_yet_shown(thing: Description, pairs: Mapping[str, str]) -> Iterable[Group]:
    """Yield the links to the thing that no fact shows, be it the other way round."""
    for group in thing.incoming:
        iri = group.property.iri
        facts = thing.group(pairs.get(iri, iri))
        told = {statement.value.iri for statement in facts}
        left = tuple(s for s in group.statements if s.value.iri not in told)
        if left:
            yield replace(group, statements=left)


def _fact_rows(groups: Iterable[Group], thing: Description, pages: _Pages) -> Iterable[FactRow]:
    kept = [group for group in groups if group.statements and group.property.iri not in _HEAD]
    for group in sorted(kept, key=_fact_order):
        yield pages.row(group, thing, VALUES)
    known = {group.property.iri for group in kept}
    for wanted in EXPECTATIONS:
        if thing.is_a(wanted.class_iri) and not known & set(wanted.properties):
            yield FactRow(Anchor(Text(wanted.name, "en")))


def _fact_order(group: Group) -> tuple[int, str]:
    iri = group.property.iri
    place = _FIRST.index(iri) if iri in _FIRST else len(_FIRST)
    return place, group.property.text.value.casefold()


def _with_inverse_claims(group: Group, thing: Description, pairs: Mapping[str, str]) -> Group:
    """Let an inferred statement name the claims that say it the other way round."""
    inverse = pairs.get(group.property.iri)
    if inverse is None:
        return group
    back = {s.value.iri: s.claims for s in thing.incoming_group(inverse)}
    statements = tuple(
        s if s.claims else replace(s, claims=back.get(s.value.iri, ())) for s in group.statements
    )
    return replace(group, statements=statements)


def _without(group: Group, shown: Statement | None) -> Group:
    """Leave out the statement that the head of the page shows."""
    return replace(group, statements=tuple(s for s in group.statements if s is not shown))


def _is_term(thing: Description) -> bool:
    return any(s.value.iri.startswith(PREFIXES["owl"]) for s in thing.types)
