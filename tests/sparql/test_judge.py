"""What may run, what may not, and what is known about what may."""

import pytest
import rdflib.plugins.sparql.parser
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from openalliances.errors import QueryRefusedError, QuerySyntaxError, RequestError
from openalliances.settings import Settings
from openalliances.sparql.judge import DEPTH, check_graphs, judge
from openalliances.sparql.lexer import tokenize

BASE = "https://example.org/"
A, B = f"{BASE}graph/a", f"{BASE}graph/b"
KNOWN = {"known_graphs": {A, B}, "base": BASE, "settings": Settings()}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("select*{}", "SELECT"),
        ("ASK {}", "ASK"),
        ("PREFIX a: <x:> BASE <y:> # c\nCONSTRUCT WHERE { a:b ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <x>", "DESCRIBE"),
        ("\ufeffASK {}", "ASK"),
        (r"\u0041SK {}", "ASK"),
        ("SELECT ?service ?load { ?service ?load 'SERVICE <x> {}' }", "SELECT"),
        ("PREFIX x: <x:> SELECT * { x:service x:SERVICE _:service # SERVICE <x> {}\n }", "SELECT"),
        ("PREFIX service: <x:> SELECT * { service:x ?p 'y'@service }", "SELECT"),
        ("SELECT * { ?s <https://a/service> '''INSERT DATA {}''' }", "SELECT"),
        ("SELECT * { ?s <https://a/b#label> 'civil service' }", "SELECT"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?o<3&&?o>1) }", "SELECT"),
        ("VERSION '1.2' ASK { << ?s ?p ?o ~ <x:r> >> ?q ?c }", "ASK"),
        ('PREFIX a: <x:> VERSION "1.2" SELECT * { ?s a:p ?o ~ ?r {| a:q ?c |} }', "SELECT"),
        ("ASK { FILTER(hasLANGDIR('x'@ar--rtl) && isTRIPLE(<<( <x:a> <x:b> 1 )>>)) }", "ASK"),
        ("SELECT ?x WHERE { ?x a ?y MINUS { ?x a true } } GROUP BY ?x HAVING(?x>1)", "SELECT"),
    ],
)
def test_queries_that_only_read_pass(text, form):
    assert judge(text, **KNOWN).form == form


@pytest.mark.parametrize(
    ("text", "line", "column", "words", "hint"),
    [
        ("", 1, 1, "empty", "SELECT"),
        ("  # nothing\n", 1, 1, "empty", "SELECT"),
        ("PREFIX a: <x:>", 0, 0, "ends after its prefixes", "SELECT"),
        ("SELCT * {}", 1, 1, "begins with", "SELECT"),
        ("\n ?x", 2, 2, "begins with", ""),
        ("SELECT * { OPTINAL {} }", 1, 12, "OPTINAL", "OPTIONAL"),
        ("SELECT x {}", 1, 8, '"x"', "?"),
        ("SELECT * { ?s skos:notation ?o }", 1, 15, "skos:", "PREFIX skos: <http://www.w3.org/"),
        ("PREFIX skoss: <x:> ASK { ?s skos1:a ?o }", 1, 29, "skos1:", "skoss"),
        ("PREFIX a <x:> ASK {}", 1, 8, "colon", ""),
        ("ASK { ?s ?p (1 2 } )", 1, 18, "closes nothing", ""),
        ("ASK {\n{", 2, 1, "not closed", ""),
        ("ASK {}}", 1, 7, "closes nothing", ""),
        ("ASK { << ?s ?p ?o ) }", 1, 19, "closes nothing", ""),
        ("ASK { ?s ?p <<( ?s ?p ?o >> }", 1, 26, "closes nothing", ""),
        ("ASK { ?s ?p ?o {| ?q 1 }", 1, 24, "closes nothing", ""),
        ("ASK { ?s ?p ?o {| ?q 1", 1, 16, '"{|" is not closed', ""),
        ("ASK { ?s ?p 'x'@en--lrt }", 1, 21, "lrt", "ltr"),
        ("ASK { ?s ?p 'open }", 1, 13, "not closed", ""),
        ("SELECT * FROM {}", 1, 10, "FROM", ""),
    ],
)
def test_what_is_no_query_says_where_and_what_to_do(text, line, column, words, hint):
    with pytest.raises(QuerySyntaxError) as caught:
        judge(text, **KNOWN)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in caught.value.message
    assert hint in caught.value.hint


