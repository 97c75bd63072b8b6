"""The suites of RDF 1.2 against a running server: what a file says is what the server sends.

What is read, and what is refused, is tested where files are read (``tests/reader``). Here each
file that can be read is a graph, which is asked for in several formats.
"""

import json
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from openalliances.rdf.formats import GRAPH_FORMATS, JSON_LD, RDF_XML

from .compare import same
from .suite import known_failures, needs_suites, rdf_tests

pytestmark = needs_suites
TESTS = rdf_tests()
KNOWN = known_failures("http")
NUMBERS = {test.iri: number for number, test in enumerate(TESTS)}


def formats_for(test):
    """Return JSON-LD and two of the others, in turn: all six would take half a minute."""
    others = [form for form in GRAPH_FORMATS if form is not JSON_LD]
    turn = NUMBERS[test.iri]
    return JSON_LD, others[turn % 5], others[(turn + 2) % 5]


def marked(tests):
    for test in tests:
        reason = KNOWN.get(test.iri)
        yield pytest.param(
            test, id=test.id, marks=[pytest.mark.xfail(reason=reason)] if reason else []
        )


def test_the_suites_are_there():
    assert len(TESTS) == 244


@pytest.mark.parametrize("test", list(marked(TESTS)))
def test_a_graph_is_the_same_in_each_format_that_can_hold_it(server, test):
    wanted = test.triples()
    has_triple_terms = any(isinstance(quad.object, Triple) for quad in wanted)
    for form in formats_for(test):
        accept = {"Accept": form.media_type}
        reply = server.ask("/graphs?graph=" + quote(test.iri, safe=""), headers=accept)
        if form is JSON_LD and has_triple_terms:
            assert reply.status == 406
        elif form is RDF_XML and reply.status == 406:
            assert "XML" in json.loads(reply.body)["detail"]
        else:
            assert (reply.status, reply.media_type) == (200, form.media_type), reply.body
            found = list(parse(reply.body, format=RdfFormat.from_media_type(form.media_type)))
            assert same(found, wanted), form.name
