"""What a release says about itself as data: example queries, prefixes, numbers.

Editors and programs ask the endpoint for these three and configure themselves
by them (the queries of the SIB's SPARQL editor are in the tests). Nothing is
concluded from them and no blank nodes are in them.

Example queries are as SHACL has them (SHACL Advanced Features 1.0, section 5);
``sh:describe`` is not a term of SHACL but what the SIB's collections and tools
use for DESCRIBE, for which SHACL has none. Where an example takes parameters, its answer has an
IRI template (Hydra Core, section 4.4.2 on templated links), with a mapping for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from openalliances.builder.dataset import Triples
from openalliances.builder.outputs.partitions import overview, partitions
from openalliances.rdf.prefixes import (
    BASE,
    DECLARATION,
    DESCRIPTION_GRAPHS,
    ENDPOINT,
    EXAMPLE,
    EXAMPLES_GRAPH,
    ONTOLOGY,
    PREFIXES,
    PREFIXES_GRAPH,
    VOID_GRAPH,
)
from openalliances.rdf.vocabulary import HYDRA, RDF, RDFS, SCHEMA, SH, XSD
from openalliances.release.examples import Example, Parameter, ParameterType

_CLASSES = {
    "SELECT": "SPARQLSelectExecutable",
    "ASK": "SPARQLAskExecutable",
    "CONSTRUCT": "SPARQLConstructExecutable",
}


def description(graphs: Mapping[str, Triples], examples: Sequence[Example]) -> dict[str, Triples]:
    """Return the graphs by which a release of *graphs* describes itself, by name."""
    said: dict[str, Triples] = {
        EXAMPLES_GRAPH: examples_graph(examples),
        PREFIXES_GRAPH: prefixes_graph(),
    }
    said = {name: triples for name, triples in said.items() if triples}
    return said | {VOID_GRAPH: partitions({**graphs, **said})}


def examples_graph(examples: Sequence[Example]) -> tuple[ox.Triple, ...]:
    """Return the examples as ``sh:SPARQLExecutable``."""
    return tuple(triple for example in examples for triple in _example(example))


def _example(example: Example) -> Iterator[ox.Triple]:
    iri = ox.NamedNode(EXAMPLE + example.slug)
    comment = f"{example.title} {example.about}".strip()
    yield ox.Triple(iri, RDF.type, SH.SPARQLExecutable)
    if example.form in _CLASSES:
        yield ox.Triple(iri, RDF.type, SH[_CLASSES[example.form]])
    yield ox.Triple(iri, RDFS.label, ox.Literal(example.title, language="en"))
    yield ox.Triple(iri, RDFS.comment, ox.Literal(comment, language="en"))
    yield ox.Triple(iri, SH[example.form.lower()], ox.Literal(example.query))
    yield ox.Triple(iri, SH.prefixes, ox.NamedNode(ONTOLOGY))
    yield ox.Triple(iri, SCHEMA.target, ox.NamedNode(ENDPOINT))
    for word in example.keywords:
        yield ox.Triple(iri, SCHEMA.keywords, ox.Literal(word, language="en"))
    if example.parameters:
        yield from _template(iri, example)


_DATATYPES = {
    ParameterType.DATE: XSD.date,
    ParameterType.YEAR: XSD.gYear,
    ParameterType.INTEGER: XSD.integer,
    ParameterType.TEXT: XSD.string,
}


def _template(iri: ox.NamedNode, example: Example) -> Iterator[ox.Triple]:
    """Yield how the answer with other values is addressed (RFC 6570, level 3)."""
    template = ox.NamedNode(f"{iri.value}/template")
    names = ",".join(parameter.name for parameter in example.parameters)
    address = f"{BASE}examples/{example.slug}.csv{{?{names}}}"
    yield ox.Triple(iri, HYDRA.search, template)
    yield ox.Triple(template, RDF.type, HYDRA.IriTemplate)
    yield ox.Triple(template, HYDRA.template, ox.Literal(address))
    for parameter in example.parameters:
        yield from _mapping(template, parameter)


def _mapping(template: ox.NamedNode, parameter: Parameter) -> Iterator[ox.Triple]:
    mapping = ox.NamedNode(f"{template.value}/{parameter.name}")
    datatype = _DATATYPES.get(parameter.type)
    yield ox.Triple(template, HYDRA.mapping, mapping)
    yield ox.Triple(mapping, RDF.type, HYDRA.IriTemplateMapping)
    yield ox.Triple(mapping, HYDRA.variable, ox.Literal(parameter.name))
    yield ox.Triple(mapping, HYDRA.required, ox.Literal(False))
    if datatype is None:
        yield ox.Triple(mapping, SH.nodeKind, SH.IRI)
    else:
        yield ox.Triple(mapping, SH.datatype, datatype)
    yield ox.Triple(mapping, SCHEMA.defaultValue, ox.Literal(parameter.default))
    yield ox.Triple(mapping, RDFS.comment, ox.Literal(parameter.about, language="en"))


def prefixes_graph() -> tuple[ox.Triple, ...]:
    """Return the table of prefixes, declared on the ontology (SHACL, section 5.2.1)."""
    return tuple(t for prefix, iri in PREFIXES.items() for t in _declaration(prefix, iri))


def _declaration(prefix: str, namespace: str) -> Iterator[ox.Triple]:
    iri = ox.NamedNode(DECLARATION + prefix)
    yield ox.Triple(ox.NamedNode(ONTOLOGY), SH.declare, iri)
    yield ox.Triple(iri, RDF.type, SH.PrefixDeclaration)
    yield ox.Triple(iri, SH.prefix, ox.Literal(prefix))
    yield ox.Triple(iri, SH.namespace, ox.Literal(namespace, datatype=XSD.anyURI))


def service_part(graphs: Mapping[str, Triples]) -> bytes:
    """Return what belongs into the description of the service, as sorted N-Triples.

    That is all of the description graphs, but of the numbers only those of the
    data set as a whole; who wants the rest asks the endpoint for it.
    """
    chosen: dict[ox.Triple, None] = {}
    for name in DESCRIPTION_GRAPHS:
        triples = graphs.get(name, ())
        chosen |= dict.fromkeys(overview(triples) if name == VOID_GRAPH else triples)
    text = ox.serialize(chosen, format=ox.RdfFormat.N_TRIPLES) or b""
    return b"".join(sorted(text.splitlines(keepends=True)))