def test_too_long_a_query_is_refused():
    with pytest.raises(QueryRefusedError, match="at most 10"):
        judge("ASK        {}", known_graphs=(), base=BASE, settings=Settings(query_length=10))


def test_too_deep_a_query_is_refused():
    judge("ASK " + "{" * DEPTH + "}" * DEPTH, **KNOWN)
    with pytest.raises(QueryRefusedError, match=str(DEPTH)):
        judge("ASK " + "{" * (DEPTH + 1) + "}" * (DEPTH + 1), **KNOWN)


@pytest.mark.parametrize(
    ("text", "graphs", "named"),
    [
        ("SELECT * {}", (), ()),
        (f"SELECT * FROM <{A}> {{}}", (A,), ()),
        (f"ASK FROM <{A}> FROM <{B}> {{}}", (A, B), ()),
        (f"DESCRIBE <x> FROM NAMED <{A}>", (), (A,)),
        ("SELECT * FROM <graph/a> FROM NAMED <graph/b> {}", (A,), (B,)),
        ("BASE <graph/> SELECT * FROM <a> {}", (A,), ()),
        ("PREFIX g: <graph/> SELECT * FROM g:a from named g:b {}", (A,), (B,)),
        ("BASE <https://example.org/graph/x> PREFIX g: <../graph/> ASK FROM g:a {}", (A,), ()),
        (f"SELECT (EXISTS {{ ?s ?p ?o }} AS ?x) FROM <{A}> {{}}", (A,), ()),
        (f"CONSTRUCT {{ ?s ?p ?o }} FROM <{A}> {{ ?s ?p ?o }}", (A,), ()),
    ],
)
def test_graphs_of_the_query_are_known(text, graphs, named):
    judged = judge(text, **KNOWN)
    assert (judged.from_graphs, judged.from_named) == (graphs, named)
    assert judged.has_dataset_clause == bool(graphs or named)


@pytest.mark.parametrize(
    ("iri", "hint"),
    [(f"{BASE}graph/c", "Did you mean"), ("file:///etc/passwd", "SELECT ?g"), ("", "SELECT ?g")],
)
def test_an_unknown_graph_is_refused_and_the_hint_helps(iri, hint):
    with pytest.raises(QueryRefusedError) as caught:
        check_graphs([A, iri], {A, B})
    assert f"<{iri}>" in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT*{?s\n?p # comment\n?o}", True),
        ("ASK { ?s ?p 'a b' }", "ASK { ?s ?p 'a  b' }", False),
        ("ASK { ?s ?p '#a' }", "ASK { ?s ?p '#b' }", False),
        ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?q }", False),
        # Here "#>" may begin a comment or end an IRI, so nothing may be left out.
        ("ASK { FILTER(?a<?b#>1\n) }", "ASK { FILTER(?a<?b#>2\n) }", False),
        ("ASK { FILTER(?a<'x> #1'\n) }", "ASK { FILTER(?a<'x> #2'\n) }", False),
    ],
)
def test_normalised_is_equal_for_equal_queries_only(one, other, same):
    assert (judge(one, **KNOWN).normalised == judge(other, **KNOWN).normalised) == same


@pytest.mark.parametrize(
    ("text", "stable"),
    [
        ("SELECT (NOW() AS ?x) {}", False),
        ("SELECT * { ?s ?p ?o FILTER(rand() < 0.5) }", False),
        ("SELECT ?now { ?now ?p 'RAND()' }", True),
    ],
)
def test_queries_with_changing_functions_are_not_stable(text, stable):
    assert judge(text, **KNOWN).stable == stable


def test_prefixes_are_those_of_the_query():
    judged = judge("PREFIX a: <x:> PREFIX a: <y:> PREFIX : <z> ASK {}", **KNOWN)
    assert judged.prefixes == {"a": "y:", "": f"{BASE}z"}


# Laws

PIECES = """
SELECT * ASK DESCRIBE { } ( ) [ ] ?s ?p $o a . ; , < > <= # ' " ''' <x:y> <#z> <?b#> x:y service:x
: _:b 1 -.5 1e5 'text' "text"@en \\u0053 \\u0022 \\ FROM NAMED PREFIX BASE SERVICE SILENT INSERT
LOAD WHERE FILTER OPTIONAL COUNT true é | ^^ || && !
"""
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*PIECES.split(), '"""', "\n", "\x00"]), max_size=15).map(" ".join),
)


