"""Counting: how many things of each class, how many triples with each property.

Terms are plain strings, as :mod:`openalliances.release.void` has them. Blank nodes are
counted as things and never as classes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from openalliances.rdf.vocabulary import RDF
from openalliances.release.void import Counts, Plain

_TYPE = RDF.type.value


@dataclass(frozen=True, slots=True, eq=False)
class Usage:
    """How things of a class are described: triples by class and property, and by their end.

    The end of a triple is a datatype, or each class of its object.
    """

    properties: Counter[tuple[str, str]]
    classes: Counter[tuple[str, str, str]]
    datatypes: Counter[tuple[str, str, str]]

    def __add__(self, other: Usage) -> Usage:
        """Return the numbers of both; no triple may be counted in both."""
        return Usage(
            self.properties + other.properties,
            self.classes + other.classes,
            self.datatypes + other.datatypes,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What occurs in a set of triples, so that more can be counted with it."""

    properties: Counter[str]
    things: Mapping[str, set[str]]
    subjects: set[str]
    objects: set[str]

    def counts(self, more: Seen | None = None) -> Counts:
        """Return the numbers, together with those of *more*, which has other triples."""
        if more is None:
            return _counts(self.properties, self.things, len(self.subjects), len(self.objects))
        things = {
            class_: self.things.get(class_, set()) | found for class_, found in more.things.items()
        }
        return _counts(
            self.properties + more.properties,
            {**self.things, **things},
            len(self.subjects) + len(more.subjects - self.subjects),
            len(self.objects) + len(more.objects - self.objects),
        )


def _counts(
    properties: Counter[str], things: Mapping[str, set[str]], subjects: int, objects: int
) -> Counts:
    classes = {class_: len(found) for class_, found in things.items()}
    return Counts(properties.total(), subjects, objects, classes, dict(properties))


def plain(triples: Iterable[ox.Triple]) -> set[Plain]:
    """Return the *triples* as plain strings."""
    return {(_plain(t.subject), t.predicate.value, _plain(t.object)) for t in triples}


def datatype_of(literal: str) -> str:
    """Return the IRI of the datatype of a plain literal."""
    return literal[1:].partition(" ")[0]


def seen(triples: Iterable[Plain]) -> Seen:
    """Return what occurs in *triples*, which come once each."""
    properties: Counter[str] = Counter()
    things: defaultdict[str, set[str]] = defaultdict(set)
    subjects: set[str] = set()
    objects: set[str] = set()
    for subject, predicate, value in triples:
        properties[predicate] += 1
        subjects.add(subject)
        objects.add(value)
        if predicate == _TYPE and not value.startswith(("_:", '"')):
            things[value].add(subject)
    return Seen(properties, things, subjects, objects)


def classes_of(triples: Iterable[Plain]) -> dict[str, list[str]]:
    """Return the classes of each thing in *triples*."""
    classes: defaultdict[str, list[str]] = defaultdict(list)
    for subject, predicate, value in triples:
        if predicate == _TYPE and not value.startswith(("_:", '"')):
            classes[subject].append(value)
    return dict(classes)


def usage(triples: Iterable[Plain], classes: Mapping[str, list[str]]) -> Usage:
    """Return how things are described by *triples*, which come once each.

    *classes* are those of each thing.
    """
    properties: Counter[tuple[str, str]] = Counter()
    ends: Counter[tuple[str, str, str]] = Counter()
    datatypes: Counter[tuple[str, str, str]] = Counter()
    for subject, predicate, value in triples:
        described = classes.get(subject)
        if described is None:
            continue
        datatype = datatype_of(value) if value.startswith('"') else ""
        beyond = () if datatype else classes.get(value, ())
        for class_ in described:
            properties[class_, predicate] += 1
            if datatype:
                datatypes[class_, predicate, datatype] += 1
            for end in beyond:
                ends[class_, predicate, end] += 1
    return Usage(properties, ends, datatypes)


def _plain(term: object) -> str:
    """Each literal has a datatype (RDF 1.1 Concepts, section 3.3)."""
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.Literal):
        return f'"{term.datatype.value} {term.value}@{term.language or ""}'
    return str(term)
