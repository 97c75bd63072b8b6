"""The second wall: a worker cannot reach the network, start programs or write files."""

import socket
import subprocess
import sys
import threading

import pytest
from pyoxigraph import Store

from openalliances.engine.interface import Query
from openalliances.errors import EngineError, RequestError
from openalliances.rdf.formats import RESULTS_CSV

CONFINED = """
import resource, sys
from openalliances.sandbox import confine
print(",".join(confine(512)))
"""


def confined(code):
    """Run *code* in a process that is confined; return its output and whether it succeeded."""
    done = subprocess.run(
        [sys.executable, "-c", CONFINED + code], capture_output=True, text=True, check=False
    )
    return done.stdout.split(), done.returncode == 0


@pytest.fixture
def listener():
    """A server on this machine that counts who knocks."""
    knocks = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        stop = threading.Event()

        def accept():
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                knocks.append(connection.getpeername())
                connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/sparql", knocks
        stop.set()
        thread.join()


def federated(iri):
    return f"SELECT * {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}"


def test_a_service_that_the_judge_has_not_seen_is_not_reached(pool, listener):
    if not confined("")[0]:
        pytest.skip("NO SECOND WALL HERE: this system refuses both seccomp and unshare")
    iri, knocks = listener
    with pytest.raises(EngineError):
        list(pool.run(Query(federated(iri), RESULTS_CSV, 5.0)))
    assert knocks == []


def test_without_the_wall_the_service_would_be_reached(listener):
    iri, knocks = listener
    with pytest.raises((RuntimeError, OSError)):
        list(Store().query(federated(iri)))
    assert knocks


def test_a_silent_service_is_not_reached_either(pool, listener):
    if not confined("")[0]:
        pytest.skip("NO SECOND WALL HERE: this system refuses both seccomp and unshare")
    iri, knocks = listener
    try:
        list(pool.run(Query(federated(iri).replace("SERVICE", "SERVICE SILENT"), RESULTS_CSV, 5.0)))
    except RequestError as error:
        assert isinstance(error, EngineError)
    assert knocks == []


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import socket; socket.socket(socket.AF_UNIX)",
        "import os; os.execv('/bin/true', ['true'])",
    ],
)
def test_the_denied_calls_fail(code):
    walls, _ = confined("")
    if walls != ["seccomp"]:
        pytest.skip("NO SECCOMP HERE: this system refuses it")
    assert not confined(code)[1]


def test_no_file_can_be_written(tmp_path):
    file = tmp_path / "file"
    assert not confined(f"import pathlib; pathlib.Path({str(file)!r}).write_text('x')")[1]
    assert not file.exists() or file.stat().st_size == 0


def test_memory_is_limited():
    assert confined("bytearray(100 << 20)")[1]
    assert not confined("bytearray(600 << 20)")[1]
