"""Connections that come and go, or come too fast, cost little, and others nothing."""

import asyncio
import errno
import json
import socket
import struct

import pytest

from openalliances.asgi import acceptor
from openalliances.asgi.acceptor import Acceptor
from openalliances.asgi.admission import Front
from openalliances.asgi.exchange import RepeatedRequests
from openalliances.asgi.server import listen_on
from openalliances.settings import Settings

from .raw import answer, chunks, head

SLOW = Settings(client_connections=2, client_rate=1)
"""Two connections at once, and then one a second."""


class Greets(asyncio.Protocol):
    """Says hello and closes; ``made`` counts."""

    made = 0

    def connection_made(self, transport):
        """Say it."""
        Greets.made += 1
        transport.write(b"hello")
        transport.close()


def accepting(client, settings=None, protocol=Greets):
    """Run an acceptor; return what *client* returns in a thread, given port and front."""

    async def run():
        Greets.made = 0
        front = Front(settings or Settings(), RepeatedRequests(0, 0))
        listening = listen_on("127.0.0.1", 0)
        one = Acceptor([listening], protocol, front, 100)
        port = listening.getsockname()[1]
        one.start()
        try:
            return await asyncio.wait_for(asyncio.to_thread(client, port, front), 20)
        finally:
            one.close()
            await one.wait_closed()

    return asyncio.run(run())


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def greeting(port):
    """Return what is said over a new connection."""
    with connect(port) as wire:
        return b"".join(chunks(wire))


def test_a_crowd_is_served():
    def client(port, _):
        return {greeting(port) for _ in range(50)}

    assert accepting(client) == {b"hello"}
    assert Greets.made == 50


@pytest.mark.parametrize("reset", [False, True])
def test_nothing_is_made_of_what_has_left_before_its_turn(reset):
    def client(port, _):
        for _ in range(6):
            with connect(port) as wire:
                if reset:
                    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return greeting(port)

    # What comes after the first two waits, and has left when it is looked at.
    settings = Settings(client_connections=2, client_rate=20)
    assert accepting(client, settings) == b"hello"
    assert Greets.made <= 3


def test_who_is_too_fast_waits_for_a_turn():
    def client(port, front):
        wires = [connect(port) for _ in range(3)]
        said = [b"".join(chunks(wire)) for wire in wires[:2]]
        wires[2].settimeout(0.3)
        with pytest.raises(TimeoutError):
            wires[2].recv(1)
        wires[2].settimeout(10)
        said.append(b"".join(chunks(wires[2])))
        for wire in wires:
            wire.close()
        return said, front.held.refused

    assert accepting(client, SLOW) == ([b"hello"] * 3, 0)


@pytest.mark.parametrize("sent", [b"", head("/")])
def test_who_may_not_even_wait_is_told_to_come_back(monkeypatch, sent):
    monkeypatch.setattr("openalliances.asgi.arrivals.MOST_WAITING", 2)

    def client(port, front):
        assert [greeting(port) for _ in range(2)] == [b"hello"] * 2
        wires = [connect(port) for _ in range(2)]
        wires[-1].sendall(sent)
        found = answer(wires[-1])
        for wire in wires:
            wire.close()
        return found, front.held.refused

    (status, headers, body), refused = accepting(client, SLOW)
    assert (status, refused) == (429, 1)
    assert int(headers["retry-after"]) > 0
    assert headers["connection"] == "close"
    assert headers["date"]
    assert json.loads(body)["hint"]


def test_where_no_file_can_be_opened_it_is_tried_again(monkeypatch):
    monkeypatch.setattr(acceptor, "_PAUSE", 0.1)
    real, failed = socket.socket.accept, []

    def accept(self):
        if len(failed) < 2:
            failed.append(errno.EMFILE)
            raise OSError(failed[-1], "Too many open files")
        return real(self)

    monkeypatch.setattr(socket.socket, "accept", accept)
    assert accepting(lambda port, _: greeting(port)) == b"hello"
    assert len(failed) == 2


def test_one_that_has_left_in_the_queue_of_the_system_hinders_nobody(monkeypatch):
    real, failed = socket.socket.accept, []

    def accept(self):
        if not failed:
            failed.append(errno.ECONNABORTED)
            raise OSError(failed[-1], "Software caused connection abort")
        return real(self)

    monkeypatch.setattr(socket.socket, "accept", accept)
    assert accepting(lambda port, _: greeting(port)) == b"hello"


def test_what_waits_is_closed_at_the_end():
    wires = []

    def client(port, _):
        wires.extend(connect(port) for _ in range(4))
        for wire in wires[:2]:
            b"".join(chunks(wire))

    accepting(client, SLOW)
    for wire in wires:
        assert b"".join(chunks(wire)) == b""
        wire.close()
