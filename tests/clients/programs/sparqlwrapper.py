"""SPARQLWrapper: each form of query in each format, by GET and POST, with and without Accept."""

import itertools
import json
import sys
import warnings

from SPARQLWrapper import GET, POST, SPARQLWrapper

FORMATS = {
    "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3": ["json", "xml", "csv", "tsv"],
    "ASK { ?s ?p ?o }": ["json", "xml"],
    "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3": ["n3", "turtle", "rdf", "rdf+xml", "json-ld", "xml"],
    "DESCRIBE <https://w3id.org/openalliances/id/state/burundi>": ["n3", "turtle", "json-ld"],
}


def asked(endpoint, query, form, method, only_accept):
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setQuery(query)
    wrapper.setReturnFormat(form)
    wrapper.setMethod(method)
    wrapper.setOnlyConneg(only_accept)
    try:
        answer = wrapper.query()
        media_type = answer.info()["content-type"].partition(";")[0]
        return [media_type, size(answer.convert())]
    except Exception as error:
        return [type(error).__name__, str(error)[:300]]


def size(converted):
    if isinstance(converted, dict):
        return len(converted.get("results", {}).get("bindings", [converted.get("boolean")]))
    if isinstance(converted, bytes):
        return len(converted.splitlines())
    return len(converted) if hasattr(converted, "__len__") else 1


def main():
    warnings.simplefilter("ignore")
    found = [
        [query.split()[0], form, method, only_accept, *asked(*case)]
        for query, forms in FORMATS.items()
        for form, method, only_accept in itertools.product(forms, (GET, POST), (False, True))
        for case in [(sys.argv[1] + "/sparql", query, form, method, only_accept)]
    ]
    print(json.dumps(found))


main()
