"""What is answered while the store behind this server is waited for."""

import asyncio
import contextlib
import http.client
import socket

import pytest

from openalliances.asgi.starting import wait_for_store
from openalliances.errors import EngineBusyError, EngineError, EngineUnreachableError
from openalliances.settings import Settings

ABSENT = EngineUnreachableError("nobody there")


@pytest.fixture
def listening():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield listening


def ask(listening, path):
    connection = http.client.HTTPConnection(*listening.getsockname(), timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.getheader("Retry-After"), response.read()


def wait(opened, listening, seconds=60.0):
    settings = Settings(engine="http://127.0.0.1:9/query", engine_wait=seconds)
    return asyncio.run(wait_for_store(opened, settings, listening))


def test_meanwhile_the_server_lives_and_is_not_ready(listening, capfd):
    answers = {}
    attempts = [ABSENT, EngineBusyError("it loads")]

    def opened():
        if attempts:
            raise attempts.pop()
        answers.update({path: ask(listening, path) for path in ("/healthz", "/readyz", "/")})
        return "served"

    assert wait(opened, listening) == "served"
    assert [answers[path][:2] for path in ("/healthz", "/readyz", "/")] == [
        (200, None),
        (503, "2"),
        (503, "2"),
    ]
    assert b"waiting for the store" in answers["/readyz"][2]
    assert capfd.readouterr().err.count("Waiting up to 60 s for the store at http://") == 1


def test_the_socket_is_left_to_the_real_server(listening):
    wait(lambda: "served", listening)
    with socket.create_connection(listening.getsockname(), timeout=10):
        listening.settimeout(10)
        listening.accept()[0].close()


def test_the_wait_has_an_end_and_says_what_was_wrong(listening):
    def opened():
        raise ABSENT

    with pytest.raises(EngineUnreachableError, match=r"within 0 seconds: nobody there") as refusal:
        wait(opened, listening, 0.0)
    assert "OPENALLIANCES_ENGINE_WAIT" in refusal.value.hint


def test_a_store_with_other_data_is_not_waited_for(listening):
    attempts = []

    def opened():
        attempts.append(1)
        raise EngineError("other data")

    with pytest.raises(EngineError, match="other data"):
        wait(opened, listening)
    assert attempts == [1]
