"""Queries that must never reach the engine: out to the network, into files, into the data."""

import pytest

from openalliances.errors import QueryError, QueryRefusedError, QuerySyntaxError
from openalliances.settings import Settings
from openalliances.sparql.judge import judge

X = "<http://127.0.0.1:1/>"
P = f"PREFIX x: {X} PREFIX : {X} "
KNOWN = {
    "known_graphs": {"https://example.org/graph/a"},
    "base": "https://example.org/",
    "settings": Settings(),
}

FEDERATED = [
    f"SELECT * {{ SERVICE {X} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE SILENT {X} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ sErViCe {X} {{ ?s ?p ?o }} }}",
    f"SELECT*{{SERVICE{X}{{?s ?p ?o}}}}",
    f"SELECT * {{ SERVICE\n#c\n{X} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE\t# SILENT\r{X} {{ ?s ?p ?o }} }}",
    f"ASK {{ OPTIONAL {{ SERVICE {X} {{ ?s ?p ?o }} }} }}",
    f"ASK {{ {{ ?s ?p ?o }} UNION {{ SERVICE {X} {{ ?s ?p ?o }} }} }}",
    f"ASK {{ ?s ?p ?o MINUS {{ SERVICE {X} {{ ?s ?p ?o }} }} }}",
    f"ASK {{ FILTER EXISTS {{ SERVICE {X} {{ ?s ?p ?o }} }} }}",
    f"ASK {{ FILTER(1 = 1 || NOT EXISTS {{ SERVICE {X} {{ ?s ?p ?o }} }}) }}",
    f"ASK {{ {{ SELECT * {{ SERVICE {X} {{ ?s ?p ?o }} }} }} }}",
    f"ASK {{ GRAPH ?g {{ SERVICE {X} {{ ?s ?p ?o }} }} }}",
    f"ASK {{ ?s ?p ?o LATERAL {{ SERVICE {X} {{ ?s ?p ?o }} }} }}",
    f"SELECT (EXISTS {{ SERVICE {X} {{ ?s ?p ?o }} }} AS ?x) {{}}",
    f"SELECT * {{}} ORDER BY (EXISTS {{ SERVICE {X} {{ ?s ?p ?o }} }})",
    f"SELECT * {{}} GROUP BY ?x HAVING (EXISTS {{ SERVICE {X} {{ ?s ?p ?o }} }})",
    f"CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE {X} {{ ?s ?p ?o }} }}",
    f"DESCRIBE ?s {{ SERVICE {X} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ BIND({X} AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
    f"SELECT * {{ VALUES ?e {{ {X} }} SERVICE ?e {{ ?s ?p ?o }} }}",
    P + "SELECT * { SERVICE x:a { ?s ?p ?o } }",
    P + "SELECT * { SERVICE : { ?s ?p ?o } }",
    "BASE <http://127.0.0.1:1/> SELECT * { SERVICE <a> { ?s ?p ?o } }",
    # Escapes of code points, in all their spellings.
    rf"SELECT * {{ \u0053ERVICE {X} {{ ?s ?p ?o }} }}",
    rf"SELECT * {{ SERV\U00000049CE {X} {{ ?s ?p ?o }} }}",
    rf"SELECT * {{ \u0073\u0065\u0072\u0076\u0069\u0063\u0065 {X} {{ ?s ?p ?o }} }}",
    rf"SELECT * {{ \u005Cu0053ERVICE {X} {{ ?s ?p ?o }} }}",
    rf"SELECT * {{ # comment \u000A SERVICE {X} {{ ?s ?p ?o }} }}",
    rf'SELECT * {{ BIND("\u0022 AS ?x) SERVICE {X} {{ ?s ?p ?o }} #" AS ?x) }}',
    rf'SELECT * {{ BIND("a\u0022 "SERVICE {X} {{ ?s ?p ?o }} "" AS ?x) }}',
    rf"SELECT * {{ ?s ?p <a\u003E SERVICE {X} {{ ?s ?p ?o }} # > }}",
    # Words without a space between them, which the engine's parser takes.
    f"SELECT * {{ SERVICESILENT{X}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p trueSERVICE{X}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 1SERVICE{X}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 1.SERVICE{X}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ {{}}SERVICE{X}{{ ?s ?p ?o }} }}",
    P + "PREFIX SERVICEx: <y:> SELECT * { SERVICEx:a { ?s ?p ?o } }",
    P + "PREFIX SERVICE: <y:> SELECT * { SERVICE:a { ?s ?p ?o } }",
    P + "PREFIX SERVICESILENTx: <y:> SELECT * { SERVICESILENTx:a { ?s ?p ?o } }",
    P + "PREFIX trueSERVICEx: <y:> SELECT * { ?s ?p trueSERVICEx:a { ?s ?p ?o } }",
    # Tokens that this reader and the engine's would cut in other places.
    f'SELECT * {{ FILTER(?a<?b#>"""\n) SERVICE {X} {{ ?s ?p ?o }} #"""\n }}',
    f"SELECT * {{ FILTER(?a<?b#>'''\n) SERVICE {X} {{ ?s ?p ?o }} #'''\n }}",
    f"SELECT * {{ FILTER(?a<'x>'''\n') SERVICE {X} {{ ?s ?p ?o }} #'''\n }}",
    f'SELECT * {{ BIND(<<?s#>"""\n x:p 1 >> AS ?t) SERVICE {X} {{ ?s ?p ?o }} #"""\n }}',
]

