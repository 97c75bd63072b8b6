"""Long answers: early, with little memory, whole or visibly broken off, stopped with the client."""

import gzip
import http.client
import json
import threading
from pathlib import Path

import brotli
import pytest
import zstandard
from pyoxigraph import QueryResultsFormat, parse_query_results

from ..served import serving, write_store
from ..waiting import eventually
from .raw import ENDLESS, SILENT, answer, chunks, head, target

ROWS = 200_000
LONG = f"SELECT ?a ?d {{ ?a ?b ?c LATERAL {{ ?d ?e ?f }} }} LIMIT {ROWS}"
CSV = "Accept: text/csv"
FRESH = "SELECT (RAND() AS ?n) {}"
"""What is never taken from a cache."""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("streaming")
    lines = [f'<urn:s{n}> <urn:p> "{"value" * 10} {n}" .\n' for n in range(600)]
    (folder / "data.nt").write_text("".join(lines))
    release = write_store(folder / "release", {"urn:g": [folder / "data.nt"]})
    with serving(release, operator_token="secret-of-ops", buffer_size=100_000) as server:
        yield server


def running(served):
    reply = served.ask("/sparql/queries", headers={"Authorization": "Bearer secret-of-ops"})
    assert reply.status == 200
    return [query["id"] for query in json.loads(reply.body)["queries"]]


def workers_busy(served):
    text = served.ask("/metrics").body.decode()
    return float(text.split('openalliances_workers{state="working"} ')[1].split()[0])


def memory(pid):
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


def test_the_first_byte_comes_early_and_a_slow_reader_costs_no_memory(served):
    served.ask(target("ASK {}"))
    before = memory(served.pid)
    with served.connect() as wire:
        wire.sendall(head(target(ENDLESS, timeout=3), CSV))
        assert wire.recv(17) == b"HTTP/1.1 200 OK\r\n"
        assert workers_busy(served) == 1
        # Nobody reads on, and the worker writes until its deadline.
        assert eventually(lambda: workers_busy(served) == 0)
        assert memory(served.pid) - before < 30_000_000


@pytest.mark.parametrize("coding", ["", "gzip", "br", "zstd"])
def test_an_answer_that_breaks_off_is_seen_on_the_wire(served, coding):
    with served.connect() as wire:
        wire.sendall(head(target(ENDLESS, timeout=0.7), CSV, f"Accept-Encoding: {coding}"))
        seen = b"".join(chunks(wire))
    start, _, body = seen.partition(b"\r\n\r\n")
    assert start.startswith(b"HTTP/1.1 200 ")
    assert b"transfer-encoding: chunked" in start
    # Without the last chunk it is no whole answer (RFC 9112, section 8).
    assert len(body) > 10_000
    assert not body.endswith(b"\r\n0\r\n\r\n")


@pytest.mark.parametrize(
    ("kind", "coding"),
    [
        ("text/csv", "gzip"),
        ("text/tab-separated-values", "identity"),
        ("application/sparql-results+xml", "identity"),
    ],
)
def test_a_long_answer_ends_with_the_number_of_its_rows(served, kind, coding):
    with served.connect() as wire:
        asked = (f"Accept: {kind}", f"Accept-Encoding: {coding}", "Connection: close")
        wire.sendall(head(target(LONG), *asked))
        seen = b"".join(chunks(wire))
    start = seen.partition(b"\r\n\r\n")[0]
    assert b"trailer: result-count" in start
    assert seen.endswith(b"\r\n0\r\nresult-count: %d\r\n\r\n" % ROWS)


def test_after_a_trailer_the_connection_goes_on(served):
    connection = http.client.HTTPConnection(served.address, timeout=60)
    for _ in range(2):
        connection.request("GET", target(LONG), headers={"Accept": "text/csv"})
        response = connection.getresponse()
        assert response.headers["Trailer"] == "result-count"
        assert response.read().count(b"\n") == ROWS + 1
    connection.close()


@pytest.mark.parametrize(
    ("method", "kind"), [("HEAD", "text/csv"), ("GET", "application/sparql-results+json")]
)
def test_what_has_no_trailer_announces_none(served, method, kind):
    answered = served.ask(target(LONG), method, headers={"Accept": kind})
    assert answered.status == 200
    assert answered.headers["Trailer"] is None


def test_a_client_that_reads_no_chunks_gets_a_length_or_an_error(served):
    with served.connect() as wire:
        wire.sendall(head(target(LONG), CSV, version="1.0"))
        status, headers, body = answer(wire)
        assert (status, body.count(b"\n")) == (200, ROWS + 1)
        assert "transfer-encoding" not in headers
    with served.connect() as wire:
        wire.sendall(head(target(ENDLESS, timeout=0.7), CSV, version="1.0"))
        assert answer(wire)[0] == 503


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_fails_before_the_first_byte_is_a_clean_error_in_time(served, method):
    reply = served.ask(target(SILENT, timeout=0.6), method)
    assert reply.status == 503
    assert reply.media_type == "application/problem+json"
    assert method == "HEAD" or b"0.6 seconds" in reply.body


