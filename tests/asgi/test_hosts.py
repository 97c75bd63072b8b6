"""The host of a request is checked, and never repeated."""

import contextlib
import socket

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.settings import Settings

from ..door import opened
from .raw import answer, target

EVIL = "evil.example"


def send(port, path, *hosts, version="1.1", method="GET"):
    """Return the status, the headers and the body of an answer."""
    lines = [f"{method} {path} HTTP/{version}", *(f"Host: {host}" for host in hosts), "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        wire.sendall("\r\n".join(lines).encode("latin-1"))
        return answer(wire, body=method != "HEAD")


@pytest.mark.parametrize("path", ["/", "/sparql", "/healthz", "/static/style.css", "/dumps/"])
@pytest.mark.parametrize("hosts", [(), ("x", "x"), ("a b",), ("",), ("<x>",), ("x/y",)])
def test_none_or_two_or_a_bad_one_is_a_bad_request(door, path, hosts):
    status, headers, _ = send(door.port, path, *hosts)
    assert status == 400
    assert headers["connection"] == "close"
    assert headers["content-type"] == "application/problem+json"


def test_an_old_client_needs_none(door):
    assert send(door.port, "/healthz", version="1.0")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/browse", "/dumps", "/examples", "/browse/states", "/nothing", "/search?q=burundi"),
        *("/id/state/burundi", "/id/state/burundi.html", "/id/state/burundi.ttl", "/graphs"),
        *("/graphs?default", "//browse", f"//{EVIL}/browse", "/browse?x=1", "/sparql", "/sparql/"),
        target("SELECT * {} LIMIT 1"),
        *("/dumps/core.ttl", "/dumps/none", "/static/none", "/resource?iri=x", "/about/limits"),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_no_answer_repeats_the_host(door, path, accept):
    asked = [f"GET {path} HTTP/1.1", f"Host: {EVIL}:81", f"Accept: {accept}"]
    asked += [f"X-Forwarded-Host: {EVIL}", "Connection: close", "", ""]
    with socket.create_connection(("127.0.0.1", door.port), timeout=20) as wire:
        wire.sendall("\r\n".join(asked).encode())
        got = b""
        while data := wire.recv(65536):
            got += data
    assert got.startswith(b"HTTP/1.1 ")
    # Where the path itself says it, it may be told that there is nothing there.
    repeated = got.lower().count(EVIL.encode())
    assert repeated == 0 or (EVIL in path and b"//" + EVIL.encode() not in got)
    for line in got.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        if line.lower().startswith(b"location:"):
            assert line.split(b": ")[1].startswith(b"/")
            assert not line.split(b": ")[1].startswith(b"//")


@pytest.mark.parametrize(
    ("path", "place"), [("/browse", "/browse/"), ("/browse?x=1", "/browse/?x=1")]
)
def test_redirects_are_relative_or_to_the_public_url(door, path, place):
    status, headers, _ = send(door.port, path, EVIL)
    assert (status, headers["location"]) == (308, place)


@pytest.fixture(scope="module")
def named(release):
    """A server that knows by which names it is asked."""
    settings = Settings(hosts="example.org, localhost:81", public_url="https://example.org/x/")
    engine = open_local(release.store, settings)
    with contextlib.closing(engine), opened(release, engine, settings) as door:
        yield door.port


@pytest.mark.parametrize(
    ("host", "status"), [("example.org", 308), ("localhost:81", 308), ("localhost", 421)]
)
def test_only_the_hosts_of_the_settings_are_served(named, host, status):
    found, headers, _ = send(named, "/browse", host)
    assert found == status
    if status == 308:
        assert headers["location"] == "https://example.org/x/browse/"


def test_health_is_told_by_whatever_name(named):
    assert send(named, "/healthz", "10.0.0.7")[0] == 200
    assert send(named, "/healthz", "10.0 0.7")[0] == 400
