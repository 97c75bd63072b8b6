"""The guide of a release, ready to look things up in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openalliances.http.urls import Links
from openalliances.pages.models import Anchor
from openalliances.release.documentation import (
    Diagram,
    Guide,
    Module,
    Name,
    Question,
    Rule,
    Scheme,
    Shape,
    Term,
)
from openalliances.things.description import Text


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The guide and its parts by IRI, code or slug; ``rules`` with the first shape of each."""

    guide: Guide
    links: Links
    terms: Mapping[str, Term]
    modules: Mapping[str, Module]
    schemes: Mapping[str, Scheme]
    questions: Mapping[str, Question]
    diagrams: Mapping[str, Diagram]
    rules: Mapping[str, tuple[Rule, Shape]]

    def anchor(self, name: Name) -> Anchor:
        """Return the words of *name*, leading to its page here or to its own place."""
        text = Text(name.label, "en")
        if not name.iri:
            return Anchor(text)
        if self.links.holds(name.iri):
            return Anchor(text, self.links.document(name.iri), name.iri)
        return Anchor(text, name.iri, name.iri, outside=True)

    def anchors(self, names: Iterable[Name]) -> tuple[Anchor, ...]:
        """Return an anchor for each of *names*."""
        return tuple(self.anchor(name) for name in names)

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


def lexicon(guide: Guide, links: Links) -> Lexicon:
    """Return the lexicon of *guide*; *links* make the paths of its pages."""
    rules: dict[str, tuple[Rule, Shape]] = {}
    for shape in guide.shapes:
        for rule in shape.rules:
            rules.setdefault(rule.iri, (rule, shape))
    return Lexicon(
        guide=guide,
        links=links,
        terms={term.iri: term for term in guide.terms},
        modules={module.iri: module for module in guide.modules},
        schemes={scheme.iri: scheme for scheme in guide.schemes},
        questions={question.code: question for question in guide.questions},
        diagrams={diagram.slug: diagram for diagram in guide.diagrams},
        rules=rules,
    )


def local(iri: str) -> str:
    """Return the last part of an IRI: what a term, a shape or a concept is called there."""
    return iri.rstrip("/").rpartition("/")[2].rpartition("#")[2]


def shape_page(shape: Shape) -> str:
    """Return the path of the table of *shape*."""
    return f"/shapes#{local(shape.iri)}"


def question_page(code: str) -> str:
    """Return the path of the page of a question."""
    return f"/ontology/questions/{code}"
