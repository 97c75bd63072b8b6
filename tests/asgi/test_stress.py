"""The server under a crowd: right answers, nothing hangs, nothing is left behind."""

import select
import threading
from collections import Counter

import pytest

from openalliances.settings import Settings

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


def figure(server, name):
    """Return a figure of /metrics."""
    text = server.ask("/metrics").body.decode()
    return float(text.split(f"\nopenalliances_{name} ")[1].split()[0])


def lost(server):
    """Return how many workers were stopped, or have died."""
    return figure(server, "worker_kills_total") + figure(server, "worker_deaths_total")


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

    def all_workers_are_back():
        # One that was killed while it waited is replaced when queries come that want it.
        crowd(server, 100)
        return len(workers(server.pid)) == at_first

    assert eventually(all_workers_are_back), (len(workers(server.pid)), at_first)
    assert eventually(lambda: resident(server.pid) <= warm * (1 + RESERVE)), (
        resident(server.pid) / warm
    )


def test_light_queries_pass_beside_two_endless_ones(server):
    endless = [wire(server.address, get(target(ENDLESS, 60))) for _ in range(2)]
    assert eventually(lambda: figure(server, 'queries_running{lane="heavy"}') == 2)
    client = Proper(server.address, 1)
    client.ask(200, varied=True)
    # The endless ones still run: none of them has had to end before the light ones.
    assert not select.select(endless, [], [], 0)[0]
    for connection in endless:
        connection.close()
    assert client.outcomes == {"right": 200}


def test_an_endless_query_hears_of_its_deadline_soon(server):
    with wire(server.address, get(target(ENDLESS, 0.5))) as connection:
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"0.5 seconds" in answer


def test_workers_rest_after_a_client_has_left(server):
    with wire(server.address, get(target(ENDLESS, 9))):
        assert eventually(lambda: figure(server, 'workers{state="working"}') == 1)
    assert eventually(lambda: figure(server, 'workers{state="working"}') == 0)


def test_a_memory_bomb_costs_one_worker_and_no_other_request(server):
    client = Proper(server.address, 2)
    before = lost(server)
    with wire(server.address, get(target(BOMB, 9))) as connection:
        client.ask(200, varied=True)
        answer = connection.recv(65536)
    assert not answer.startswith(b"HTTP/1.1 200 ")
    assert client.outcomes == {"right": 200}
    assert eventually(lambda: lost(server) == before + 1)
    assert eventually(lambda: len(workers(server.pid)) >= Settings().light_workers)
