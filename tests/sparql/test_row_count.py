"""Rows are counted in what pyoxigraph writes, whatever the terms are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    Store,
    Triple,
    Variable,
    serialize,
)

from openalliances.rdf.formats import (
    N_TRIPLES,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    TURTLE,
)
from openalliances.sparql.row_count import RowCounter, count_rows

# What has a meaning in one of the formats, and anything else.
MARKS = ['"', "\\", "{", "}", "},{", "[{", "]", "\n", "\r\n", "\r", ",", "\t", "<result>", "&", "'"]
TEXTS = st.lists(st.sampled_from(MARKS) | st.text(max_size=3), max_size=6).map("".join)
TERMS = st.one_of(
    TEXTS.map(Literal),
    st.integers().map(Literal),
    st.sampled_from([NamedNode("x:a"), NamedNode("x:b,c"), BlankNode("b")]),
    TEXTS.map(lambda text: Literal(text, language="en")),
)
ROWS = st.lists(st.lists(TERMS | st.none(), min_size=2, max_size=2), max_size=8)
TABLES = [RESULTS_JSON, RESULTS_XML, RESULTS_CSV, RESULTS_TSV]


def solutions(rows, names="a b"):
    """Return the result of a query with these rows; values come by substitution."""
    values, terms = [], {}
    for number, row in enumerate(rows):
        cells = []
        for place, term in enumerate(row):
            name = f"t{number}_{place}"
            if isinstance(term, BlankNode) or term is None:
                cells.append("UNDEF")
            else:
                terms[name] = term
                cells.append(str(term))
        values.append(f"({' '.join(cells)})")
    head = " ".join(f"?{name}" for name in names.split())
    return Store().query(f"SELECT {head} {{ VALUES ({head}) {{ {' '.join(values)} }} }}")


@pytest.mark.parametrize("form", TABLES, ids=lambda form: form.name)
@given(rows=ROWS)
@settings(max_examples=150, deadline=None)
def test_the_rows_of_a_table(form, rows):
    body = solutions(rows).serialize(format=QueryResultsFormat.from_media_type(form.media_type))
    assert count_rows(body, form) == len(rows)


@pytest.mark.parametrize("form", TABLES, ids=lambda form: form.name)
@given(rows=st.lists(st.lists(TERMS | st.none(), min_size=1, max_size=1), max_size=5))
@settings(max_examples=100, deadline=None)
def test_the_rows_of_one_column(form, rows):
    body = solutions(rows, "a").serialize(
        format=QueryResultsFormat.from_media_type(form.media_type)
    )
    assert count_rows(body, form) == len(rows)


@pytest.mark.parametrize("form", TABLES, ids=lambda form: form.name)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_rows_without_columns(form, count):
    query = f"SELECT * {{ VALUES () {{ {'() ' * count} }} }}"
    result = Store().query(query)
    body = result.serialize(format=QueryResultsFormat.from_media_type(form.media_type))
    assert count_rows(body, form) in (count, None)


@pytest.mark.parametrize("form", TABLES, ids=lambda form: form.name)
@pytest.mark.parametrize("query", ["ASK {}", "ASK { ?a ?b ?c }"])
def test_a_yes_or_no_has_no_rows(form, query):
    result = Store().query(query)
    if form is RESULTS_TSV or form is RESULTS_CSV:
        assert count_rows(b"true", form) is None
        return
    body = result.serialize(format=QueryResultsFormat.from_media_type(form.media_type))
    assert count_rows(body, form) is None


@given(st.lists(st.builds(Triple, st.just(NamedNode("x:s")), st.just(NamedNode("x:p")), TERMS)))
@settings(max_examples=100, deadline=None)
def test_the_lines_of_n_triples(triples):
    body = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert count_rows(body, N_TRIPLES) == len(triples)
    assert count_rows(serialize(triples, format=RdfFormat.TURTLE), TURTLE) is None


def test_a_name_that_looks_like_the_place_of_the_rows():
    result = Store().query('SELECT ?bindings { VALUES ?bindings { "\\"bindings\\":[{" } }')
    assert Variable("bindings") in result.variables
    body = result.serialize(format=QueryResultsFormat.JSON)
    assert count_rows(body, RESULTS_JSON) == 1


PIECES = {
    RESULTS_CSV: b'a,b\r\n"x\n""y""\n",1\r\n"",2\r\n3,"z"\r\n',
    RESULTS_TSV: b'?a\t?b\n"x"\t1\n\t2\n3\t"z"\n',
    RESULTS_XML: b"<sparql><results><result></result><result></result><result/></results>",
    N_TRIPLES: b'<urn:a> <urn:b> "1" .\n' * 3,
}


@pytest.mark.parametrize("form", PIECES)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_pieces_are_counted_as_the_whole(form, size):
    body, counter = PIECES[form], RowCounter(form)
    for start in range(0, len(body), size):
        counter.add(body[start : start + size])
    assert counter.rows == count_rows(body, form)
    assert counter.rows == {RESULTS_XML: 2}.get(form, 3)


def test_what_is_not_counted_in_pieces_has_no_number():
    counter = RowCounter(RESULTS_JSON)
    counter.add(b'{"results":{"bindings":[{},{}]}}')
    assert counter.rows is None
