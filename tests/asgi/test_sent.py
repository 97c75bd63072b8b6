"""What is sent to a page reaches it, with its type, and to no page that reads nothing."""

import pytest

from openalliances.asgi.exchange import Exchange
from openalliances.asgi.site_work import Workplace
from openalliances.asgi.wsgi import asked_of, make
from openalliances.http.urls import reads_body


@pytest.mark.parametrize("path", ["/link", "/lookup", "/lookup/", "/reconcile", "/fr/reconcile"])
def test_what_reads_a_body(path):
    assert reads_body(path)


@pytest.mark.parametrize("path", ["/", "/id/state/link", "/linking", "/search", "/a/b/lookup"])
def test_what_reads_none(path):
    assert not reads_body(path)


def _echo(environ, start):
    start("200 OK", [("Content-Type", environ.get("CONTENT_TYPE", "none"))])
    return [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]


@pytest.mark.parametrize(
    ("method", "kind", "body"), [("POST", "text/csv", b"a,b"), ("GET", "none", b"")]
)
def test_the_app_gets_body_and_type(method, kind, body):
    scope = {"type": "http", "method": method, "path": "/link", "query_string": b""}
    headers = [(b"content-type", b"text/csv"), (b"host", b"stranger.example")]
    exchange = Exchange({**scope, "headers": headers, "http_version": "1.1"}, None, None)
    made = make(Workplace(None, _echo), asked_of(exchange), body)
    assert (dict(made.headers)[b"content-type"].decode(), made.body) == (kind, body)