def test_a_deadline_shorter_than_a_light_query_is_kept(served):
    reply = served.ask(target(SILENT, timeout=0.1))
    assert reply.status == 503
    assert b"0.1 seconds" in reply.body


def test_head_of_an_endless_answer_ends(served):
    with served.connect() as wire:
        wire.sendall(head(target(ENDLESS), CSV, method="HEAD"))
        assert answer(wire, body=False)[0] == 200
        wire.sendall(head("/healthz"))
        assert answer(wire)[0] == 200
    assert eventually(lambda: workers_busy(served) == 0)


@pytest.mark.parametrize(
    ("query", "accept"), [(ENDLESS, CSV), (SILENT, CSV), (SILENT, "Accept: text/html")]
)
def test_a_client_that_leaves_stops_its_query(served, query, accept):
    with served.connect() as wire:
        wire.sendall(head(target(query), accept))
        assert eventually(lambda: workers_busy(served) == 1)
    assert eventually(lambda: workers_busy(served) == 0, 4)
    assert eventually(lambda: running(served) == [])


DECODERS = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
    "": lambda data: data,
}


@pytest.mark.parametrize("query", [LONG, LONG.replace(str(ROWS), "100"), "SELECT (1 AS ?n) {}"])
def test_every_coding_has_the_same_bytes_and_a_tag_of_its_own(served, query):
    bodies, tags = set(), set()
    for coding in DECODERS:
        for _ in range(2):
            reply = served.ask(target(query), headers={"Accept-Encoding": coding})
            said = reply.headers.get("Content-Encoding", "")
            assert said in (coding, "")
            assert "Accept-Encoding" in reply.headers["Vary"]
            bodies.add(DECODERS[said](reply.body))
            tags.add((coding, reply.headers["ETag"]))
        again = {"Accept-Encoding": coding, "If-None-Match": reply.headers["ETag"]}
        assert served.ask(target(query), headers=again).status == 304
        other = {"Accept-Encoding": "" if coding else "gzip"}
        other["If-None-Match"] = reply.headers["ETag"]
        assert served.ask(target(query), headers=other).status == 200
    assert len(bodies) == 1
    assert len(tags) == len(DECODERS)


@pytest.mark.parametrize(
    ("asked", "given"),
    [("gzip;q=0", None), ("zstd;q=0, br;q=0.5, gzip;q=0.4", "br"), ("*;q=0", None)],
)
def test_a_coding_of_weight_0_is_not_used(served, asked, given):
    reply = served.ask(target(LONG), headers={"Accept-Encoding": asked})
    assert reply.headers["Content-Encoding"] == given


def test_a_whole_answer_tells_its_rows(served):
    reply = served.ask(target("SELECT * { ?s ?p ?o }"))
    assert int(reply.headers["Result-Count"]) == 600
    rows = parse_query_results(reply.body, QueryResultsFormat.JSON)
    assert len(list(rows)) == 600


@pytest.mark.parametrize("by", ["header", "parameter"])
def test_a_query_is_stopped_by_the_name_that_its_client_gave_it(served, by):
    name = f"my-own_name-{by}"
    lines = {"Query-Id": name} if by == "header" else {}
    more = {} if by == "header" else {"query-id": name}
    replies = []
    path = target(SILENT, **more)
    asking = threading.Thread(target=lambda: replies.append(served.ask(path, headers=lines)))
    asking.start()
    assert eventually(lambda: name in running(served))
    taken = served.ask(target(FRESH), headers={"Query-Id": name})
    assert (taken.status, taken.media_type) == (400, "application/problem+json")
    assert served.ask(f"/sparql/queries/{name}", "DELETE").status == 204
    asking.join(30)
    assert replies[0].status == 503
    assert b"stopped" in replies[0].body
    assert served.ask(f"/sparql/queries/{name}", "DELETE").status == 404


@pytest.mark.parametrize(
    "name", ["short", "x" * 65, "with space", "a%0d%0aSet-Cookie:x=1", "%C3%A9%C3%A9%C3%A9%C3%A9"]
)
def test_a_name_that_could_be_more_than_a_name_is_refused(served, name):
    reply = served.ask(target(FRESH) + "&query-id=" + name.replace(" ", "+"))
    assert reply.status == 400
    assert reply.headers["Set-Cookie"] is None


def test_many_at_once_are_answered_without_waiting_for_each_other(tmp_path):
    """Two slots for light queries, eight clients: whoever waits is woken when one is free.

    One that is not woken would sit out the light time, which is longer than a client waits here.
    """
    lines = [f'<urn:s{n}> <urn:p> "{n}" .\n' for n in range(240)]
    (tmp_path / "data.nt").write_text("".join(lines))
    release = write_store(tmp_path / "release", {"urn:g": [tmp_path / "data.nt"]})
    counts = []

    def ask(client):
        for number in range(30):
            query = f"SELECT ?o {{ <urn:s{client * 30 + number}> ?p ?o }}"
            counts.append(served.ask(target(query)).headers["Result-Count"])

    with serving(release, timeout=300, light_time=300, client_queries=0) as served:
        clients = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
        for one in clients:
            one.start()
        for one in clients:
            one.join()
    assert counts == ["1"] * 240
