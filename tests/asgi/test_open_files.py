"""As many connections as files may be open for; memory goes back to the system."""

import asyncio
import contextlib
import resource

import pytest

from openalliances.asgi import memory
from openalliances.asgi.open_files import allow_open_files, connections_allowed
from openalliances.settings import Settings

WANTED = 2 * 2048 + 1024


@pytest.mark.parametrize(
    ("soft", "hard", "limit", "connections"),
    [
        (1024, 500_000, WANTED, 2048),
        (1024, -1, WANTED, 2048),
        (-1, -1, -1, 2048),
        (20_000, 20_000, 20_000, 2048),
        (1024, 1024, 1024, 256),
        (256, 1024, 1024, 256),
        (256, 256, 256, 64),
        (2, 2, 2, 1),
    ],
)
def test_the_limit_is_raised_as_far_as_it_may_and_connections_fit_into_it(
    soft, hard, limit, connections
):
    assert connections_allowed(Settings(), soft, hard) == (limit, connections)


def test_this_process_may_have_what_it_asks_for():
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        assert allow_open_files(Settings(connections=10)) == 10
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert soft >= min(before[0], 1044) or soft < 0
        assert hard == before[1]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.parametrize("quiet", [True, False])
def test_freed_memory_is_given_back_when_it_is_quiet(monkeypatch, quiet):
    given = []
    monkeypatch.setattr(memory, "_EVERY", 0.0)
    monkeypatch.setattr(memory, "_trimmer", lambda: given.append)

    async def run():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                await memory.give_back_now_and_then(lambda: quiet)

    asyncio.run(run())
    assert bool(given) is quiet


def test_a_library_that_gives_nothing_back_is_left_alone(monkeypatch):
    monkeypatch.setattr(memory, "_trimmer", lambda: None)
    assert asyncio.run(memory.give_back_now_and_then(lambda: True)) is None
