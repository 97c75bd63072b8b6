"""The hostile corpus against a running server: nothing goes out, no file is read."""

import http.client
import socket
import threading
from urllib.parse import quote, urlencode

import pytest

from ..served import serving, write_store
from .hostile.corpus import FEDERATED, FOREIGN_GRAPHS, GRAPH, NO_QUERIES, UPDATES
from .hostile.heavy import DEEP, HEAVY
from .hostile.legal import LEGAL

SECRET = "the canary sings"
REFUSED = [*FEDERATED, *UPDATES, *FOREIGN_GRAPHS, *NO_QUERIES, *DEEP]
DIRECT = {"Content-Type": "application/sparql-query"}


class Listener:
    """A server that counts who calls and tells a secret."""

    def __init__(self):
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            with connection:
                connection.sendall(f"HTTP/1.0 200 OK\r\n\r\n<x:a> <x:b> '{SECRET}' .".encode())

    def close(self):
        self._socket.close()


@pytest.fixture(scope="module")
def canary(tmp_path_factory):
    file = tmp_path_factory.mktemp("canary") / "canary.ttl"
    file.write_text(f"<x:a> <x:b> '{SECRET}' .\n")
    return file


@pytest.fixture(scope="module")
def listener():
    opened = Listener()
    yield opened
    # Whatever came would have been counted by now.
    with socket.create_connection(("127.0.0.1", opened.port), timeout=5) as connection:
        connection.recv(1)
    assert opened.calls == 1
    opened.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "data.ttl").write_text(
        "".join(f"<x:s{n}> <x:p> <x:s{n + 1}>, 'label {n}' .\n" for n in range(200))
    )
    with serving(write_store(folder / "release", {GRAPH: [folder / "data.ttl"]})) as served:
        yield served


@pytest.fixture(scope="module")
def aimed(listener, canary):
    """Return a function that points a text of the corpus at the listener and the canary."""

    def aim(text):
        text = text.replace("127.0.0.1:1/", f"127.0.0.1:{listener.port}/")
        return text.replace("/etc/passwd", str(canary)).replace("etc/passwd", str(canary)[1:])

    return aim


def ask(server, listener, text, parameters=""):
    reply = server.ask(f"/sparql?{parameters}", "POST", text.encode(), DIRECT)
    assert SECRET.encode() not in reply.body
    assert listener.calls == 0
    return reply


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_is_hostile_is_refused(server, listener, aimed, text):
    reply = ask(server, listener, aimed(text))
    assert reply.status == 400
    assert reply.media_type == "application/problem+json"


@pytest.mark.parametrize("text", [*FEDERATED[::4], *FOREIGN_GRAPHS[::4], *NO_QUERIES[::4]])
def test_it_is_refused_however_it_comes(server, listener, aimed, text):
    encoded = urlencode({"query": aimed(text)})
    form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    for reply in (
        server.ask(f"/sparql?{encoded}"),
        server.ask("/sparql", "POST", encoded.encode(), form),
        server.ask("/sparql", "QUERY", aimed(text).encode(), DIRECT),
        server.ask(f"/sparql?{encoded}", "HEAD"),
    ):
        assert reply.status == 400
        assert SECRET.encode() not in reply.body
        assert listener.calls == 0


@pytest.mark.parametrize("text", HEAVY, ids=range(len(HEAVY)))
def test_what_is_heavy_ends_soon(server, listener, text):
    try:
        reply = ask(server, listener, text, "timeout=0.3")
    except http.client.IncompleteRead as broken_off:
        # A stream that was stopped midway, visibly.
        assert SECRET.encode() not in broken_off.partial
    else:
        assert reply.status in {200, 400, 503}


@pytest.mark.parametrize("text", LEGAL, ids=range(len(LEGAL)))
def test_what_only_looks_alike_is_answered(server, listener, aimed, text):
    assert ask(server, listener, aimed(text)).status == 200


@pytest.mark.parametrize(
    ("iri", "status"),
    [
        ("file:///etc/passwd", 400),
        ("/etc/passwd", 400),
        ("http://127.0.0.1:1/", 200),
        ("http://127.0.0.1:1/a.ttl", 200),
        ("ftp://127.0.0.1:1/", 400),
        ("http://", 400),
        ("http://127.0.0.1:1/ a", 400),
    ],
)
@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_graphs_of_the_request_are_not_fetched(server, listener, aimed, iri, status, name):
    parameters = urlencode({name: aimed(iri)})
    for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }", "GRAPH ?g { }"):
        reply = ask(server, listener, f"ASK {{ {pattern} }}", parameters)
        assert reply.status == status
        assert b"true" not in reply.body
        told = "counts as empty" in reply.headers.get("Query-Hint", "")
        assert told == (status == 200)


@pytest.mark.parametrize("iri", ["file:///etc/passwd", "http://127.0.0.1:1/"])
def test_the_graph_store_fetches_nothing(server, listener, aimed, iri):
    reply = server.ask("/graphs?graph=" + quote(aimed(iri), safe=""))
    assert reply.status == 404
    assert SECRET.encode() not in reply.body
    assert listener.calls == 0


@pytest.mark.parametrize(
    "body",
    [
        b"ASK { ?s ?p '\xff' }",
        b"ASK { ?s ?p '\xc0\xaf' }",
        b"ASK { ?s ?p '\xed\xa0\x80' }",
        "ASK {}".encode("utf-16"),
        b"\xfe\xff\x00A\x00S\x00K",
        b"\x1f\x8b\x08\x00",
    ],
)
def test_bytes_that_are_no_text_are_refused(server, body):
    assert server.ask("/sparql", "POST", body, DIRECT).status == 400


def test_after_all_this_it_still_answers(server, listener):
    text = f"ASK {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
    assert ask(server, listener, text).body.endswith(b"true}")
    assert server.ask("/sparql", "QUERY", text.encode(), DIRECT).body.endswith(b"true}")
