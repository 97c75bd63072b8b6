"""The page of the ontology as a whole: its modules, its class tree and all its terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openalliances.pages.alternates import formats_of
from openalliances.pages.documentation_index import DocumentationIndex, local
from openalliances.pages.models import Alternate, Anchor
from openalliances.pages.notices import Licence, licence_of
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.release.documentation import Diagram, Documentation, Module, Name, Term
from openalliances.things.description import Text

OVERVIEW = "overview"
"""The slug of the diagram of the whole."""

_PLURALS = (
    ("class", "Classes"),
    ("datatype", "Datatypes"),
    ("object property", "Relations between things"),
    ("datatype property", "Properties with a value"),
    ("annotation property", "Properties of the model itself"),
    ("property", "Properties"),
)
_DEEPEST = 30
"""Levels of the class tree that are drawn; what is deeper begins a tree of its own."""
_INDEXED = 1000
"""The most terms for which there is a list in the order of the alphabet, too."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A class in the tree, and those below it."""

    anchor: Anchor
    definition: str
    below: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term in a list: its name, its local name, what it means, what it holds between."""

    anchor: Anchor
    short: str
    definition: str
    kind: str
    domain: tuple[Anchor, ...] = ()
    range: tuple[Anchor, ...] = ()
    deprecated: bool = False
    uses: int = 0


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
    """Everything on the page of the ontology.

    ``lists`` are its terms by kind, where it has no modules: the anchor of the list, its head,
    its lines. ``imports`` are ontologies that it builds on; ``short`` is how it is called where
    it has no name.
    """

    documentation: Documentation
    overview: Diagram | None
    tree: tuple[Branch, ...]
    modules: tuple[ModuleSection, ...]
    index: tuple[TermLine, ...]
    schemes: tuple[tuple[Anchor, int], ...]
    formats: tuple[Alternate, ...]
    lists: tuple[tuple[str, str, tuple[TermLine, ...]], ...] = ()
    imports: tuple[Anchor, ...] = ()
    licence: Licence | None = None

    @property
    def iri(self) -> str:
        """Return the IRI of the ontology."""
        return self.documentation.head.iri


def page(site: Site, index: DocumentationIndex) -> str:
    """Return the page of the whole ontology."""
    licence = licence_of(site.release.manifest)
    return render("ontology/ontology.html", site, page=ontology_page(index, licence))


def ontology_page(index: DocumentationIndex, licence: Licence | None = None) -> OntologyPage:
    """Return the page of the whole ontology."""
    documentation = index.documentation
    iri, few = documentation.head.iri, len(documentation.terms) <= _INDEXED
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
            if few
        ),
        schemes=tuple(
            (index.anchor(Name(s.iri, s.title, s.language)), s.size or len(s.concepts))
            for s in documentation.schemes
        ),
        formats=formats_of(iri, index.urls) if iri else (),
        lists=() if documentation.modules else tuple(_lists(index)),
        imports=() if documentation.modules else index.anchors(documentation.head.imports),
        licence=licence,
    )


def _lists(index: DocumentationIndex) -> Iterator[tuple[str, str, tuple[TermLine, ...]]]:
    """Yield the terms by kind; the classes are in the tree already, but not what they mean."""
    for kind, plural in _PLURALS:
        found = [term for term in index.documentation.terms if term.kind == kind]
        found.sort(key=lambda term: (term.label.casefold(), term.iri))
        if found:
            yield kind.replace(" ", "-"), plural, tuple(_line(index, term) for term in found)


def _forest(index: DocumentationIndex) -> tuple[Branch, ...]:
    """Return the classes as trees; below a class of others stand our kinds of it.

    Each class is unfolded once. What is above itself, as ontologies of others have it, and
    what is too deep begins a tree of its own.
    """
    classes = [term for term in index.documentation.terms if term.kind == "class"]
    below: dict[str, list[Term]] = {}
    outside: dict[str, Name] = {}
    for term in classes:
        for parent in term.parents:
            below.setdefault(parent.iri, []).append(term)
            if parent.iri not in index.terms:
                outside[parent.iri] = parent
    forest = _Forest(index, below)
    trees = [forest.branch(term) for term in classes if not term.parents]
    trees += [
        Branch(index.anchor(name), "", forest.branches(below[iri], 1))
        for iri, name in outside.items()
    ]
    trees += [forest.branch(term) for term in classes if term.iri not in forest.unfolded]
    return tuple(trees)


class _Forest:
    """Makes branches of classes, each unfolded where it comes first."""

    def __init__(self, index: DocumentationIndex, below: Mapping[str, list[Term]]) -> None:
        self._index = index
        self._below = below
        self.unfolded: set[str] = set()

    def branch(self, term: Term, depth: int = 0) -> Branch:
        """Return the tree below *term*."""
        children: tuple[Branch, ...] = ()
        if term.iri not in self.unfolded and depth < _DEEPEST:
            self.unfolded.add(term.iri)
            children = self.branches(self._below.get(term.iri, ()), depth + 1)
        return Branch(_line(self._index, term).anchor, term.definition, children)

    def branches(self, terms: Iterable[Term], depth: int) -> tuple[Branch, ...]:
        """Return the trees below each of *terms*."""
        return tuple(self.branch(term, depth) for term in terms)


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
    return TermLine(
        index.anchor(Name(term.iri, term.label, term.language)),
        index.short(term.iri) if index.inward else local(term.iri),
        term.definition,
        term.kind,
        index.anchors(term.domain + term.domain_hints),
        index.anchors(term.range + term.range_hints),
        term.deprecated,
        term.uses,
    )
