"""The page of the ontology as a whole: its modules, its class tree and all its terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openalliances.pages.documentation_index import DocumentationIndex, local
from openalliances.pages.models import Alternate, Anchor
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.pages.thing import formats_of
from openalliances.release.documentation import Diagram, Documentation, Module, Name, Term
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

    documentation: Documentation
    overview: Diagram | None
    tree: tuple[Branch, ...]
    modules: tuple[ModuleSection, ...]
    index: tuple[TermLine, ...]
    schemes: tuple[tuple[Anchor, int], ...]
    formats: tuple[Alternate, ...]

    @property
    def iri(self) -> str:
        """Return the IRI of the ontology."""
        return self.documentation.head.iri


def page(site: Site, index: DocumentationIndex) -> str:
    """Return the page of the whole ontology."""
    return render("ontology/ontology.html", site, page=ontology_page(index))


def ontology_page(index: DocumentationIndex) -> OntologyPage:
    """Return the page of the whole ontology."""
    documentation = index.documentation
    return OntologyPage(
        documentation=documentation,
        overview=index.diagrams.get(OVERVIEW),
        tree=_forest(index),
        modules=tuple(
            _section(index, m) for m in documentation.modules if _of(documentation.terms, m)
        ),
        index=tuple(
            _line(index, t)
            for t in sorted(documentation.terms, key=lambda t: local(t.iri).casefold())
        ),
        schemes=tuple(
            (index.anchor(Name(s.iri, s.title)), len(s.concepts)) for s in documentation.schemes
        ),
        formats=formats_of(documentation.head.iri, index.urls),
    )


def _forest(index: DocumentationIndex) -> tuple[Branch, ...]:
    """Return the classes as trees; below a class of others stand our kinds of it."""
    classes = [term for term in index.documentation.terms if term.kind == "class"]
    below: dict[str, list[Term]] = {}
    outside: dict[str, Name] = {}
    roots: list[Term] = []
    for term in classes:
        if not term.parents:
            roots.append(term)
        for parent in term.parents:
            below.setdefault(parent.iri, []).append(term)
            if parent.iri not in index.terms:
                outside[parent.iri] = parent
    trees = [_branch(index, term, below) for term in roots]
    trees += [
        Branch(index.anchor(name), "", tuple(_branch(index, t, below) for t in below[iri]))
        for iri, name in outside.items()
    ]
    return tuple(trees)


def _branch(index: DocumentationIndex, term: Term, below: dict[str, list[Term]]) -> Branch:
    """Return the tree below *term*; the build refuses classes that are above themselves."""
    return Branch(
        _line(index, term).anchor,
        term.definition,
        tuple(_branch(index, child, below) for child in below.get(term.iri, ())),
    )


def _section(index: DocumentationIndex, module: Module) -> ModuleSection:
    terms = _of(index.documentation.terms, module)
    lists = (
        (plural, tuple(_line(index, t) for t in terms if t.kind == kind))
        for kind, plural in _PLURALS
    )
    known = {other.iri: other.slug for other in index.documentation.modules}
    return ModuleSection(
        module=module,
        href=index.urls.document(module.iri),
        imports=tuple(
            Anchor(Text(known[n.iri], "en"), index.urls.document(n.iri), n.iri)
            for n in module.imports
            if n.iri in known
        ),
        diagram=index.diagrams.get(module.slug),
        lists=tuple((plural, lines) for plural, lines in lists if lines),
        formats=formats_of(module.iri, index.urls),
    )


def _of(terms: Iterable[Term], module: Module) -> list[Term]:
    return [term for term in terms if term.module == module.iri]


def _line(index: DocumentationIndex, term: Term) -> TermLine:
    anchor = index.anchor(Name(term.iri, term.label))
    return TermLine(anchor, local(term.iri), term.definition, term.kind)
