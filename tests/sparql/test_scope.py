"""What ``SELECT *`` stands for, and which variables cannot stand where they do."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyoxigraph import Store

from openalliances.errors import QuerySyntaxError
from openalliances.settings import Settings
from openalliances.sparql.judge import judge
from openalliances.sparql.lexer import tokenize
from openalliances.sparql.scope import UncertainError, scope_of

EX = "PREFIX : <http://example.org/> "


def star(pattern):
    return scope_of(tokenize(f"SELECT * {{ {pattern} }}")).variables


@pytest.mark.parametrize(
    ("pattern", "variables"),
    [
        ("?s ?p ?o", "s p o"),
        ("?z :p ?a . ?a :q ?z", "z a"),
        ("GRAPH ?g { ?s ?p ?o }", "g s p o"),
        ("?s :p [ :q ?o ; :r ( ?x ?y ) ]", "s o x y"),
        ("?s :p/:q* ?o", "s o"),
        ("?s :p ?o OPTIONAL { ?o :q ?x } ?x :r ?y", "s o x y"),
        ("{ ?b :p ?a } UNION { ?c :p ?a }", "b a c"),
        ("?s :p ?o MINUS { ?s :q ?x }", "s o"),
        ("?s :p ?o FILTER(?o > ?x)", "s o"),
        ("?s :p ?o FILTER NOT EXISTS { ?s :q ?x } ?o :r ?y", "s o y"),
        ("?s :p ?o FILTER REGEX(STR(?x), 'a') ?o :r ?y", "s o y"),
        ("?s :p ?o FILTER :f(?x) ?o :r ?y", "s o y"),
        ("?s :p ?o BIND(?x + 1 AS ?n)", "s o n"),
        ("?s :p ?o BIND(EXISTS { ?s :q ?x } AS ?n) ?n :r ?y", "s o n y"),
        ("VALUES ?b { 1 2 } VALUES (?a ?c) { (1 UNDEF) }", "b a c"),
        ("{ SELECT ?y ?x { ?x :p ?y ; :q ?z } ORDER BY ?z } ?z :r ?x", "y x z"),
        ("{ SELECT ?y (COUNT(?x) AS ?n) { ?x :p ?y } GROUP BY ?y HAVING(?n > 1) }", "y n"),
        ("{ SELECT DISTINCT * { ?y :p ?x FILTER(?z) } } ?x :q ?a", "y x a"),
        ("?s :p '{ ?no }', \"?no\" # ?no\n", "s"),
        ("<< ?s ?p ?o >> ?q ?r", "s p o q r"),
        ("<<?s :p ?o ~ ?e>> :q ?r", "s o e r"),
        ("?x :p <<( ?s :q <<( ?a :b ?c )>> )>>", "x s a c"),
        ("?s :p ?o ~ ?e {| :q ?r ; :r [ :s ?t ] |} . ?o :q ?u", "s o e r t u"),
        ("?s :p ?o {| :q ?r |} {| :q ?t |}", "s o r t"),
        ("VALUES ?t { <<( :a :b 1 )>> } ?s :p ?t", "t s"),
        ("?s :p ?o BIND(<<( ?s :p ?x )>> AS ?t) FILTER(?o = <<( :a :b ?y )>>)", "s o t"),
        ('?s :p ?o ~ :e , "x"@ar--rtl ; :q ?r', "s o r"),
        ("$s :p ?o", "s o"),
        (":a :b :c", ""),
    ],
)
def test_what_is_in_scope_in_the_order_of_writing(pattern, variables):
    assert star(pattern) == variables.split()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { <<?s?p?o>> ?q ?r }",
        "SELECT * { ?s ?p ?o } GROUP BY ?s",
        "SELECT * { ?s ?p ?o } VALUES ?x { 1 }",
        "SELECT * { ?s ?p ?o FILTER ?x }",
        "SELECT * { ?s ?p ?o BIND(1) }",
        "SELECT *",
        "SELECT * { ?s ?p ?o FILTER }",
    ],
)
def test_what_is_not_certain_is_left(text):
    with pytest.raises(UncertainError):
        scope_of(tokenize(text))


NAMES = st.sampled_from("abcdef")
VARIABLE = NAMES.map("?{}".format)
TERM = st.one_of(VARIABLE, st.sampled_from([":i", '"x"', "1", "[]", "[ :p ?e ]", "(1 ?f)"]))
SUBJECT = st.one_of(VARIABLE, st.just(":i"))
EXPRESSION = st.one_of(
    VARIABLE,
    st.builds("({} + {})".format, VARIABLE, VARIABLE),
    st.builds("STRLEN(STR({}))".format, VARIABLE),
    st.builds("EXISTS {{ {} :p {} }}".format, VARIABLE, VARIABLE),
)
TRIPLE = st.one_of(
    st.builds(
        "{} {} {} .".format, SUBJECT, st.one_of(VARIABLE, st.just(":p"), st.just("^:p/:q*")), TERM
    ),
    st.builds("{} :p {} ~ {} {{| :q {} |}} .".format, SUBJECT, TERM, VARIABLE, TERM),
    st.builds("<< {} {} {} >> :q {} .".format, SUBJECT, VARIABLE, SUBJECT, TERM),
    st.builds("{} :p <<( {} {} {} )>> .".format, SUBJECT, SUBJECT, VARIABLE, SUBJECT),
)


def groups(inner):
    group = st.lists(inner, min_size=1, max_size=3).map(" ".join)
    return st.one_of(
        st.builds("{{ {} }}".format, group),
        st.builds("OPTIONAL {{ {} }}".format, group),
        st.builds("MINUS {{ {} }}".format, group),
        st.builds("{{ {} }} UNION {{ {} }}".format, group, group),
        st.builds("GRAPH {} {{ {} }}".format, st.one_of(VARIABLE, st.just(":g")), group),
        st.builds("FILTER NOT EXISTS {{ {} }}".format, group),
        st.builds("{{ SELECT * {{ {} }} }}".format, group),
        st.builds("{{ SELECT {} {{ {} }} LIMIT 3 }}".format, VARIABLE, group),
        st.builds("{{ SELECT {} (COUNT(*) AS ?n) {{ {} }} GROUP BY {} }}".format,
                  st.just("?a"), group, st.just("?a")),
    )  # fmt: skip


ELEMENT = st.recursive(
    st.one_of(
        TRIPLE,
        st.builds("FILTER({})".format, EXPRESSION),
        st.builds("BIND({} AS {})".format, EXPRESSION, VARIABLE),
        st.builds("VALUES {} {{ 1 }}".format, VARIABLE),
        st.builds("VALUES ({} ?v) {{ (1 UNDEF) }}".format, VARIABLE),
    ),
    groups,
    max_leaves=6,
)
PATTERN = st.lists(ELEMENT, min_size=1, max_size=4).map(" ".join)


def columns(text):
    """Return the columns that pyoxigraph gives; None where it does not take the query."""
    try:
        return [variable.value for variable in Store().query(EX + text).variables]
    except SyntaxError:
        return None


@hypothesis_settings(max_examples=150, deadline=None)
@given(PATTERN)
def test_the_engine_sees_the_same_variables(pattern):
    text = f"SELECT * {{ {pattern} }}"
    engine = columns(text)
    try:
        found = scope_of(tokenize(text)).variables
    except QuerySyntaxError:
        assert engine is None
        return
    if engine is not None:
        assert sorted(found) == sorted(engine)
        assert not found or columns(f"SELECT {' '.join('?' + v for v in found)} {{ {pattern} }}")


PROJECTION = st.lists(
    st.one_of(
        VARIABLE,
        st.builds("(STR({}) AS {})".format, VARIABLE, VARIABLE),
        st.builds("(COUNT({}) AS {})".format, VARIABLE, VARIABLE),
    ),
    min_size=1,
    max_size=3,
).map(" ".join)
MODIFIERS = st.sampled_from(
    ["", "GROUP BY ?a", "GROUP BY ?a ?b", "GROUP BY (STR(?a) AS ?b)", "HAVING(COUNT(?a) > 1)",
     "ORDER BY ?c", "GROUP BY ?b ORDER BY DESC(COUNT(?a))"]
)  # fmt: skip


@hypothesis_settings(max_examples=150, deadline=None)
@given(PROJECTION, PATTERN, MODIFIERS)
def test_nothing_that_an_engine_takes_is_refused(projection, pattern, modifiers):
    text = f"SELECT {projection} {{ {pattern} }} {modifiers}"
    try:
        scope_of(tokenize(text))
    except UncertainError:
        pass
    except QuerySyntaxError:
        assert columns(text) is None


@pytest.mark.parametrize(
    ("text", "words", "hint", "column"),
    [
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", r"\?s .* GROUP BY", "GROUP BY ?s", 8),
        (
            "SELECT ?s ?p (SUM(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s",
            r"\?p .* GROUP BY",
            "GROUP BY ?s ?p",
            11,
        ),
        ("SELECT ?s { ?s ?p ?o } HAVING(COUNT(?o) > 1)", r"\?s ", "SAMPLE(?s)", 8),
        ("SELECT (STR(?o) AS ?s) { ?s ?p ?o }", r"\?s has a value already", "new name", 20),
        ("SELECT ?x { ?s ?p ?x BIND(1 AS ?s) }", r"\?s has a value already", "FILTER", 32),
        ("SELECT ?x { ?x ?y ?z { ?s ?p ?x BIND(1 AS ?s) } }", r"\?s has", "FILTER", 43),
        ("SELECT (1 AS ?s) (2 AS ?s) { }", r"\?s .* twice", "Leave", 24),
    ],
)
def test_the_message_names_the_variable_and_what_to_do(text, words, hint, column):
    with pytest.raises(QuerySyntaxError, match=words) as refusal:
        judge(text, known_graphs=(), base="http://a.example/", settings=Settings())
    assert hint in refusal.value.hint
    assert (refusal.value.line, refusal.value.column) == (1, column)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT  ?s ?p ?o  { ?s ?p ?o }"),
        ("SELECT*{?s ?p ?o}", "SELECT ?s ?p ?o {?s ?p ?o}"),
        ("SELECT DISTINCT * { ?s ?p 1 } LIMIT 1", "SELECT DISTINCT  ?s ?p  { ?s ?p 1 } LIMIT 1"),
        ("SELECT * { <a> <b> <c> }", None),
        ("SELECT (2*3 AS ?x) { }", None),
        ("SELECT ?s { ?s ?p ?o }", None),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", None),
    ],
)  # fmt: skip
def test_the_star_is_written_out(text, written):
    found = judge(text, known_graphs=(), base="http://a.example/", settings=Settings()).projection
    if written is None:
        assert found is None
    else:
        at, names = found
        assert f"{text[:at]} {names} {text[at + 1 :]}" == written
