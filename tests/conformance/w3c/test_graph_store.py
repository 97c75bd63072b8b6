"""The Graph Store Protocol suite against a running server that only reads.

Its tests write a graph and read it back. Here each graph that a test reads was there
from the beginning, under an IRI of its own (with the name of the test and the
number of the request behind it), and whatever writes is refused.
"""

import pytest
from pyoxigraph import RdfFormat, parse

from .compare import same
from .conftest import READS, SCRIPTS, graph_of, target_of
from .suite import needs_suites

pytestmark = needs_suites
MISSES = [
    (script, exchange)
    for script in SCRIPTS
    for exchange in script.exchanges
    if exchange.method in ("GET", "HEAD") and exchange.statuses == {404}
]
WRITES = [
    (script, exchange)
    for script in SCRIPTS
    for exchange in script.exchanges
    if exchange.method not in ("GET", "HEAD")
]


def ids(found):
    return [f"{script.name}-{exchange.method}" for script, exchange, *_ in found]


def test_the_suite_reads():
    assert (len(SCRIPTS), len(READS), len(MISSES)) == (13, 15, 3)


@pytest.mark.parametrize(("script", "exchange", "number"), READS, ids=ids(READS))
def test_a_graph_that_is_there_is_sent(server, script, exchange, number):
    reply = server.ask(target_of(script, number), exchange.method, None, exchange.headers)
    assert reply.status in exchange.statuses
    assert reply.media_type == "text/turtle"
    if exchange.method == "GET":
        found = list(parse(reply.body, format=RdfFormat.TURTLE))
        wanted = parse(exchange.content, format=RdfFormat.TURTLE, base_iri=graph_of(script, number))
        assert same(found, list(wanted))


@pytest.mark.parametrize(("script", "exchange"), MISSES, ids=ids(MISSES))
def test_a_graph_that_is_not_there_is_404(server, script, exchange):
    reply = server.ask(target_of(script, 99), exchange.method, None, exchange.headers)
    assert reply.status == 404


@pytest.mark.parametrize(("script", "exchange"), WRITES, ids=ids(WRITES))
def test_whatever_writes_is_refused(server, script, exchange):
    target = target_of(script, 0)
    reply = server.ask(target, exchange.method, exchange.body, exchange.headers)
    assert reply.status == 405
    assert reply.headers["Allow"] == "GET, HEAD, OPTIONS"
