"""What the files say that no parser finds wrong: blank nodes in data, unknown terms.

A term of ours that no file declares is nearly always a slip of the pen, and
OWL would take it for a new term without a word.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from openalliances.builder.read_files import Source
from openalliances.errors import SourceError
from openalliances.rdf.positions import locate
from openalliances.rdf.prefixes import ALLY, VOCAB, shorten

_TERM = re.compile(re.escape(ALLY) + r"[A-Za-z][A-Za-z0-9]*")
_CONCEPT = re.compile(re.escape(VOCAB) + r"\S+")
_NO_BLANKS = ("vocab", "catalog", "claims", "reference", "sources", "links", "file")


def slips(sources: Sequence[Source]) -> tuple[SourceError, ...]:
    """Return the blank nodes in data and the unknown terms of all *sources*, in order."""
    declared = _declared(sources)
    found: list[SourceError] = []
    for source in sources:
        if source.kind in _NO_BLANKS:
            found.extend(_blank_nodes(source))
        found.extend(_unknown(source, declared))
    return tuple(found)


def unknown_terms(sources: Sequence[Source]) -> frozenset[str]:
    """Return the IRIs of ours, of terms and concepts, that no file declares."""
    declared = _declared(sources)
    used = {_ours(term) for source in sources for triple in source.graph for term in triple}
    return frozenset(iri for iri in used if iri and iri not in declared)


def _declared(sources: Iterable[Source]) -> frozenset[str]:
    return frozenset(
        str(subject)
        for source in sources
        if source.kind in ("ontology", "vocab")
        for subject in source.graph.subjects()
    )


def _blank_nodes(source: Source) -> Iterator[SourceError]:
    if not any(isinstance(term, BNode) for triple in source.graph for term in triple):
        return
    places = source.places or locate(source.text)
    inner = {term for term in source.graph.objects() if isinstance(term, BNode)}
    for subject, predicate, term in sorted(source.graph, key=_place):
        # What stands inside a bracket is reported with the bracket.
        loose = isinstance(subject, BNode) and subject not in inner
        if loose or (isinstance(term, BNode) and not isinstance(subject, BNode)):
            yield SourceError(
                source.name,
                f"There is a blank node here ({shorten(str(predicate))}).",
                "Give the thing an IRI of its own, so that others can point to it.",
                line=places.statement(str(subject), str(predicate)) or 0,
            )


def _unknown(source: Source, declared: frozenset[str]) -> Iterator[SourceError]:
    reported: set[str] = set()
    for triple in sorted(source.graph, key=_place):
        for term in triple:
            iri = _ours(term)
            if iri and iri not in declared and iri not in reported:
                reported.add(iri)
                yield _unknown_term(source, iri, triple, declared)


def _place(triple: tuple[Node, Node, Node]) -> tuple[str, ...]:
    return tuple(str(node) for node in triple)


def _ours(term: Node) -> str | None:
    if isinstance(term, Literal) or not isinstance(term, URIRef):
        return None
    return str(term) if _TERM.fullmatch(term) or _CONCEPT.fullmatch(term) else None


def _unknown_term(
    source: Source, iri: str, triple: tuple[Node, Node, Node], declared: frozenset[str]
) -> SourceError:
    subject, predicate, term = (str(node) for node in triple)
    line = (source.places or locate(source.text)).statement(subject, predicate, term)
    what = "concept" if iri.startswith(VOCAB) else "term of the ontology"
    namespace, name = iri[: iri.rindex("/") + 1], iri.rpartition("/")[2]
    names = sorted(d.removeprefix(namespace) for d in declared if d.startswith(namespace))
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    hint = (
        f"Did you mean {shorten(namespace + near[0])}?"
        if near
        else "Declare it under ontology, or use one that is there."
    )
    return SourceError(source.name, f"{shorten(iri)} is not a {what}.", hint, line=line or 0)
