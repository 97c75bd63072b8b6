"""A push ends in time whatever the store does, and says why."""

import contextlib
import itertools
import socket
import threading

import pytest

from openalliances.client.authorization import Authorization
from openalliances.client.graphstore import GraphStore
from openalliances.errors import MachineError

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\n"


class Hostile:
    """A server that sends *chunks* after each request, and then nothing, or closes."""

    def __init__(self, chunks, stays):
        self.chunks = chunks
        self.stays = stays
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/store"
        self.ended = threading.Event()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection, contextlib.suppress(OSError):
            connection.recv(100_000)
            for chunk in self.chunks():
                connection.sendall(chunk)
            if self.stays:
                self.ended.wait(60)

    def close(self):
        self.ended.set()
        self.listener.close()


def of(*chunks):
    return lambda: iter(chunks)


def endless(head, chunk):
    return lambda: itertools.chain((head,), itertools.repeat(chunk))


CASES = {
    "silent": (of(), True, "within 0.5 seconds"),
    "half a head": (of(b"HTTP/1.1 200 OK\r\nX-"), True, "within 0.5 seconds"),
    "half a body": (of(OK + b"Content-Length: 9\r\n\r\n", b"x"), True, "within 0.5 seconds"),
    "closes": (of(), False, "failed 5 times"),
    "no HTTP": (of(b"220 smtp ready\r\n\r\n"), False, "failed 5 times"),
    "cut": (of(OK + b"Content-Length: 9\r\n\r\nx"), False, "cut off"),
    "endless line": (endless(OK, b"x" * 10_000), False, "failed 5 times"),
    "endless head": (endless(OK, b"X-A: b\r\n" * 1000), False, "failed 5 times"),
    "endless body": (
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65536 + b"\r\n"),
        False,
        "without end|within",
    ),
    "elsewhere": (
        of(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
        False,
        "HTTP 302",
    ),
    "other coding": (
        of(OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8b\x08"),
        False,
        "coding",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_push_ends_and_says_why(case):
    chunks, stays, words = CASES[case]
    with contextlib.closing(Hostile(chunks, stays)) as server:
        store = GraphStore(server.url, Authorization("me", "secret"), 0.5, lambda _: None)
        with contextlib.closing(store), pytest.raises(MachineError, match=words) as refusal:
            store.get("urn:g")
    assert refusal.value.hint
    assert "secret" not in refusal.value.message + refusal.value.hint
