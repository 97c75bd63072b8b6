"""The head of a release of our own set: what the catalogue says and what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from openalliances.builder.canonical import Canonical
from openalliances.builder.dataset import Dataset, Node, Statements
from openalliances.builder.inputs import built_with
from openalliances.errors import CheckError
from openalliances.rdf.prefixes import (
    BASE,
    DATASET,
    DERIVED_GRAPH,
    EXAMPLES_GRAPH,
    INFERRED_GRAPH,
    PREFIXES_GRAPH,
    VOID_GRAPH,
    shorten,
)
from openalliances.rdf.vocabulary import DCAT, DCTERMS, OWL, RDF, RDFS, SKOS
from openalliances.release import RELEASE_FORMAT, FileEntry, GraphEntry, Manifest

_DATASET = ox.NamedNode(DATASET)
_TITLES = {
    DERIVED_GRAPH: "What the rules derive",
    INFERRED_GRAPH: "What OWL 2 RL entails",
    EXAMPLES_GRAPH: "Example queries",
    PREFIXES_GRAPH: "Prefixes",
    VOID_GRAPH: "What is in each graph, in numbers",
}


def make_manifest(
    dataset: Dataset,
    whole: Canonical,
    files: Sequence[FileEntry],
    inputs: str,
    engines: Mapping[str, str],
) -> Manifest:
    """Return the manifest; version and title are those of the catalogue.

    :raises CheckError: if the catalogue gives no version.
    """
    asked = dataset.statements()
    versions = sorted({v.value for v in asked.objects(_DATASET, DCAT.version)})
    if len(versions) != 1:
        raise CheckError(
            f"The data set has {len(versions)} versions.",
            "Write one dcat:version for the data set into data/catalog.ttl.",
        )
    titles = asked.objects(_DATASET, DCTERMS.title)
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
            GraphEntry(name, _title(dataset, name), dataset.kinds[name], len(triples))
            for name, triples in dataset.graphs.items()
        ),
        files=tuple(files),
        built_with=built_with(),
        engines=dict(engines),
    )


def _title(dataset: Dataset, name: str) -> str:
    return _TITLES.get(name) or graph_title(name, Statements(dataset.store, (name,)))


def graph_title(name: str, graph: Statements) -> str:
    """Return the title that a graph gives itself, or that of the one thing that it describes.

    That is an ontology, a concept scheme or the data set; without any, a short
    form of the name.
    """
    abouts: list[Node] = [ox.NamedNode(name)]
    for kind in (OWL.Ontology, SKOS.ConceptScheme):
        abouts.extend(sorted(graph.subjects(RDF.type, kind), key=str))
    abouts.append(_DATASET)
    for about in abouts:
        for predicate in (DCTERMS.title, RDFS.label, SKOS.prefLabel):
            if title := _english(graph.objects(about, predicate)):
                return title
    return shorten(name)


def _english(texts: Iterable[Node]) -> str:
    """Return the English text, or the one without a language, or any; empty if there is none."""
    literals = [text for text in texts if isinstance(text, ox.Literal)]
    literals.sort(key=lambda t: (t.language != "en", bool(t.language), t.value))
    return literals[0].value if literals else ""
