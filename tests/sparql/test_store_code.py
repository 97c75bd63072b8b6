"""Behind a store of others no query names what that store might run."""

from dataclasses import replace

import pytest

from openalliances.errors import QueryRefusedError, QuerySyntaxError
from openalliances.settings import Settings
from openalliances.sparql.judge import judge

from .conftest import BASE, GRAPHS

BEHIND = Settings(engine="http://127.0.0.1:8890/sparql", service_hosts="other.example")


def judged(text, settings=BEHIND):
    return judge(text, known_graphs=GRAPHS, base=BASE, settings=settings)


URL = '"http://127.0.0.1:1/"'
RUN = [
    # Seen to run in Virtuoso 7.2.5: it asks the network, or a procedure of that name.
    f"SELECT (<bif:http_get>({URL}) AS ?x) {{}}",
    f"PREFIX bif: <bif:> SELECT (bif:http_get({URL}) AS ?x) {{}}",
    f"SELECT (bif:http_get({URL}) AS ?x) {{}}",
    f"PREFIX b: <bif:> SELECT ?x {{ BIND(b:http_get({URL}) AS ?x) }}",
    f"PREFIX b: <bif:http_> SELECT ?x {{ FILTER(b:get({URL})) }}",
    f"PREFIX b: <bi> SELECT ?x {{ FILTER(b:f\\:http_get({URL})) }}",
    f"PREFIX b: <bi> SELECT ?x {{ FILTER(b:f:http_get({URL})) }}",
    f"BASE <bif:> SELECT ?x {{ FILTER <http_get>({URL}) }}",
    f"BASE <bif:x> PREFIX b: <> SELECT ?x {{ FILTER(b:http_get({URL})) }}",
    f"SELECT (<\\u0062if:http_get>({URL}) AS ?x) {{}}",
    f"SELECT (<b\\U00000069f:http_get>({URL}) AS ?x) {{}}",
    f"SELECT (<%62if:http_get>({URL}) AS ?x) {{}}",
    f"SELECT (<BIF:http_get>({URL}) AS ?x) {{}}",
    f"SELECT <bif:http_get>({URL}) {{}}",
    f"SELECT ?x <bif:http_get>({URL}) {{ ?x ?y ?z }}",
    f"SELECT ?x {{ ?x ?y ?z }} ORDER BY ?x <bif:http_get>({URL})",
    f"SELECT ?x {{ ?x ?y ?z }} GROUP BY ?x HAVING (?x) <bif:http_get>({URL})",
    f"ASK {{ FILTER EXISTS {{ ?x ?y ?z FILTER(<bif:http_get>({URL})) }} }}",
    "SELECT ?x { ?x <bif:contains> 'burundi' }",
    "SELECT ?x { ?x bif:contains 'burundi' }",
    "SELECT ?x { ?x !<bif:contains> 'burundi' }",
    "SELECT ?x { ?x <http://a.example/p>/<bif:contains> 'burundi' }",
    "SELECT (<sql:upper>('a') AS ?x) {}",
    "PREFIX sql: <sql:> SELECT (sql:upper('a') AS ?x) {}",
    "SELECT (<http://www.openlinksw.com/schemas/bif#upper>('a') AS ?x) {}",
    "SELECT (<DB.DBA.EXEC>('a') AS ?x) {}",
    "SELECT (<http://example.org/procedure>('a') AS ?x) {}",
    "SELECT (EXISTS { ?s ?p ?o } AS ?e) ?y <http://example.org/procedure>('a') { ?s ?p ?y }",
    "SELECT ?x { ?x ?y ?z FILTER <http://example.org/procedure>(?x) }",
    "SELECT ?x { ?x ?y ?z FILTER(?z = 1 && <http://example.org/procedure>(?x)) }",
    "SELECT ?x { ?x ?y ?z } ORDER BY ?x <http://example.org/procedure>(?x)",
    "SELECT ?x { { SELECT ?x <http://example.org/procedure>(?x) { ?x ?y ?z } } }",
    # As the manuals of others have it.
    "SELECT (<java:java.lang.Math.abs>(-1) AS ?x) {}",
    "PREFIX m: <java:java.lang.Math.> SELECT (m:abs(-1) AS ?x) {}",
    "SELECT ?x { ?x <java:org.example.Property> ?y }",
    "SELECT (<js:run>(-1) AS ?x) {}",
    "SELECT (<jar:file:/x.jar!/F>(-1) AS ?x) {}",
    "PREFIX afn: <http://jena.apache.org/ARQ/function#> SELECT (afn:now() AS ?x) {}",
    "PREFIX f: <http://jena.hpl.hp.com/ARQ/function#> SELECT (f:now() AS ?x) {}",
    "PREFIX apf: <http://jena.apache.org/ARQ/property#> SELECT ?x { ?x apf:splitIRI ('a' 'b') }",
    "SELECT ?x { [] <http://www.ontotext.com/js#register> 'x' }",
    "SELECT ?x { SERVICE <bif:x> { ?x ?y ?z } }",
    # Hidden from us behind what SPARQL 1.2 reads otherwise.
    f"SELECT ?x {{ ?x ?y ?z FILTER(?x<<(#> || <bif:http_get>({URL})) }}",
    f"PREFIX b: <bi> SELECT ?x {{ ?x ?y ?z FILTER(?x<<(#> || b:f:http_get({URL})\n) }}",
    f"PREFIX ltr: <bif:> SELECT (\"x\"@en--ltr:http_get({URL}) AS ?x) {{}}",
    f"PREFIX ltr.x: <bif:> SELECT (\"x\"@en--ltr.x:http_get({URL}) AS ?x) {{}}",
    "SELECT (\"x\"@en--<http://example.org/procedure>('a') AS ?x) {}",
    "SELECT ?x { << ?x ?y ?z >> <bif:contains> 'burundi' }",
    "SELECT ?x { ?x ?y ?z ~ <bif:x> {| ?p ?q |} }",
    "SELECT ?x { ?x ?y <<( ?x <bif:contains> 'burundi' )>> }",
]  # fmt: skip


