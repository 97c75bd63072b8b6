"""What the graphs say of citations and claims, by which statements are graded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from openalliances.builder.dataset import Dataset
from openalliances.rdf.vocabulary import ALLY
from openalliances.statements.grades import (
    CONTESTED,
    CONTRADICTED,
    CURATED,
    NOT_SEEN,
    SCHEME,
    Grade,
    first_of,
    of_voices,
)

_OBJECTS = (ALLY.claimObject, ALLY.claimValue)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Voices of the citations that were seen, grades of claims, and what claims say, by triple."""

    voices: Mapping[ox.NamedNode, str]
    grades: Mapping[object, str]
    claims: Mapping[ox.Triple, tuple[ox.NamedNode, ...]]

    def grade(
        self,
        citations: Sequence[ox.NamedNode],
        claims: Sequence[ox.NamedNode],
        *,
        contested: bool,
    ) -> Grade:
        """Return the grade of a statement that *citations* and *claims* speak for.

        What nobody is cited for is our own word, and curated.
        """
        seen = [self.voices[c] for c in citations if c in self.voices]
        cited = of_voices(seen, is_cited=bool(citations))
        slugs = [self.grades[claim] for claim in claims if claim in self.grades]
        if contested and CONTRADICTED.slug not in slugs:
            return CONTESTED
        return first_of((*slugs, *((cited.slug,) if cited else ()))) or CURATED


def evidence_of(dataset: Dataset) -> Evidence:
    """Return what *dataset* says of citations and claims, with what its rules derive."""
    said = _by_predicate(dataset)
    sources = {s: o for s, o in said[ALLY.citesSource] if isinstance(o, ox.NamedNode)}
    seen = {s for s, o in said[ALLY.hasCheckStatus] if o != ox.NamedNode(NOT_SEEN)}
    families = dict(said[ALLY.inSourceFamily])
    roots = dict(sorted(said[ALLY.restsOn], key=str, reverse=True))

    def voice(source: ox.NamedNode) -> str:
        family = families.get(source, source)
        root = roots.get(family) if isinstance(family, ox.NamedNode) else None
        return str(root or family)

    return Evidence(
        {c: voice(source) for c, source in sources.items() if c in seen},
        {s: str(o)[1:-1].removeprefix(SCHEME) for s, o in said[ALLY.hasEvidenceGrade]},
        _claims(said),
    )


_Said = Mapping[ox.NamedNode, Sequence[tuple[ox.NamedNode, object]]]


def _by_predicate(dataset: Dataset) -> _Said:
    found: dict[ox.NamedNode, list[tuple[ox.NamedNode, object]]] = defaultdict(list)
    wanted = {
        *(ALLY.citesSource, ALLY.hasCheckStatus, ALLY.inSourceFamily, ALLY.restsOn),
        *(ALLY.hasEvidenceGrade, ALLY.claimSubject, ALLY.claimPredicate, *_OBJECTS),
    }
    for triple in dataset.facts():
        if triple.predicate in wanted and isinstance(triple.subject, ox.NamedNode):
            found[triple.predicate].append((triple.subject, triple.object))
    return found


def _claims(said: _Said) -> dict[ox.Triple, tuple[ox.NamedNode, ...]]:
    """Return the claims that make each statement, by the triple that it is."""
    subjects, predicates = dict(said[ALLY.claimSubject]), dict(said[ALLY.claimPredicate])
    found: dict[ox.Triple, dict[ox.NamedNode, None]] = defaultdict(dict)
    for claim, term in sorted((pair for p in _OBJECTS for pair in said[p]), key=_by_claim):
        subject, predicate = subjects.get(claim), predicates.get(claim)
        if (
            isinstance(subject, ox.NamedNode)
            and isinstance(predicate, ox.NamedNode)
            and isinstance(term, ox.NamedNode | ox.Literal)
        ):
            found[ox.Triple(subject, predicate, term)][claim] = None
    return {triple: tuple(claims) for triple, claims in found.items()}


def _by_claim(pair: tuple[ox.NamedNode, object]) -> str:
    return pair[0].value


def supported_things(triples: Iterable[ox.Triple]) -> dict[object, tuple[ox.NamedNode, ...]]:
    """Return the claims on which each thing rests as a whole, such as a strand of cooperation."""
    found: dict[object, list[ox.NamedNode]] = defaultdict(list)
    for triple in triples:
        if triple.predicate == ALLY.isSupportedBy and isinstance(triple.object, ox.NamedNode):
            found[triple.subject].append(triple.object)
    return {thing: tuple(claims) for thing, claims in found.items()}
