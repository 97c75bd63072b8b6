"""Counts of a data set as VoID: what the build and ``/.well-known/void`` say in numbers.

Terms are plain strings here, which Python counts many times as fast as terms: an IRI as it
is, ``_:`` before a blank node, and a literal as a quotation mark, its datatype, a blank, its
text and language. https://www.w3.org/TR/void/#class-property-partitions
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from openalliances.rdf.prefixes import PREFIXES

Plain = tuple[str, str, str]
"""A triple of plain strings."""

VOID = PREFIXES["void"]
CLASS_PARTITION, CLASS = VOID + "classPartition", VOID + "class"
PROPERTY_PARTITION, PROPERTY = VOID + "propertyPartition", VOID + "property"
TRIPLES, ENTITIES = VOID + "triples", VOID + "entities"
_INTEGER = ox.NamedNode(PREFIXES["xsd"] + "integer")


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """The numbers of one set of triples.

    ``classes`` has the number of things of each class, ``properties`` the number of
    triples with each property. Subjects and objects are None where nobody counted them.
    """

    triples: int
    subjects: int | None
    objects: int | None
    classes: Mapping[str, int]
    properties: Mapping[str, int]


def number(value: int) -> str:
    """Return a number as a plain literal."""
    return f'"{_INTEGER.value} {value}@'


def counted_statements(
    dataset: str, counts: Counts, part: Callable[[str, str], str]
) -> Iterator[Plain]:
    """Yield what VoID says of *dataset*; *part* gives the IRI of a part of it.

    It is asked with ``class`` or ``property`` and the IRI of that.
    """
    for name, counted in (
        ("triples", counts.triples),
        ("distinctSubjects", counts.subjects),
        ("distinctObjects", counts.objects),
        ("classes", len(counts.classes)),
        ("properties", len(counts.properties)),
    ):
        if counted is not None:
            yield dataset, VOID + name, number(counted)
    for class_, counted in counts.classes.items():
        iri = part("class", class_)
        yield dataset, CLASS_PARTITION, iri
        yield iri, CLASS, class_
        yield iri, ENTITIES, number(counted)
    for property_, counted in counts.properties.items():
        iri = part("property", property_)
        yield dataset, PROPERTY_PARTITION, iri
        yield iri, PROPERTY, property_
        yield iri, TRIPLES, number(counted)


def as_triple(statement: Plain) -> ox.Triple:
    """Return a plain statement whose literals are numbers as terms."""
    subject, predicate, value = statement
    counted = value.startswith('"')
    term = (
        ox.Literal(value.split()[1].rstrip("@"), datatype=_INTEGER)
        if counted
        else ox.NamedNode(value)
    )
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term)
