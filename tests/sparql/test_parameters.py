"""Binding of parameters: a value becomes one term, whatever it holds, and nothing else changes."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openalliances.release.examples import Example, Parameter, ParameterType, examples
from openalliances.sparql.lexer import tokenize
from openalliances.sparql.parameters import bound, default_of, places, term_of

PARAMETRIC = [example for example in examples("dataset") if example.parameters]
LEAST = 15
TEXT = Parameter("text", ParameterType.TEXT, "word", "the word")
SEARCH = Example(
    "s",
    "What?",
    "",
    'SELECT ?s # "word"\nWHERE { VALUES ?s { "word" "word"@en "a word" \'word\' } }\n',
    parameters=(TEXT,),
)
HOSTILE = [
    '"',
    '" } } ; DROP ALL #',
    "\\",
    '\\"',
    "\\u0022 } #",
    "\n} SELECT",
    "'''",
    "<x>",
    "?s",
    "\ud7ff\U0010ffff",
    "}",
    "\u202e",
]


def solutions(query):
    return [row["s"] for row in ox.Store().query(query)]


def test_many_examples_take_parameters():
    assert len(PARAMETRIC) >= LEAST
    types = {parameter.type for example in PARAMETRIC for parameter in example.parameters}
    wanted = {"date", "year", "state", "arrangement", "organization", "mission", "source"}
    assert types >= wanted


@pytest.mark.parametrize("example", PARAMETRIC, ids=lambda example: example.slug)
def test_each_default_stands_in_the_query_and_none_for_another(example):
    assert all(places(example, parameter) for parameter in example.parameters)
    defaults = [default_of(parameter) for parameter in example.parameters]
    assert len(set(defaults)) == len(defaults)
    assert len({parameter.name for parameter in example.parameters}) == len(defaults)


@pytest.mark.parametrize("example", PARAMETRIC, ids=lambda example: example.slug)
def test_with_defaults_it_is_the_query_as_it_stands(example):
    terms = {parameter.name: default_of(parameter) for parameter in example.parameters}
    assert bound(example, terms) == bound(example, {}) == example.query


def test_only_whole_terms_are_changed_and_no_comment():
    query = bound(SEARCH, {"text": ox.Literal("x")})
    assert query == SEARCH.query.replace('{ "word" ', '{ "x" ')


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_one_text(value):
    assert_one_text(value)


@given(st.text(st.characters(exclude_categories=["C"])))
def test_any_value_is_one_text(value):
    assert_one_text(value)


def assert_one_text(value):
    query = bound(SEARCH, {"text": term_of(TEXT, value)})
    assert solutions(query)[0] == ox.Literal(value)
    assert len(solutions(query)) == 4
    kinds = [token.kind for token in tokenize(query)]
    assert kinds == [token.kind for token in tokenize(SEARCH.query)]


@given(st.text())
def test_what_is_no_iri_is_refused(value):
    state = Parameter("state", ParameterType.STATE, "state/kenya", "the state")
    try:
        term = term_of(state, value)
    except ValueError:
        return
    assert len(tokenize(str(term))) == 1
