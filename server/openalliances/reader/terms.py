"""Whether the terms of a statement are what RDF lets them be, where the parser has not looked.

The parsers of Turtle look themselves. That of RDF/XML cannot go on behind a bad IRI, and
that of JSON-LD drops the statement without a word (JSON-LD 1.1 API, 8.2): both are told not
to look, and it is done here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pyoxigraph as ox

from openalliances.reader.faults import Fault, bad_iri, bad_language

_MOST_KNOWN = 100_000
_FIRST_DIGIT = "abcdef"

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(slots=True)
class Terms:
    """Looks at statements; knows the IRIs that were right.

    ``literal`` is the most bytes that a text may have. IRIs that begin with ``neutral`` are
    counted: they were relative.
    """

    literal: int
    neutral: str = ""
    relative: int = 0
    _right: set[str] = field(default_factory=set)

    def fault(self, quad: ox.Quad) -> Fault | None:
        """Return what is wrong with a statement, without its place; None if all is right."""
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.DefaultGraph):
                continue
            found = self._of_term(term)
            if found is not None:
                return found
        return None

    def count_relative(self, quad: ox.Quad) -> None:
        """Count a statement in which there is an IRI that was relative."""
        self.relative += any(
            isinstance(term, ox.NamedNode) and term.value.startswith(self.neutral)
            for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        )

    def _of_term(self, term: Term) -> Fault | None:
        if isinstance(term, ox.NamedNode):
            return self._of_iri(term.value)
        if isinstance(term, ox.Literal):
            return self._of_literal(term)
        if isinstance(term, ox.Triple):
            return self.fault(ox.Quad(term.subject, term.predicate, term.object))
        return None

    def _of_iri(self, iri: str) -> Fault | None:
        if iri in self._right:
            return None
        try:
            ox.NamedNode(iri)
        except ValueError as error:
            return bad_iri(iri, str(error))
        if len(self._right) < _MOST_KNOWN:
            self._right.add(iri)
        return None

    def _of_literal(self, term: ox.Literal) -> Fault | None:
        if len(term.value) * 4 > self.literal and len(term.value.encode()) > self.literal:
            return Fault(
                0,
                0,
                f"A text here has more than {self.literal:,} bytes.",
                "Keep such a text in a file of its own, and its address here.",
            )
        if term.language is None:
            return self._of_iri(term.datatype.value)
        try:
            ox.Literal("", language=term.language)
        except ValueError as error:
            return bad_language(term.language, str(error))
        return None


def without_empty_language(quad: ox.Quad) -> ox.Quad:
    """Return the statement with a text in no language where XML says ``xml:lang=""``."""
    term = quad.object
    if isinstance(term, ox.Literal) and term.language == "":
        return ox.Quad(quad.subject, quad.predicate, ox.Literal(term.value), quad.graph_name)
    return quad


def renamed(quad: ox.Quad, mark: bytes) -> ox.Quad:
    """Return the statement with blank nodes named after their file, so that no two files meet."""

    def new(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph) -> object:
        if isinstance(term, ox.BlankNode):
            name = hashlib.blake2b(term.value.encode(), digest_size=16, key=mark).hexdigest()
            # As Oxigraph names its own: a number to it, and a name in RDF/XML.
            return ox.BlankNode(_FIRST_DIGIT[int(name[0], 16) % 6] + name[1:])
        if isinstance(term, ox.Triple):
            return ox.Triple(new(term.subject), new(term.predicate), new(term.object))  # type: ignore[arg-type]
        return term

    parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return ox.Quad(*(new(part) for part in parts))  # type: ignore[arg-type]
