"""A real Virtuoso, and a server that must never hear of it."""

import contextlib
import socket
from dataclasses import replace

import pytest

from openalliances.engine.interface import Query
from openalliances.engine.remote.engine import RemoteEngine
from openalliances.errors import QueryRefusedError, QuerySyntaxError, RequestError
from openalliances.rdf.formats import RESULTS_CSV
from openalliances.settings import Settings

from ..peers import virtuoso_with
from .test_store_code import RUN, URL, judged


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    with virtuoso_with("", tmp_path_factory.mktemp("virtuoso")) as peer:
        settings = Settings(engine=peer.query, query_timeout=20.0)
        with contextlib.closing(RemoteEngine(settings)) as engine:
            yield engine


@pytest.fixture
def canary():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        yield listening


def run(engine, text):
    with contextlib.suppress(RequestError), engine.run(Query(text, RESULTS_CSV, 5.0)) as answer:
        b"".join(answer)


def was_called(canary):
    try:
        canary.accept()[0].close()
    except TimeoutError:
        return False
    return True


def aimed(text, canary):
    return text.replace(URL, f'"http://127.0.0.1:{canary.getsockname()[1]}/"')


def test_it_asks_the_network_for_whoever_reaches_it(engine, canary):
    canary.settimeout(5)
    run(engine, aimed(RUN[0], canary))
    assert was_called(canary)


def test_nobody_reaches_it_through_us(engine, canary):
    behind = replace(Settings(), engine="http://127.0.0.1:1/")
    for text in RUN:
        with contextlib.suppress(QueryRefusedError, QuerySyntaxError):
            run(engine, judged(aimed(text, canary), behind).text)
    assert not was_called(canary)
