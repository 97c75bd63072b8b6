"""What operators see: figures, logs, queries; and what strangers do not."""

import json
import re
import shutil

import pytest
from prometheus_client.parser import text_string_to_metric_families

from openalliances.release import open_release

from ..served import serving
from ..waiting import eventually
from .raw import target

TOKEN = "a-secret-of-the-operator"
QUERY = "SELECT ?s { ?s a <urn:a-thing-that-nobody-else-asks-for> }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(?a = ?c) }"


def figures(served):
    """Return what /metrics tells, by name and labels."""
    reply = served.ask("/metrics")
    assert reply.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    families = list(text_string_to_metric_families(reply.body.decode()))
    assert all(family.documentation for family in families)
    return {
        (sample.name.removeprefix("openalliances_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.fixture(scope="module")
def logged(release, tmp_path_factory):
    """Return a server that logs all, and its log."""
    path = tmp_path_factory.mktemp("log") / "log"
    given = {"access_log": "on", "slow_query": 0.0001, "operator_token": TOKEN}
    given["operator_networks"] = "192.0.2.0/24"
    with path.open("w") as log, serving(release, log=log, **given) as served:
        yield served, path


@pytest.fixture(scope="module")
def served(release):
    with serving(release, client_queries=3) as served:
        yield served


def lines_of(path, count):
    """Return the last *count* lines of the log, which are written after the answers."""
    assert eventually(lambda: path.read_text().count("\n") >= count)
    return [json.loads(line) for line in path.read_text().splitlines()][-count:]


def settled(served, path):
    """Return the number of lines of the log when all that was asked before is in it."""
    served.ask("/readyz")
    assert eventually(lambda: '"/readyz"' in path.read_text().splitlines()[-1])
    return path.read_text().count("\n")


def test_each_query_is_counted_by_its_outcome(served):
    before = figures(served)
    assert served.ask(target(QUERY)).status == 200
    assert served.ask(target("SELEC")).status == 400
    assert served.ask(target("ASK { ?a ?b ?c . ?d ?e ?f }", timeout=5)).status == 200
    syntax = "queries_total", "syntax"
    # Counted is after the answer.
    assert eventually(lambda: figures(served).get(syntax) != before.get(syntax))
    after = figures(served)
    assert after["queries_total", "ok"] == before.get(("queries_total", "ok"), 0) + 2
    assert after[syntax] == before.get(syntax, 0) + 1
    assert after["query_seconds_count",] == before["query_seconds_count",] + 2
    assert after["requests_total", "400"] == before.get(("requests_total", "400"), 0) + 1
    assert after["resident_bytes", "server"] > 10_000_000
    assert after["resident_bytes", "workers"] > 1_000_000
    assert after["workers", "idle"] >= 1


def test_hits_of_both_caches_rise(served):
    served.ask(target(QUERY))
    before = figures(served)
    # Another spelling is another request, but the same query.
    served.ask(target(QUERY.replace(" ", "  ")))
    served.ask(target(QUERY))
    served.ask(target(QUERY))
    after = figures(served)
    for cache in ("answers", "requests"):
        assert after["cache_hits_total", cache] > before["cache_hits_total", cache]
        assert after["cache_bytes", cache] > 0


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/sparql/queries"])
def test_what_only_reads_refuses_to_write(served, path):
    reply = served.ask(path, "POST", b"x=1")
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD")
    assert served.ask("/sparql/queries/abc").headers["Allow"] == "DELETE"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (None, 401),
        ("Bearer wrong", 401),
        ("Bearer ", 401),
        (TOKEN, 401),
        (f"Basic {TOKEN}", 401),
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
    ],
)
def test_only_the_operator_sees_the_queries(logged, given, status):
    headers = {"Authorization": given} if given is not None else {}
    reply = logged[0].ask("/sparql/queries", headers=headers)
    assert reply.status == status
    assert ("WWW-Authenticate" in reply.headers) == (status == 401)


@pytest.mark.parametrize("path", ["/sparql/queries", "/metrics"])
@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer x"])
def test_without_a_token_and_from_elsewhere_nobody_sees_them(served, path, given):
    """What a proxy has passed on comes from elsewhere, wherever the proxy stands."""
    for name in ("Forwarded", "Via", "X-Forwarded-For", "X-Real-IP"):
        headers = {"Authorization": given, name: "127.0.0.1"}
        assert served.ask(path, headers=headers).status == 403


@pytest.mark.parametrize("path", ["/sparql/queries", "/metrics"])
def test_who_asks_from_a_network_of_the_operator_sees_them(served, path):
    assert served.ask(path).status == 200


def test_with_a_token_it_is_asked_for(logged):
    assert logged[0].ask("/metrics").status == 401
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert logged[0].ask("/metrics", headers=headers).status == 200


@pytest.mark.parametrize(("client", "status"), [("192.0.2.1", 200), ("127.0.0.1", 403)])
def test_behind_proxies_the_address_of_the_client_counts(release, client, status):
    with serving(release, proxies=1, operator_networks="192.0.2.0/24") as served:
        headers = {"X-Forwarded-For": f"192.0.2.9, {client}"}
        assert served.ask("/metrics", headers=headers).status == status


def test_the_log_has_each_request_and_no_query(logged):
    served, path = logged
    before = settled(served, path)
    for _ in range(3):
        served.ask(target(QUERY))
    served.ask(target("SELEC secret-typo"))
    served.ask("/search?q=secret-search")
    found = lines_of(path, before + 5)[before:]
    assert [line["status"] for line in found] == [200, 200, 200, 400, 200]
    assert [line["path"] for line in found] == ["/sparql"] * 4 + ["/search"]
    assert len({line["fingerprint"] for line in found[:3]}) == 1
    assert all(line["client"] == "127.0.0.1" and line["ms"] >= 0 for line in found)
    text = path.read_text()
    assert "nobody-else" not in text
    assert "secret" not in text


def test_a_slow_query_is_marked(logged):
    served, path = logged
    before = settled(served, path)
    served.ask(target(SLOW))
    assert lines_of(path, before + 1)[-1]["event"] == "slow query"


def test_the_log_has_queries_where_that_is_asked_for(release, tmp_path):
    path = tmp_path / "log"
    with path.open("w") as log:
        given = {"slow_query": 0.0001, "log_queries": "on"}
        with serving(release, log=log, **given) as served:
            served.ask(target(QUERY))
            served.ask("/healthz")
            lines_of(path, 1)
    (line,) = lines_of(path, 1)
    assert "nobody-else-asks" in line["query"]


@pytest.mark.parametrize(("proxies", "client"), [(0, "127.0.0.1"), (1, "9.9.9.9"), (2, "8.8.8.8")])
def test_who_the_client_is_only_our_own_proxies_say(release, tmp_path, proxies, client):
    path = tmp_path / "log"
    given = {"access_log": "on", "proxies": proxies}
    with path.open("w") as log, serving(release, log=log, **given) as served:
        served.ask("/healthz", headers={"X-Forwarded-For": "7.7.7.7, 8.8.8.8,9.9.9.9"})
        served.ask("/healthz")
        found = lines_of(path, 2)
    assert [line["client"] for line in found] == [client, "127.0.0.1"]


def test_the_figures_have_documented_names(served):
    names = re.findall(r"^# HELP (\S+)", served.ask("/metrics").body.decode(), re.MULTILINE)
    assert names
    assert all(name.startswith("openalliances_") for name in names)


def test_a_release_that_is_damaged_while_it_is_served_is_not_ready(release, tmp_path):
    folder = shutil.copytree(release.folder, tmp_path / "copy")
    soon = "from openalliances.asgi import file_watch; file_watch._EVERY = 0.1"
    with serving(open_release(folder), before=soon) as served:
        assert served.ask("/readyz").status == 200
        (folder / "dumps" / "SHA256SUMS").write_text("[]")
        assert eventually(lambda: served.ask("/readyz").status == 503)
        told = json.loads(served.ask("/readyz").body)
        assert told["status"] == "damaged"
        assert "dumps/SHA256SUMS was changed" in told["reason"]
        assert served.ask("/healthz").status == 200
