"""Who may have a connection: nobody shuts out others, and operators always get in."""

import contextlib
import socket

import pytest

from openalliances.asgi import admission
from openalliances.asgi.admission import RESERVE, Connections, Place
from openalliances.asgi.exchange import Exchange
from openalliances.settings import Settings

from ..door import running
from ..waiting import eventually
from .raw import answer, head

FEW = Settings(connections=6, client_connections=3)


class Fake:
    """A connection that is busy or idle."""

    def __init__(self, address, *, busy=False):
        self.address, self.is_busy, self.dropped = address, busy, False

    def drop(self):
        """Note it."""
        self.dropped = True


def test_the_one_of_the_same_address_that_is_idle_longest_makes_room():
    held = Connections(FEW)
    mine = [Fake("a"), Fake("a"), Fake("a")]
    other = Fake("b")
    places = {held.admit(one) for one in (other, *mine)}
    held.use(mine[0])
    places.add(held.admit(Fake("a")))
    assert places == {Place.WHOLE}
    assert [one.dropped for one in (*mine, other)] == [False, True, False, False]
    assert held.open == 4


def test_what_is_no_more_is_of_no_use():
    held = Connections(FEW)
    one, other = Fake("a"), Fake("a")
    for each in (one, other):
        held.admit(each)
    held.leave(one)
    held.use(one)
    held.use(Fake("b"))
    assert held.open == 1


def test_in_sum_the_one_who_has_most_makes_room():
    held = Connections(FEW)
    others = [Fake("c"), Fake("b"), Fake("b")]
    most = [Fake("a"), Fake("a"), Fake("a")]
    for one in (*others, *most):
        held.admit(one)
    assert held.admit(Fake("d")) is Place.WHOLE
    assert [one.dropped for one in most] == [True, False, False]
    assert not any(one.dropped for one in others)


def test_where_the_one_who_has_most_is_busy_another_makes_room():
    held = Connections(FEW)
    for one in [Fake("a", busy=True) for _ in range(3)]:
        held.admit(one)
    idle = [Fake("c"), Fake("b"), Fake("b")]
    for one in idle:
        held.admit(one)
    assert held.admit(Fake("d")) is Place.WHOLE
    assert [one.dropped for one in idle] == [False, True, False]


def test_what_is_busy_stays_and_a_few_more_are_let_in_to_ask_how_it_is():
    held = Connections(FEW)
    busy = [Fake(f"{n}", busy=True) for n in range(6)]
    for one in busy:
        held.admit(one)
    more = [held.admit(Fake(f"x{n}", busy=True)) for n in range(RESERVE + 3)]
    assert more == [Place.RESERVED] * RESERVE + [Place.NONE] * 3
    assert not any(one.dropped for one in busy)
    assert held.refused == RESERVE + 3


def test_who_leaves_makes_room_once():
    held = Connections(Settings(client_connections=1))
    one = Fake("a", busy=True)
    assert held.admit(one) is Place.WHOLE
    held.leave(one)
    held.leave(one)
    assert (held.open, held.admit(Fake("a"))) == (0, Place.WHOLE)


def test_behind_proxies_the_addresses_are_theirs_and_only_the_sum_counts():
    held = Connections(Settings(client_connections=1, connections=3, proxies=1))
    assert [held.admit(Fake("proxy", busy=True)) for _ in range(4)] == [
        *[Place.WHOLE] * 3,
        Place.RESERVED,
    ]


class Waits:
    """An app that answers at once, or at /wait when the client has left; it counts the latter."""

    def __init__(self):
        self.waiting = 0

    async def __call__(self, scope, receive, send):
        """Answer a request."""
        exchange = Exchange(scope, receive, send)
        if scope["path"] == "/wait":
            self.waiting += 1
            await exchange.disconnected()
            self.waiting -= 1
        await exchange.as_json(200, {})


@contextlib.contextmanager
def opened(port, count, first=b""):
    """Open *count* connections, which send *first* and then nothing."""
    with contextlib.ExitStack() as stack:
        wires = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            for _ in range(count)
        ]
        for wire in wires:
            wire.sendall(first)
        yield wires


def ask(port, path="/"):
    """Return the status of an answer over a new connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall(head(path))
        return answer(wire)[0]


@pytest.mark.parametrize("first", [b"", head("/"), b"GET / HTTP/1.1\r\nHos"])
def test_idle_connections_shut_nobody_out(first):
    with running(Waits(), FEW) as port, opened(port, 20, first):
        assert {ask(port) for _ in range(5)} == {200}


@contextlib.contextmanager
def all_busy():
    """Run a server where one address waits for as many answers as it may; yield the port."""
    app = Waits()
    with running(app, FEW) as port, opened(port, FEW.client_connections, head("/wait")):
        assert eventually(lambda: app.waiting == FEW.client_connections)
        yield port


def test_who_has_all_connections_busy_gets_503_and_operators_get_in():
    with all_busy() as port:
        assert ask(port) == 503
        assert ask(port, "/healthz") == 200
        assert ask(port, "/metrics") == 200


def test_what_comes_beyond_is_told_so_before_it_asks(monkeypatch):
    monkeypatch.setattr(admission, "RESERVE", 0)
    with all_busy() as port:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
            status, headers, _ = answer(wire)
        assert status == 503
        assert int(headers["retry-after"]) > 0
