"""The builder's functions for rdflib graphs: tests are written in rdflib, the judge of RDF.

Product code holds triples of Oxigraph; what is here turns one into the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, Literal
from rdflib.term import Node

from openalliances.builder import read_files
from openalliances.builder.checks import shacl
from openalliances.builder.checks.shacl_results import ValidationResult
from openalliances.builder.dataset import Dataset, SourceFile, Statements
from openalliances.builder.inference import closure
from openalliances.builder.inference.closure import Contradiction
from openalliances.builder.rdflib_terms import to_graph, to_quads
from openalliances.rdf import turtle

SOME_GRAPH = "https://w3id.org/openalliances/graph/some"


@dataclass(frozen=True)
class GraphFile:
    """A file that was read, with its triples as a graph of rdflib."""

    file: SourceFile
    graph: Graph

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


@dataclass(frozen=True)
class Inferred:
    inferred: Graph
    contradictions: tuple[Contradiction, ...]


def with_graph(file: SourceFile) -> GraphFile:
    return GraphFile(file, to_graph(file.triples))


def read_file(path: Path, root: Path | None = None) -> GraphFile:
    return with_graph(read_files.read_file(path, root))


def parse(text: str, name: str, *more: Any) -> Graph:
    return to_graph(read_files.parse(text, name, *more))


def merge(files: Iterable[SourceFile | GraphFile]) -> Graph:
    return to_graph(triple for file in files for triple in file.triples)


def triples(graph: Graph) -> tuple[ox.Triple, ...]:
    return tuple(quad.triple for quad in to_quads(graph, SOME_GRAPH))


def statements(graph: Graph) -> Statements:
    dataset = Dataset()
    dataset.add_graph(SOME_GRAPH, "reference", triples(graph))
    return dataset.statements()


def dataset_of(graphs: dict[str, Graph], kinds: dict[str, str] | None = None) -> Dataset:
    dataset = Dataset()
    for name, graph in graphs.items():
        dataset.add_graph(name, (kinds or {}).get(name, "reference"), triples(graph))
    return dataset


def derive(graphs: Iterable[Graph], rules: Sequence[Path]) -> Graph:
    store = ox.Store()
    for graph in graphs:
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples(graph))
    return to_graph(closure.derive(store, rules))


def infer(graph: Graph) -> Inferred:
    found = closure.infer(triples(graph))
    return Inferred(to_graph(found.inferred), found.contradictions)


def close(graph: Graph) -> Graph:
    return infer(graph).inferred


def what_counts(graph: Graph) -> Graph:
    return to_graph(closure.what_counts(triples(graph)))


def is_noise(triple: tuple[Node, Node, Node]) -> bool:
    subject, predicate, term = triple
    if isinstance(subject, Literal):
        return True  # what owlrl says of literals is no RDF 1.1
    graph = Graph()
    graph.add((subject, predicate, term))
    (one,) = triples(graph)
    return closure.is_noise(one)


def validate(
    data: Graph, shapes: Graph, ontology: Graph, focus: Sequence[str] = (), validator: str = ""
) -> tuple[ValidationResult, ...]:
    whole = frozenset(triples(data)) | frozenset(triples(ontology))
    return shacl.validate(whole, triples(shapes), focus, validator=validator).results


def focus_counts(data: Graph, shapes: Graph, ontology: Graph) -> dict[str, int]:
    return shacl.focus_counts(triples(data) + triples(ontology), triples(shapes))


def canonical_turtle(graph: Graph) -> str:
    return turtle.canonical_turtle(triples(graph))
