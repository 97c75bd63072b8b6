"""A push before a store that fails: it goes on where it stopped, and sends nothing in vain."""

import hashlib
import re
import threading
from collections import Counter
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from openalliances.builder.user_files import load_files
from openalliances.client.authorization import Authorization
from openalliances.client.graphstore import GraphStore
from openalliances.client.push import push
from openalliances.engine.open import DIGEST
from openalliances.errors import MachineError
from openalliances.progress import Silence
from openalliances.rdf.prefixes import PUSHED_GRAPH
from openalliances.settings import Settings

SMALL = 200
NQUADS = (
    "".join(f'<urn:s{n}> <urn:p> "{"x" * (n % 7)}" <urn:g{n % 3}> .\n' for n in range(90))
    + "_:a <urn:p> _:b <urn:g0> .\n_:b <urn:p> <urn:s1> <urn:g0> .\n<urn:s> <urn:p> <urn:o> .\n"
)


class Handler(BaseHTTPRequestHandler):
    """The Graph Store Protocol over a dictionary of sets of lines."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle_one(self):
        server = self.server
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name = parse_qs(urlsplit(self.path).query, keep_blank_values=True).get("graph", [""])[0]
        status, headers, text = server.refuse(self, body) or (0, {}, b"")
        if not status:
            server.log.append((self.command, name, body))
            status, text = self.apply(name, body)
        self.send_response(status)
        for header, value in {**headers, "Content-Length": str(len(text))}.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(text)

    def apply(self, name, body):
        graphs, lines = self.server.graphs, set(body.splitlines(keepends=True))
        if self.command == "PUT":
            graphs[name] = lines
        elif self.command == "POST":
            graphs[name] = graphs.get(name, set()) | lines
        elif name not in graphs:
            return 404, b"none"
        elif self.command == "DELETE":
            del graphs[name]
        else:
            return 200, b"".join(graphs[name])
        return 204, b""

    do_GET = do_PUT = do_POST = do_DELETE = handle_one  # noqa: N815


class Store(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.graphs = {}
        self.log = []
        self.refuse = lambda *_: None
        self.url = f"http://127.0.0.1:{self.server_port}/data"

    def sent(self):
        """Return how often each graph was written, the list of what has arrived aside."""
        found = Counter(name for verb, name, _ in self.log if verb in ("PUT", "POST"))
        del found[PUSHED_GRAPH]
        return found


@pytest.fixture
def store():
    with Store() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    folder = tmp_path_factory.mktemp("push")
    (folder / "all.nq").write_text(NQUADS, encoding="utf-8")
    return load_files([folder / "all.nq"], Settings(cache_dir=str(folder)), Silence())


def run(release, store, chunk=SMALL, pauses=None, user="", password=""):
    waited = [] if pauses is None else pauses
    with closing(
        GraphStore(store.url, Authorization(user, password), 10.0, waited.append)
    ) as client:
        return push(release, client, Silence(), chunk)


def mark_of(release):
    """Return how the statement begins that all of the release has arrived."""
    return f'<{PUSHED_GRAPH}> <{DIGEST}> "{release.manifest.digest}"'.encode()


def test_all_graphs_arrive_whole(release, store):
    done = run(release, store)
    assert (done.sent, done.kept, done.deleted, done.triples) == (4, 0, 0, 93)
    sizes = {name: len(lines) for name, lines in store.graphs.items()}
    assert sizes == {"": 1, "urn:g0": 32, "urn:g1": 30, "urn:g2": 30, PUSHED_GRAPH: 5}
    assert store.sent()["urn:g1"] > 2


def test_blank_nodes_go_with_the_first_chunk(release, store):
    run(release, store)
    written = [(verb, body) for verb, name, body in store.log if name == "urn:g0"]
    assert [verb for verb, _ in written] == ["PUT"] + ["POST"] * (len(written) - 1)
    assert [len(re.findall(rb"_:\w+", body)) for _, body in written] == [3] + [0] * (
        len(written) - 1
    )


def test_the_release_is_marked_last(release, store):
    run(release, store)
    mark = mark_of(release)
    assert [mark in body for _, _, body in store.log] == [False] * (len(store.log) - 1) + [True]


def test_a_finished_push_is_a_single_look(release, store):
    run(release, store)
    store.log.clear()
    done = run(release, store)
    assert (done.sent, done.kept, done.triples) == (0, 4, 0)
    assert [verb for verb, _, _ in store.log] == ["GET"]


def fail_after(number, status=403):
    seen = []

    def refuse(*_):
        seen.append(1)
        return (status, {}, b"no") if len(seen) > number else None

    return refuse


@pytest.mark.parametrize("number", range(2, 14))
def test_a_broken_push_goes_on(release, store, number):
    store.refuse = fail_after(number)
    with pytest.raises(MachineError, match="403"):
        run(release, store)
    before = store.sent()
    assert mark_of(release) not in b"".join(store.graphs[PUSHED_GRAPH])
    store.refuse = lambda *_: None
    run(release, store)
    assert {n: len(g) for n, g in store.graphs.items()} == {
        "": 1, "urn:g0": 32, "urn:g1": 30, "urn:g2": 30, PUSHED_GRAPH: 5,
    }  # fmt: skip
    assert sum(before.values()) >= number - 3


def test_chunks_that_have_arrived_are_not_sent_again(release, store):
    def refuse(handler, _):
        # The third chunk of a graph fails, the mark after it does not.
        posts = sum(1 for verb, name, _ in store.log if (verb, name) == ("POST", "urn:g0"))
        return (403, {}, b"no") if handler.command == "POST" and posts == 2 else None

    store.refuse = refuse
    with pytest.raises(MachineError):
        run(release, store)
    store.refuse = lambda *_: None
    first = store.sent()["urn:g0"]
    run(release, store)
    assert first == 3
    assert [verb for verb, name, _ in store.log if name == "urn:g0"].count("PUT") == 1
    assert len(store.graphs["urn:g0"]) == 32


def test_another_length_of_chunks_begins_again(release, store):
    store.refuse = fail_after(5)
    with pytest.raises(MachineError):
        run(release, store)
    store.refuse = lambda *_: None
    run(release, store, chunk=2 * SMALL)
    assert [len(store.graphs[f"urn:g{n}"]) for n in range(3)] == [32, 30, 30]


def test_what_the_next_release_lacks_is_deleted_and_strangers_stay(release, store):
    run(release, store)
    store.graphs["urn:other"] = {b"x"}
    manifest = replace(release.manifest, graphs=release.manifest.graphs[:-1], digest="1" * 64)
    done = run(replace(release, manifest=manifest), store)
    assert done.deleted == 1
    assert set(store.graphs) == {"", "urn:g0", "urn:g1", "urn:other", PUSHED_GRAPH}


def digested(release, **digests):
    """Return *release* with these digests of its graphs g0 to g2."""
    graphs = tuple(
        replace(graph, digest=digests[graph.iri.removeprefix("urn:")])
        for graph in release.manifest.graphs
        if graph.iri
    )
    digest = "".join(digests.values())
    return replace(release, manifest=replace(release.manifest, graphs=graphs, digest=digest))


def test_a_graph_that_did_not_change_is_kept(release, store):
    run(digested(release, g0="a", g1="b", g2="c"), store)
    before = dict(store.graphs)
    store.log.clear()
    done = run(digested(release, g0="a", g1="other", g2="c"), store)
    assert (done.sent, done.kept) == (1, 2)
    assert store.sent().keys() == {"urn:g1"}
    assert {**store.graphs, PUSHED_GRAPH: b""} == {**before, PUSHED_GRAPH: b""}


@pytest.mark.parametrize(
    ("status", "after", "waits"), [(503, "7", [7]), (500, "", [1]), (429, "x", [1])]
)
def test_what_may_pass_is_tried_again(release, store, status, after, waits):
    answers = [(status, {"Retry-After": after}, b"later")]
    store.refuse = lambda *_: answers.pop() if answers else None
    pauses = []
    run(release, store, pauses=pauses)
    assert pauses == waits


def test_a_connection_that_breaks_is_made_again(release, store):
    broken = []

    def refuse(handler, _):
        if len(store.log) == 4 and not broken:
            broken.append(1)
            handler.close_connection = True
            raise ConnectionAbortedError
        return None

    store.handle_error = lambda *_: None
    store.refuse = refuse
    run(release, store)
    assert len(store.graphs["urn:g2"]) == 30
    assert broken


def test_it_gives_up_in_the_end(release, store):
    store.refuse = lambda *_: (500, {}, b"disk full")
    pauses = []
    with pytest.raises(MachineError, match="disk full") as failure:
        run(release, store, pauses=pauses)
    assert pauses == [1, 2, 4, 8]
    assert "goes on" in failure.value.hint


@pytest.mark.parametrize(("status", "hint"), [(401, "--user"), (403, "may not"), (404, "")])
def test_a_refusal_is_told_at_once(release, store, status, hint):
    store.refuse = lambda h, _: (status, {}, b"") if h.command == "PUT" else None
    with pytest.raises(MachineError, match=str(status)) as failure:
        run(release, store)
    assert hint in failure.value.hint


def digest_of(handler, password):
    """Return whether the answer to a challenge is right (RFC 7616, section 3.4)."""
    header = handler.headers.get("Authorization", "")
    given = dict(re.findall(r'(\w+)="?([^",]+)"?', header))
    if not header.startswith("Digest"):
        return False

    def md5(text):
        return hashlib.md5(text.encode()).hexdigest()

    who, what = md5(f"me:here:{password}"), md5(f"{handler.command}:{handler.path}")
    middle = f"n0:{given['nc']}:{given['cnonce']}:auth"
    return given["response"] == md5(f"{who}:{middle}:{what}") and given["uri"] == handler.path


@pytest.mark.parametrize("password", ["secret", "wrong"])
@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_the_login_that_the_store_asks_for(release, store, scheme, password):
    challenge = {
        "Basic": 'Basic realm="here"',
        "Digest": 'Digest realm="here", nonce="n0", qop="auth", algorithm="MD5"',
    }[scheme]

    def refuse(handler, _):
        basic = handler.headers.get("Authorization") == "Basic bWU6c2VjcmV0"
        right = basic if scheme == "Basic" else digest_of(handler, "secret")
        return None if right else (401, {"WWW-Authenticate": challenge}, b"")

    store.refuse = refuse
    if password == "wrong":
        with pytest.raises(MachineError, match="401"):
            run(release, store, user="me", password=password)
        assert store.log == []
    else:
        run(release, store, user="me", password=password)
        assert len(store.graphs) == 5


def test_an_unknown_login_is_told(release, store):
    store.refuse = lambda *_: (401, {"WWW-Authenticate": "Negotiate"}, b"")
    with pytest.raises(MachineError, match="Negotiate"):
        run(release, store, user="me", password="x")


def test_a_page_in_place_of_a_graph_is_told(release, store):
    store.refuse = lambda *_: (200, {}, b"<html>Hello</html>")
    with pytest.raises(MachineError, match="cannot be read"):
        run(release, store)