@pytest.mark.parametrize("text", RUN)
def test_what_a_store_might_run_is_refused(text):
    with pytest.raises((QueryRefusedError, QuerySyntaxError)):
        judged(text)


@pytest.mark.parametrize(
    "text",
    [
        "DEFINE input:inference 'x' SELECT * { ?s ?p ?o }",
        "DEFINE get:soft 'soft' SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }",
        "SELECT ?x { ?x ?y `bif:upper('a')` }",
        "SELECT ?x { ?x ?y ?z OPTION (TRANSITIVE) }",
        "SELECT (AGG <http://example.org/f>(?x) AS ?y) { ?x ?p ?o }",
    ],
)
def test_words_of_stores_are_no_words_of_sparql(text):
    with pytest.raises((QueryRefusedError, QuerySyntaxError)):
        judged(text)


PASS = [
    "SELECT * { ?s ?p ?o }",
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT (xsd:integer(?o) AS ?n) { ?s ?p ?o }",
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s xsd:date(?o) HAVING xsd:boolean(?s)",
    "PREFIX geof: <http://www.opengis.net/def/function/geosparql/> "
    "SELECT ?a { ?a ?p ?b FILTER(geof:sfWithin(?a, ?b)) }",
    "PREFIX ex: <http://example.org/> SELECT ?s { ?s ex:list (1 2 3) }",
    "PREFIX ex: <http://example.org/> SELECT ?s { ?s ex:p ?o ; ex:list (1 2 3) }",
    "PREFIX ex: <http://example.org/> SELECT ?s { << ?s ?p ?o >> ex:q (1) }",
    "PREFIX ex: <http://example.org/> SELECT ?s { ?s ?p ?o {| ex:q (1) |} }",
    "PREFIX ex: <http://example.org/> SELECT ?s { [ ex:list (1 2) ] ex:p (1) . (1) ex:q (2) }",
    "SELECT ?s { ?s ?p 'bif:http_get(1)', '<sql:x>' }",
    "SELECT ?s { ?s <http://example.org/bif:x> <urn:bif:x> }",
    "SELECT ?s { ?s <file:///a> ?o }",
]  # fmt: skip


@pytest.mark.parametrize("text", PASS)
def test_what_no_store_runs_passes(text):
    assert judged(text).form == "SELECT"


@pytest.mark.parametrize("text", ["SELECT (<http://example.org/f>(1) AS ?x) {}"])
def test_our_own_engine_runs_nothing_so_nothing_more_is_refused(text):
    assert judged(text, replace(BEHIND, engine="")).form == "SELECT"
