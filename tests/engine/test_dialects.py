"""Rows of stores as the parser reads them, however they are cut into chunks."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    parse_query_results,
)

from openalliances.engine.remote.dialects import JsonRows, XmlRows

HEAD = (
    '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
    "<results>"
)


class Chunks:
    """A file that gives out what it has in pieces of *size* bytes."""

    def __init__(self, data, size):
        self.file = io.BytesIO(data)
        self.size = size

    def read(self, size=-1):
        return self.file.read(self.size)


def xml(*terms):
    rows = (f'<result>\n<binding name="x">{term}</binding></result>\n' for term in terms)
    return (HEAD + "".join(rows) + "</results></sparql>").encode()


def read_xml(data, size=7):
    found = parse_query_results(XmlRows(Chunks(data, size)), QueryResultsFormat.XML)
    return [row["x"] for row in found]


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("<literal> a </literal>", Literal(" a ")),
        ("<literal>  </literal>", Literal("  ")),
        ("<literal>\n\ta &amp; b\r\n</literal>", Literal("\n\ta & b\r\n")),
        ('<literal xml:lang="de"> a</literal>', Literal(" a", language="de")),
        ("<literal></literal>", Literal("")),
        ("<literal/>", Literal("")),
        ("<bnode>nodeID://b10</bnode>", BlankNode("b10")),
        ("<literal>nodeID://b10</literal>", Literal("nodeID://b10")),
        ("<uri>http://example.org/é</uri>", NamedNode("http://example.org/é")),
        ("<literal>&lt;/result&gt;</literal>", Literal("</result>")),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_terms_in_xml_are_whole(written, term, size):
    assert read_xml(xml(written, written), size) == [term, term]


@given(
    st.lists(st.text(st.sampled_from(" \t\n\rax")), max_size=5),
    st.integers(1, 40),
)
def test_blanks_in_xml_stay_wherever_it_is_cut(texts, size):
    terms = (f"<literal>{text}</literal>" for text in texts)
    assert read_xml(xml(*terms), size) == [Literal(text) for text in texts]


def test_a_row_without_an_end_is_not_waited_for():
    class Endless:
        def read(self, size=-1):
            return b"x" * 1_000_000

    with pytest.raises(SyntaxError):
        XmlRows(Endless()).read()


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_labels_in_json_can_be_read(size):
    row = b'{"x":{"type":"bnode","value":"nodeID://b10"}}'
    data = b'{"head":{"vars":["x"]},"results":{"bindings":[\n%s\n]}}' % row
    found = parse_query_results(JsonRows(Chunks(data, size)), QueryResultsFormat.JSON)
    assert [row["x"] for row in found] == [BlankNode("b10")]
