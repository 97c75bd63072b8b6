"""The server as a process: it starts, answers, breaks off visibly, and stops."""

import http.client
import json
import signal
import socket
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from openalliances.asgi.server import serve
from openalliances.errors import MachineError
from openalliances.settings import Settings
from openalliances.web.app import create_app

PROGRAM = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from openalliances.release import open_release
    from openalliances.settings import Settings
    from openalliances.asgi.server import serve
    from openalliances.web.app import create_app
    settings = Settings(port=0, query_workers=1, page_processes=1)
    release = open_release(Path(sys.argv[1]))
    serve(release, settings, lambda url: print(url, flush=True), mount=create_app)
    """
)
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?q ?o }"


@pytest.fixture(scope="module")
def server(release):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(release.folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # A server that says nothing must not hold up the tests.
    impatience = threading.Timer(30, process.kill)
    impatience.start()
    url = process.stdout.readline().strip()
    impatience.cancel()
    yield process, url
    process.kill()
    process.communicate()


@pytest.fixture
def connection(server):
    connection = http.client.HTTPConnection(server[1].split("/")[2], timeout=20)
    yield connection
    connection.close()


def test_it_answers_where_it_says(server, connection):
    assert server[1].startswith("http://127.0.0.1:")
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200


@pytest.mark.parametrize(("path", "status"), [("/healthz", "ok"), ("/readyz", "ready")])
def test_it_says_that_it_is_well_and_what_it_serves(connection, release, path, status):
    connection.request("GET", path)
    response = connection.getresponse()
    told = json.loads(response.read())
    assert (told["status"], told["digest"]) == (status, release.manifest.digest)
    assert response.headers["Cache-Control"] == "no-store"


def test_head_has_the_length_of_get_and_no_body(connection):
    connection.request("HEAD", "/id/state/burundi.html")
    response = connection.getresponse()
    assert int(response.headers["Content-Length"]) > 1000
    assert response.read() == b""
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200


def test_a_query_that_is_stopped_is_no_result(server):
    """On the wire, not through a client that might hide it."""
    host, port = server[1].split("/")[2].split(":")
    path = "/sparql?timeout=0.5&query=" + SLOW.replace(" ", "%20").replace("?", "%3F")
    with socket.create_connection((host, int(port)), timeout=20) as wire:
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: wire.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"application/problem+json" in answer
    assert b'"bindings"' not in answer


def test_a_port_in_use_is_said_with_what_to_do(release, server):
    port = int(server[1].split("/")[2].split(":")[1])
    with pytest.raises(MachineError, match=f"Port {port} is in use") as caught:
        serve(release, Settings(port=port), lambda url: None, mount=create_app)
    assert "--port" in caught.value.hint


def test_an_address_of_another_machine_cannot_be_had(release):
    with pytest.raises(MachineError, match=r"Cannot listen on 192\.0\.2\.1"):
        serve(release, Settings(host="192.0.2.1"), lambda url: None, mount=create_app)


# Last, since it ends the server of this file.
def test_sigterm_ends_it_quietly_with_all_its_processes(server):
    process, _ = server
    group = _children(process.pid)
    assert len(group) >= 2
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=15)
    assert process.returncode == 0
    assert (out, err) == ("", "")
    assert not [pid for pid in group if _status(pid)[0] != "Z"]


def _children(pid):
    numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    own = [number for number in numbers if _status(number)[1] == str(pid)]
    return own + [grandchild for child in own for grandchild in _children(child)]


def _status(pid):
    """Return the state and the parent of a process; "Z" if it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return ["Z", "0"]
