"""Heads of requests have an end: in bytes, in fields, in lists, while they arrive."""

import contextlib
import json
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openalliances.asgi.heads import LISTS, HeadCount, end_of_some
from openalliances.errors import RequestError
from openalliances.settings import Settings

from ..door import running
from .raw import answer, chunks, head

LIMITS = Settings(head_size=2000, head_fields=20, list_size=300)
LONG = "a" * 2500


async def echo(scope, receive, send):
    """Read the body, then say how many fields there were."""
    while (await receive()).get("more_body"):
        pass
    body = str(len(scope["headers"])).encode()
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def connect():
    with running(echo, LIMITS) as port:
        yield lambda: socket.create_connection(("127.0.0.1", port), timeout=10)


# name of the row, bytes of a request, status
HEADS = [
    ("small", head("/"), 200),
    ("as large as it may be", head("/", f"X-A: {'a' * 1900}"), 200),
    ("as many fields as it may have", head("/", *["X: y"] * 19), 200),
    ("one field too many", head("/", *["X: y"] * 20), 431),
    ("one long line", head("/", f"X-A: {LONG}"), 431),
    ("a long name", head("/", f"{LONG}: x"), 431),
    ("many lines", head("/", *[f"X-A: {'a' * 200}"] * 15), 431),
    ("a long target", head("/" + LONG), 414),
    ("a long query", head("/sparql?query=" + LONG), 414),
    ("a list as long as it may be", head("/", f"Accept: {'a' * 300}"), 200),
    ("a long list", head("/", f"Accept: {'a' * 301}"), 431),
    ("a list in many lines", head("/", *[f"aCCept: {'a' * 99}"] * 4), 431),
    ("a long list of tags", head("/", f"If-None-Match: {'a' * 301}"), 431),
    ("a long value that is no list", head("/", f"Referer: {'a' * 1000}"), 200),
    ("a line without end", b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 5000, 431),
    ("a target without end", b"GET /" + b"a" * 5000, 414),
    ("a method without end", b"A" * 5000, 400),
    ("lines without end", b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 500, 431),
    ("no HTTP", b"hello\r\n\r\n", 400),
]


@pytest.mark.parametrize(("sent", "status"), [h[1:] for h in HEADS], ids=[h[0] for h in HEADS])
@pytest.mark.parametrize("step", [10_000, 7], ids=["at once", "in small pieces"])
def test_a_head_is_read_up_to_its_limits(connect, sent, status, step):
    with connect() as wire:
        for start in range(0, len(sent), step):
            with contextlib.suppress(ConnectionError):
                wire.sendall(sent[start : start + step])
        found, headers, body = answer(wire)
        assert found == status
        if status != 200:
            assert headers["connection"] == "close"
            assert headers["content-type"] == "application/problem+json"
            assert json.loads(body)["hint"]
            assert b"".join(chunks(wire)) == b""


def test_each_of_several_requests_on_a_connection_has_its_own_limits(connect):
    large = head("/", f"X-A: {'a' * 1500}")
    with connect() as wire:
        wire.sendall(large * 5)
        assert [answer(wire)[0] for _ in range(5)] == [200] * 5


def test_what_is_too_large_behind_another_request_does_not_mix_with_its_answer(connect):
    with connect() as wire:
        wire.sendall(head("/") + head("/", f"X-A: {LONG}"))
        status, _, body = answer(wire)
        assert (status, body) == (200, b"1")
        rest = b"".join(chunks(wire))
        assert rest == b"" or rest.startswith(b"HTTP/1.1 431")


def test_many_requests_at_once_are_answered_some_at_a_time(connect):
    """However many there are, and where the pieces may end in one."""
    with connect() as wire:
        wire.sendall(head("/") * 2000 + head("/", "Connection: close"))
        got = b"".join(chunks(wire))
    assert got.count(b"HTTP/1.1 200") == 2001


def test_trailers_count_as_fields(connect):
    post = head("/", "Transfer-Encoding: chunked", method="POST") + b"1\r\nx\r\n0\r\n"
    with connect() as wire:
        wire.sendall(post + b"T: 1\r\n\r\n")
        assert answer(wire)[0] == 200
    for trailers in (b"T: 1\r\n" * 100, b"T: " + b"a" * 9000):
        with connect() as wire:
            wire.sendall(post)
            wire.sendall(trailers)
            assert answer(wire)[0] == 431


def test_bodies_do_not_count(connect):
    with connect() as wire:
        wire.sendall(head("/", "Content-Length: 50000", method="POST") + b"x" * 50_000)
        assert answer(wire)[0] == 200


names = st.sampled_from([*sorted(LISTS), b"x-a", b"referer"])


@given(st.lists(st.tuples(names, st.integers(0, 400)), max_size=30))
def test_what_passes_is_within_all_limits(fields):
    count = HeadCount(LIMITS)
    try:
        for name, size in fields:
            count.field(name, b"a" * size)
    except RequestError as error:
        passed = False
        assert error.hint
    else:
        passed = True
    by_list = [", ".join("a" * size for n, size in fields if n == name) for name in LISTS]
    whole = sum(len(name) + size + 4 for name, size in fields)
    within = whole <= 2000 and len(fields) <= 20 and all(len(v) <= 300 for v in by_list)
    assert passed == within


@pytest.mark.parametrize(
    ("data", "start", "end"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 0, 100),
        (b"A\r\n\r\nB\r\n\r\nC\r\n\r\n", 0, 10),
        (b"A\r\n\r\nB\r\n\r\nC\r\n\r\n", 10, 110),
        (b"x" * 500, 0, 100),
        (b"", 0, 100),
    ],
)
def test_at_most_two_requests_are_read_at_once(data, start, end):
    assert end_of_some(data, start, start + 100) == end
