"""Files are sent by the event loop: conditions, ranges, and readers who take their time."""

import contextlib
import gzip
import hashlib
import socket
import threading

import pytest

from openalliances.asgi.exchange import ClientDisconnected, Exchange, TruncatedResponse
from openalliances.asgi.files import FileSender, Representation
from openalliances.http.conditions import Validators
from openalliances.settings import Settings

from ..door import Door, running
from ..waiting import eventually
from .raw import answer, chunks, head

SIZE = 3_000_000
CONTENT = bytes(range(256)) * (SIZE // 256) + b"\0" * (SIZE % 256)
DUMP = "/dumps/core.ttl.gz"


class Files:
    """An app that sends one file, plain and packed, cut short or whole."""

    def __init__(self, folder):
        self.sender = FileSender()
        plain, packed = folder / "plain", folder / "packed"
        plain.write_bytes(CONTENT)
        packed.write_bytes(gzip.compress(CONTENT, 1))
        digest = hashlib.sha256(CONTENT).hexdigest()

        def file(path, size=SIZE, **more):
            return Representation(
                path, "text/plain", size, Validators("t"), "no-cache", digest, **more
            )

        self.files = {
            "/plain": file(plain),
            "/packed": file(packed, is_packed=True),
            "/short": file(plain, SIZE + 1),
            "/short-packed": file(packed, SIZE + 1, is_packed=True),
            "/bytes": file(CONTENT),
            "/missing": file(folder / "missing"),
            "/empty": file(plain, 0),
        }
        self.running = 0

    async def __call__(self, scope, receive, send):
        """Answer a request."""
        self.running += 1
        try:
            await self.sender.send(Exchange(scope, receive, send), self.files[scope["path"]])
        except (ClientDisconnected, TruncatedResponse):
            pass
        finally:
            self.running -= 1


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return Files(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def port(files):
    with running(files, Settings(client_connections=300)) as port:
        yield port
    files.sender.close()


@pytest.mark.parametrize("path", ["/plain", "/packed", "/bytes"])
@pytest.mark.parametrize(
    ("asked", "cut"),
    [
        ({}, slice(None)),
        ({"Range": "bytes=0-0"}, slice(0, 1)),
        ({"Range": "bytes=2000000-2000999"}, slice(2_000_000, 2_001_000)),
        ({"Range": "bytes=-70000"}, slice(-70_000, None)),
        ({"Range": "bytes=5-9", "If-Range": '"t"'}, slice(5, 10)),
        ({"Range": "bytes=5-9", "If-Range": 'W/"t"'}, slice(None)),
    ],
)
def test_what_is_asked_for_is_sent(port, path, asked, cut):
    reply = Door(port).get(path, headers=asked)
    assert reply.data == CONTENT[cut]
    assert reply.status_code == (200 if cut == slice(None) else 206)
    head = Door(port).head(path, headers=asked)
    assert (head.status_code, head.data) == (reply.status_code, b"")
    for name in ("Content-Length", "Content-Range", "ETag", "Repr-Digest", "Accept-Ranges"):
        assert head.headers[name] == reply.headers[name]


@pytest.mark.parametrize("path", ["/plain", "/packed", "/bytes"])
@pytest.mark.parametrize(
    ("asked", "status"), [({"If-Match": '"x"'}, 412), ({"If-None-Match": '"t"'}, 304)]
)
def test_a_condition_is_answered_without_a_body(port, path, asked, status):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        lines = [f"{name}: {value}" for name, value in asked.items()]
        wire.sendall(head(path, *lines, "Connection: close"))
        got = b"".join(chunks(wire))
    first, _, body = got.partition(b"\r\n\r\n")
    assert (first.split()[1], body) == (b"%d" % status, b"")


@pytest.mark.parametrize("path", ["/short", "/short-packed"])
def test_a_file_that_is_too_short_is_broken_off(port, path):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall(head(path))
        with pytest.raises(EOFError):
            answer(wire)


def test_a_file_that_is_empty_or_missing_has_an_answer(port):
    assert Door(port).get("/empty").data == b""
    assert Door(port).get("/missing").status_code == 500


@pytest.mark.parametrize("path", ["/plain", "/packed", "/bytes"])
def test_readers_who_take_nothing_hold_no_thread(port, files, path):
    """Many more than there are threads, of any kind."""
    before = threading.active_count()
    with contextlib.ExitStack() as stack:
        for _ in range(100):
            wire = stack.enter_context(socket.socket())
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            wire.connect(("127.0.0.1", port))
            wire.sendall(head(path))
        assert eventually(lambda: files.running >= 100 or path == "/bytes")
        for other in ("/plain", "/packed"):
            assert Door(port).get(other).data == CONTENT
        assert threading.active_count() <= before + 5
    assert eventually(lambda: files.running == 0)


def test_what_the_release_and_the_pages_have_is_found(door, client):
    """And nothing of it by the pages: there is one way."""
    for path in (DUMP, "/dumps/core.ttl", "/dumps/SHA256SUMS", "/static/style.css"):
        assert door.get(path).status_code == 200
        assert client.get(path).status_code == 404
    for path in ("/static/", "/static/none", "/static/../app.py", "/static/%2e%2e/site.py"):
        assert door.get(path).status_code == 404
    assert door.post(DUMP).status_code == 405


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/style.css", "text/css; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml"),
        ("/favicon.ico", "image/x-icon"),
        (DUMP, "application/gzip"),
    ],
)
def test_a_file_has_its_type_and_may_be_kept(door, path, kind):
    reply = door.get(path)
    assert reply.content_type == kind
    assert "max-age" in reply.headers["Cache-Control"]
    tag = reply.headers["ETag"]
    assert door.get(path, headers={"If-None-Match": tag}).status_code == 304