UPDATES = [
    "INSERT DATA { <x:a> <x:b> 1 }",
    "PREFIX a: <x:> # SELECT\nINSERT DATA { a:a a:b 1 }",
    "BASE <x:> DELETE WHERE { ?s ?p ?o }",
    "DELETE DATA { <x:a> <x:b> 1 }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "LOAD <file:///etc/passwd>",
    "LOAD SILENT <http://127.0.0.1:1/> INTO GRAPH <x:g>",
    "\\u004COAD <http://127.0.0.1:1/>",
    "CLEAR ALL",
    "DROP GRAPH <https://example.org/graph/a>",
    "CREATE GRAPH <x:g>",
    "ADD <x:a> TO <x:b>",
    "MOVE <x:a> TO <x:b>",
    "copy default to <x:b>",
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "ASK {} ; LOAD <http://127.0.0.1:1/>",
    "DROP ALL ; SELECT * { ?s ?p ?o }",
]

FOREIGN_GRAPHS = [
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    f"SELECT * FROM {X} {{ ?s ?p ?o }}",
    f"SELECT * FROM NAMED {X} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    f"ASK FROM <https://example.org/graph/a> FROM {X} {{}}",
    P + "DESCRIBE ?s FROM x:g { ?s ?p ?o }",
    "BASE <file:///> CONSTRUCT WHERE { ?s ?p ?o } FROM <etc/passwd>",
    "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
    "PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }",
    "SELECT (EXISTS { ?s ?p ?o } AS ?x) FROM <file:///etc/passwd> {}",
    "SELECT * FROM <../../etc/passwd> { ?s ?p ?o }",
]


@pytest.mark.parametrize("text", FEDERATED)
def test_no_query_goes_out(text):
    with pytest.raises(QueryError):
        judge(text, **KNOWN)


@pytest.mark.parametrize("text", UPDATES)
def test_no_update_passes(text):
    with pytest.raises(QueryRefusedError, match="only reads"):
        judge(text, **KNOWN)


@pytest.mark.parametrize("text", FOREIGN_GRAPHS)
def test_no_foreign_graph_is_read(text):
    with pytest.raises(QueryRefusedError, match="no graph"):
        judge(text, **KNOWN)


def test_service_says_why():
    with pytest.raises(QueryRefusedError) as caught:
        judge("SELECT * {\n  SERVICE <x:y> {} }", **KNOWN)
    assert (caught.value.line, caught.value.column) == (2, 3)
    assert "SERVICE" in caught.value.message


@pytest.mark.parametrize(
    "text", ["SELECT * { SERVIC\u0130 <x:y> {} }", "SELECT * { \u017fERVICE <x:y> {} }"]
)
def test_letters_that_only_look_alike_are_no_words(text):
    with pytest.raises(QuerySyntaxError):
        judge(text, **KNOWN)
