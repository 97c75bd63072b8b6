"""The page of a vocabulary: its concepts as a tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openalliances.pages.documentation_index import Lexicon
from openalliances.pages.models import Alternate, Anchor
from openalliances.pages.thing import formats_of
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


def scheme_page(lexicon: Lexicon, scheme: Scheme) -> SchemePage:
    """Return the page of *scheme*."""
    own = {name.iri for name in scheme.classes}
    properties = (
        Name(t.iri, t.label)
        for t in lexicon.guide.terms
        if own & {n.iri for n in t.range + t.range_hints}
    )
    return SchemePage(
        iri=scheme.iri,
        scheme=scheme,
        classes=lexicon.anchors(scheme.classes),
        used_by=lexicon.anchors(properties),
        tree=_branches(lexicon, scheme.concepts),
        formats=formats_of(scheme.iri, lexicon.links),
    )


def _branches(lexicon: Lexicon, concepts: Sequence[Concept]) -> tuple[ConceptBranch, ...]:
    """Return the trees in a list in which each concept is followed by those below it."""
    if not concepts:
        return ()
    top = concepts[0]
    depth = top.depth
    end = next((n for n, c in enumerate(concepts) if n and c.depth <= depth), len(concepts))
    branch = ConceptBranch(
        top, lexicon.links.document(top.iri), _branches(lexicon, concepts[1:end])
    )
    return (branch, *_branches(lexicon, concepts[end:]))
