"""The local engine: answers, deadlines, memory, death, crowds; nothing is left behind."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from openalliances.engine.interface import Call, Query
from openalliances.engine.local import worker_pool
from openalliances.engine.local.engine import open_local
from openalliances.engine.local.processes import ForkServer
from openalliances.engine.local.worker_pool import WorkerPool
from openalliances.errors import (
    ClientBusyError,
    EngineBusyError,
    EngineError,
    NotAcceptableError,
    QueryCancelledError,
    QueryMemoryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    RequestError,
    SettingError,
)
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    RESULT_FORMATS,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    TURTLE,
)

from ..waiting import eventually

EX = "https://example.org/"
GRAPHS = tuple(f"{EX}graph/{number}" for number in range(3))
LIGHT = Query("SELECT ?o { ?s ?p ?o } LIMIT 1", RESULTS_CSV, 10.0)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
# LATERAL loops; a plain product is held in memory, which ends before the time does.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c LATERAL { ?d ?e ?f } LATERAL { ?g ?h ?i } }"
ENDLESS_STREAM = "SELECT * { ?a ?b ?c LATERAL { ?d ?e ?f } LATERAL { ?g ?h ?i } }"
BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"
GROUP_BOMB = f"""SELECT (GROUP_CONCAT(?x) AS ?y) {{
  VALUES ?x {{ "{"x" * 10_000}" }} ?a ?b ?c LATERAL {{ ?d ?e ?f }}
}}"""


def read(pool, query):
    with pool.run(query) as answer:
        return b"".join(answer)


def count(pool, text=COUNT, **dataset):
    return int(read(pool, Query(text, RESULTS_CSV, 10.0, **dataset)).split()[1])


def children(pid):
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in found for child in file.read_text().split()]


def fork_server_of(pool):
    return pool.processes().fork_server


def workers_of(pool):
    return children(fork_server_of(pool))


def stat_of(pid):
    """Return the fields of /proc/PID/stat behind the name; empty if the process has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def has_worked(pid):
    """Return whether the process has used a fifth of a second of processor time."""
    return int(stat_of(pid)[11]) > 20


def is_dead(pid):
    return stat_of(pid)[:1] in ([], ["Z"])


@pytest.fixture
def small(store, settings):
    """A pool of one worker with room for one in the queue."""
    opened = open_local(store, replace(settings, query_workers=1, light_workers=1, query_queue=1))
    yield opened
    opened.close()


# What is answered


def test_a_whole_answer_comes_back(pool):
    assert read(pool, LIGHT).splitlines()[0] == b"o"


def test_a_long_answer_comes_in_pieces_that_make_up_the_whole(pool):
    with pool.run(Query("SELECT ?s ?p ?o { ?s ?p ?o }", RESULTS_JSON, 20.0)) as answer:
        chunks = list(answer)
    assert len(chunks) > 3
    assert len(list(parse_query_results(b"".join(chunks), QueryResultsFormat.JSON))) == 3001


@pytest.mark.parametrize("format_", RESULT_FORMATS, ids=lambda f: f.extension)
@pytest.mark.parametrize(("text", "true"), [("ASK { ?s ?p ?o }", True), ("ASK { 1 ?p ?o }", False)])
def test_ask_has_an_answer_in_every_format(pool, format_, text, true):
    assert (b"true" in read(pool, Query(text, format_, 10.0))) == true


@pytest.mark.parametrize("format_", GRAPH_FORMATS, ids=lambda f: f.extension)
def test_construct_has_an_answer_in_every_format(pool, format_):
    text = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{GRAPHS[0]}> {{ ?s ?p ?o }} }}"
    found = read(pool, Query(text, format_, 10.0))
    assert len(list(parse(found, RdfFormat.from_media_type(format_.media_type)))) == 1000


def test_turtle_uses_our_prefixes(pool):
    text = "CONSTRUCT { ?s a <http://www.w3.org/2004/02/skos/core#Concept> } { ?s ?p ?o }"
    assert b"skos:Concept" in read(pool, Query(text, TURTLE, 10.0))


