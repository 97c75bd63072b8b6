"""What things are: the words for their classes, the superclasses, and which of them come first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import pyoxigraph as ox

from openalliances.rdf.prefixes import ALLY
from openalliances.rdf.vocabulary import OWL, RDF, RDFS, SKOS
from openalliances.release.folding import in_words
from openalliances.release.names import MINOR

_PLAIN = {
    OWL.Class.value: "class",
    RDFS.Class.value: "class",
    RDFS.Datatype.value: "datatype",
    RDF.Property.value: "property",
    OWL.ObjectProperty.value: "property",
    OWL.DatatypeProperty.value: "property",
    OWL.AnnotationProperty.value: "annotation property",
    OWL.Ontology.value: "ontology",
    SKOS.ConceptScheme.value: "vocabulary",
    SKOS.Concept.value: "concept",
    SKOS.Collection.value: "collection",
}
_NOISE = frozenset((OWL.NamedIndividual.value, OWL.Thing.value, RDFS.Resource.value))

_RANKS = {
    "GeopoliticalEntity": 0,
    "State": 0,
    "Organization": 1,
    "SecurityArrangement": 2,
    "Operation": 3,
    "LegalInstrument": 4,
    "ArmedConflict": 4,
    "Relator": MINOR,
    "Source": MINOR + 1,
    "DocumentSection": MINOR + 2,
    "Adjudication": MINOR + 2,
    "Citation": MINOR + 2,
    "Claim": MINOR + 2,
}
"""Classes of ours by how likely it is that somebody who types a name means one of them."""
ORDINARY = 5
"""The rank of all other things."""
NOTABLE = 3
"""Rank up to which a thing is what others are remembered by: where, whose, by whom."""


def local_name(iri: str) -> str:
    """Return the end of an IRI, after the last ``#``, ``/`` or ``:``; the IRI if there is none."""
    bare = iri.rstrip("/#")
    return bare[max(map(bare.rfind, "#/:")) + 1 :] or iri


class Kinds:
    """The classes of a data set, by number; sets of them are texts such as "3,17".

    *pairs* are a class and one directly above it; *label_of* gives the label of a class, empty
    if it has none.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], label_of: Callable[[str], str]) -> None:
        self._numbers: dict[str, int] = {}
        self._label_of = label_of
        self._above: dict[str, set[str]] = {}
        for lower, upper in pairs:
            self._above.setdefault(lower, set()).add(upper)
        self.kind = lru_cache(maxsize=None)(self._kind)
        self.rank = lru_cache(maxsize=None)(self._rank)
        self.closure = lru_cache(maxsize=None)(self._closure)

    def number(self, iri: str) -> int:
        """Return the number of a class, a new one if it has none yet."""
        return self._numbers.setdefault(iri, len(self._numbers) + 1)

    @property
    def numbers(self) -> Mapping[str, int]:
        """Return the numbers of all classes that were met, by IRI."""
        return self._numbers

    def label(self, iri: str) -> str:
        """Return the word for a class."""
        return _PLAIN.get(iri) or self._label_of(iri) or in_words(local_name(iri)).lower()

    def _iris(self, classes: str | None) -> Sequence[str]:
        wanted = set(map(int, classes.split(","))) if classes else set()
        return [iri for iri, number in self._numbers.items() if number in wanted]

    def _upwards(self, iri: str) -> Iterator[str]:
        left, seen = [iri], {iri}
        while left:
            new = {upper for lower in left for upper in self._above.get(lower, ())} - seen
            yield from new
            seen |= new
            left = list(new)

    def _kind(self, classes: str | None) -> str:
        """Return the labels of the classes that are not above another one of them."""
        iris = [iri for iri in self._iris(classes) if iri not in _NOISE]
        above = {upper for iri in iris for upper in self._upwards(iri) if upper != iri}
        lowest = [iri for iri in iris if iri not in above] or iris
        ours = [iri for iri in lowest if iri.startswith(ALLY)] or lowest
        return ", ".join(sorted({self.label(iri) for iri in ours}))

    def _rank(self, classes: str | None) -> int:
        """Return the place of things of these classes among all things; 0 is the first."""
        found = [_RANKS.get(iri.removeprefix(ALLY)) for iri in self.closure(classes)]
        return min((rank for rank in found if rank is not None), default=ORDINARY)

    def _closure(self, classes: str | None) -> tuple[str, ...]:
        """Return the IRIs of the classes and of all above them."""
        iris = self._iris(classes)
        every = {*iris, *(upper for iri in iris for upper in self._upwards(iri))}
        return tuple(sorted(every - _NOISE))


def superclasses(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of ``rdfs:subClassOf`` statements that have names at both ends."""
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            yield quad.subject.value, quad.object.value
