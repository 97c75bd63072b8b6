"""The service description: SPARQL 1.1 Service Description, with VoID counts.

What the server can do and how far is worked out here; what the data are comes
from the release, which was counted when it was built. No blank nodes: each part
can be pointed to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from openalliances.rdf.formats import GRAPH_FORMATS, RESULT_FORMATS
from openalliances.rdf.prefixes import DATASET, ENDPOINT, INFERRED_GRAPH, PREFIXES
from openalliances.release import SERVICE, Manifest
from openalliances.settings import Settings, query_limits
from openalliances.sparql.extensions import FUNCTIONS, LANGUAGE

_SIMPLE = NamedNode("http://www.w3.org/ns/entailment/Simple")
_OWL = NamedNode("http://www.w3.org/ns/entailment/OWL-RDF-Based")
_RL = NamedNode("http://www.w3.org/ns/owl-profile/RL")
_INFERRED = (
    "Holds what OWL 2 RL entails from the other graphs, without what these say themselves and "
    "without triples that say nothing (x sameAs x). It was worked out when the release was built; "
    "a query matches triples and concludes nothing."
)
_UNION = (
    "A query without FROM sees the statements of all graphs. One that several graphs make is found "
    "once in each of them: use DISTINCT."
)


def read_description(indexes: Path) -> tuple[Triple, ...]:
    """Return what the build wrote for the description; nothing for a user's own files."""
    path = indexes / SERVICE
    if not path.is_file():
        return ()
    quads = parse(path=path, format=RdfFormat.N_TRIPLES)
    return tuple(quad.triple for quad in quads)


def describe_service(
    manifest: Manifest,
    settings: Settings,
    base: str,
    described: Iterable[Triple] = (),
    *,
    local: bool = True,
) -> list[Triple]:
    """Return the description of the endpoint as triples, without blank nodes.

    *described* is what the release says about itself (examples, prefixes,
    partitions; see :func:`read_description`). *local* says whether our own engine
    answers; of another's extensions nothing is known.

    The endpoint is named by where this server is asked, which *base* is, with a slash at its
    end: a description must not depend on the Host header of whoever asks for it.
    """
    service = NamedNode(f"{base}sparql")
    said = [_asked_here(triple, service) for triple in described]
    return [
        *_service(service, manifest, settings),
        *(_extensions(service) if local else ()),
        *_limits(service, settings),
        *_default_graph(service, manifest, settings, said),
        *_named_graphs(NamedNode(f"{service.value}#dataset"), manifest),
        *said,
    ]


def _asked_here(triple: Triple, service: NamedNode) -> Triple:
    """Return what the release says of its endpoint as said of this one."""
    if triple.object != NamedNode(ENDPOINT):
        return triple
    return Triple(triple.subject, triple.predicate, service)


def _service(service: NamedNode, manifest: Manifest, settings: Settings) -> Iterator[Triple]:
    yield Triple(service, _term("rdf", "type"), _term("sd", "Service"))
    yield Triple(service, _term("sd", "endpoint"), service)
    yield Triple(service, _term("sd", "supportedLanguage"), _term("sd", "SPARQL11Query"))
    yield Triple(service, _term("sd", "defaultEntailmentRegime"), _SIMPLE)
    yield Triple(service, _term("dcterms", "title"), Literal(manifest.title))
    yield Triple(service, _term("rdfs", "comment"), _english(_limits_in_words(settings)))
    for form in (*RESULT_FORMATS, *GRAPH_FORMATS):
        yield Triple(service, _term("sd", "resultFormat"), NamedNode(form.iri))


def _extensions(service: NamedNode) -> Iterator[Triple]:
    for iri in FUNCTIONS:
        yield Triple(service, _term("sd", "extensionFunction"), NamedNode(iri))
        yield Triple(NamedNode(iri), _term("rdf", "type"), _term("sd", "Function"))
    for iri, label in LANGUAGE.items():
        yield Triple(service, _term("sd", "languageExtension"), NamedNode(iri))
        yield Triple(NamedNode(iri), _term("rdf", "type"), _term("sd", "Feature"))
        yield Triple(NamedNode(iri), _term("rdfs", "label"), _english(label))