def test_bindings_fix_variables_without_touching_the_text(pool):
    query = Query(
        "SELECT ?s ?o { ?s ?p ?o }",
        RESULTS_TSV,
        10.0,
        bindings={"s": NamedNode(f"{EX}thing/7")},
    )
    assert len(read(pool, query).splitlines()) == 2
    nothing = replace(query, bindings={"o": Literal('"} DROP ALL #')})
    assert len(read(pool, nothing).splitlines()) == 1


def test_graphs_are_the_named_graphs(pool):
    assert pool.graphs() == set(GRAPHS)


@pytest.mark.parametrize(
    ("text", "dataset", "expected"),
    [
        (COUNT, {}, 3001),
        (COUNT, {"union": False}, 1),
        (COUNT.replace("{", f"FROM <{GRAPHS[0]}> {{", 1), {"union": False}, 1000),
        (COUNT.replace("{", f"FROM NAMED <{GRAPHS[0]}> {{", 1), {"union": False}, 0),
        (COUNT, {"default_graphs": GRAPHS[:2]}, 2000),
        # The protocol wins over FROM: SPARQL 1.1 Protocol, 2.1.4.
        (
            COUNT.replace("{", f"FROM <{GRAPHS[0]}> {{", 1),
            {"union": False, "default_graphs": GRAPHS[:2]},
            2000,
        ),
        (COUNT, {"named_graphs": GRAPHS[:1]}, 0),
        (COUNT.replace("{ ?s ?p ?o }", "{ GRAPH ?g { ?s ?p ?o } }"), {}, 3000),
        (
            COUNT.replace("{ ?s ?p ?o }", "{ GRAPH ?g { ?s ?p ?o } }"),
            {"named_graphs": GRAPHS[:1]},
            1000,
        ),
        (
            COUNT.replace("{ ?s ?p ?o }", "{ GRAPH ?g { ?s ?p ?o } }"),
            {"default_graphs": GRAPHS[:1]},
            0,
        ),
    ],
)
def test_the_data_set_is_that_of_the_protocol(pool, text, dataset, expected):
    assert count(pool, text, **dataset) == expected


# What fails, and how


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("SELECT * {", 1, 11, "end of the query"),
        ("SELECT *\n{ ?s ?p }", 2, 10, "at or before"),
        ("SELECT * { ?s ?p ?o } LIMIT x", 1, 29, '"x"'),
        ("DESCRIBE <relative>", 1, 20, "IRI parsing failed"),
    ],
)
def test_a_syntax_error_says_where(pool, text, line, column, words):
    with pytest.raises(QuerySyntaxError) as caught:
        pool.run(Query(text, RESULTS_JSON, 10.0))
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in caught.value.message
    assert "['" not in caught.value.message


def test_an_unknown_function_is_the_fault_of_the_query(pool):
    with pytest.raises(QueryRefusedError, match="not supported"):
        read(pool, Query("SELECT (<https://example.org/f>(1) AS ?x) {}", RESULTS_JSON, 10.0))


def test_a_format_that_does_not_fit_is_an_error_and_the_worker_lives(pool):
    with pytest.raises(NotAcceptableError, match="Turtle"):
        read(pool, Query("ASK {}", TURTLE, 10.0))
    assert read(pool, LIGHT)


@pytest.mark.parametrize("text", [ENDLESS, ENDLESS_STREAM], ids=["silent", "streaming"])
def test_an_endless_query_is_stopped_at_its_deadline(small, text):
    with pytest.raises(QueryTimeoutError, match=r"0\.3 seconds"):
        read(small, Query(text, RESULTS_CSV, 0.3))
    assert small.state().kills == 1
    assert read(small, LIGHT)


def test_the_killed_process_is_gone(small):
    (before,) = workers_of(small)
    with pytest.raises(QueryTimeoutError):
        read(small, Query(ENDLESS, RESULTS_CSV, 0.2))
    assert eventually(lambda: not Path(f"/proc/{before}").exists())
    assert eventually(lambda: len(workers_of(small)) == 1)


@pytest.mark.parametrize("text", [BOMB, GROUP_BOMB], ids=["sort", "concatenate"])
def test_a_memory_bomb_stops_its_own_query_only(small, text):
    with pytest.raises(QueryMemoryError, match="512 MB"):
        read(small, Query(text, RESULTS_CSV, 20.0))
    assert read(small, LIGHT)


