"""The result of a query for a page."""

import contextlib

import pytest

from openalliances.errors import QueryTimeoutError
from openalliances.pages.results import Cell, page_of

JSON = (
    b'{"head":{"vars":["a","b"]},"results":{"bindings":['
    b'{"a":{"type":"uri","value":"https://w3id.org/openalliances/id/x"},'
    b'"b":{"type":"literal","value":"1","datatype":"http://www.w3.org/2001/XMLSchema#integer"}},'
    b'{"a":{"type":"literal","value":"<b>","xml:lang":"en"}},'
    b'{"a":{"type":"bnode","value":"n1"}}]}}'
)


class Pieces(contextlib.AbstractContextManager):
    """An answer of given pieces, which may end in an error."""

    def __init__(self, *pieces, error=None):
        self.pieces, self.error = pieces, error

    def __iter__(self):
        yield from self.pieces
        if self.error:
            raise self.error

    def __exit__(self, *_):
        return None

    def close(self):
        pass


def in_bytes(body):
    return [body[at : at + 1] for at in range(len(body))]


@pytest.mark.parametrize("pieces", [[JSON], in_bytes(JSON)])
def test_rows(pieces):
    page = page_of(Pieces(*pieces), "SELECT", 10)
    assert page.variables == ("a", "b")
    assert page.rows == (
        (Cell("id/x", "https://w3id.org/openalliances/id/x"), Cell("1", note="xsd:integer")),
        (Cell("<b>", language="en"), None),
        (Cell("_:n1"), None),
    )
    assert not page.cut


@pytest.mark.parametrize(("limit", "cut"), [(1, True), (2, True), (3, False), (4, False)])
def test_no_more_rows_than_the_limit(limit, cut):
    page = page_of(Pieces(JSON), "SELECT", limit)
    assert (len(page.rows), page.cut) == (min(limit, 3), cut)


@pytest.mark.parametrize("truth", [True, False])
def test_ask(truth):
    body = b'{"head":{},"boolean":' + str(truth).lower().encode() + b"}"
    assert page_of(Pieces(body), "ASK", 1).truth is truth


def test_a_long_graph_is_cut_at_the_end_of_a_line():
    page = page_of(Pieces(*[b"<a:a> <b:b> <c:c> .\n"] * 20_000), "CONSTRUCT", 1)
    assert page.cut
    assert page.turtle.endswith(" .")


@pytest.mark.parametrize("form", ["SELECT", "CONSTRUCT"])
def test_a_failure_comes_through(form):
    broken = Pieces(JSON[:80], error=QueryTimeoutError("Too slow."))
    with pytest.raises(QueryTimeoutError):
        page_of(broken, form, 10)
