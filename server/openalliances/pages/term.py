"""The page of a term of the ontology, and that of the ontology as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from openalliances.http.urls import query_page
from openalliances.pages.documentation_index import Lexicon, local, question_page, shape_page
from openalliances.pages.models import Alternate, Anchor, Fact, FactRow
from openalliances.pages.thing import formats_of
from openalliances.release.documentation import Diagram, Guide, Module, Name, Term
from openalliances.things.description import Text

OVERVIEW = "overview"
"""The slug of the diagram of the whole."""

_PLURALS = (
    ("class", "Classes"),
    ("object property", "Relations between things"),
    ("datatype property", "Properties with a value"),
    ("annotation property", "Properties of the model itself"),
)


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """A property of a class: what it leads to, which class it comes from, and whether strictly."""

    property: Anchor
    values: tuple[Anchor, ...]
    of: Anchor
    axiom: bool
    definition: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in which a term occurs."""

    rule: Anchor
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
    rules: tuple[RuleRow, ...]
    questions: tuple[Anchor, ...]
    alignments: tuple[AlignmentRow, ...]
    formats: tuple[Alternate, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A class in the tree, and those below it."""

    anchor: Anchor
    definition: str
    below: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term in a list: its name, its local name, and what it means."""

    anchor: Anchor
    short: str
    definition: str
    kind: str


@dataclass(frozen=True, slots=True)
class ModuleSection:
    """A module with its diagram and its terms by kind."""

    module: Module
    href: str
    imports: tuple[Anchor, ...]
    diagram: Diagram | None
    lists: tuple[tuple[str, tuple[TermLine, ...]], ...]
    formats: tuple[Alternate, ...]


@dataclass(frozen=True, slots=True)
class OntologyPage:
    """Everything on the page of the ontology."""

    guide: Guide
    overview: Diagram | None
    tree: tuple[Branch, ...]
    modules: tuple[ModuleSection, ...]
    index: tuple[TermLine, ...]
    schemes: tuple[tuple[Anchor, int], ...]
    formats: tuple[Alternate, ...]

    @property
    def iri(self) -> str:
        """Return the IRI of the ontology."""
        return self.guide.head.iri


def term_page(lexicon: Lexicon, term: Term) -> TermPage:
    """Return the page of *term*."""
    module = lexicon.modules.get(term.module)
    return TermPage(
        iri=term.iri,
        term=term,
        short=local(term.iri),
        module=Anchor(Text(module.slug, "en"), f"/ontology.html#module-{module.slug}")
        if module
        else Anchor(Text("")),
        facts=tuple(_facts(lexicon, term)),
        properties=tuple(_properties(lexicon, term)),
        pointed_at=tuple(_pointing(lexicon, term)),
        samples=tuple(lexicon.anchors(sample) for sample in term.samples),
        all_uses=query_page(_all_uses(term)) if term.uses > len(term.samples) else "",
        rules=tuple(_rules(lexicon, term)),
        questions=tuple(_questions(lexicon, term)),
        alignments=tuple(
            AlignmentRow(a.relation.label, lexicon.anchor(a.target), lexicon.anchor(a.source))
            for a in term.alignments
        ),
        formats=formats_of(term.iri, lexicon.links),
    )


def ontology_page(lexicon: Lexicon) -> OntologyPage:
    """Return the page of the whole ontology."""
    guide = lexicon.guide
    return OntologyPage(
        guide=guide,
        overview=lexicon.diagrams.get(OVERVIEW),
        tree=_forest(lexicon),
        modules=tuple(_section(lexicon, m) for m in guide.modules if _of(guide.terms, m)),
        index=tuple(
            _line(lexicon, t) for t in sorted(guide.terms, key=lambda t: local(t.iri).casefold())
        ),
        schemes=tuple(
            (lexicon.anchor(Name(s.iri, s.title)), len(s.concepts)) for s in guide.schemes
        ),
        formats=formats_of(guide.head.iri, lexicon.links),
    )


def _facts(lexicon: Lexicon, term: Term) -> Iterable[FactRow]:
    """Yield what the ontology states about the term, one row a kind of statement."""
    is_class = term.kind == "class"
    rows: tuple[tuple[str, tuple[Anchor, ...]], ...] = (
        (
            "Is a kind of" if is_class else "Is a narrower property than",
            lexicon.anchors(term.parents),
        ),
        ("Further up", _upper(lexicon, term)),
        ("Its kinds" if is_class else "Narrower properties", lexicon.anchors(term.children)),
        ("The same as", _said(term.equivalents)),
        ("Shares nothing with", lexicon.anchors(term.disjoint)),
        ("Belongs to things of (domain)", lexicon.anchors(term.domain)),
        ("Used with (hint)", lexicon.anchors(term.domain_hints)),
        ("Leads to (range)", lexicon.anchors(term.range)),
        ("Usual values (hint)", lexicon.anchors(term.range_hints)),
        ("Inverse", lexicon.anchors(term.inverse)),
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


def _upper(lexicon: Lexicon, term: Term) -> tuple[Anchor, ...]:
    """Return what is above the direct parents of a term."""
    direct = {parent.iri for parent in term.parents}
    above = (t for t in lexicon.ancestors(term) if t.iri not in direct)
    return lexicon.anchors(Name(t.iri, t.label) for t in above)


def _said(words: Iterable[str]) -> tuple[Anchor, ...]:
    return tuple(Anchor(Text(word, "en")) for word in words)


def _properties(lexicon: Lexicon, term: Term) -> Iterable[PropertyRow]:
    """Yield the properties that things of a class have, its own first, then those from above."""
    for owner in (term, *lexicon.ancestors(term)):
        yield from _with_class(lexicon, owner, owner.domain_of, owner.domain_of_hints)


def _pointing(lexicon: Lexicon, term: Term) -> Iterable[PropertyRow]:
    """Yield the properties that lead to things of a class."""
    for owner in (term, *lexicon.ancestors(term)):
        yield from _with_class(lexicon, owner, owner.range_of, owner.range_of_hints, back=True)


def _with_class(
    lexicon: Lexicon,
    owner: Term,
    axioms: Sequence[Name],
    hints: Sequence[Name],
    *,
    back: bool = False,
) -> Iterable[PropertyRow]:
    for name in sorted((*axioms, *hints), key=lambda n: (n.label.casefold(), n.iri)):
        prop = lexicon.terms.get(name.iri)
        if prop is None:
            continue
        ends = prop.domain + prop.domain_hints if back else prop.range + prop.range_hints
        yield PropertyRow(
            lexicon.anchor(name),
            lexicon.anchors(ends),
            lexicon.anchor(Name(owner.iri, owner.label)),
            name in axioms,
            prop.definition,
        )


def _rules(lexicon: Lexicon, term: Term) -> Iterable[RuleRow]:
    for iri in term.shapes:
        rule, shape = lexicon.rules[iri]
        words = rule.name or shape.title
        yield RuleRow(Anchor(Text(words, "en"), shape_page(shape), iri), rule.fault, rule.mend)


def _questions(lexicon: Lexicon, term: Term) -> Iterable[Anchor]:
    for code in term.questions:
        question = lexicon.questions[code]
        yield Anchor(Text(question.text or question.title, "en"), question_page(code))


def _all_uses(term: Term) -> str:
    """Return the query for all uses of a term. The IRI is written by the term that holds it."""
    iri = NamedNode(term.iri)
    if term.kind == "class":
        return f"SELECT DISTINCT ?thing\nWHERE {{ ?thing a {iri} }}\nORDER BY ?thing\n"
    return (
        f"SELECT DISTINCT ?thing ?value\nWHERE {{ ?thing {iri} ?value }}\nORDER BY ?thing ?value\n"
    )


def _forest(lexicon: Lexicon) -> tuple[Branch, ...]:
    """Return the classes as trees; below a class of others stand our kinds of it."""
    classes = [term for term in lexicon.guide.terms if term.kind == "class"]
    below: dict[str, list[Term]] = {}
    outside: dict[str, Name] = {}
    roots: list[Term] = []
    for term in classes:
        if not term.parents:
            roots.append(term)
        for parent in term.parents:
            below.setdefault(parent.iri, []).append(term)
            if parent.iri not in lexicon.terms:
                outside[parent.iri] = parent
    trees = [_branch(lexicon, term, below) for term in roots]
    trees += [
        Branch(lexicon.anchor(name), "", tuple(_branch(lexicon, t, below) for t in below[iri]))
        for iri, name in outside.items()
    ]
    return tuple(trees)


def _branch(lexicon: Lexicon, term: Term, below: dict[str, list[Term]]) -> Branch:
    """Return the tree below *term*; the build refuses classes that are above themselves."""
    return Branch(
        _line(lexicon, term).anchor,
        term.definition,
        tuple(_branch(lexicon, child, below) for child in below.get(term.iri, ())),
    )


def _section(lexicon: Lexicon, module: Module) -> ModuleSection:
    terms = _of(lexicon.guide.terms, module)
    lists = (
        (plural, tuple(_line(lexicon, t) for t in terms if t.kind == kind))
        for kind, plural in _PLURALS
    )
    known = {other.iri: other.slug for other in lexicon.guide.modules}
    return ModuleSection(
        module=module,
        href=lexicon.links.document(module.iri),
        imports=tuple(
            Anchor(Text(known[n.iri], "en"), lexicon.links.document(n.iri), n.iri)
            for n in module.imports
            if n.iri in known
        ),
        diagram=lexicon.diagrams.get(module.slug),
        lists=tuple((plural, lines) for plural, lines in lists if lines),
        formats=formats_of(module.iri, lexicon.links),
    )


def _of(terms: Iterable[Term], module: Module) -> list[Term]:
    return [term for term in terms if term.module == module.iri]


def _line(lexicon: Lexicon, term: Term) -> TermLine:
    anchor = lexicon.anchor(Name(term.iri, term.label))
    return TermLine(anchor, local(term.iri), term.definition, term.kind)
