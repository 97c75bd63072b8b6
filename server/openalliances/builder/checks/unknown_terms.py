"""What the files say that no parser finds wrong: blank nodes in data, unknown terms.

A term of ours that no file declares is nearly always a slip of the pen, and
OWL would take it for a new term without a word.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from openalliances.builder.dataset import SCHEMA_KINDS, SourceFile
from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ALLY, VOCAB, shorten

_TERM = re.compile(re.escape(ALLY) + r"[A-Za-z][A-Za-z0-9]*")
_CONCEPT = re.compile(re.escape(VOCAB) + r"\S+")
_NO_BLANKS = ("vocab", "catalog", "claims", "reference", "sources", "links", "file")


class DeclaredTerms:
    """The terms and concepts of ours that *files* declare."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self.iris = frozenset(
            _text(triple.subject)
            for file in files
            if file.kind in SCHEMA_KINDS
            for triple in file.triples
        )

    def lacks(self, iri: str) -> bool:
        """Return whether *iri* is written as a term or concept of ours that is not declared."""
        return iri not in self.iris and _is_ours(iri)


def slips(files: Iterable[SourceFile], declared: DeclaredTerms) -> tuple[SourceError, ...]:
    """Return the blank nodes in data and the terms of *files* that are not *declared*, in order."""
    found: list[SourceError] = []
    for file in files:
        if file.kind in _NO_BLANKS:
            found.extend(_blank_nodes(file))
        found.extend(_unknown(file, declared))
    return tuple(found)


def _blank_nodes(file: SourceFile) -> Iterator[SourceError]:
    blank = [t for t in file.triples if _is_blank(t.subject) or _is_blank(t.object)]
    if not blank:
        return
    places = file.places()
    inner = {triple.object for triple in blank if _is_blank(triple.object)}
    for triple in sorted(blank, key=_place):
        # What stands inside a bracket is reported with the bracket.
        loose = _is_blank(triple.subject) and triple.subject not in inner
        if loose or (_is_blank(triple.object) and not _is_blank(triple.subject)):
            predicate = triple.predicate.value
            yield SourceError(
                file.name,
                f"There is a blank node here ({shorten(predicate)}).",
                "Give the thing an IRI of its own, so that others can point to it.",
                line=places.statement(_text(triple.subject), predicate) or 0,
            )


def _unknown(file: SourceFile, declared: DeclaredTerms) -> Iterator[SourceError]:
    strange: dict[str, list[ox.Triple]] = {}
    for triple in file.triples:
        for term in _terms(triple):
            if isinstance(term, ox.NamedNode) and declared.lacks(iri := term.value):
                strange.setdefault(iri, []).append(triple)
    places = file.places() if strange else None
    firsts = {iri: min(triples, key=_place) for iri, triples in strange.items()}
    for iri in sorted(strange, key=lambda iri: (_place(firsts[iri]), iri)):
        said = _place(firsts[iri])
        line = places.statement(*said) if places else None
        yield _unknown_term(file.name, iri, line or 0, declared.iris)


def _terms(triple: ox.Triple) -> tuple[object, object, object]:
    return triple.subject, triple.predicate, triple.object


def _place(triple: ox.Triple) -> tuple[str, str, str]:
    return _text(triple.subject), triple.predicate.value, _text(triple.object)


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else ""


def _is_blank(term: object) -> bool:
    return isinstance(term, ox.BlankNode)


def _is_ours(iri: str) -> bool:
    return bool(_TERM.fullmatch(iri) or _CONCEPT.fullmatch(iri))


def _unknown_term(name: str, iri: str, line: int, declared: frozenset[str]) -> SourceError:
    what = "concept" if iri.startswith(VOCAB) else "term of the ontology"
    namespace, local = iri[: iri.rindex("/") + 1], iri.rpartition("/")[2]
    names = sorted(d.removeprefix(namespace) for d in declared if d.startswith(namespace))
    near = difflib.get_close_matches(local, names, n=1, cutoff=0.6)
    hint = (
        f"Did you mean {shorten(namespace + near[0])}?"
        if near
        else "Declare it under ontology, or use one that is there."
    )
    return SourceError(name, f"{shorten(iri)} is not a {what}.", hint, line=line)
