"""Both doors take their headers from one table."""

import pytest

from openalliances.http.headers import COMMON, DATA_POLICY, PAGE_POLICY

from .raw import target

PAGE = {"Accept": "text/html"}
ROWS = target("SELECT ?s { ?s a ?kind } LIMIT 1")


@pytest.mark.parametrize("accept", ["text/html", "application/json", "image/png"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nothing",
        "/graphs?default",
        "/dumps/",
        "/dumps/SHA256SUMS",
        "/healthz",
        "/metrics",
        "/sparql",
        ROWS,
        target("SELEC"),
        target("SELECT (NOW() AS ?n) {}"),
        "/sparql/queries",
        "/static/style.css",
    ],
)
def test_every_answer_has_the_common_headers(door, path, accept):
    headers = door.get(path, headers={"Accept": accept}).headers
    for name, value in COMMON:
        assert headers.get_all(name) == [value]
    assert len(headers.get_all("Date")) == 1
    (policy,) = headers.get_all("Content-Security-Policy")
    assert policy in (PAGE_POLICY, DATA_POLICY)
    if headers["Content-Type"].startswith("text/html"):
        assert policy == PAGE_POLICY


@pytest.mark.parametrize(
    "path", ["/sparql", "/graphs", "/", "/id/state/burundi", "/dumps/core.ttl"]
)
def test_a_preflight_is_answered_alike(door, path):
    answer = door.options(path, headers={"Origin": "https://example.org"})
    assert answer.status_code in (200, 204)
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    allowed = answer.headers["Access-Control-Allow-Headers"].split(", ")
    assert {"If-None-Match", "Query-Id", "Authorization", "Content-Type", "Prefer"} <= set(allowed)
    assert answer.headers["Access-Control-Max-Age"]
    assert answer.headers.get_all("Access-Control-Allow-Origin") == ["*"]


def test_an_unchanged_answer_has_the_headers_of_the_whole_one(door):
    """RFC 9110, section 15.4.5."""
    whole = door.get(ROWS).headers
    again = door.get(ROWS, headers={"If-None-Match": whole["ETag"]})
    assert again.status_code == 304
    for name in ("ETag", "Cache-Control", "Vary", *(name for name, _ in COMMON)):
        assert again.headers[name] == whole[name]
