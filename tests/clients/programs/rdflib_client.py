"""rdflib: a store over the endpoint, SERVICE to it, documents by IRI, graphs and data sets."""

import json
import sys

from rdflib import Dataset, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

SERVER = sys.argv[1]
BURUNDI = URIRef("https://w3id.org/openalliances/id/state/burundi")
FORMS = {"ttl": "turtle", "rdf": "xml", "nt": "nt", "jsonld": "json-ld"}


def over_the_endpoint(method):
    graph = Graph(SPARQLStore(SERVER + "/sparql", method=method))
    rows = graph.query("SELECT ?p ?o { ?s ?p ?o }", initBindings={"s": BURUNDI})
    return [len(list(graph.triples((BURUNDI, None, None)))), len(rows)]


def federated():
    text = f"SELECT ?o {{ SERVICE <{SERVER}/sparql> {{ <{BURUNDI}> ?p ?o }} }}"
    return len(Graph().query(text))


def by_iri():
    return len(Graph().parse(f"{SERVER}/id/state/burundi"))


def data_set(extension, form):
    found = Dataset()
    found.parse(f"{SERVER}/id/state/burundi.{extension}", format=form)
    return sum(1 for _ in found.quads())


print(
    json.dumps(
        {
            "store": {method: over_the_endpoint(method) for method in ("GET", "POST", "POST_FORM")},
            "service": federated(),
            "by IRI": by_iri(),
            "suffixes": {
                name: len(Graph().parse(f"{SERVER}/id/state/burundi.{name}", format=form))
                for name, form in FORMS.items()
            },
            "data sets": [data_set("nq", "nquads"), data_set("trig", "trig")],
            "graph store": len(Graph().parse(f"{SERVER}/graphs?default", format="turtle")),
        }
    )
)