def _limits(service: NamedNode, settings: Settings) -> Iterator[Triple]:
    """Yield each limit as a property with a value; no vocabulary has terms for them all."""
    for name, value, unit, text in query_limits(settings):
        limit = NamedNode(f"{service.value}#{name.replace('_', '-')}")
        yield Triple(service, _term("schema", "additionalProperty"), limit)
        yield Triple(limit, _term("rdf", "type"), _term("schema", "PropertyValue"))
        yield Triple(limit, _term("schema", "propertyID"), Literal(name))
        yield Triple(limit, _term("schema", "name"), _english(name.replace("_", " ")))
        yield Triple(limit, _term("schema", "description"), _english(text))
        yield Triple(limit, _term("schema", "value"), _number(value))
        if unit:
            yield Triple(limit, _term("schema", "unitText"), _english(unit))


def _default_graph(
    service: NamedNode, manifest: Manifest, settings: Settings, said: Iterable[Triple]
) -> Iterator[Triple]:
    dataset = NamedNode(f"{service.value}#dataset")
    default = NamedNode(f"{service.value}#default-graph")
    yield Triple(service, _term("sd", "defaultDataset"), dataset)
    yield Triple(dataset, _term("rdf", "type"), _term("sd", "Dataset"))
    yield Triple(dataset, _term("sd", "defaultGraph"), default)
    yield Triple(default, _term("rdf", "type"), _term("sd", "Graph"))
    whole, triples = NamedNode(DATASET), _term("void", "triples")
    counted = [t.object for t in said if t.subject == whole and t.predicate == triples]
    if counted:
        yield Triple(dataset, _term("rdfs", "seeAlso"), whole)
    if settings.allowed_hosts:
        yield Triple(service, _term("sd", "feature"), _term("sd", "BasicFederatedQuery"))
    if settings.default_graph == "union":
        yield Triple(service, _term("sd", "feature"), _term("sd", "UnionDefaultGraph"))
        yield Triple(default, _term("rdfs", "comment"), _english(_UNION))
        yield Triple(default, triples, counted[0] if counted else _number(manifest.quads))


def _named_graphs(dataset: NamedNode, manifest: Manifest) -> Iterator[Triple]:
    for number, entry in enumerate((g for g in manifest.graphs if g.iri), start=1):
        graph = NamedNode(entry.iri)
        named = NamedNode(f"{dataset.value}-{number}")
        yield Triple(dataset, _term("sd", "namedGraph"), named)
        yield Triple(named, _term("rdf", "type"), _term("sd", "NamedGraph"))
        yield Triple(named, _term("sd", "name"), graph)
        yield Triple(named, _term("sd", "graph"), graph)
        yield Triple(graph, _term("rdf", "type"), _term("sd", "Graph"))
        yield Triple(graph, _term("dcterms", "title"), Literal(entry.title))
        yield Triple(graph, _term("void", "triples"), _number(entry.triples))
        yield from _entailment(named, entry.iri)


def _entailment(named: NamedNode, iri: str) -> Iterator[Triple]:
    """Yield under which entailments a graph is complete (section 3.4.4 and 3.4.6)."""
    if iri != INFERRED_GRAPH:
        yield Triple(named, _term("sd", "entailmentRegime"), _SIMPLE)
        return
    yield Triple(named, _term("sd", "entailmentRegime"), _OWL)
    yield Triple(named, _term("sd", "supportedEntailmentProfile"), _RL)
    yield Triple(named, _term("rdfs", "comment"), _english(_INFERRED))


def _limits_in_words(settings: Settings) -> str:
    return (
        f"A query runs for at most {settings.query_timeout:g} seconds, may have "
        f"{settings.query_length} characters, and gives at most {settings.result_size} bytes. "
        f"Updates are refused; SERVICE {_of_services(settings)}. All limits: /about/limits"
    )


def _of_services(settings: Settings) -> str:
    allowed = sorted(settings.allowed_hosts)
    return f"may ask {', '.join(allowed)} only" if allowed else "is refused"


def _term(prefix: str, name: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + name)


def _english(text: str) -> Literal:
    return Literal(text, language="en")


def _number(value: float) -> Literal:
    kind = "integer" if isinstance(value, int) else "decimal"
    return Literal(f"{value}", datatype=_term("xsd", kind))
