"""The bench counts what has ended, compares what must be equal, and survives who fails."""

import os
import socket
import subprocess
import sys
import threading

import pytest
from tests.bench.__main__ import failures, prepared
from tests.bench.load import Asked, digest, sample
from tests.bench.queries import CSV, N_TRIPLES, Kind
from tests.bench.stores import OURS, Endpoint, processor_time

KIND = Kind("x", "SELECT ?s { ?s ?p ?o }")


@pytest.fixture
def server():
    """Return a function that starts a server which gives one answer, as often as *times*."""
    listening = []

    def started(name, answer, times=1000):
        sock = socket.create_server(("127.0.0.1", 0))
        listening.append(sock)

        def serve():
            left = times
            while True:
                try:
                    wire, _ = sock.accept()
                except OSError:
                    return
                with wire:
                    while left > 0 and wire.recv(65536):
                        wire.sendall(answer)
                        left -= 1

        threading.Thread(target=serve, daemon=True).start()
        return Endpoint(name, "127.0.0.1", sock.getsockname()[1], "/q", os.getpid())

    yield started
    for sock in listening:
        sock.close()


def ok(body):
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def test_the_time_of_processes_that_have_ended_counts():
    before = processor_time(os.getpid())
    work = "import time\nwhile time.process_time() < 0.3: pass"
    subprocess.run([sys.executable, "-c", work], check=True)
    assert processor_time(os.getpid()) - before >= 0.25


def test_rows_are_equal_in_any_order_and_spelling():
    one = digest(b"s1,o\r\na,b\r\nc,d\r\n", CSV)
    assert one == digest(b'"s2","o"\n"c","d"\n"a","b"\n', CSV)
    assert one != digest(b"s,o\na,b\na,b\n", CSV)
    assert digest(b"<a> <b> <c> .\n<d> <e> <f> .\n", N_TRIPLES).startswith("2 rows")


def test_as_many_are_asked_as_was_said(server):
    endpoint = server("one", ok(b"s\na\n"))
    found = sample(Asked(endpoint, "/q?NNN", {}, ()), 1, 7)
    assert (found.asked, found.answers, found.error) == (7, 7, "")


def test_a_server_that_stops_has_a_note_and_the_others_go_on(server):
    found = {
        "good": [sample(Asked(server("good", ok(b"s\na\n")), "/q", {}, ()), 1, 5)],
        "bad": [sample(Asked(server("bad", ok(b"s\na\n"), times=2), "/q", {}, ()), 1, 5)],
    }
    said = failures(found)
    assert list(said) == ["bad"]
    assert said["bad"].startswith("2 of 5 answers")


def test_who_fails_or_answers_otherwise_is_named(server):
    given = type("Given", (), {"things": {}})
    notes = {}
    endpoints = [
        server(OURS, ok(b"s\na\n")),
        server("same", ok(b'"x"\n"a"\n')),
        server("other", ok(b"s\nb\n")),
        server("broken", b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"),
    ]
    ready = prepared(KIND, given, endpoints, notes)
    assert set(ready) == {OURS, "same", "other"}
    assert set(notes) == {"other", "broken"}
    assert "another answer" in notes["other"]
    assert "500" in notes["broken"]
