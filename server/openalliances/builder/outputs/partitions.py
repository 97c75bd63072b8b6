"""What is in the release, in numbers, as VoID class and property partitions.

Counted are all graphs of the release, this one too, so that each number is the
one that a counting query at the endpoint gives. That settles: a number more
changes a literal and adds no triple, so once each part of this graph has its
entry, nothing is left to add (the third round, as a rule).

``void:triples`` of the data set counts a triple once, in how many graphs it may
be: a set of triples is a set. https://www.w3.org/TR/void/#class-property-partitions;
``void-ext`` is what the void-generator of the SIB writes and its editor reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from openalliances.builder.dataset import Triples
from openalliances.builder.outputs.statistics import (
    Usage,
    classes_of,
    plain,
    seen,
    usage,
)
from openalliances.rdf.prefixes import (
    DATASET,
    ENDPOINT,
    PREFIXES,
    VOID_GRAPH,
    partition_iri,
)
from openalliances.rdf.vocabulary import RDF, RDFS
from openalliances.rdf.vocabulary import VOID as VOCABULARY
from openalliances.release.void import (
    CLASS,
    CLASS_PARTITION,
    PROPERTY,
    PROPERTY_PARTITION,
    TRIPLES,
    VOID,
    Counts,
    Plain,
    as_triple,
    counted_statements,
    number,
)

_EXT = PREFIXES["void-ext"]
_DATATYPE_PARTITION, _DATATYPE = _EXT + "datatypePartition", _EXT + "datatype"
_NESTED = frozenset((PROPERTY_PARTITION, CLASS_PARTITION, _DATATYPE_PARTITION))
_ROUNDS = 8


def partitions(graphs: Mapping[str, Triples]) -> tuple[ox.Triple, ...]:
    """Return the triples with the numbers of *graphs*, of themselves, and of all together."""
    others = {name: plain(triples) for name, triples in graphs.items() if name != VOID_GRAPH}
    fixed = {name: seen(triples).counts() for name, triples in others.items()}
    together = _Together(set().union(*others.values()), {*others, VOID_GRAPH})
    found: set[Plain] = set()
    for _ in range(_ROUNDS):
        graphs_now = {**fixed, VOID_GRAPH: seen(found).counts()}
        counted = set(_statements(graphs_now, *together.counted(found)))
        counted -= together.triples  # a graph that calls itself a data set is not called so again
        if counted == found:
            return tuple(as_triple(statement) for statement in sorted(found))
        found = counted
    raise AssertionError("the numbers did not settle")


class _Together:
    """All triples but the numbers themselves, counted once.

    What the numbers add changes only the classes of *names*, the graphs.
    """

    def __init__(self, triples: set[Plain], names: set[str]) -> None:
        self.triples = triples
        self._seen = seen(triples)
        self._classes = classes_of(triples)
        self._open = {t for t in triples if t[0] in names or t[2] in names}
        self._usage = usage(triples - self._open, self._classes)

    def counted(self, more: set[Plain]) -> tuple[Counts, Usage]:
        """Return the numbers of these triples and *more*."""
        classes = dict(self._classes)
        for thing, added in classes_of(more).items():
            classes[thing] = [*classes.get(thing, ()), *added]
        rest = usage(self._open | more, classes)
        return self._seen.counts(seen(more)), self._usage + rest


def overview(triples: Triples) -> Iterator[ox.Triple]:
    """Yield what *triples* say of the data set as a whole, without parts of parts."""
    parts = partition_iri(DATASET) + "/"
    for triple in triples:
        subject = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""
        predicate = triple.predicate.value
        own = subject == DATASET and predicate != VOCABULARY.subset.value
        part = subject.startswith(parts) and subject.count("/", len(parts)) == 1
        if own or (part and predicate not in _NESTED):
            yield triple


def _statements(graphs: Mapping[str, Counts], whole: Counts, used: Usage) -> Iterator[Plain]:
    yield DATASET, VOID + "sparqlEndpoint", ENDPOINT
    yield DATASET, RDFS.seeAlso.value, VOID_GRAPH
    yield from _numbers(DATASET, whole)
    yield from _nested(used)
    for name, numbers in graphs.items():
        yield DATASET, VOID + "subset", name
        yield name, RDF.type.value, VOID + "Dataset"
        yield from _numbers(name, numbers)


def _numbers(dataset: str, counts: Counts) -> Iterator[Plain]:
    return counted_statements(
        dataset, counts, lambda kind, iri: partition_iri(dataset, (kind, iri))
    )


def _nested(used: Usage) -> Iterator[Plain]:
    """Yield, for the things of each class, their properties and where these lead."""
    for (class_, property_), counted in used.properties.items():
        above = ("class", class_)
        part = partition_iri(DATASET, above, ("property", property_))
        yield partition_iri(DATASET, above), PROPERTY_PARTITION, part
        yield part, PROPERTY, property_
        yield part, TRIPLES, number(counted)
    for ends, kind, link, named in (
        (used.classes, "class", CLASS_PARTITION, CLASS),
        (used.datatypes, "datatype", _DATATYPE_PARTITION, _DATATYPE),
    ):
        for (class_, property_, end), counted in ends.items():
            steps = (("class", class_), ("property", property_))
            part = partition_iri(DATASET, *steps, (kind, end))
            yield partition_iri(DATASET, *steps), link, part
            yield part, named, end
            yield part, TRIPLES, number(counted)
