"""Counting: how many things of each class, how many triples with each property.

Terms are plain strings here, which Python counts many times as fast as rdflib's:
an IRI as it is, ``_:`` before a blank node, and a literal as a quotation mark,
its datatype, a blank, its text and language. Blank nodes are counted as things
and never as classes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import BNode, Graph, Literal
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

Plain = tuple[str, str, str]
"""A triple of plain strings."""

_TYPE = str(RDF.type)


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """The numbers of one set of triples.

    ``classes`` has the number of things of each class, ``properties`` the number of
    triples with each property.
    """

    triples: int
    subjects: int
    objects: int
    classes: dict[str, int]
    properties: dict[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Usage:
    """How things of a class are described: triples by class and property, and by their end.

    The end of a triple is a datatype, or each class of its object.
    """

    properties: dict[tuple[str, str], int]
    classes: dict[tuple[str, str, str], int]
    datatypes: dict[tuple[str, str, str], int]


def plain(graph: Graph) -> set[Plain]:
    """Return the triples of *graph* as plain strings."""
    return {(_plain(s), str(p), _plain(o)) for s, p, o in graph}


def number(value: int) -> str:
    """Return a number as a plain literal."""
    return f'"{XSD.integer} {value}@'


def datatype_of(literal: str) -> str:
    """Return the IRI of the datatype of a plain literal."""
    return literal[1:].partition(" ")[0]


def tally(triples: Iterable[Plain]) -> Tally:
    """Return the numbers of *triples*, which come once each."""
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
    return Tally(
        properties.total(),
        len(subjects),
        len(objects),
        {class_: len(found) for class_, found in things.items()},
        dict(properties),
    )


def usage(triples: Iterable[Plain]) -> Usage:
    """Return how things of each class are described by *triples*, which come once each."""
    statements = list(triples)
    classes: defaultdict[str, list[str]] = defaultdict(list)
    for subject, predicate, value in statements:
        if predicate == _TYPE and not value.startswith(("_:", '"')):
            classes[subject].append(value)
    properties: Counter[tuple[str, str]] = Counter()
    ends: Counter[tuple[str, str, str]] = Counter()
    datatypes: Counter[tuple[str, str, str]] = Counter()
    for subject, predicate, value in statements:
        literal, beyond = value.startswith('"'), classes.get(value, ())
        for class_ in classes.get(subject, ()):
            properties[class_, predicate] += 1
            if literal:
                datatypes[class_, predicate, datatype_of(value)] += 1
            for end in beyond:
                ends[class_, predicate, end] += 1
    return Usage(dict(properties), dict(ends), dict(datatypes))


def _plain(term: Node) -> str:
    """Each literal has a datatype (RDF 1.1 Concepts, section 3.3)."""
    if isinstance(term, Literal):
        datatype = RDF.langString if term.language else term.datatype or XSD.string
        return f'"{datatype} {term}@{term.language or ""}'
    return f"_:{term}" if isinstance(term, BNode) else str(term)
