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

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, VOID
from rdflib.term import Node

from openalliances.builder.outputs.statistics import (
    Plain,
    Tally,
    Usage,
    number,
    plain,
    tally,
    usage,
)
from openalliances.rdf.prefixes import (
    DATASET,
    ENDPOINT,
    PREFIXES,
    VOID_GRAPH,
    partition_iri,
)

_VOID = PREFIXES["void"]
_EXT = PREFIXES["void-ext"]
_CLASS_PARTITION, _CLASS = _VOID + "classPartition", _VOID + "class"
_PROPERTY_PARTITION, _PROPERTY = _VOID + "propertyPartition", _VOID + "property"
_DATATYPE_PARTITION, _DATATYPE = _EXT + "datatypePartition", _EXT + "datatype"
_TRIPLES, _ENTITIES = _VOID + "triples", _VOID + "entities"
_NESTED = frozenset(map(URIRef, (_PROPERTY_PARTITION, _CLASS_PARTITION, _DATATYPE_PARTITION)))
_ROUNDS = 8


def partitions(graphs: Mapping[str, Graph]) -> Graph:
    """Return the graph with the numbers of *graphs*, of itself, and of all together."""
    others = {name: plain(graph) for name, graph in graphs.items() if name != VOID_GRAPH}
    fixed = {name: tally(triples) for name, triples in others.items()}
    together = set().union(*others.values())
    found: set[Plain] = set()
    for _ in range(_ROUNDS):
        every = together | found
        graphs_now = {**fixed, VOID_GRAPH: tally(found)}
        counted = set(_statements(graphs_now, tally(every), usage(every)))
        counted -= together  # a graph that calls itself a data set need not be called so again
        if counted == found:
            return _graph(found)
        found = counted
    raise AssertionError("the numbers did not settle")


def overview(graph: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """Yield what *graph* says of the data set as a whole, without parts of parts."""
    whole, parts = URIRef(DATASET), partition_iri(DATASET) + "/"
    for subject, predicate, value in graph:
        own = subject == whole and predicate != VOID.subset
        part = str(subject).startswith(parts) and str(subject).count("/", len(parts)) == 1
        if own or (part and predicate not in _NESTED):
            yield subject, predicate, value


def _graph(triples: set[Plain]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for subject, predicate, value in sorted(triples):
        counted = value.startswith('"')
        term = Literal(int(value.split()[1].rstrip("@"))) if counted else URIRef(value)
        graph.add((URIRef(subject), URIRef(predicate), term))
    return graph


def _statements(graphs: Mapping[str, Tally], whole: Tally, used: Usage) -> Iterator[Plain]:
    yield DATASET, _VOID + "sparqlEndpoint", ENDPOINT
    yield DATASET, str(RDFS.seeAlso), VOID_GRAPH
    yield from _numbers(DATASET, whole)
    yield from _nested(used)
    for name, numbers in graphs.items():
        yield DATASET, _VOID + "subset", name
        yield name, str(RDF.type), _VOID + "Dataset"
        yield from _numbers(name, numbers)


def _numbers(dataset: str, numbers: Tally) -> Iterator[Plain]:
    for name, counted in (
        ("triples", numbers.triples),
        ("distinctSubjects", numbers.subjects),
        ("distinctObjects", numbers.objects),
        ("classes", len(numbers.classes)),
        ("properties", len(numbers.properties)),
    ):
        yield dataset, _VOID + name, number(counted)
    for class_, counted in numbers.classes.items():
        part = partition_iri(dataset, ("class", class_))
        yield dataset, _CLASS_PARTITION, part
        yield part, _CLASS, class_
        yield part, _ENTITIES, number(counted)
    for property_, counted in numbers.properties.items():
        part = partition_iri(dataset, ("property", property_))
        yield dataset, _PROPERTY_PARTITION, part
        yield part, _PROPERTY, property_
        yield part, _TRIPLES, number(counted)


def _nested(used: Usage) -> Iterator[Plain]:
    """Yield, for the things of each class, their properties and where these lead."""
    for (class_, property_), counted in used.properties.items():
        above = ("class", class_)
        part = partition_iri(DATASET, above, ("property", property_))
        yield partition_iri(DATASET, above), _PROPERTY_PARTITION, part
        yield part, _PROPERTY, property_
        yield part, _TRIPLES, number(counted)
    for ends, kind, link, named in (
        (used.classes, "class", _CLASS_PARTITION, _CLASS),
        (used.datatypes, "datatype", _DATATYPE_PARTITION, _DATATYPE),
    ):
        for (class_, property_, end), counted in ends.items():
            steps = (("class", class_), ("property", property_))
            part = partition_iri(DATASET, *steps, (kind, end))
            yield partition_iri(DATASET, *steps), link, part
            yield part, named, end
            yield part, _TRIPLES, number(counted)
