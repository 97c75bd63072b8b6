"""The numbers in the release are those that counting gives, also of themselves."""

import pyoxigraph as ox
import pytest

from openalliances.builder.outputs.partitions import overview, partitions
from openalliances.builder.outputs.self_description import (
    description,
    examples_graph,
    prefixes_graph,
    service_part,
)
from openalliances.builder.outputs.statistics import datatype_of, plain, seen, usage
from openalliances.builder.read_files import parse
from openalliances.rdf.prefixes import (
    BASE,
    DATASET,
    EXAMPLES_GRAPH,
    GRAPH,
    PARTITION,
    PREFIXES,
    PREFIXES_GRAPH,
    VOID_GRAPH,
    partition_iri,
)
from openalliances.release.examples import Example, Parameter, ParameterType

ONE = """
<http://x/a> a <http://x/A> , [] ; <http://x/p> <http://x/b> , "one"@en , 1 .
<http://x/b> a <http://x/B> .
[] a <http://x/A> .
"""
TWO = """
<http://x/a> a <http://x/A> , <http://x/B> ; <http://x/p> <http://x/b> .
"""
GRAPHS = {GRAPH + "one": parse(ONE, "one.ttl"), GRAPH + "two": parse(TWO, "two.ttl")}
EXAMPLES = (Example("a-b", "What?", "So.", "ASK {}\n", "ASK", ("x", "y")),)


def quads(triples, name):
    graph = ox.NamedNode(name)
    return [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]


def store_of(graphs):
    store = ox.Store()
    for name, graph in graphs.items():
        store.extend(quads(graph, name))
    return store


def rows(store, query):
    prologue = "".join(f"PREFIX {p}: <{iri}> " for p, iri in PREFIXES.items())
    found = store.query(prologue + query, use_default_graph_as_union=True)
    return {tuple(term and term.value for term in row) for row in found}


@pytest.fixture(scope="module")
def store():
    return store_of({**GRAPHS, VOID_GRAPH: partitions(GRAPHS)})


TOGETHER = "{ SELECT DISTINCT ?s ?p ?o { GRAPH ?any { ?s ?p ?o } } }"
TYPED = "{ SELECT DISTINCT ?s ?c { GRAPH ?any { ?s a ?c FILTER(ISIRI(?c)) } } }"
PAIRS = [
    (
        "SELECT ?c ?n { ?d void:classPartition ?part . ?part void:class ?c ; void:entities ?n }",
        f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {TYPED} GROUP BY ?c",
    ),
    (
        "SELECT ?p ?n { ?d void:propertyPartition ?part ."
        " ?part void:property ?p ; void:triples ?n }",
        f"SELECT ?p (COUNT(*) AS ?n) {TOGETHER} GROUP BY ?p",
    ),
    ("SELECT ?n { ?d void:triples ?n }", f"SELECT (COUNT(*) AS ?n) {TOGETHER}"),
    (
        "SELECT ?c ?p ?n { ?d void:classPartition ?part . ?part void:class ?c ;"
        " void:propertyPartition ?used . ?used void:property ?p ; void:triples ?n }",
        f"SELECT ?c ?p (COUNT(*) AS ?n) {{ {TOGETHER} {TYPED} }} GROUP BY ?c ?p",
    ),
    (
        "SELECT ?c ?p ?e ?n { ?d void:classPartition ?part . ?part void:class ?c ;"
        " void:propertyPartition ?used . ?used void:property ?p ; void:classPartition ?end ."
        " ?end void:class ?e ; void:triples ?n }",
        f"SELECT ?c ?p ?e (COUNT(*) AS ?n) {{ {TOGETHER} {TYPED}"
        " { SELECT DISTINCT (?s AS ?o) (?c AS ?e) { GRAPH ?any { ?s a ?c } FILTER(ISIRI(?c)) } } }"
        " GROUP BY ?c ?p ?e",
    ),
    (
        "SELECT ?c ?p ?t ?n { ?d void:classPartition ?part . ?part void:class ?c ;"
        " void:propertyPartition ?used . ?used void:property ?p ;"
        " void-ext:datatypePartition ?end . ?end void-ext:datatype ?t ; void:triples ?n }",
        f"SELECT ?c ?p ?t (COUNT(*) AS ?n) {{ {TOGETHER} {TYPED} FILTER(ISLITERAL(?o))"
        " BIND(DATATYPE(?o) AS ?t) } GROUP BY ?c ?p ?t",
    ),
]


@pytest.mark.parametrize(("published", "counted"), PAIRS)
def test_the_numbers_of_all_together_are_those_that_counting_gives(store, published, counted):
    told = rows(store, published.replace("?d ", f"<{DATASET}> "))
    assert told == rows(store, counted)
    assert told


def test_the_numbers_of_each_graph_are_those_that_counting_gives(store):
    told = "SELECT ?g ?c ?n { ?g void:classPartition ?q . ?q void:class ?c ; void:entities ?n }"
    found = "SELECT ?g ?c (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a ?c FILTER(ISIRI(?c)) } }"
    own = {row for row in rows(store, told) if row[0].startswith(GRAPH)}
    assert own == rows(store, found + " GROUP BY ?g ?c")
    told = "SELECT ?g ?p ?n { ?g void:propertyPartition ?q . ?q void:property ?p ; void:triples ?n}"
    found = "SELECT ?g ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ?p"
    own = {row for row in rows(store, told) if row[0].startswith(GRAPH)}
    assert own == rows(store, found)


