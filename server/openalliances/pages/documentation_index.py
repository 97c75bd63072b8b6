"""The documentation of a release, ready to look things up in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openalliances.http.urls import Urls
from openalliances.pages.models import Anchor
from openalliances.rdf.prefixes import Prefixes
from openalliances.release.documentation import (
    Concept,
    Constraint,
    Diagram,
    Documentation,
    Module,
    Name,
    Question,
    Scheme,
    Shape,
    Term,
)
from openalliances.things.description import Text


@dataclass(frozen=True, slots=True, eq=False)
class DocumentationIndex:
    """The documentation and its parts by IRI, code or slug.

    ``constraints`` has the first shape of each constraint beside it. ``inward`` sends links to
    things outside the base to our own description of them, as is right for a user's files.
    """

    documentation: Documentation
    urls: Urls
    terms: Mapping[str, Term]
    modules: Mapping[str, Module]
    schemes: Mapping[str, Scheme]
    concepts: Mapping[str, Concept]
    questions: Mapping[str, Question]
    diagrams: Mapping[str, Diagram]
    constraints: Mapping[str, tuple[Constraint, Shape]]
    inward: bool = False
    prefixes: Prefixes = field(default_factory=Prefixes)

    def anchor(self, name: Name) -> Anchor:
        """Return the words of *name*, leading to its page here or to its own place."""
        text = Text(name.label, name.language)
        if not name.iri:
            return Anchor(text)
        if self.inward or self.urls.holds(name.iri):
            return Anchor(text, self.urls.document(name.iri), name.iri)
        return Anchor(text, name.iri, name.iri, outside=True)

    def anchors(self, names: Iterable[Name]) -> tuple[Anchor, ...]:
        """Return an anchor for each of *names*."""
        return tuple(self.anchor(name) for name in names)

    def short(self, iri: str) -> str:
        """Return the name by which a term is written in a query."""
        return self.prefixes.shorten(iri)

    def ancestors(self, term: Term) -> tuple[Term, ...]:
        """Return the terms of ours above *term*, the nearest first."""
        found: dict[str, Term] = {}
        waiting = list(term.parents)
        while waiting:
            parent = self.terms.get(waiting.pop(0).iri)
            if parent and parent.iri not in found and parent.iri != term.iri:
                found[parent.iri] = parent
                waiting.extend(parent.parents)
        return tuple(found.values())


def documentation_index(
    documentation: Documentation,
    urls: Urls,
    *,
    inward: bool = False,
    prefixes: Prefixes | None = None,
) -> DocumentationIndex:
    """Return the index of *documentation*; *urls* makes the paths of its pages."""
    constraints: dict[str, tuple[Constraint, Shape]] = {}
    for shape in documentation.shapes:
        for constraint in shape.constraints:
            constraints.setdefault(constraint.iri, (constraint, shape))
    return DocumentationIndex(
        documentation=documentation,
        urls=urls,
        terms={term.iri: term for term in documentation.terms},
        modules={module.iri: module for module in documentation.modules},
        schemes={scheme.iri: scheme for scheme in documentation.schemes},
        concepts={one.iri: one for scheme in documentation.schemes for one in scheme.concepts},
        questions={question.code: question for question in documentation.questions},
        diagrams={diagram.slug: diagram for diagram in documentation.diagrams},
        constraints=constraints,
        inward=inward,
        prefixes=prefixes or Prefixes(),
    )


def local(iri: str) -> str:
    """Return the last part of an IRI: what a term, a shape or a concept is called there."""
    return iri.rstrip("/").rpartition("/")[2].rpartition("#")[2]


def shape_path(shape: Shape) -> str:
    """Return the path of the table of *shape*."""
    return f"/shapes#{local(shape.iri)}"


def question_path(code: str) -> str:
    """Return the path of the page of a question."""
    return f"/ontology/questions/{code}"