@hypothesis_settings(max_examples=100)
@given(
    st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=15).map(" ".join))
)
def test_any_text_is_judged_or_refused(text):
    try:
        judged = judge(text, **KNOWN)
    except RequestError as error:
        assert error.status_hint == 400
        assert error.message.endswith(".")
    else:
        assert judge(judged.normalised, **KNOWN).normalised == judged.normalised


QUERIES = [
    "SELECT * { ?s <x:p> 'a b' , \"# c\"@en ; a [ ] . FILTER ( ?o < 3 && ?o > - 1.5e0 ) }",
    "PREFIX a: <x:> CONSTRUCT { ?s a:b a:c } WHERE { ?s ( a:b / ^ a:c ) * ?o } LIMIT 1",
    "ASK { VALUES ( ?a ) { ( 1 ) ( UNDEF ) } _:b ?p <https://a/b#c> , true }",
    "VERSION '1.2' PREFIX a: <x:> ASK { << ?s a:p ?o ~ ?r >> a:q <<( a:s a:p 1 )>> }",
    'PREFIX a: <x:> SELECT * { ?s a:p "x" @ar--rtl ~ a:r {| a:q ?c |} . FILTER isTRIPLE ( ?c ) }',
]
SPACES = st.sampled_from([" ", "\n", "\t ", "\r\n", " # c\n", "#'\"<\r", "\n#\n\n"])


@hypothesis_settings(max_examples=100)
@given(st.data())
def test_normalised_does_not_depend_on_space(data):
    text = data.draw(st.sampled_from(QUERIES))
    tokens = tokenize(text)
    spaced = "".join(token.text + data.draw(SPACES) for token in tokens)
    normalised = judge(spaced, **KNOWN).normalised
    assert normalised == judge(text, **KNOWN).normalised == judge(normalised, **KNOWN).normalised


INNERMOST = ["?s ?p ?o", "?s <x:p> 'SERVICE'", "?s a <x:SERVICE>", "", "VALUES ?v { 1 }"]
AROUND = [
    "{{ {} }} UNION {{ ?s ?p ?o }}",
    "OPTIONAL {{ {} }}",
    "?s ?p ?o MINUS {{ {} }}",
    "FILTER EXISTS {{ {} }}",
    "FILTER(!NOT EXISTS {{{}}})",
    "GRAPH ?g {{ {} }}",
    "{{ SELECT * {{ {} }} }}",
]
SERVICES = ["service\n<x:e> {{ {} }}", "SERVICE # c\nSILENT ?e {{ {} }}"]
PATTERNS = [
    outer.format(inner)
    for outer in (*AROUND, *SERVICES)
    for inner in (*INNERMOST, *(service.format("?s ?p ?o") for service in SERVICES))
    # rdflib does not parse a service in a service.
    if outer not in SERVICES or inner in INNERMOST
]


def has_service(node):
    """Return whether a tree that rdflib's parser made holds a service clause."""
    if getattr(node, "name", "") == "ServiceGraphPattern":
        return True
    inner = list(node.values()) if isinstance(node, dict) else node
    if isinstance(inner, str | int) or not hasattr(inner, "__iter__"):
        return False
    return any(has_service(part) for part in inner)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_judge_sees_service_where_a_full_parser_does(pattern):
    text = f"SELECT * {{ {pattern} }}"
    tree = rdflib.plugins.sparql.parser.parseQuery(text)
    try:
        judge(text, **KNOWN)
        refused = False
    except QueryRefusedError:
        refused = True
    assert refused == has_service(tree)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PREFIX ex:", "after PREFIX comes a prefix and its IRI"),
        ("PREFIX ex: ASK {}", "after PREFIX comes a prefix and its IRI"),
        ("BASE ASK {}", "after BASE comes an IRI"),
        ("PREFIX ex: <urn:x:> BASE", "after BASE comes an IRI"),
    ],
)
def test_half_a_prologue_is_told_what_is_missing(text, words):
    with pytest.raises(QuerySyntaxError, match=words):
        judge(text, **KNOWN)