def test_the_numbers_do_not_change_when_they_are_counted_again():
    once = partitions(GRAPHS)
    assert set(partitions({**GRAPHS, VOID_GRAPH: once})) == set(once)


def test_a_graph_that_calls_itself_a_data_set_is_not_called_so_again():
    name = GRAPH + "own"
    own = parse(f"<{name}> a <{PREFIXES['void']}Dataset> .", "own.ttl")
    found = partitions({name: own})
    assert not set(own) & set(found)


def test_there_is_no_blank_node_and_every_iri_is_below_the_base():
    said = description(GRAPHS, EXAMPLES)
    found = [quad for name, triples in said.items() for quad in quads(triples, name)]
    assert not any(isinstance(t, ox.BlankNode) for q in found for t in (q.subject, q.object))
    assert {q.subject.value for q in found if not q.subject.value.startswith(BASE)} == set()
    assert set(said) == {EXAMPLES_GRAPH, PREFIXES_GRAPH, VOID_GRAPH}


def test_without_examples_there_is_no_empty_graph():
    assert EXAMPLES_GRAPH not in description(GRAPHS, ())


def test_the_part_for_the_service_has_no_parts_of_parts_and_no_other_graphs():
    said = {**GRAPHS, **description(GRAPHS, EXAMPLES)}
    lines = service_part(said).decode().splitlines()
    assert lines == sorted(lines)
    text = "\n".join(lines)
    assert "void#classPartition" in text
    told = {line.split()[1] for line in lines if line.startswith(f"<{PARTITION}")}
    assert told == {
        f"<{PREFIXES['void']}{n}>" for n in ("class", "entities", "property", "triples")
    }
    assert partition_iri(GRAPH + "one") not in text
    assert "SPARQLAskExecutable" in text
    assert "PrefixDeclaration" in text
    assert set(overview(said[VOID_GRAPH])) <= set(said[VOID_GRAPH])


@pytest.mark.parametrize(
    ("form", "kinds"),
    [
        ("SELECT", {"SPARQLExecutable", "SPARQLSelectExecutable"}),
        ("ASK", {"SPARQLExecutable", "SPARQLAskExecutable"}),
        ("CONSTRUCT", {"SPARQLExecutable", "SPARQLConstructExecutable"}),
        ("DESCRIBE", {"SPARQLExecutable"}),
    ],
)
def test_an_example_has_the_class_and_the_property_of_its_form(form, kinds):
    graph = examples_graph([Example("x", "What?", "So.", f"{form} …", form, ("a", "b"))])
    store = store_of({EXAMPLES_GRAPH: graph})
    found = rows(store, "SELECT ?kind { ?x a ?kind }")
    assert {kind.removeprefix(PREFIXES["sh"]) for (kind,) in found} == kinds
    text = rows(store, f"SELECT ?text ?says {{ ?x sh:{form.lower()} ?text ; rdfs:comment ?says }}")
    assert text == {(f"{form} …", "What? So.")}
    assert rows(store, "SELECT ?word { ?x schema:keywords ?word }") == {("a",), ("b",)}


def test_every_prefix_is_declared_once():
    query = "SELECT ?prefix ?iri { ?o sh:declare [ sh:prefix ?prefix ; sh:namespace ?iri ] }"
    found = rows(store_of({PREFIXES_GRAPH: prefixes_graph()}), query)
    assert found == set(PREFIXES.items())


@pytest.mark.parametrize(
    ("literal", "datatype"),
    [
        ('"x"', "xsd:string"),
        ('"x"@en', "rdf:langString"),
        ("1", "xsd:integer"),
        ('"a b@c"^^<http://x/t>', "http://x/t"),
    ],
)
def test_a_plain_literal_keeps_its_datatype(literal, datatype):
    prefix, _, name = datatype.partition(":")
    ((_, _, value),) = plain(parse(f"<http://x/s> <http://x/p> {literal} .", "x.ttl"))
    assert datatype_of(value) == PREFIXES.get(prefix, f"{prefix}:") + name


def test_nothing_is_counted_of_nothing():
    nothing = seen(()).counts()
    assert (nothing.triples, nothing.classes, nothing.properties) == (0, {}, {})
    assert usage((), {}).properties == {}


@pytest.mark.parametrize(
    ("dataset", "steps", "iri"),
    [
        (DATASET, (), "partition/dataset"),
        (
            GRAPH + "reference/states",
            (("class", PREFIXES["ally"] + "State"),),
            "partition/graph/reference/states/class/ally:State",
        ),
        (
            DATASET,
            (("class", "http://x/a b"), ("property", PREFIXES["rdfs"] + "label")),
            "partition/dataset/class/http:%2F%2Fx%2Fa%20b/property/rdfs:label",
        ),
    ],
)
def test_a_partition_has_an_iri_of_its_own(dataset, steps, iri):
    assert partition_iri(dataset, *steps) == BASE + iri


def test_an_example_with_parameters_has_a_template_of_its_address():
    parameter = Parameter("at", ParameterType.DATE, "1990-01-01", "the day")
    graph = examples_graph(
        [Example("x", "What?", "So.", "SELECT …", "SELECT", ("a", "b"), (parameter,))]
    )
    said = {(t.predicate.value.rpartition("#")[2], t.object.value) for t in graph}
    assert ("template", "https://w3id.org/openalliances/examples/x.csv{?at}") in said
    assert ("variable", "at") in said
    assert not any(isinstance(term, ox.BlankNode) for t in graph for term in (t.subject, t.object))
