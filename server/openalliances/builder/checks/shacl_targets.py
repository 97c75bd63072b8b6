"""Targets of shapes (SHACL, section 2.1.3): which nodes a shape looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import Graph
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.term import Node

from openalliances.builder.rdflib_terms import copy_of, from_oxigraph, to_oxigraph
from openalliances.rdf import vocabulary

FocusNodes: TypeAlias = frozenset[object]
"""Terms of Oxigraph."""

EXPLICIT = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
CLASSES = (RDFS.Class, OWL.Class)
_TYPE = vocabulary.RDF.type
_SUBCLASS = vocabulary.RDFS.subClassOf


def targeted(shapes: Graph) -> set[Node]:
    """Return the shapes that have a target."""
    explicit = {s for predicate in EXPLICIT for s in shapes.subjects(predicate)}
    return explicit | {s for s in shapes.subjects(RDF.type, SH.NodeShape) if is_class(shapes, s)}


def is_class(shapes: Graph, shape: Node) -> bool:
    """Return whether the shape is its own target class (section 2.1.3.3)."""
    return any((shape, RDF.type, kind) in shapes for kind in CLASSES)


def focus_nodes(data: Iterable[ox.Triple], shapes: Graph) -> dict[Node, FocusNodes]:
    """Return the focus nodes of each targeted shape in *data*, which has the ontology in it."""
    index = _Index(data, shapes)
    return {shape: frozenset(index.nodes(shapes, shape)) for shape in targeted(shapes)}


def aimed(shapes: Graph, targets: dict[Node, FocusNodes], nodes: frozenset[str]) -> Graph:
    """Return a copy of the *shapes* whose targets are those of their targets that are *nodes*.

    pySHACL's own option for this also leaves out the values that a nested shape
    (sh:or, sh:node, sh:qualifiedValueShape) would look at, and so passes what is wrong.
    """
    found = copy_of(shapes)
    for shape, focus in targets.items():
        for target in EXPLICIT:
            found.remove((shape, target, None))
        for kind in CLASSES:
            found.remove((shape, RDF.type, kind))
        for node in only(focus, nodes):
            found.add((shape, SH.targetNode, from_oxigraph(node)))
    return found


def only(focus: FocusNodes, iris: frozenset[str]) -> frozenset[ox.NamedNode]:
    """Return those of the focus nodes whose IRI is one of the *iris*."""
    return frozenset(n for n in focus if isinstance(n, ox.NamedNode) and n.value in iris)


class _Index:
    """What targets are found by: instances of classes, subclasses, ends of some properties."""

    def __init__(self, data: Iterable[ox.Triple], shapes: Graph) -> None:
        self.instances: dict[object, set[object]] = defaultdict(set)
        self.subclasses: dict[object, set[object]] = defaultdict(set)
        self.subjects = _wanted(shapes, SH.targetSubjectsOf)
        self.objects = _wanted(shapes, SH.targetObjectsOf)
        for triple in data:
            predicate = triple.predicate
            if predicate == _TYPE:
                self.instances[triple.object].add(triple.subject)
            elif predicate == _SUBCLASS:
                self.subclasses[triple.object].add(triple.subject)
            if predicate in self.subjects:
                self.subjects[predicate].add(triple.subject)
            if predicate in self.objects:
                self.objects[predicate].add(triple.object)

    def nodes(self, shapes: Graph, shape: Node) -> set[object]:
        classes = set(shapes.objects(shape, SH.targetClass))
        if is_class(shapes, shape):
            classes.add(shape)
        found: set[object] = {to_oxigraph(n) for n in shapes.objects(shape, SH.targetNode)}
        for class_ in self._below({to_oxigraph(class_) for class_ in classes}):
            found |= self.instances[class_]
        for ends, kind in (
            (self.subjects, SH.targetSubjectsOf),
            (self.objects, SH.targetObjectsOf),
        ):
            for property_ in shapes.objects(shape, kind):
                found |= ends[to_oxigraph(property_)]
        return found

    def _below(self, classes: Iterable[object]) -> set[object]:
        found = set(classes)
        ahead = list(found)
        while ahead:
            new = self.subclasses[ahead.pop()] - found
            found |= new
            ahead.extend(new)
        return found


def _wanted(shapes: Graph, kind: Node) -> dict[object, set[object]]:
    return {to_oxigraph(property_): set() for property_ in shapes.objects(None, kind)}
