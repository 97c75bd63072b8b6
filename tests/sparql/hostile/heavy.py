"""Queries that want more than they should get: time, memory, depth."""

DEEP = [
    "ASK " + "{" * 5000 + "}" * 5000,
    "ASK " + "{" * 129 + "}" * 129,
    "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "ASK { FILTER(" + "NOT EXISTS { FILTER(" * 200 + "1" + ") }" * 200 + ") }",
    "ASK { " + "OPTIONAL { " * 200 + "} " * 200 + "}",
    "ASK { " + "{ SELECT * { " * 200 + "} } " * 200 + "}",
    "ASK { " + "GRAPH ?g { " * 200 + "} " * 200 + "}",
    "ASK { ?s " + "(" * 200 + "<x:p>" + ")*" * 200 + " ?o }",
    "ASK { ?s ?p " + "[ ?p " * 200 + "1" + " ]" * 200 + " }",
    "ASK { ?s ?p " + "( " * 200 + ") " * 200 + "}",
    "ASK { BIND(" + "IF(1, " * 200 + "1" + ", 2)" * 200 + " AS ?x) }",
    "ASK " + "{" * 99_000,
]
"""Brackets in brackets: more than are read."""

HEAVY = [
    "ASK { FILTER(" + "!" * 50_000 + "true) }",
    "ASK { FILTER(" + "-" * 2_000 + "1 = 1) }",
    "ASK { ?s " + "^" * 20_000 + "<x:p> ?o }",
    "ASK { ?s " + "/".join(["<x:p>"] * 10_000) + " ?o }",
    "ASK { ?s " + "|".join(["<x:p>"] * 10_000) + " ?o }",
    "ASK { ?s ((((<x:p>*)*)*)*)*/((((<x:p>+)+)+)+)+ ?o }",
    "SELECT * { ?s (!<x:p>|^!<x:q>)* ?o . ?o (!<x:p>)* ?r . ?r (!<x:p>)* ?t }",
    "ASK { FILTER(" + "+".join(["1"] * 20_000) + " > 0) }",
    "ASK { FILTER(" + "||".join(["false"] * 10_000) + ") }",
    "ASK { " + " UNION ".join(["{}"] * 10_000) + " }",
    "ASK { " + "{} " * 20_000 + "}",
    "ASK { " + "?s ?p ?o . " * 8_000 + "}",
    "ASK { " + "OPTIONAL {} " * 5_000 + "}",
    "SELECT " + " ".join(f"?v{n}" for n in range(10_000)) + " {}",
    "ASK { VALUES ?x { " + "1 " * 40_000 + "} }",
    "SELECT * { ?s ?p '" + "a" * 99_000 + "' }",
    "SELECT * { ?s ?p <x:" + "a" * 99_000 + "> }",
    "SELECT ?" + "a" * 99_000 + " {}",
    "PREFIX " + "a." * 40_000 + "a: <x:> ASK {}",
    "ASK {} #" + "a" * 99_000,
    " " * 99_000 + "ASK {}",
    "".join(f"PREFIX p{n}: <x:{n}> " for n in range(4_000)) + "ASK {}",
    'SELECT * { FILTER(REGEX("' + "a" * 30_000 + '!", "^(a+)+$")) }',
    'SELECT * { FILTER(REGEX("' + "a" * 100 + '", "((a{100}){100}){100}")) }',
    'SELECT * { FILTER(REGEX("a", "' + "(" * 20_000 + "a" + ")" * 20_000 + '")) }',
    'SELECT * { FILTER(REGEX("a", "' + "a?" * 10_000 + '")) }',
    'SELECT (REPLACE("' + "a" * 10_000 + '", "(a*)*b", "$1$1$1$1") AS ?x) {}',
    "SELECT * { BIND('"
    + "a" * 1000
    + "' AS ?a0) "
    + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(30))
    + " }",
    "SELECT (GROUP_CONCAT(?a) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY RAND()",
    "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT * { ?a ?b ?c MINUS { ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } }",
    "CONSTRUCT { ?a ?b ?l } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT (SHA512(STR(?a)) AS ?h) { ?a ?b ?c . ?d ?e ?f . ?g ?h2 ?i . ?j ?k ?l }",
    "SELECT * { ?a ?b ?c } LIMIT 99999999999999999999999",
    "SELECT * { ?a ?b ?c } OFFSET 18446744073709551615",
    "SELECT (1E400 AS ?x) (99999999999999999999999999999999 * 9 AS ?y) {}",
    "SELECT (SUBSTR('a', -9223372036854775808, 9223372036854775807) AS ?x) {}",
    "SELECT (<http://www.w3.org/2001/XMLSchema#dateTime>('9999999999-01-01T00:00:00Z') AS ?x) {}",
]
"""What may be answered, refused or stopped, but soon."""
