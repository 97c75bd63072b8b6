"""Pages and documents: made once, sent again as they were, and for a call that can be stopped."""

import gzip
import itertools
import json
import re

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from openalliances.asgi.exchange import CachedResponse
from openalliances.asgi.page_cache import PageCache
from openalliances.http.variants import OFFERS, variant
from openalliances.rdf.formats import GRAPH_FORMATS

from ..served import serving
from ..waiting import eventually
from .raw import SILENT, answer, head, target

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TOKEN = "a-secret-of-the-operator"
PATHS = (
    *("/", "/browse/", "/browse", "/browse/states", "/search?q=burundi", "/search?q=b"),
    *("/id/state/burundi", "/id/state/burundi.html", "/id/state/burundi.ttl", "/id/state/none"),
    *(
        "/ontology/State",
        "/graph/ontology/core.nt",
        "/graphs?default&format=nt",
        "/graphs?graph=x:none",
    ),
    *("/resource?iri=https://w3id.org/openalliances/id/state/burundi", "/resource", "/dumps/"),
    *("/problem/engine", "/id/state/burundi.html?x=1", "/id/state/burund%69"),
)
ACCEPTED = (None, BROWSER, "text/turtle", "*/*", "application/json", "image/png", "text/html;q=0")
OWN = ("date", "query-id", "content-length")
"""Headers of one answer, and not of what it says; the length is that of a content coding."""
DECODERS = {
    "identity": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.fixture(scope="module")
def served(release):
    # What ends here ends because its client leaves, never by its deadline.
    given = {"operator_token": TOKEN, "client_queries": 3, "memory_quads": 0}
    with serving(release, timeout=120, **given) as server:
        yield server


@pytest.fixture(scope="module")
def forgetful(release):
    """A server that keeps nothing."""
    with serving(release, page_cache_size=0, memory_quads=0) as server:
        yield server


def hits(served, *caches):
    text = served.ask("/metrics").body.decode()
    found = dict(re.findall(r'cache_hits_total\{cache="([a-z-]+)"\} (\S+)', text))
    return sum(float(found[cache]) for cache in caches)


def said(server, path, headers):
    """Return what *server* answers, with its address as if all had the same."""
    reply = server.ask(path, headers=headers)
    told = {n.lower(): v for n, v in reply.headers.items() if n.lower() not in OWN}
    return reply.status, told, unpacked(reply).replace(server.address.encode(), b"HOST")


def unpacked(reply):
    """Return the body without its content coding, in which one byte changes all after it."""
    return DECODERS[reply.headers.get("Content-Encoding", "identity")](reply.body)


@pytest.mark.parametrize("path", PATHS)
def test_what_is_kept_is_what_would_be_made(served, forgetful, path):
    """Whoever asked before, and for whatever: each gets the answer to its own request."""
    codings = (None, "gzip", "br, zstd;q=0.5")
    wanted = list(itertools.product(ACCEPTED, codings))
    for accept, coding in wanted + wanted:
        sent = {"Accept": accept, "Accept-Encoding": coding}
        headers = {name: value for name, value in sent.items() if value is not None}
        assert said(served, path, headers) == said(forgetful, path, headers)


@pytest.mark.parametrize("path", ["/id/state/burundi.html", "/browse/states", "/search?q=tanz"])
def test_the_second_time_is_a_hit_and_the_third_one_of_bytes(served, path):
    asked = head(path, "Accept: text/html", "X-Other: bytes")
    with served.connect() as wire:
        for caches in (("pages", "made-up"), ("page-requests",), ("page-requests",)):
            before = hits(served, *caches)
            wire.sendall(asked)
            status, _, body = answer(wire)
            wire.sendall(asked)
            assert (status, body) == answer(wire)[::2]
            assert hits(served, *caches) >= before + ("page-requests" in caches)


@pytest.mark.parametrize("path", ["/id/state/tanzania.html", "/id/state/tanzania.ttl", "/browse/"])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
@pytest.mark.parametrize("warm", [True, False])
def test_304_and_head_are_those_of_the_answer(served, path, coding, warm):
    headers = {"Accept-Encoding": coding, "X-Warm": str(warm)}
    whole = served.ask(path, headers=headers)
    known = headers | {"If-None-Match": whole.headers["ETag"]}
    again = served.ask(path + ("" if warm else "?cold"), headers=known)
    assert (again.status, again.body) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control"):
        assert again.headers[name] == whole.headers[name]
    assert "Content-Length" not in again.headers or again.headers["Content-Length"] == "0"
    head_of = served.ask(path, "HEAD", headers=headers)
    assert (head_of.status, head_of.body) == (200, b"")
    assert head_of.headers["Content-Length"] == str(len(whole.body))


def test_a_host_of_somebody_is_in_nobodys_answer(served):
    for host in ("evil.example", "other.example"):
        reply = served.ask("/browse", headers={"Host": host})
        assert reply.status == 308
        assert reply.headers["Location"] == "/browse/"
        assert b"example" not in reply.body


@given(st.text(st.sampled_from("texhml/*rdf+json;q=0.1, "), max_size=40))
def test_one_variant_has_one_form_for_each_list(accept):
    words = variant(accept).split()
    assert len(words) == len(OFFERS)


def test_many_wordings_of_accept_are_few_variants():
    rdf = [form.media_type for form in GRAPH_FORMATS]
    worded = [f"{one};q=0.9, {other};q=0.1" for one, other in itertools.permutations(rdf, 2)]
    # The prefixes come as Turtle and as nothing else of these.
    assert len({variant(accept) for accept in worded}) <= 2 * len(rdf)
    assert variant("x/y, " * 200) is None


def response(size, status=200):
    return CachedResponse(status, ((b"etag", b'"x"'),), b"x" * size)


def test_what_anybody_makes_up_drives_no_page_out():
    cache = PageCache(80_000)
    key = b"\nhtml\n\n/a"
    assert cache.put(key, "", response(1000))
    for number in range(1000):
        cache.put(b"q=%d\nhtml\n\n/search" % number, "", response(500))
        cache.put(b"\nhtml\n\n/none/%d" % number, "", response(500, 404))
    assert cache.get(key, "") is not None
    assert cache.made_up.size <= 20_000


@pytest.mark.parametrize("status", [500, 503, 429, 406, 400, 206])
def test_what_may_be_otherwise_next_time_is_not_kept(status):
    cache = PageCache(80_000)
    assert not cache.put(b"\n\n\n/a", "", response(10, status))
    kept = CachedResponse(200, ((b"cache-control", b"no-store"),), b"")
    assert not cache.put(b"\n\n\n/a", "", kept)
    assert cache.get(b"\n\n\n/a", "") is None


def running(served):
    asked = {"Authorization": f"Bearer {TOKEN}"}
    return json.loads(served.ask("/sparql/queries", headers=asked).body)["queries"]


def counted(served):
    """Return how many queries have or want a slot, which is what a client's are counted by."""
    text = served.ask("/metrics").body.decode()
    return sum(map(float, re.findall(r"queries_(?:running|waiting)\{\S+ (\S+)", text)))


@pytest.mark.parametrize("accept", ["text/html", "text/csv"])
def test_a_query_ends_when_its_client_leaves_whatever_it_wants(served, accept):
    with served.connect() as wire:
        wire.sendall(head(target(SILENT), f"Accept: {accept}"))
        assert eventually(lambda: len(running(served)) == 1 and counted(served) == 1)
    assert eventually(lambda: not running(served) and counted(served) == 0)


def test_queries_for_people_count_against_the_client(served):
    """Three are allowed; asked for as HTML they are three, too."""
    wires = [served.connect() for _ in range(3)]
    try:
        for number, wire in enumerate(wires):
            wire.sendall(head(target(SILENT, n=number), "Accept: text/html"))
        # What is asked before all of them are counted would be one of the three itself, and one
        # of these would be turned away for good.
        assert eventually(lambda: counted(served) == 3)
        assert served.ask(target("ASK { ?s ?p 429 }")).status == 429
        assert served.ask("/id/state/hostile.ttl").status == 429
    finally:
        for wire in wires:
            wire.close()
    assert eventually(lambda: not running(served))


def test_a_page_is_kept_once_for_each_language_and_given_to_nobody_else(served):
    def language(path, header):
        reply = served.ask(path, headers={"Accept": BROWSER, "Accept-Language": header})
        return re.search(rb'<html lang="(..)"', unpacked(reply))[1].decode()

    before = hits(served, "pages")
    for header in ("fr", "fr-CA,fr;q=0.9,en;q=0.1", "de,fr;q=0.3", "FR;q=1.0"):
        assert language("/browse/states", header) == "fr"
    assert hits(served, "pages") == before + 3
    for header in ("en", "de", "es-ES,*;q=0.5", "x" * 2000):
        assert language("/browse/states", header) == "en"
    assert language("/browse/states?lang=fr", "en") == "fr"
    assert language("/sparql", "fr") == "en"
