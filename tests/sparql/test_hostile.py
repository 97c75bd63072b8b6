"""Queries that must never reach the engine: out to the network, into files, into the data."""

import time

import pytest

from openalliances.errors import QueryError, QueryRefusedError, QuerySyntaxError
from openalliances.settings import Settings
from openalliances.sparql.judge import judge

from .hostile.corpus import FEDERATED, FOREIGN_GRAPHS, NO_QUERIES, UPDATES
from .hostile.heavy import DEEP, HEAVY
from .hostile.legal import LEGAL

KNOWN = {
    "known_graphs": {"https://example.org/graph/a"},
    "base": "https://example.org/",
    "settings": Settings(),
}


def test_the_corpus_is_large():
    hostile = [*FEDERATED, *UPDATES, *FOREIGN_GRAPHS, *NO_QUERIES, *DEEP, *HEAVY]
    assert len(set(hostile)) == len(hostile) >= 200
    assert len(set(LEGAL)) == len(LEGAL) >= 40


@pytest.mark.parametrize("text", LEGAL)
def test_what_only_looks_alike_passes(text):
    judge(text, **KNOWN)


@pytest.mark.parametrize("text", DEEP, ids=range(len(DEEP)))
def test_too_deep_is_refused(text):
    with pytest.raises(QueryRefusedError, match="brackets"):
        judge(text, **KNOWN)


@pytest.mark.parametrize("text", [*NO_QUERIES, *HEAVY], ids=range(len(NO_QUERIES) + len(HEAVY)))
def test_the_judge_is_quick_with_whatever_comes(text):
    begin = time.process_time()
    try:
        judge(text, **KNOWN)
    except QueryError as error:
        assert error.message
    assert time.process_time() - begin < 2


@pytest.mark.parametrize("text", FEDERATED)
def test_no_query_goes_out(text):
    with pytest.raises(QueryError):
        judge(text, **KNOWN)


@pytest.mark.parametrize("text", UPDATES)
def test_no_update_passes(text):
    with pytest.raises(QueryRefusedError, match="only reads"):
        judge(text, **KNOWN)


@pytest.mark.parametrize("text", FOREIGN_GRAPHS)
def test_no_foreign_graph_is_read(text):
    with pytest.raises(QueryRefusedError, match="no graph"):
        judge(text, **KNOWN)


def test_service_says_why():
    with pytest.raises(QueryRefusedError) as caught:
        judge("SELECT * {\n  SERVICE <x:y> {} }", **KNOWN)
    assert (caught.value.line, caught.value.column) == (2, 3)
    assert "SERVICE" in caught.value.message


@pytest.mark.parametrize(
    "text", ["SELECT * { SERVIC\u0130 <x:y> {} }", "SELECT * { \u017fERVICE <x:y> {} }"]
)
def test_letters_that_only_look_alike_are_no_words(text):
    with pytest.raises(QuerySyntaxError):
        judge(text, **KNOWN)
