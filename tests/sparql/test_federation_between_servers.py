"""Two servers on this machine ask one another, with the queries that the page tells users.

One has members of an organisation, as our data have them; the other stands for Wikidata.
"""

import csv
import io
import socket
import threading
import time
import urllib.request
from contextlib import closing, contextmanager

import pytest

from openalliances.pages.federation import WIKIDATA, queries
from openalliances.settings import Settings
from openalliances.sparql.judge import judge

from ..peers import oxigraph
from ..served import serving, write_store

OURS = """
PREFIX ally: <https://w3id.org/openalliances/ontology/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX id: <https://w3id.org/openalliances/id/>
<x:1> ally:inArrangement <https://w3id.org/openalliances/id/organization/east-african-community> ;
  ally:hasMember <x:kenya> .
<x:2> ally:inArrangement <https://w3id.org/openalliances/id/organization/east-african-community> ;
  ally:hasMember <x:uganda> .
<x:3> ally:inArrangement <x:other> ; ally:hasMember <x:mali> .
<x:kenya> rdfs:label "Kenya"@en , "Kenya"@fr ; ally:isoAlpha3 "KEN" .
<x:uganda> rdfs:label "Uganda"@en , "Ouganda"@fr ; ally:isoAlpha3 "UGA" .
<x:mali> rdfs:label "Mali"@en ; ally:isoAlpha3 "MLI" .
"""
THEIRS = """
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
<y:1> wdt:P298 "KEN" ; wdt:P1082 10 .
<y:2> wdt:P298 "UGA" ; wdt:P1082 20 .
<y:3> wdt:P298 "MLI" ; wdt:P1082 30 .
"""
RIGHT = [["name", "code", "population"], ["Kenya", "KEN", "10"], ["Uganda", "UGA", "20"]]
TIME = 3.0


def release(folder, text):
    folder.mkdir()
    (folder / "data.ttl").write_text(text, encoding="utf-8")
    return write_store(folder / "release", {"https://example.org/graph": [folder / "data.ttl"]})


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    with serving(release(tmp_path_factory.mktemp("theirs") / "data", THEIRS)) as server:
        yield server


@pytest.fixture(scope="module")
def ours(theirs, silent, endless, tmp_path_factory):
    hosts = ",".join((theirs.address, silent, endless))
    folder = tmp_path_factory.mktemp("ours") / "data"
    with serving(release(folder, OURS), timeout=TIME, service_hosts=hosts) as server:
        yield server


@contextmanager
def listening(answer):
    """Listen on a free port, and let *answer* do with each connection what it likes."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture(scope="module")
def silent():
    kept = []
    with listening(kept.append) as address:
        yield address
    for connection in kept:
        connection.close()


@pytest.fixture(scope="module")
def endless():
    def pour(connection):
        head = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/tab-separated-values\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n3\r\n?x\n\r\n"
        )
        row = b'"' + b"x" * 60_000 + b'"\n'
        row = f"{len(row):x}\r\n".encode() + row + b"\r\n"
        with closing(connection), connection:
            try:
                connection.recv(65_536)
                connection.sendall(head)
                while True:
                    connection.sendall(row)
            except OSError:
                return

    with listening(pour) as address:
        yield address


def rows(server, query):
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    reply = server.ask("/sparql", "POST", query.encode(), headers)
    assert reply.status == 200, reply.body
    return list(csv.reader(io.StringIO(reply.body.decode())))


def text(slug, here, there):
    found = queries(f"http://{here.address}/sparql", f"http://{there.address}/sparql")
    return next(query.query for query in found if query.slug == slug)


def test_ours_asks_an_allowed_one(ours, theirs):
    assert rows(ours, text("from-us", ours, theirs)) == RIGHT


def test_another_of_ours_asks_both(ours, theirs, tmp_path):
    hosts = f"{ours.address},{theirs.address}"
    with serving(release(tmp_path / "third", "<x:a> <x:b> <x:c> ."), service_hosts=hosts) as third:
        assert rows(third, text("to-us", ours, theirs)) == RIGHT


def test_an_oxigraph_server_asks_both(ours, theirs, tmp_path):
    with oxigraph(tmp_path) as peer:
        request = urllib.request.Request(
            peer.query,
            text("to-us", ours, theirs).encode(),
            {"Content-Type": "application/sparql-query", "Accept": "text/csv"},
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            assert list(csv.reader(io.StringIO(reply.read().decode()))) == RIGHT


def test_one_that_is_not_allowed_is_not_asked(theirs, ours):
    reply = theirs.ask(
        "/sparql",
        "POST",
        f"SELECT * {{ SERVICE <http://{ours.address}/sparql> {{ ?s ?p ?o }} }}".encode(),
        {"Content-Type": "application/sparql-query"},
    )
    assert reply.status == 400
    assert b"SERVICE is refused" in reply.body


@pytest.mark.parametrize("name", ["silent", "endless"])
def test_the_deadline_and_the_memory_hold_for_the_other_one_too(ours, name, request):
    address = request.getfixturevalue(name)
    query = f"SELECT (COUNT(?x) AS ?n) {{ SERVICE <http://{address}/sparql> {{ ?s ?p ?x }} }}"
    begun = time.monotonic()
    headers = {"Content-Type": "application/sparql-query"}
    reply = ours.ask("/sparql", "POST", query.encode(), headers)
    assert reply.status in (500, 503), reply.body
    assert time.monotonic() - begun < 10 * TIME
    assert rows(ours, "SELECT (1 AS ?n) {}") == [["n"], ["1"]]


def test_queries_of_the_page_are_legal_as_they_stand():
    allowed = Settings(service_hosts="query.wikidata.org, data.example.org")
    for query in queries("https://data.example.org/sparql"):
        judged = judge(query.query, known_graphs=(), base="https://x.example/", settings=allowed)
        assert WIKIDATA in judged.services