def test_a_stack_bomb_stops_its_own_query_only(small):
    depth = 200_000
    with pytest.raises(QueryMemoryError):
        read(small, Query("ASK " + "{" * depth + "}" * depth, RESULTS_CSV, 20.0))
    assert read(small, LIGHT)


def test_a_worker_killed_while_idle_is_not_noticed(small):
    (pid,) = workers_of(small)
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: is_dead(pid))
    assert read(small, LIGHT)
    assert len(workers_of(small)) == 1


def test_a_fork_server_that_was_killed_comes_back(small):
    processes = [fork_server_of(small), *workers_of(small)]
    os.kill(processes[0], signal.SIGKILL)
    assert eventually(lambda: all(is_dead(pid) for pid in processes))
    assert read(small, LIGHT)


def test_a_reader_that_leaves_sets_the_worker_free(small):
    with small.run(Query(ENDLESS_STREAM, RESULTS_CSV, 20.0)) as answer:
        assert next(iter(answer))
    assert read(small, LIGHT)


def test_a_reader_that_stalls_loses_the_worker_at_the_deadline(small):
    stalled = small.run(Query(ENDLESS_STREAM, RESULTS_CSV, 0.4))
    assert read(small, LIGHT)
    with pytest.raises(QueryTimeoutError):
        list(stalled)


def test_a_stalled_worker_ends_even_if_nobody_asks(small):
    (pid,) = workers_of(small)
    stalled = small.run(Query(ENDLESS_STREAM, RESULTS_CSV, 0.2))
    assert eventually(lambda: is_dead(pid))
    stalled.close()


# Crowds


def test_a_cancelled_call_stops_what_runs_for_it(small):
    call = Call()
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(lambda: list(small.run(Query(ENDLESS, RESULTS_CSV, 20.0), call)))
        assert eventually(lambda: small.state().running_heavy)
        call.cancel()
        assert isinstance(running.exception(2), QueryCancelledError)
    assert small.state().running_heavy == 0
    assert read(small, LIGHT)


def test_a_cancelled_call_stops_waiting(small):
    call = Call()
    with ThreadPoolExecutor(2) as threads:
        first = Call()
        running = threads.submit(lambda: list(small.run(Query(ENDLESS, RESULTS_CSV, 20.0), first)))
        assert eventually(lambda: small.state().running_heavy)
        waiting = threads.submit(lambda: list(small.run(Query(ENDLESS, RESULTS_CSV, 20.0), call)))
        assert eventually(lambda: small.state().waiting_heavy)
        call.cancel()
        assert isinstance(waiting.exception(2), QueryCancelledError)
        first.cancel()
        assert isinstance(running.exception(2), QueryCancelledError)
    assert small.state().waiting_heavy == 0


def test_a_call_that_was_cancelled_before_does_not_run(small):
    call = Call()
    call.cancel()
    with pytest.raises(QueryCancelledError):
        list(small.run(Query(ENDLESS, RESULTS_CSV, 20.0), call))


def test_one_client_cannot_take_all(store, settings):
    opened = open_local(store, replace(settings, client_queries=1))
    try:
        with opened.run(Query(ENDLESS_STREAM, RESULTS_CSV, 5.0), Call("192.0.2.1")):
            with pytest.raises(ClientBusyError):
                opened.run(LIGHT, Call("192.0.2.1"))
            assert list(opened.run(LIGHT, Call("192.0.2.2")))
    finally:
        opened.close()


@pytest.mark.parametrize("quads", [0, 10, 1_000_000], ids=["never", "too large", "in memory"])
def test_the_answer_is_the_same_in_memory_and_on_disk(store, settings, quads):
    opened = open_local(store, replace(settings, memory_quads=quads))
    try:
        assert count(opened) == 3001
        assert opened.graphs() == set(GRAPHS)
    finally:
        opened.close()


def test_many_threads_get_their_own_answers(pool):
    def ask(number):
        query = Query(
            "SELECT ?s ?o { ?s ?p ?o }",
            RESULTS_CSV,
            20.0,
            bindings={"s": NamedNode(f"{EX}thing/{number}")},
        )
        while True:
            try:
                return int(read(pool, query).split(b",")[-1])
            except EngineBusyError:
                time.sleep(0.01)

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(ask, range(300))) == list(range(300))


