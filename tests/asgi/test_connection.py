"""A connection is not held for nothing, and what fails has an answer."""

import contextlib
import json
import socket
import threading

import pytest

from openalliances.asgi import endpoint, evaluation
from openalliances.engine.local.engine import open_local
from openalliances.errors import EngineError
from openalliances.settings import Settings

from ..door import opened, running
from .raw import answer, chunks, head, target


@contextlib.contextmanager
def connecting(app, **given):
    """Run *app* behind our connections, with the settings *given*; yield a way to connect."""
    with running(app, Settings(**given)) as port:
        yield lambda: socket.create_connection(("127.0.0.1", port), timeout=10)


async def reads(scope, receive, send):
    """Read the body, then send a large answer."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(200):
        await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HTTP/1.1\r\nHos",
        b"GET /sparql HTTP/1.1\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n123",
    ],
)
def test_who_sends_a_request_too_slowly_is_cut_off(begun):
    with connecting(reads, request_time=0.5) as connect, connect() as wire:
        for byte in begun[:-1]:
            wire.sendall(bytes([byte]))
        wire.sendall(begun[-1:])
        with contextlib.suppress(ConnectionResetError):
            assert b"".join(chunks(wire)) == b""


def test_who_does_not_read_is_cut_off():
    with connecting(reads, read_time=0.5) as connect, connect() as wire:
        wire.sendall(head("/"))
        threading.Event().wait(1.5)
        size = 0
        with contextlib.suppress(ConnectionResetError):
            for chunk in chunks(wire):
                size += len(chunk)
        assert size < 20_000_000


@pytest.fixture(scope="module")
def connect(release):
    """A way to connect to the real server, in this process, over the real engine."""
    settings = Settings(query_workers=1, light_workers=1)
    engine = open_local(release.store, settings)
    with contextlib.closing(engine), opened(release, engine, settings) as door:
        yield lambda: socket.create_connection(("127.0.0.1", door.port), timeout=10)


@pytest.mark.parametrize(
    ("module", "where"),
    [
        *((endpoint, name) for name in ("_headers", "choose_coding", "hints")),
        *((evaluation, name) for name in ("count_rows", "whole")),
    ],
)
def test_whatever_fails_has_a_clean_answer_and_costs_nothing(connect, monkeypatch, module, where):
    def fail(*_):
        raise ZeroDivisionError

    with monkeypatch.context() as patch, connect() as wire:
        patch.setattr(module, where, fail)
        wire.sendall(head(target(f"SELECT * {{ ?s ?p '{where}' }}"), "Accept-Encoding: gzip"))
        status, headers, body = answer(wire)
        assert status == 500
        assert headers["content-type"] == "application/problem+json"
        assert "Zero" not in json.loads(body)["detail"]
    with connect() as wire:
        wire.sendall(head("/metrics"))
        text = answer(wire)[2].decode()
    assert 'openalliances_queries_running{lane="light"} 0.0' in text
    assert 'openalliances_workers{state="working"} 0.0' in text


@pytest.mark.parametrize("error", [ZeroDivisionError(), EngineError("no"), KeyError("x")])
def test_an_engine_that_fails_in_an_unknown_way_does_not_hang(connect, monkeypatch, error):
    def fail(*_):
        raise error

    with monkeypatch.context() as patch, connect() as wire:
        patch.setattr("openalliances.engine.local.engine.LocalInlineAnswer.read", fail)
        wire.sendall(head(target(f"SELECT * {{ ?s ?p '{error!r}' }}".replace('"', ""))))
        assert answer(wire)[0] in (500, 400)
    with connect() as wire:
        wire.sendall(head(target("SELECT * { ?s ?p 'after' }")))
        assert answer(wire)[0] == 200
