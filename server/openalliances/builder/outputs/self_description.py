"""What a release says about itself as data: example queries, prefixes, numbers.

Editors and programs ask the endpoint for these three and configure themselves
by them (the queries of the SIB's SPARQL editor are in the tests). Nothing is
concluded from them and no blank nodes are in them.

Example queries are as SHACL has them (SHACL Advanced Features 1.0, section 5);
``sh:describe`` is not a term of SHACL but what the SIB's collections and tools
use for DESCRIBE, for which SHACL has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH, XSD

from openalliances.builder.outputs.partitions import overview, partitions
from openalliances.builder.rdflib_terms import to_quads
from openalliances.rdf.prefixes import (
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
from openalliances.release.examples import Example

_SH = PREFIXES["sh"]
_SCHEMA = PREFIXES["schema"]
_CLASSES = {
    "SELECT": "SPARQLSelectExecutable",
    "ASK": "SPARQLAskExecutable",
    "CONSTRUCT": "SPARQLConstructExecutable",
}


def description(graphs: Mapping[str, Graph], examples: Sequence[Example]) -> dict[str, Graph]:
    """Return the graphs by which a release of *graphs* describes itself, by name."""
    said = {EXAMPLES_GRAPH: examples_graph(examples), PREFIXES_GRAPH: prefixes_graph()}
    said = {name: graph for name, graph in said.items() if len(graph)}
    return said | {VOID_GRAPH: partitions({**graphs, **said})}


def examples_graph(examples: Sequence[Example]) -> Graph:
    """Return the examples as ``sh:SPARQLExecutable``."""
    graph = Graph(bind_namespaces="none")
    for example in examples:
        iri = URIRef(EXAMPLE + example.slug)
        comment = Literal(f"{example.title} {example.about}".strip(), lang="en")
        graph.add((iri, RDF.type, SH.SPARQLExecutable))
        if example.form in _CLASSES:
            graph.add((iri, RDF.type, URIRef(_SH + _CLASSES[example.form])))
        graph.add((iri, RDFS.label, Literal(example.title, lang="en")))
        graph.add((iri, RDFS.comment, comment))
        graph.add((iri, URIRef(_SH + example.form.lower()), Literal(example.query)))
        graph.add((iri, SH.prefixes, URIRef(ONTOLOGY)))
        graph.add((iri, URIRef(_SCHEMA + "target"), URIRef(ENDPOINT)))
        for word in example.keywords:
            graph.add((iri, URIRef(_SCHEMA + "keywords"), Literal(word, lang="en")))
    return graph


def prefixes_graph() -> Graph:
    """Return the table of prefixes, declared on the ontology (SHACL, section 5.2.1)."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        iri = URIRef(DECLARATION + prefix)
        graph.add((URIRef(ONTOLOGY), SH.declare, iri))
        graph.add((iri, RDF.type, SH.PrefixDeclaration))
        graph.add((iri, SH.prefix, Literal(prefix)))
        graph.add((iri, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))
    return graph


def service_part(graphs: Mapping[str, Graph]) -> bytes:
    """Return what belongs into the description of the service, as sorted N-Triples.

    That is all of the description graphs, but of the numbers only those of the
    data set as a whole; who wants the rest asks the endpoint for it.
    """
    chosen = Graph(bind_namespaces="none")
    for name in DESCRIPTION_GRAPHS:
        graph = graphs.get(name, ())
        for triple in overview(graph) if isinstance(graph, Graph) and name == VOID_GRAPH else graph:
            chosen.add(triple)
    triples = [quad.triple for quad in to_quads(chosen, VOID_GRAPH)]
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return b"".join(sorted(text.splitlines(keepends=True)))
