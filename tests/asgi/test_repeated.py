"""The short way: the same bytes get the same answer, wherever a request may begin, and only there.

What looks like a request within another one is none (RFC 9112, section 11.2).
"""

import itertools
import re
import time

import pytest

from openalliances.asgi.exchange import AT_ONCE

from ..served import serving
from .raw import answer, head, target

FRESH = itertools.count()


@pytest.fixture(scope="module")
def served(release):
    with serving(release, log_queries="on") as server:
        yield server


@pytest.fixture
def wire(served):
    with served.connect() as wire:
        yield wire


@pytest.fixture
def path():
    """A path that nobody asked before."""
    return target(f"SELECT * {{ ?s ?p ?o FILTER(?o != {next(FRESH)}) }}")


def hits(served):
    text = served.ask("/metrics").body.decode()
    return float(re.search(r'cache_hits_total\{cache="requests"\} (\S+)', text)[1])


def known(served, path, *lines):
    """Ask for *path* until the server knows these bytes; return them and the answer."""
    asked = head(path, *lines)
    before = hits(served)
    with served.connect() as wire:
        answers = []
        for _ in range(3):
            wire.sendall(asked)
            answers.append(answer(wire))
    first, _, again = answers
    assert {(status, body) for status, _, body in answers} == {(first[0], first[2])}
    # Once for the answer, once to learn that it comes again; a 304 is known at once.
    assert hits(served) - before in (1, 2)
    return asked, again


@pytest.mark.parametrize("lines", [(), ("Accept-Encoding: gzip",), ("Accept: text/csv",)])
def test_the_same_bytes_get_the_same_answer(served, path, lines):
    _, (status, headers, body) = known(served, path, *lines)
    assert (status, int(headers["content-length"])) == (200, len(body))
    assert "date" in headers


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_304_comes_the_short_way_too(served, path, coding):
    _, (_, headers, _) = known(served, path, f"Accept-Encoding: {coding}")
    tag = f"If-None-Match: {headers['etag']}"
    _, (status, headers, body) = known(served, path, f"Accept-Encoding: {coding}", tag)
    assert (status, body) == (304, b"")
    assert headers["etag"] in tag


def test_two_requests_in_one_piece_have_two_answers(served, wire, path):
    asked, (_, _, body) = known(served, path)
    for _ in range(3):
        wire.sendall(asked + asked)
        assert answer(wire)[2] == answer(wire)[2] == body


def test_requests_that_do_not_wait_are_answered_in_their_order(served, wire, path):
    asked, (_, _, body) = known(served, path)
    slow = head(target("SELECT (RAND() AS ?n) { ?a ?b ?c . ?d ?e ?f }"), "Accept: text/csv")
    for piece in (slow, asked, asked):
        wire.sendall(piece)
        time.sleep(0.005)
    assert answer(wire)[1]["content-type"].startswith("text/csv")
    assert answer(wire)[2] == answer(wire)[2] == body


@pytest.mark.parametrize("at", [1, 3, 20, -3, -1])
def test_a_request_in_two_pieces(served, wire, path, at):
    asked, (_, _, body) = known(served, path)
    wire.sendall(asked[:at])
    time.sleep(0.05)
    wire.sendall(asked[at:])
    assert answer(wire)[2] == body
    wire.sendall(asked)
    assert answer(wire)[2] == body


def test_connection_close_is_heeded_each_time(served, path):
    for _ in range(3):
        with served.connect() as wire:
            wire.sendall(head(path, "Connection: close"))
            _, headers, _ = answer(wire)
            assert headers["connection"] == "close"
            assert wire.recv(1) == b""


def test_a_client_of_http_1_0_is_closed_each_time(served, path):
    for _ in range(3):
        with served.connect() as wire:
            wire.sendall(head(path, "Connection: keep-alive", version="1.0"))
            assert answer(wire)[0] == 200
            assert wire.recv(1) == b""


def test_head_has_no_body(served, wire, path):
    _, (_, headers, _) = known(served, path)
    for _ in range(3):
        wire.sendall(head(path, method="HEAD"))
        assert answer(wire, body=False)[1]["etag"] == headers["etag"]
    wire.sendall(head("/healthz"))
    assert answer(wire)[0] == 200


def test_what_stands_in_a_body_is_no_request(served, wire, path):
    asked, _ = known(served, path)
    post = head("/healthz", f"Content-Length: {len(asked)}", method="POST")
    wire.sendall(post)
    # The answer is there before the body is; what follows is the body all the same.
    assert answer(wire)[0] == 405
    wire.sendall(asked)
    wire.sendall(head("/readyz"))
    assert answer(wire)[1]["content-type"] == "application/json"


def test_what_stands_in_a_head_is_no_request(served, wire, path):
    asked, _ = known(served, path)
    wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ")
    time.sleep(0.05)
    # The header goes on, and its lines are of a request that has two hosts, and is refused.
    wire.sendall(asked)
    status, headers, _ = answer(wire)
    assert (status, "etag" in headers) == (400, False)
    assert wire.recv(1) == b""


def test_a_request_with_a_body_to_come_is_not_known_by_its_head(served, path):
    asked = head(path, "Content-Length: 6")
    for _ in range(3):
        with served.connect() as wire:
            wire.sendall(asked)
            time.sleep(0.02)
            wire.sendall(b"GET / ")
            assert answer(wire)[0] == 200
            wire.sendall(head("/healthz"))
            assert answer(wire)[0] == 200


def test_who_does_not_read_fills_no_memory(served, wire):
    path = target("SELECT * { { ?s ?p ?o } UNION { ?s ?p ?o } UNION { ?s ?p ?o } } LIMIT 200")
    asked, (_, _, body) = known(served, path)
    assert 10_000 < len(body) <= AT_ONCE
    before = hits(served)
    wire.settimeout(1)
    sent = 0
    try:
        for _ in range(3000):
            wire.sendall(asked)
            sent += 1
            time.sleep(0.0005)
    except TimeoutError:
        pass
    # Some fit into the buffers of the sockets; then it waits for the reader.
    assert (hits(served) - before) * len(body) < 20_000_000


def test_what_is_long_goes_at_the_pace_of_its_reader(served, wire):
    asked = head(target("SELECT * { { ?s ?p ?o } UNION { ?s ?p ?o } UNION { ?s ?p ?o } }"))
    before = hits(served)
    for _ in range(4):
        wire.sendall(asked)
        assert len(answer(wire)[2]) > AT_ONCE
    assert hits(served) == before


def test_what_changes_each_time_is_not_known(served, wire):
    asked = head(target("SELECT (STRUUID() AS ?n) {}"))
    answers = set()
    for _ in range(3):
        wire.sendall(asked)
        answers.add(answer(wire)[2])
    assert len(answers) == 3


@pytest.mark.parametrize("raw", ["é", "%ff%fe", "%00", "\u00ff"])
def test_a_query_string_of_any_bytes_is_answered(served, raw):
    for page in ("/search?q=", "/sparql?query=", "/sparql?query=ASK%7B%7D&format="):
        with served.connect() as wire:
            wire.sendall(f"GET {page}{raw} HTTP/1.1\r\nHost: x\r\n\r\n".encode("latin-1"))
            assert answer(wire)[0] in (200, 303, 400, 404, 406)
