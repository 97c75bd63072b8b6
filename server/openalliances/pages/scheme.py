"""The page of a vocabulary: its concepts as a tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openalliances.pages.alternates import formats_of
from openalliances.pages.documentation_index import DocumentationIndex
from openalliances.pages.models import Alternate, Anchor
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.release.documentation import Concept, Name, Scheme


@dataclass(frozen=True, slots=True)
class ConceptBranch:
    """A concept, where its page is, and the narrower concepts."""

    concept: Concept
    href: str
    below: tuple[ConceptBranch, ...]


@dataclass(frozen=True, slots=True)
class SchemePage:
    """Everything on the page of a vocabulary."""

    iri: str
    scheme: Scheme
    classes: tuple[Anchor, ...]
    used_by: tuple[Anchor, ...]
    tree: tuple[ConceptBranch, ...]
    formats: tuple[Alternate, ...]


def page(site: Site, index: DocumentationIndex, scheme: Scheme) -> str:
    """Return the page of *scheme*."""
    return render("ontology/scheme.html", site, page=scheme_page(index, scheme))


def scheme_page(index: DocumentationIndex, scheme: Scheme) -> SchemePage:
    """Return the page of *scheme*."""
    own = {name.iri for name in scheme.classes}
    properties = (
        Name(t.iri, t.label)
        for t in index.documentation.terms
        if own & {n.iri for n in t.range + t.range_hints}
    )
    return SchemePage(
        iri=scheme.iri,
        scheme=scheme,
        classes=index.anchors(scheme.classes),
        used_by=index.anchors(properties),
        tree=_branches(index, scheme.concepts),
        formats=formats_of(scheme.iri, index.urls),
    )


def _branches(index: DocumentationIndex, concepts: Sequence[Concept]) -> tuple[ConceptBranch, ...]:
    """Return the trees in a list in which each concept is followed by those below it."""
    below: dict[int, list[ConceptBranch]] = {}
    for concept in reversed(concepts):
        inner = tuple(reversed(below.pop(concept.depth + 1, [])))
        href = index.urls.document(concept.iri) if concept.iri else ""
        below.setdefault(concept.depth, []).append(ConceptBranch(concept, href, inner))
    return tuple(reversed(below.get(0, [])))
