"""The page of a term of the ontology: what it means, where it stands, and who uses it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from openalliances.http.urls import class_list, query_page
from openalliances.pages.alternates import formats_of
from openalliances.pages.claims import claim_groups, claim_pages, refuse_empty
from openalliances.pages.documentation_index import (
    DocumentationIndex,
    question_path,
    shape_path,
)
from openalliances.pages.links import Links
from openalliances.pages.models import (
    Alternate,
    Anchor,
    ClaimGroup,
    ClaimPages,
    Fact,
    FactRow,
)
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.release.documentation import Name, Term
from openalliances.things.describe import with_claims
from openalliances.things.description import Description, Text


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """A property of a class: what it leads to, which class it comes from, and whether strictly."""

    property: Anchor
    values: tuple[Anchor, ...]
    of: Anchor
    axiom: bool
    definition: str


@dataclass(frozen=True, slots=True)
class ConstraintRow:
    """A constraint in which a term occurs."""

    constraint: Anchor
    fault: str
    mend: str


@dataclass(frozen=True, slots=True)
class AlignmentRow:
    """How a term relates to one of another vocabulary."""

    relation: str
    target: Anchor
    source: Anchor


@dataclass(frozen=True, slots=True)
class TermPage:
    """Everything on the page of a term."""

    iri: str
    term: Term
    short: str
    module: Anchor
    facts: tuple[FactRow, ...]
    properties: tuple[PropertyRow, ...]
    pointed_at: tuple[PropertyRow, ...]
    samples: tuple[tuple[Anchor, ...], ...]
    all_uses: str
    constraints: tuple[ConstraintRow, ...]
    questions: tuple[Anchor, ...]
    alignments: tuple[AlignmentRow, ...]
    formats: tuple[Alternate, ...]
    evidence: tuple[ClaimGroup, ...] = ()
    claim_pages: ClaimPages | None = None


def page(site: Site, index: DocumentationIndex, term: Term, number: int = 1) -> str:
    """Return the page of *term*, with page *number* of the claims about it.

    :raises NotFoundError: if it has no such page.
    :raises RequestError: if the engine cannot answer.
    """
    named = Description(term.iri, Text(term.label))
    thing = with_claims(site.engine, named, site.settings.query_timeout, number)
    refuse_empty(thing, number)
    links = Links(site.urls, not site.is_dataset)
    model = replace(
        term_page(index, term),
        evidence=tuple(claim_groups(thing, links)),
        claim_pages=claim_pages(thing, links),
    )
    return render("ontology/term.html", site, page=model)


def term_page(index: DocumentationIndex, term: Term) -> TermPage:
    """Return the page of *term*."""
    module = index.modules.get(term.module)
    return TermPage(
        iri=term.iri,
        term=term,
        short=index.short(term.iri),
        module=Anchor(Text(module.slug, "en"), f"/ontology.html#module-{module.slug}")
        if module
        else Anchor(Text("")),
        facts=tuple(_facts(index, term)),
        properties=tuple(_properties(index, term)),
        pointed_at=tuple(_pointing(index, term)),
        samples=tuple(index.anchors(sample) for sample in term.samples),
        all_uses=_path_of_all(index, term) if term.uses > len(term.samples) else "",
        constraints=tuple(_constraints(index, term)),
        questions=tuple(_questions(index, term)),
        alignments=tuple(
            AlignmentRow(a.relation.label, index.anchor(a.target), index.anchor(a.source))
            for a in term.alignments
        ),
        formats=formats_of(term.iri, index.urls),
    )


def _facts(index: DocumentationIndex, term: Term) -> Iterable[FactRow]:
    """Yield what the ontology states about the term, one row a kind of statement."""
    is_class = term.kind == "class"
    rows: tuple[tuple[str, tuple[Anchor, ...]], ...] = (
        (
            "Is a kind of" if is_class else "Is a narrower property than",
            index.anchors(term.parents),
        ),
        ("Further up", _upper(index, term)),
        ("Its kinds" if is_class else "Narrower properties", index.anchors(term.children)),
        ("The same as", _said(term.equivalents)),
        ("Shares nothing with", index.anchors(term.disjoint)),
        ("Belongs to things of (domain)", index.anchors(term.domain)),
        ("Used with (hint)", index.anchors(term.domain_hints)),
        ("Leads to (range)", index.anchors(term.range)),
        ("Usual values (hint)", index.anchors(term.range_hints)),
        ("Inverse", index.anchors(term.inverse)),
        ("Characteristics", _said(term.traits)),
        (
            "Needs a source",
            _said(("each statement in the data rests on a claim",) if term.needs_source else ()),
        ),
        ("Status", _said((term.status,) if term.status else ())),
    )
    for name, values in rows:
        if values:
            yield FactRow(Anchor(Text(name, "en")), tuple(Fact(value) for value in values))


def _upper(index: DocumentationIndex, term: Term) -> tuple[Anchor, ...]:
    """Return what is above the direct parents of a term."""
    direct = {parent.iri for parent in term.parents}
    above = (t for t in index.ancestors(term) if t.iri not in direct)
    return index.anchors(Name(t.iri, t.label, t.language) for t in above)


def _said(words: Iterable[str]) -> tuple[Anchor, ...]:
    return tuple(Anchor(Text(word, "en")) for word in words)


def _properties(index: DocumentationIndex, term: Term) -> Iterable[PropertyRow]:
    """Yield the properties that things of a class have, its own first, then those from above."""
    for owner in (term, *index.ancestors(term)):
        yield from _with_class(index, owner, owner.domain_of, owner.domain_of_hints)


def _pointing(index: DocumentationIndex, term: Term) -> Iterable[PropertyRow]:
    """Yield the properties that lead to things of a class."""
    for owner in (term, *index.ancestors(term)):
        yield from _with_class(index, owner, owner.range_of, owner.range_of_hints, back=True)


def _with_class(
    index: DocumentationIndex,
    owner: Term,
    axioms: Sequence[Name],
    hints: Sequence[Name],
    *,
    back: bool = False,
) -> Iterable[PropertyRow]:
    for name in sorted((*axioms, *hints), key=lambda n: (n.label.casefold(), n.iri)):
        prop = index.terms.get(name.iri)
        if prop is None:
            continue
        ends = prop.domain + prop.domain_hints if back else prop.range + prop.range_hints
        yield PropertyRow(
            index.anchor(name),
            index.anchors(ends),
            index.anchor(Name(owner.iri, owner.label, owner.language)),
            name in axioms,
            prop.definition,
        )


def _constraints(index: DocumentationIndex, term: Term) -> Iterable[ConstraintRow]:
    for iri in term.shapes:
        constraint, shape = index.constraints[iri]
        label = constraint.name or shape.title
        yield ConstraintRow(
            Anchor(Text(label, "en"), shape_path(shape), iri), constraint.fault, constraint.mend
        )


def _questions(index: DocumentationIndex, term: Term) -> Iterable[Anchor]:
    for code in term.questions:
        question = index.questions[code]
        yield Anchor(Text(question.text or question.title, "en"), question_path(code))


def _path_of_all(index: DocumentationIndex, term: Term) -> str:
    if index.inward and term.kind == "class":
        return class_list(term.iri)
    return query_page(_all_uses(term))


def _all_uses(term: Term) -> str:
    """Return the query for all uses of a term. The IRI is written by the term that holds it."""
    iri = NamedNode(term.iri)
    if term.kind == "class":
        return f"SELECT DISTINCT ?thing\nWHERE {{ ?thing a {iri} }}\nORDER BY ?thing\n"
    return (
        f"SELECT DISTINCT ?thing ?value\nWHERE {{ ?thing {iri} ?value }}\nORDER BY ?thing ?value\n"
    )
