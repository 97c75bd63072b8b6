"""How far a request for rows goes: through which files of the package, from bytes to bytes."""

import socket
import threading
from contextlib import closing
from pathlib import Path

import pytest

import openalliances
from openalliances.engine.local.engine import open_local
from openalliances.settings import Settings

from ..door import opened
from .raw import answer, head, target

ROOT = Path(openalliances.__file__).parent
WALK = [
    "asgi/connection.py",
    "asgi/heads.py",
    "asgi/admission.py",
    "http/hosts.py",
    "asgi/app.py",
    "asgi/exchange.py",
    "asgi/endpoint.py",
    "asgi/calls.py",
    "asgi/evaluation.py",
    "asgi/ranged.py",
    "sparql/protocol.py",
    "sparql/answer_format.py",
    "sparql/judge.py",
    "sparql/lexer.py",
    "sparql/hints.py",
    "sparql/row_count.py",
    "engine/local/engine.py",
    "engine/scheduler.py",
    "engine/local/worker_pool.py",
    "engine/local/answer.py",
    "engine/local/processes.py",
    "engine/local/frames.py",
]
"""The walk of CONTRIBUTING, in its order; the worker's own process runs engine/local/worker.py."""


class Recorder:
    """Notes which files of the package functions are called in, in each thread started later."""

    def __init__(self):
        self.files = set()
        self.on = False

    def __call__(self, frame, event, _argument):
        code = frame.f_code
        if self.on and event == "call" and code.co_name != "<module>":
            path = Path(code.co_filename)
            if path.is_relative_to(ROOT):
                self.files.add(path.relative_to(ROOT).as_posix())


@pytest.fixture
def recorder():
    made = Recorder()
    threading.setprofile(made)
    yield made
    threading.setprofile(None)


@pytest.mark.parametrize(
    ("lines", "more"),
    [
        (["Accept: text/csv"], []),
        (["Accept: text/csv", "Accept-Encoding: gzip"], ["http/coding.py"]),
        (["Accept: text/csv, */*;q=0.1"], ["http/negotiation.py"]),
        (["Accept: text/csv", 'If-None-Match: "x"'], ["http/headers.py"]),
    ],
)
def test_a_select_passes_at_most_twenty_two_files(release, recorder, lines, more):
    """Negotiation, codings and conditions each have a file more, where a request has them."""
    # However slow the machine is, this is a light query.
    settings = Settings(query_workers=1, light_time=60)
    engine = open_local(release.store, settings)
    with closing(engine), opened(release, engine, settings) as door:
        # The server has started, which is another walk: it has read what hints are made from.
        assert door.get("/sparql", query_string={"query": "ASK {}", "format": "srx"}).text
        with socket.create_connection(("127.0.0.1", door.port), timeout=20) as wire:
            # Nor is it part of a request how the connection came about.
            wire.sendall(head("/healthz"))
            assert answer(wire)[0] == 200
            recorder.on = True
            wire.sendall(head(target("SELECT ?s { ?s a ?kind } LIMIT 3"), *lines))
            status, _, body = answer(wire)
            recorder.on = False
    assert (status, body.count(b"\n")) == (200, 4)
    assert recorder.files == {*WALK, *more}
    assert len(WALK) <= 22
