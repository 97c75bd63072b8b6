"""The server under a crowd: right answers, nothing hangs, nothing is left behind."""

import threading
import time
from collections import Counter

import pytest

from ..served import serving, write_store
from ..waiting import eventually
from .crowd import (
    BOMB,
    ENDLESS,
    Proper,
    do_harm,
    get,
    killing,
    resident,
    target,
    ticks,
    wire,
    workers,
    write_things,
)

REQUESTS = 10_000
PROPER = 4
HOSTILE = 2
RESERVE = 0.2
"""The part by which the memory of the server may have grown in the end."""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stress")
    file = write_things(folder / "things.nt")
    release = write_store(folder / "release", {"https://example.org/graph": [file]})
    # A cache that fills is no leak, but would look like one.
    with serving(release, cache_size=1_000_000) as served:
        Proper(served.address, 0).ask(20)
        yield served


def crowd(server, requests):
    """Let proper and hostile clients ask at the same time; return what became of both."""
    hostile = requests // 20
    harm = Counter()
    clients = [Proper(server.address, seed) for seed in range(PROPER)]
    each = (requests - hostile) // PROPER
    threads = [threading.Thread(target=client.ask, args=(each,)) for client in clients]
    threads += [
        threading.Thread(target=do_harm, args=(server.address, hostile // HOSTILE, seed, harm))
        for seed in range(HOSTILE)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum((client.outcomes for client in clients), Counter()), harm


@pytest.mark.slow
def test_a_crowd_gets_right_answers_and_leaves_nothing_behind(server):
    at_first = len(workers(server.pid))
    # Threads and what the allocator keeps have grown to their size after nine thousand.
    crowd(server, REQUESTS)
    warm = resident(server.pid)
    with killing(server.pid, 0.5, 7) as killed:
        outcomes, harm = crowd(server, REQUESTS)
    assert killed
    assert not outcomes["wrong"] and not outcomes["hung"] and not outcomes["broken"], outcomes
    # A query that runs in a worker that is killed fails, and says so; some find no room.
    assert outcomes["500"] <= len(killed), (outcomes, len(killed))
    assert outcomes["right"] >= 0.99 * outcomes.total(), outcomes
    assert not [name for name in harm if name not in ("done", "cut off")], harm
    # A worker that was killed while it waited is replaced when the next queries come.
    Proper(server.address, 3).ask(10, varied=True)
    assert eventually(lambda: len(workers(server.pid)) == at_first), (
        len(workers(server.pid)),
        at_first,
    )
    assert eventually(lambda: resident(server.pid) <= warm * (1 + RESERVE)), (
        resident(server.pid) / warm
    )


def test_light_queries_pass_beside_two_endless_ones(server):
    endless = [wire(server.address, get(target(ENDLESS, 8))) for _ in range(2)]
    time.sleep(0.5)
    client = Proper(server.address, 1)
    client.ask(200, varied=True)
    for connection in endless:
        connection.close()
    assert client.outcomes == {"right": 200}
    # 50 ms on a quiet machine; tests run on others too.
    assert sorted(client.times)[197] < 2


def test_an_endless_query_hears_of_its_deadline_soon(server):
    began = time.monotonic()
    with wire(server.address, get(target(ENDLESS, 0.5))) as connection:
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert 0.5 <= time.monotonic() - began < 3


def test_workers_rest_two_seconds_after_a_client_has_left(server):
    with wire(server.address, get(target(ENDLESS, 9))):
        assert eventually(lambda: ticks(server.pid) > 20)
    time.sleep(2)
    before = ticks(server.pid)
    time.sleep(0.5)
    assert ticks(server.pid) == before


def test_a_memory_bomb_costs_one_worker_and_no_other_request(server):
    client = Proper(server.address, 2)
    before = set(workers(server.pid))
    with wire(server.address, get(target(BOMB, 9))) as connection:
        client.ask(200, varied=True)
        answer = connection.recv(65536)
    assert not answer.startswith(b"HTTP/1.1 200 ")
    assert client.outcomes == {"right": 200}
    assert eventually(lambda: len(workers(server.pid)) == len(before))
    assert len(before - set(workers(server.pid))) <= 1
