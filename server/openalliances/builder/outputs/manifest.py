"""The head of a release of our own set: what the catalogue says and what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from openalliances.builder.canonical import Canonical
from openalliances.builder.inputs import built_with
from openalliances.errors import CheckError
from openalliances.rdf.prefixes import (
    BASE,
    DATASET,
    DERIVED_GRAPH,
    EXAMPLES_GRAPH,
    INFERRED_GRAPH,
    PREFIXES,
    PREFIXES_GRAPH,
    VOID_GRAPH,
    shorten,
)
from openalliances.release import RELEASE_FORMAT, FileEntry, GraphEntry, Manifest

_DATASET = URIRef(DATASET)
_VERSION = URIRef(PREFIXES["dcat"] + "version")
_TITLES = {
    DERIVED_GRAPH: "What the rules derive",
    INFERRED_GRAPH: "What OWL 2 RL entails",
    EXAMPLES_GRAPH: "Example queries",
    PREFIXES_GRAPH: "Prefixes",
    VOID_GRAPH: "What is in each graph, in numbers",
}


def make_manifest(
    graphs: Mapping[str, Graph],
    kinds: Mapping[str, str],
    whole: Canonical,
    files: Sequence[FileEntry],
    inputs: str,
) -> Manifest:
    """Return the manifest; version and title are those of the catalogue.

    :raises CheckError: if the catalogue gives no version.
    """
    versions = sorted(
        {str(v) for graph in graphs.values() for v in graph.objects(_DATASET, _VERSION)}
    )
    if len(versions) != 1:
        raise CheckError(
            f"The data set has {len(versions)} versions.",
            "Write one dcat:version for the data set into data/catalog.ttl.",
        )
    titles = [t for graph in graphs.values() for t in graph.objects(_DATASET, DCTERMS.title)]
    return Manifest(
        format=RELEASE_FORMAT,
        kind="dataset",
        version=versions[0],
        title=_english(titles) or "OpenAlliances",
        base=BASE,
        digest=whole.digest,
        inputs=inputs,
        quads=len(whole.quads),
        graphs=tuple(
            GraphEntry(name, graph_title(name, graph), kinds[name], len(graph))
            for name, graph in graphs.items()
        ),
        files=tuple(files),
        built_with=built_with(),
    )


def graph_title(name: str, graph: Graph) -> str:
    """Return the title that a graph gives itself, or that of the one thing that it describes.

    That is an ontology, a concept scheme or the data set; without any, a short
    form of the name.
    """
    if name in _TITLES:
        return _TITLES[name]
    abouts: list[Node] = [URIRef(name)]
    for kind in (OWL.Ontology, SKOS.ConceptScheme):
        abouts.extend(graph.subjects(RDF.type, kind))
    abouts.append(_DATASET)
    for about in abouts:
        for predicate in (DCTERMS.title, RDFS.label, SKOS.prefLabel):
            if title := _english(graph.objects(about, predicate)):
                return title
    return shorten(name)


def _english(texts: Iterable[Node]) -> str:
    """Return the English text, or the one without a language, or any; empty if there is none."""
    literals = [text for text in texts if isinstance(text, Literal)]
    literals.sort(key=lambda t: (t.language != "en", bool(t.language), str(t)))
    return str(literals[0]) if literals else ""
