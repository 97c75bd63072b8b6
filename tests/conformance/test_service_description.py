"""The tests of the W3C for the service description, and that its claims are true.

The manifest of the suite has names and no data: each test is written out here.
https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from openalliances.rdf.formats import GRAPH_FORMATS, TRIPLE_FORMATS
from openalliances.rdf.prefixes import DATASET, GRAPH, INFERRED_GRAPH, PREFIXES
from openalliances.release.examples import examples
from openalliances.settings import Settings, query_limits

MANIFEST = Path(__file__).parents[3] / "shared/w3c/sparql11/service-description/manifest.ttl"
SUITE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/service-description/manifest#"
WRITTEN_OUT = {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"}
PUBLIC = "http://localhost"
"""The public URL of the fixture ``endpoint``."""
RDF, SD, SH, VOID = (PREFIXES[prefix] for prefix in ("rdf", "sd", "sh", "void"))
TYPE = NamedNode(RDF + "type")

FEATURES = ("BasicFederatedQuery", "DereferencesURIs", "EmptyGraphs", "RequiresDataset")
SCHEMA = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", "Format"),
    "inputFormat": ("Service", "Format"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
"""Domain and range of each property (section 3.3 and 3.4)."""
KNOWN = {
    "Language": {SD + name for name in ("SPARQL10Query", "SPARQL11Query", "SPARQL11Update")},
    "Feature": {SD + name for name in (*FEATURES, "UnionDefaultGraph")},
    "EntailmentRegime": {
        f"http://www.w3.org/ns/entailment/{name}"
        for name in ("Simple", "RDF", "RDFS", "D", "OWL-Direct", "OWL-RDF-Based", "RIF")
    },
    "EntailmentProfile": {
        f"http://www.w3.org/ns/owl-profile/{name}" for name in ("DL", "EL", "QL", "RL", "Full")
    },
    "Format": {
        f"http://www.w3.org/ns/formats/{name}"
        for name in (
            *("Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD"),
            *(f"SPARQL_Results_{form}" for form in ("XML", "JSON", "CSV", "TSV")),
        )
    },
}
"""Individuals that the specifications name, by class; their types need not be said."""
ABOVE = {"Dataset": "GraphCollection"}


class Triples:
    """A description, by subject and property."""

    def __init__(self, triples):
        self.all = list(triples)
        self._values = defaultdict(list)
        for triple in self.all:
            self._values[triple.subject, triple.predicate].append(triple.object)

    def values(self, subject, iri):
        return self._values.get((subject, NamedNode(iri)), [])

    def one(self, subject, iri):
        (value,) = self.values(subject, iri)
        return value

    def of(self, iri):
        return [triple for triple in self.all if triple.predicate == NamedNode(iri)]

    def types(self, term):
        named = {t.value.removeprefix(SD) for t in self.values(term, TYPE.value)}
        named |= {name for name, known in KNOWN.items() if getattr(term, "value", "") in known}
        return named | {ABOVE[name] for name in named & ABOVE.keys()}


@pytest.fixture(scope="module")
def described(endpoint) -> Triples:
    answer = endpoint.get("/sparql", headers={"Accept": "text/turtle"})
    quads = parse(answer.data, format=RdfFormat.TURTLE, base_iri=f"{PUBLIC}/sparql")
    return Triples(quad.triple for quad in quads)


@pytest.fixture(scope="module")
def service() -> NamedNode:
    return NamedNode(f"{PUBLIC}/sparql")


def test_each_test_of_the_suite_is_written_out():
    if not MANIFEST.is_file():
        pytest.skip(f"THE SUITE OF THE W3C WAS NOT COMPARED: there is no {MANIFEST}")
    kind = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#ServiceDescriptionTest"
    quads = list(parse(path=MANIFEST, format=RdfFormat.TURTLE, base_iri=SUITE))
    tests = {q.subject.value for q in quads if q.object == NamedNode(kind)}
    assert tests == {SUITE + name for name in WRITTEN_OUT}


@pytest.mark.parametrize("accept", [None, "*/*", *(form.media_type for form in TRIPLE_FORMATS)])
def test_returns_rdf(endpoint, accept):
    """``returns-rdf``: GET on endpoint returns RDF."""
    answer = endpoint.get("/sparql", headers={"Accept": accept} if accept else {})
    assert answer.status_code == 200
    form = next(
        form for form in GRAPH_FORMATS if form.media_type == answer.content_type.partition(";")[0]
    )
    assert accept in (None, "*/*", form.media_type)
    assert list(parse(answer.data, format=RdfFormat.from_media_type(form.media_type)))


def test_has_a_matching_endpoint(described, service):
    """``has-endpoint-triple``: sd:endpoint has the URL that was asked."""
    assert [t.object for t in described.of(SD + "endpoint")] == [service]


def test_conforms_to_schema(described):
    """``conforms-to-schema``: terms are those of the vocabulary, with their domain and range."""
    used = {
        t.predicate.value.removeprefix(SD)
        for t in described.all
        if t.predicate.value.startswith(SD)
    }
    assert used <= SCHEMA.keys()
    for name in used:
        domain, range_ = SCHEMA[name]
        for triple in described.of(SD + name):
            assert domain in described.types(triple.subject), triple
            assert range_ is None or range_ in described.types(triple.object), triple
            assert not isinstance(triple.object, Literal)
    (one,) = [t.subject for t in described.all if t.object == NamedNode(SD + "Service")]
    described.one(one, SD + "endpoint")
    described.one(described.one(one, SD + "defaultDataset"), SD + "defaultGraph")


def test_there_is_no_blank_node(described):
    assert not [t for t in described.all if isinstance(t.subject, BlankNode | Literal)]
    assert not [t for t in described.all if isinstance(t.object, BlankNode)]


def test_it_is_small_enough_to_be_asked_for_by_every_endpoint(endpoint):
    assert len(endpoint.get("/sparql", headers={"Accept": "text/turtle"}).data) < 300_000


def test_each_graph_has_its_entailment_regime(described, shipped_release):
    found = {}
    for triple in described.of(SD + "name"):
        regime = described.one(triple.subject, SD + "entailmentRegime").value.rpartition("/")[2]
        profile = described.values(triple.subject, SD + "supportedEntailmentProfile")
        found[triple.object.value] = (regime, *(p.value.rpartition("/")[2] for p in profile))
    assert found.pop(INFERRED_GRAPH) == ("OWL-RDF-Based", "RL")
    assert set(found.values()) == {("Simple",)}
    assert {*found, INFERRED_GRAPH} == {g.iri for g in shipped_release.manifest.graphs}


def test_each_limit_of_a_query_is_a_statement(described, service):
    schema = PREFIXES["schema"]
    limits = described.values(service, schema + "additionalProperty")
    found = {
        described.one(limit, schema + "propertyID").value: float(
            described.one(limit, schema + "value").value
        )
        for limit in limits
    }
    expected = {name: float(value) for name, value, _, _ in query_limits(Settings(query_workers=1))}
    assert found == expected
    assert {"query_timeout", "query_length", "result_size", "query_queue"} <= found.keys()


def test_prefixes_examples_and_partitions_are_in_the_description(described):
    prefixes = {
        described.one(t.object, SH + "prefix").value: described.one(
            t.object, SH + "namespace"
        ).value
        for t in described.of(SH + "declare")
    }
    assert prefixes == PREFIXES
    kind = NamedNode(SH + "SPARQLExecutable")
    kinds = [t for t in described.of(TYPE.value) if t.object == kind]
    assert len(kinds) == len(examples("dataset"))
    parts = described.values(NamedNode(DATASET), VOID + "classPartition")
    assert len(parts) > 50
    assert all(int(described.one(part, VOID + "entities").value) > 0 for part in parts)


def test_the_default_graph_is_the_union_of_all(ask_endpoint, described, service):
    features = {f.value.removeprefix(SD) for f in described.values(service, SD + "feature")}
    assert features == {"UnionDefaultGraph"}
    (default,) = (t.object for t in described.of(SD + "defaultGraph"))
    triples = described.one(default, VOID + "triples").value
    distinct = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } } }"
    plain = distinct.replace("GRAPH ?g { ?s ?p ?o }", "?s ?p ?o")
    assert ask_endpoint(plain) == ask_endpoint(distinct) == [{"n": triples}]


def test_a_statement_of_two_graphs_is_found_in_each_as_the_description_warns(ask_endpoint):
    """SPARQL 1.1, section 13, wants it once; when this fails, the warning can go."""
    (twice,) = ask_endpoint(
        "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(ISIRI(?o)) }"
        " GROUP BY ?s ?p ?o HAVING(COUNT(?g) > 1) ORDER BY ?s ?p ?o LIMIT 1"
    )
    pattern = f"<{twice['s']}> <{twice['p']}> <{twice['o']}>"
    (row,) = ask_endpoint(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    assert int(row["n"]) > 1


def test_a_graph_that_is_not_claimed_to_exist_is_refused(endpoint):
    query = f"SELECT ?s FROM <{GRAPH}nothing> {{ ?s ?p ?o }}"
    assert endpoint.post("/sparql", data={"query": query}).status_code == 400
    service = "SELECT ?s { SERVICE <http://example.org/> { ?s ?p ?o } }"
    assert endpoint.post("/sparql", data={"query": service}).status_code == 400
