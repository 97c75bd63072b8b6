"""Long queries: paused where there is no room, begun again where their worker was taken away."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest

from openalliances.engine.interface import Call, Query
from openalliances.engine.local.engine import open_local
from openalliances.engine.local.worker_pool import WorkerPool
from openalliances.errors import EngineBusyError, EngineError, QueryCancelledError
from openalliances.rdf.formats import RESULTS_CSV

from ..waiting import eventually
from .test_pool import ENDLESS, fork_server_of, has_worked, is_dead, read, stat_of, workers_of

SLOW = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c LATERAL { ?d ?e ?f } }", RESULTS_CSV, 60.0)
ROWS = 3001 * 3001
FOREVER = Query(ENDLESS, RESULTS_CSV, 60.0)
PAUSED = ["T"]


def rows(answer):
    return int(answer.split()[1])


@pytest.fixture
def narrow(store, settings):
    """A pool with one place in each lane, where a query is soon a heavy one."""
    few = replace(settings, query_workers=1, light_workers=1, query_queue=2, light_time=0.1)
    with closing(open_local(store, few)) as opened:
        yield opened


@pytest.fixture
def threads():
    with ThreadPoolExecutor(3) as made:
        yield made


def run(pool, query, call):
    return list(pool.run(query, call))


def busy(pool):
    return pool.processes().busy


def paused(pool):
    return [pid for pid in workers_of(pool) if stat_of(pid)[:1] == PAUSED]


def test_a_long_query_that_must_wait_goes_on_with_what_it_has_done(narrow, threads):
    first = Call()
    endless = threads.submit(run, narrow, FOREVER, first)
    assert eventually(lambda: narrow.state().running_heavy)
    second = threads.submit(read, narrow, SLOW)
    assert eventually(lambda: paused(narrow))
    (waits,) = paused(narrow)
    # Meanwhile there is room for a light one.
    assert read(narrow, Query("ASK {}", RESULTS_CSV, 10.0))
    assert narrow.state().kills == 0
    first.cancel()
    assert rows(second.result(60)) == ROWS
    assert isinstance(endless.exception(60), QueryCancelledError)
    assert waits in narrow.state().pids
    assert narrow.state().kills == 1


def test_a_full_queue_turns_away_and_says_when_to_come_back(store, settings, threads):
    few = replace(settings, query_workers=1, light_workers=1, query_queue=1, light_time=0.1)
    with closing(open_local(store, few)) as pool:
        calls = Call(), Call()
        running = [threads.submit(run, pool, FOREVER, calls[0])]
        assert eventually(lambda: pool.state().running_heavy)
        running.append(threads.submit(run, pool, FOREVER, calls[1]))
        assert eventually(lambda: pool.state().waiting_heavy)
        with pytest.raises(EngineBusyError) as caught:
            pool.run(FOREVER)
        assert 1 <= caught.value.retry_after <= 30
        for call, ended in zip(calls, running, strict=True):
            call.cancel()
            assert isinstance(ended.exception(10), QueryCancelledError)


def test_a_paused_query_that_is_cancelled_is_gone(narrow, threads):
    calls = Call(), Call()
    first = threads.submit(run, narrow, FOREVER, calls[0])
    assert eventually(lambda: narrow.state().running_heavy)
    second = threads.submit(run, narrow, FOREVER, calls[1])
    assert eventually(lambda: paused(narrow))
    (waits,) = paused(narrow)
    calls[1].cancel()
    assert isinstance(second.exception(10), QueryCancelledError)
    assert eventually(lambda: is_dead(waits))
    calls[0].cancel()
    assert isinstance(first.exception(10), QueryCancelledError)


def test_no_more_are_paused_than_may_run(store, settings):
    with closing(WorkerPool(store, replace(settings, query_workers=2))) as pool:
        workers = [pool.acquire() for _ in range(3)]
        assert [pool.pause(worker) for worker in workers] == [True, True, False]
        pool.resume(workers[0])
        assert pool.pause(workers[2])
        for worker in workers:
            pool.kill(worker)
            worker.connection.close()
            assert eventually(lambda pid=worker.pid: is_dead(pid))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_is_killed_before_its_answer_is_replaced_unnoticed(narrow, threads, number):
    (pid,) = workers_of(narrow)
    asked = threads.submit(read, narrow, SLOW)
    assert eventually(lambda: has_worked(pid))
    os.kill(pid, number)
    assert rows(asked.result(60)) == ROWS
    assert narrow.state().deaths == 1


def test_a_query_whose_worker_is_killed_twice_fails_and_says_why(narrow, threads):
    asked = threads.submit(read, narrow, FOREVER)
    for _ in range(2):
        assert eventually(lambda: busy(narrow))
        (pid,) = busy(narrow)
        os.kill(pid, signal.SIGKILL)
        assert eventually(lambda pid=pid: pid not in busy(narrow))
    error = asked.exception(10)
    assert isinstance(error, EngineError)
    assert "signal 9" in error.message
    assert read(narrow, Query("ASK {}", RESULTS_CSV, 10.0))


def test_a_query_outlives_the_fork_server(narrow, threads):
    (pid,) = workers_of(narrow)
    asked = threads.submit(read, narrow, SLOW)
    assert eventually(lambda: has_worked(pid))
    os.kill(fork_server_of(narrow), signal.SIGKILL)
    assert rows(asked.result(60)) == ROWS


def test_what_the_query_itself_does_to_its_worker_is_not_done_twice(narrow):
    deep = Query("ASK " + "{" * 200_000 + "}" * 200_000, RESULTS_CSV, 20.0)
    with pytest.raises(Exception, match="memory"):
        read(narrow, deep)
    assert narrow.state().deaths == 1
