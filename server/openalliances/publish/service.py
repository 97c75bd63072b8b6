"""The service description: SPARQL 1.1 Service Description, with VoID counts."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from openalliances.rdf.formats import GRAPH_FORMATS, RESULT_FORMATS
from openalliances.rdf.prefixes import PREFIXES
from openalliances.release import Manifest
from openalliances.settings import Settings

_SD = PREFIXES["sd"]
_XSD = PREFIXES["xsd"]
_TYPE = NamedNode(PREFIXES["rdf"] + "type")


def describe_service(manifest: Manifest, settings: Settings, base: str) -> list[Triple]:
    """Return the description of the endpoint as triples, without blank nodes.

    The endpoint is named by the public URL if there is one, else below *base*: a
    description must not depend on the Host header of whoever asks for it.
    """
    root = f"{settings.public_url.rstrip('/')}/" if settings.public_url else base
    service = NamedNode(f"{root}sparql")
    dataset = NamedNode(f"{root}sparql#dataset")
    default = NamedNode(f"{root}sparql#default-graph")
    triples = [
        Triple(service, _TYPE, _sd("Service")),
        Triple(service, _sd("endpoint"), service),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(service, _dcterms("title"), Literal(manifest.title)),
        Triple(service, _comment(), Literal(_limits(settings), language="en")),
        Triple(dataset, _TYPE, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), default),
        Triple(default, _TYPE, _sd("Graph")),
    ]
    if settings.default_graph == "union":
        triples.append(Triple(service, _sd("feature"), _sd("UnionDefaultGraph")))
        triples.append(Triple(default, _void("triples"), _integer(manifest.quads)))
    triples += [
        Triple(service, _sd("resultFormat"), NamedNode(form.iri))
        for form in (*RESULT_FORMATS, *GRAPH_FORMATS)
    ]
    return triples + _named_graphs(dataset, manifest)


def _named_graphs(dataset: NamedNode, manifest: Manifest) -> list[Triple]:
    triples: list[Triple] = []
    for number, entry in enumerate((g for g in manifest.graphs if g.iri), start=1):
        graph = NamedNode(entry.iri)
        named = NamedNode(f"{dataset.value}-{number}")
        triples += [
            Triple(dataset, _sd("namedGraph"), named),
            Triple(named, _TYPE, _sd("NamedGraph")),
            Triple(named, _sd("name"), graph),
            Triple(named, _sd("graph"), graph),
            Triple(graph, _TYPE, _sd("Graph")),
            Triple(graph, _void("triples"), _integer(entry.triples)),
        ]
    return triples


def _limits(settings: Settings) -> str:
    return (
        f"A query runs for at most {settings.query_timeout:g} seconds, may have "
        f"{settings.query_length} characters, and gives at most {settings.result_size} bytes. "
        "Updates and SERVICE are refused. All limits: /about/limits"
    )


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)


def _void(name: str) -> NamedNode:
    return NamedNode(PREFIXES["void"] + name)


def _dcterms(name: str) -> NamedNode:
    return NamedNode(PREFIXES["dcterms"] + name)


def _comment() -> NamedNode:
    return NamedNode(PREFIXES["rdfs"] + "comment")


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(_XSD + "integer"))
