"""The ontology as the OWL API and HermiT see it: OWL 2 DL and RL, without contradiction.

Each module is judged with what it imports; then all modules with the
vocabularies, with the alignments, and with some of the data as one ontology each.
Imports are taken from files, never from the network. The OWL API reads the
RDF/XML that we publish: the Turtle parser in the jars does not know ``PREFIX``
of Turtle 1.1. What RL forbids nevertheless is listed, with the reason, in
``rl-exceptions.csv``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL

from openalliances.builder.dataset import SourceFile
from openalliances.builder.rdflib_terms import to_graph, to_quads
from openalliances.rdf.formats import RDF_XML
from openalliances.rdf.prefixes import ALLY, ONTOLOGY
from openalliances.things.writing import write_triples

from ..rdflib_graphs import merge
from ..shipped import shipped
from ..some_data import some

Report = dict[str, dict[str, Any]]
WHOLE = URIRef(ONTOLOGY)
BROKEN = URIRef(ALLY + "Broken")

with (Path(__file__).parent / "rl-exceptions.csv").open(encoding="utf-8", newline="") as file:
    RL_EXCEPTIONS = {row["violation"]: row["reason"] for row in csv.DictReader(file)}

SOURCES = shipped()
ONTOLOGIES = [s for s in SOURCES if s.kind in ("ontology", "alignments")]
TOGETHER: dict[str, Callable[[SourceFile], bool]] = {
    "with vocabularies": lambda s: s.kind in ("ontology", "vocab"),
    "with alignments": lambda s: s.kind in ("ontology", "vocab", "alignments"),
}
CLEAN = [*(source.name for source in ONTOLOGIES), "with vocabularies", "with alignments"]
ALL = [*CLEAN, "with data"]


def one_ontology(sources: list[SourceFile]) -> Graph:
    """Return the graphs of *sources* under the header of the whole ontology only."""
    graph = merge(sources)
    for header in set(graph.subjects(RDF.type, OWL.Ontology)) - {WHOLE}:
        graph.remove((header, None, None))
    graph.remove((None, OWL.imports, None))
    return graph


def with_data() -> Graph:
    """Return the whole ontology with some things of the data, and all that they lead to."""
    schema = one_ontology([s for s in SOURCES if TOGETHER["with vocabularies"](s)])
    kinds = ("ontology", "vocab", "alignments", "shapes")
    facts = merge(s for s in SOURCES if s.kind not in kinds)
    return schema + to_graph(some((quad.triple for quad in to_quads(facts, ALLY)), 40))


def broken() -> Graph:
    """Return the whole ontology with a violation of each thing that is looked for."""
    graph = one_ontology([s for s in ONTOLOGIES if s.kind == "ontology"])
    union, members = BNode(), BNode()
    for triple in (
        (BROKEN, RDF.type, OWL.Class),
        (BROKEN, RDFS.subClassOf, URIRef(ALLY + "Actor")),
        (BROKEN, RDFS.subClassOf, URIRef(ALLY + "Claim")),
        (BROKEN, URIRef(ALLY + "undeclared"), Literal("x")),
        (BROKEN, RDFS.subClassOf, union),
        (union, RDF.type, OWL.Class),
        (union, OWL.unionOf, members),
        (members, RDF.first, URIRef(ALLY + "State")),
        (members, RDF.rest, RDF.nil),
    ):
        graph.add(triple)
    return graph


@pytest.fixture(scope="module")
def report(judge: Callable[..., Report], tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("owl")

    def written(name: str, graph: Graph) -> str:
        path = folder / (name.replace("/", "-") + ".rdf")
        triples = (quad.triple for quad in to_quads(graph, ALLY))
        path.write_bytes(write_triples(triples, RDF_XML))
        return path.as_uri()

    documents = {source.name: written(source.name, source.graph) for source in ONTOLOGIES}
    mappings = {iri_of(source): documents[source.name] for source in ONTOLOGIES}
    for name, wanted in TOGETHER.items():
        documents[name] = written(name, one_ontology([s for s in SOURCES if wanted(s)]))
    documents["with data"] = written("with data", with_data())
    documents["broken"] = written("broken", broken())
    return judge(documents, mappings)


def iri_of(source: SourceFile) -> str:
    return str(next(source.graph.subjects(RDF.type, OWL.Ontology)))


def kinds(violations: list[str]) -> set[str]:
    """Return what is wrong without the axioms and the values that it is about."""
    return {re.sub(r'"[^"]*"\^\^', "", v.partition(" [")[0]) for v in violations}


@pytest.mark.parametrize("source", ONTOLOGIES, ids=lambda source: source.name)
def test_the_owl_api_finds_the_ontology_in_its_file(report: Report, source: SourceFile) -> None:
    found = report[source.name]
    assert found["iri"] == iri_of(source)
    assert found["version"].startswith(found["iri"] + "/")
    assert found["axioms"] > 100


@pytest.mark.parametrize("name", ALL)
def test_it_is_in_owl_2_dl(report: Report, name: str) -> None:
    dates = {v for v in RL_EXCEPTIONS if not v.startswith("UseOfIllegalDataRange")}
    assert len(dates) == 6
    assert kinds(report[name]["dl"]) == (dates if name == "with data" else set())


@pytest.mark.parametrize("name", CLEAN)
def test_it_is_in_owl_2_rl(report: Report, name: str) -> None:
    assert report[name]["rl"] == []


def test_the_data_leave_owl_2_rl_only_where_the_list_says(report: Report) -> None:
    assert kinds(report["with data"]["rl"]) == RL_EXCEPTIONS.keys()
    assert all(RL_EXCEPTIONS.values())


@pytest.mark.parametrize("name", ALL)
def test_it_is_consistent_and_each_class_can_have_members(report: Report, name: str) -> None:
    assert report[name]["consistent"]
    assert report[name]["unsatisfiable"] == []


def test_what_is_broken_is_found(report: Report) -> None:
    found = report["broken"]
    assert found["unsatisfiable"] == [f"<{BROKEN}>"]
    assert any("undeclared" in violation for violation in found["dl"])
    assert any("Broken" in violation for violation in found["rl"] if violation not in found["dl"])
