"""A large store answers from the disk at once, and from memory as soon as it is there."""

import os
import socket
import threading
from contextlib import closing
from dataclasses import replace

import pytest

from openalliances.engine.interface import Call, Query
from openalliances.engine.local import answer, worker_pool
from openalliances.engine.local.engine import open_local
from openalliances.engine.local.processes import ForkServer, Worker
from openalliances.errors import QueryCancelledError
from openalliances.rdf.formats import RESULTS_CSV

from ..waiting import eventually

COUNT = Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", RESULTS_CSV, 20.0)
ENDLESS = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c LATERAL { ?d ?e ?f } }", RESULTS_CSV, 20.0)


@pytest.fixture
def gate(monkeypatch):
    """All stores count as large, and none is in memory before the gate is open."""
    opened = threading.Event()
    real = ForkServer.in_memory

    def in_memory(server):
        if server.most_quads != 10:
            opened.wait(30)
        return real(server)

    monkeypatch.setattr(worker_pool, "_SMALL", 10)
    monkeypatch.setattr(ForkServer, "in_memory", in_memory)
    yield opened
    opened.set()


def ask(pool):
    return b"".join(pool.run(COUNT))


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_moves_when_it_is_ready_and_answers_are_the_same(gate, store, settings):
    with closing(open_local(store, settings)) as pool:
        disk = pool.processes().fork_server
        assert (pool.variant, pool.state().in_memory) == ("disk", False)
        before, pids = ask(pool), set(pool.state().pids)
        gate.set()
        assert eventually(lambda: pool.variant == "memory")
        assert ask(pool) == before
        assert eventually(lambda: not alive(disk))
        assert eventually(lambda: not any(map(alive, pids)))
        assert eventually(lambda: pool.state().workers_idle == settings.light_workers)
        assert pool.state().in_memory


def test_a_query_that_runs_meanwhile_ends_where_it_began(gate, store, settings):
    with closing(open_local(store, settings)) as pool:
        disk, call, told = pool.processes().fork_server, Call(), []

        def run():
            try:
                pool.run(ENDLESS, call)
            except QueryCancelledError as error:
                told.append(error)

        running = threading.Thread(target=run)
        running.start()
        assert eventually(lambda: pool.state().workers_working == 1)
        gate.set()
        assert eventually(lambda: pool.variant == "memory")
        assert ask(pool)
        assert alive(disk)
        call.cancel()
        running.join(10)
        assert len(told) == 1
        assert eventually(lambda: not alive(disk))
        assert ask(pool)


def test_many_ask_while_it_moves_and_none_notices(gate, store, settings):
    with closing(open_local(store, replace(settings, query_queue=50, client_queries=0))) as pool:
        found, stop = [], threading.Event()

        def keep_asking():
            while not stop.is_set():
                found.append(ask(pool))

        threads = [threading.Thread(target=keep_asking) for _ in range(4)]
        for thread in threads:
            thread.start()
        gate.set()
        assert eventually(lambda: pool.variant == "memory")
        after = len(found)
        assert eventually(lambda: len(found) > after + 20)
        stop.set()
        for thread in threads:
            thread.join(10)
        assert set(found) == {ask(pool)}


def test_to_close_meanwhile_waits_for_nobody(gate, store, settings):
    pool = open_local(store, settings)
    loading = pool.processes().loading
    assert alive(loading)
    pool.close()
    # The gate is still shut: it has not been waited for.
    assert not gate.is_set()
    assert not alive(loading)


def test_what_cannot_be_held_stays_on_the_disk(gate, store, settings):
    gate.set()
    with closing(open_local(store, replace(settings, memory_quads=100))) as pool:
        assert eventually(lambda: not pool.processes().loading)
        assert pool.variant == "disk"
        assert ask(pool)


@pytest.mark.parametrize(("before", "after"), [(0, 10), (7, 17), (15, 19), (19, 19)])
def test_a_worker_yields_from_where_it_stands(monkeypatch, before, after):
    """A server that is nice already must not be made less so."""
    set_to = []
    monkeypatch.setattr(os, "getpriority", lambda which, pid: before)
    monkeypatch.setattr(os, "setpriority", lambda which, pid, value: set_to.append(value))
    with socket.socket() as unused:
        worker = Worker(1, unused, None)
        worker.lower()
        worker.lower()
    assert set_to == [after]


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="NOT CHECKED: no priorities here")
def test_a_long_query_yields_and_a_shorter_one_keeps_its_worker(monkeypatch, store, settings):
    monkeypatch.setattr(answer, "_LONG", 0.5)
    with closing(open_local(store, settings)) as pool:
        mine = os.getpriority(os.PRIO_PROCESS, 0)
        pids = set(pool.state().pids)
        ask(pool)
        assert set(pool.state().pids) == pids
        call = Call()

        def run():
            with pytest.raises(QueryCancelledError):
                pool.run(ENDLESS, call)

        running = threading.Thread(target=run)
        running.start()
        assert eventually(lambda: any(os.getpriority(os.PRIO_PROCESS, p) > mine for p in pids))
        call.cancel()
        running.join(10)
        assert eventually(lambda: pool.state().workers_idle == settings.light_workers)
        assert all(os.getpriority(os.PRIO_PROCESS, p) == mine for p in pool.state().pids)
