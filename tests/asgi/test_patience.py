"""Whoever makes many errors waits for each; others, and what is asked rightly, do not."""

import asyncio
import time
from urllib.parse import urlencode

import pytest

from openalliances.asgi.patience import PAUSE, Patience
from openalliances.settings import Settings

from ..served import serving, write_store


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def spent(patience: Patience, client: str, times: int) -> list[bool]:
    return [patience.is_spent(client) for _ in range(times)]


def test_a_burst_is_answered_at_once_and_what_comes_beyond_it_is_not() -> None:
    patience = Patience(Settings(client_errors=2), Clock())
    assert spent(patience, "a", 12) == [False] * 10 + [True] * 2


def test_the_errors_of_one_client_are_not_those_of_another() -> None:
    patience = Patience(Settings(client_errors=2), Clock())
    spent(patience, "a", 20)
    assert spent(patience, "b", 10) == [False] * 10


@pytest.mark.parametrize(("seconds", "free"), [(0.4, 0), (0.5, 1), (2.0, 4), (60.0, 10)])
def test_what_is_free_comes_back_with_time(seconds: float, free: int) -> None:
    clock = Clock()
    patience = Patience(Settings(client_errors=2), clock)
    spent(patience, "a", 500)
    clock.now += seconds
    assert spent(patience, "a", 12).count(False) == free


def test_without_a_limit_nobody_waits() -> None:
    assert not any(spent(Patience(Settings(client_errors=0), Clock()), "a", 1000))


def test_no_more_clients_are_remembered_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("openalliances.asgi.patience._CLIENTS", 3)
    patience = Patience(Settings(client_errors=0.2), Clock())
    spent(patience, "first", 5)
    for other in "abc":
        spent(patience, other, 1)
    assert not patience.is_spent("first")
    assert patience.is_spent("c") is True


@pytest.mark.parametrize(
    ("status", "waits"), [(200, False), (304, False), (400, True), (404, True), (503, False)]
)
def test_only_errors_of_the_client_are_counted(status: int, waits: bool) -> None:
    patience = Patience(Settings(client_errors=0.2), Clock())
    spent(patience, "a", 1)
    began = time.monotonic()
    asyncio.run(patience.answer("a", status))
    assert (time.monotonic() - began >= PAUSE) is waits


@pytest.mark.parametrize(
    "target",
    ["/id/nothing/{}", "/sparql?query=SELECT+{}", "/sparql?query=ASK+FROM+%3Chttp://x/{}%3E%7B%7D"],
)
def test_the_server_lets_errors_wait_and_nothing_else(tmp_path, target: str) -> None:
    release = write_store(tmp_path / "release", {"https://example.org/served/g": []})
    with serving(release, client_errors=0.2) as server:

        def asked(path: str) -> float:
            began = time.monotonic()
            server.ask(path)
            return time.monotonic() - began

        assert server.ask(target.format(0)).status in (400, 404)
        waited = [asked(target.format(number)) for number in range(1, 4)]
        # A lower bound only: nothing that is right has to be quick on a busy machine.
        assert min(waited) >= PAUSE
        right = [asked(f"/sparql?query=ASK%7B%7D+%23{number}") for number in range(5)]
        assert min(right) < PAUSE


@pytest.mark.parametrize("text", ["SELECT", "ASK", "SELECT * WHERE", "SELECT * { FILTER }"])
def test_an_error_of_syntax_is_one_where_the_store_is_empty_too(tmp_path, text: str) -> None:
    release = write_store(tmp_path / "release", {"https://example.org/served/g": []})
    with serving(release) as server:
        assert server.ask("/sparql?" + urlencode({"query": text})).status == 400