def test_light_queries_pass_beside_a_heavy_one(pool):
    with ThreadPoolExecutor(1) as threads:
        heavy = threads.submit(read, pool, Query(ENDLESS, RESULTS_CSV, 4.0))
        assert eventually(lambda: pool.state().workers_working)
        for _ in range(20):
            read(pool, LIGHT)
        assert not heavy.done()
        assert isinstance(heavy.exception(), QueryTimeoutError)


# What is left behind


def test_nothing_is_left_behind(store, settings):
    files = len(list(Path("/proc/self/fd").iterdir()))
    most = settings.light_workers + settings.query_workers
    opened = open_local(store, settings)
    processes = [fork_server_of(opened), *workers_of(opened)]
    for query in (LIGHT, Query(ENDLESS, RESULTS_CSV, 0.1), Query("oh", RESULTS_CSV, 1.0)) * 4:
        try:
            read(opened, query)
        except RequestError:
            processes += workers_of(opened)
    assert len(list(Path("/proc/self/fd").iterdir())) <= files + 1 + most
    opened.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == files
    assert [pid for pid in processes if Path(f"/proc/{pid}").exists()] == []


def test_a_closed_pool_says_so(store, settings):
    opened = open_local(store, settings)
    opened.close()
    with pytest.raises(EngineError, match="closed"):
        opened.run(LIGHT)


def test_a_folder_without_a_store_is_an_error_at_the_start(tmp_path, settings):
    with pytest.raises(EngineError, match="store"):
        open_local(tmp_path / "nothing", settings)


def test_too_little_memory_is_told_at_the_start(store, settings):
    with pytest.raises(SettingError, match="40 MB"):
        open_local(store, replace(settings, query_memory=40, memory_quads=0))


def test_reading_leaves_the_store_as_it_was(store, settings):
    def state():
        return {
            (file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in store.iterdir()
        }

    before = state()
    opened = open_local(store, settings)
    read(opened, LIGHT)
    opened.close()
    assert state() == before


@pytest.fixture
def workers(store, settings):
    """A worker pool without an engine, of which one worker stands ready."""
    with closing(WorkerPool(store, replace(settings, light_workers=1))) as made:
        yield made


def test_a_late_stop_leaves_the_next_query_alone(workers):
    """Whoever stops a query may come when its worker answers somebody else."""
    worker = workers.acquire()
    use = worker.uses
    workers.release(worker)
    assert workers.acquire() is worker
    workers.kill(worker, use=use)
    assert not is_dead(worker.pid)
    workers.kill(worker, use=worker.uses)
    assert eventually(lambda: is_dead(worker.pid))
    workers.kill(worker)
    worker.connection.close()


def test_a_worker_that_said_more_than_was_asked_is_not_used_again(workers):
    worker = workers.acquire()
    worker.frames.put_back(b"d", b"left over")
    workers.release(worker)
    assert eventually(lambda: is_dead(worker.pid))
    assert worker.pid not in workers.processes().idle


def test_what_a_crowd_has_warmed_is_kept_for_a_while_and_no_longer(monkeypatch, workers):
    monkeypatch.setattr(worker_pool, "_REST", 3600.0)
    crowd = [workers.acquire() for _ in range(3)]
    for worker in crowd:
        workers.release(worker)
    assert workers.processes().idle == tuple(worker.pid for worker in crowd)
    workers.end_rested()
    assert len(workers.processes().idle) == 3
    monkeypatch.setattr(worker_pool, "_REST", 0.0)
    workers.end_rested()
    assert workers.processes().idle == (crowd[-1].pid,)
    assert eventually(lambda: is_dead(crowd[0].pid) and is_dead(crowd[1].pid))


def test_a_fork_server_that_is_closed_starts_nothing_any_more(store):
    server = ForkServer(store, 512, 0)
    worker = server.spawn()
    server.close()
    with pytest.raises(EngineError):
        server.spawn()
    assert server.ended
    assert is_dead(worker.pid)
    worker.connection.close()


def test_an_inline_answer_that_is_given_up_leaves_nothing(small):
    started = small.start(Query(ENDLESS, RESULTS_CSV, 20.0), Call())
    assert small.state().running_light == 1
    started.close()
    started.close()
    assert eventually(lambda: small.state().workers_working == 0)
    assert small.state().running_light == 0
    assert read(small, LIGHT)
