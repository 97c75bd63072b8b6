"""SERVICE goes to the hosts that the operator allows, and to nobody else."""

import json
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from openalliances.engine.interface import Query
from openalliances.engine.local.engine import open_local
from openalliances.errors import QueryRefusedError, QuerySyntaxError, RequestError, SettingError
from openalliances.rdf.formats import RESULTS_CSV
from openalliances.settings import Settings
from openalliances.sparql.judge import judge

from ..served import serving, write_store
from .hostile.corpus import FEDERATED, GRAPH

ALLOWED = Settings(service_hosts="Query.example.org, localhost:7200")


def judged(text, settings=ALLOWED):
    return judge(text, known_graphs=(), base="https://x.example/", settings=settings)


@pytest.mark.parametrize(
    ("clause", "services"),
    [
        ("SERVICE <https://query.example.org/sparql> {}", ["https://query.example.org/sparql"]),
        ("SERVICE SILENT <http://QUERY.example.org:80/a> {}", ["http://QUERY.example.org:80/a"]),
        ("FILTER EXISTS { service q:sparql {} }", ["https://query.example.org/sparql"]),
        ("{ SELECT * { SERVICE<http://localhost:7200/r>{} } }", ["http://localhost:7200/r"]),
        (
            "SERVICE q:a {} OPTIONAL { SERVICE q:b {} }",
            [f"https://query.example.org/{n}" for n in "ab"],
        ),
    ],
)
def test_an_allowed_host_may_be_asked(clause, services):
    found = judged(f"PREFIX q: <https://query.example.org/> SELECT * {{ {clause} }}")
    assert list(found.services) == services
    # What others say tomorrow is not known here.
    assert not found.stable


@pytest.mark.parametrize(
    "clause",
    [
        "SERVICE <https://evil.example/> {}",
        "SERVICE <https://query.example.org.evil.example/> {}",
        "SERVICE <https://query.example.org@evil.example/> {}",
        "SERVICE <https://query.example.org:80@evil.example/> {}",
        "SERVICE <https://evil.example/query.example.org> {}",
        "SERVICE <https://evil.example#query.example.org> {}",
        "SERVICE <https://query.example.org:8080/> {}",
        "SERVICE <https://query.example.org:80/> {}",
        "SERVICE <http://localhost/> {}",
        "SERVICE <file://query.example.org/etc/passwd> {}",
        "SERVICE <ftp://query.example.org/> {}",
        "SERVICE <//evil.example/> {}",
        "SERVICE <sparql> {}",
        "SERVICE <> {}",
        "SERVICE ?where {}",
        "SERVICE SILENT ?where {}",
        "SERVICE {}",
        "SERVICE",
        "SERVICE 'https://query.example.org/' {}",
        "SERVICESILENT <https://query.example.org/> {}",
        "SERVICE <https://query.example.org/> {} SERVICE <https://evil.example/> {}",
        "SERVICE <https://query.example.org/> { SERVICE <https://evil.example/> {} }",
        "BIND(?a<?b#>AS ?c) SERVICE <https://query.example.org/> {}",
        "SERVICEq:sparql {}",
        "trueSERVICE <https://query.example.org/> {}",
    ],
)
def test_nobody_else_may(clause):
    with pytest.raises((QueryRefusedError, QuerySyntaxError)):
        judged(f"PREFIX q: <https://query.example.org/> SELECT * {{ {clause} }}")


def test_the_error_says_who_may_be_asked():
    with pytest.raises(QueryRefusedError, match=r"https://evil\.example/") as caught:
        judged("ASK {\n SERVICE <https://evil.example/> {} }")
    assert "localhost:7200, query.example.org" in caught.value.hint
    assert (caught.value.line, caught.value.column) == (2, 2)


@pytest.mark.parametrize("text", FEDERATED, ids=range(len(FEDERATED)))
def test_what_is_hostile_is_refused_where_some_are_allowed(text):
    with pytest.raises((QueryRefusedError, QuerySyntaxError)):
        judged(text)


def test_by_default_nobody_is_asked():
    with pytest.raises(QueryRefusedError, match="does not send queries to others"):
        judged("ASK { SERVICE <https://query.example.org/> {} }", Settings())


@pytest.mark.parametrize("hosts", ["https://a.example", "a.example/sparql", "a b", "a@b", "a:b"])
def test_a_setting_that_is_no_list_of_hosts_is_refused(hosts):
    with pytest.raises(SettingError, match="service_hosts"):
        Settings(service_hosts=hosts)


class Endpoint(BaseHTTPRequestHandler):
    """Answers each query with one row, and leads /away elsewhere."""

    asked: list[str]
    away: str

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append(self.path)
        if self.path.startswith("/away"):
            self.send_response(307)
            self.send_header("Location", self.away)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        row = {"x": {"type": "literal", "value": "from the other one"}}
        body = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [row]}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.do_GET()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def others():
    """Two endpoints, as (address, what they were asked); the first leads on to the second."""
    servers, kinds = [], []
    for _ in range(2):
        kind = type("One", (Endpoint,), {"asked": [], "away": ""})
        server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
        kinds.append(kind)
    addresses = [f"127.0.0.1:{server.server_port}" for server in servers]
    kinds[0].away = f"http://{addresses[1]}/sparql"
    yield list(zip(addresses, (kind.asked for kind in kinds), strict=True))
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def served(others, tmp_path_factory):
    folder = tmp_path_factory.mktemp("federation")
    (folder / "data.ttl").write_text("<x:a> <x:p> 'ours' .\n")
    release = write_store(folder / "release", {GRAPH: [folder / "data.ttl"]})
    with serving(release, service_hosts=others[0][0]) as server:
        yield server


def ask(served, text):
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    return served.ask("/sparql", "POST", text.encode(), headers)


def test_the_allowed_one_is_asked_for_real_each_time(served, others):
    address, asked = others[0]
    text = f"SELECT ?o ?x {{ <x:a> <x:p> ?o SERVICE <http://{address}/sparql> {{ ?s ?p ?x }} }}"
    for times in (1, 2):
        reply = ask(served, text)
        assert (reply.status, reply.body) == (200, b"o,x\r\nours,from the other one\r\n")
        assert "ETag" not in reply.headers
        assert reply.headers["Cache-Control"] == "no-store"
        assert asked == ["/sparql"] * times


def test_a_query_that_was_not_judged_to_ask_others_cannot(others, tmp_path):
    """The second wall stands where SERVICE is allowed, too: such queries run in workers apart."""
    address, asked = others[0]
    (tmp_path / "data.ttl").write_text("<x:a> <x:p> 'ours' .\n")
    release = write_store(tmp_path / "release", {GRAPH: [tmp_path / "data.ttl"]})
    pool = open_local(release.store, Settings(service_hosts=address, query_workers=1))
    text = f"SELECT ?x {{ SERVICE <http://{address}/wall> {{ ?s ?p ?x }} }}"
    with closing(pool):
        for federated in (True, False, True):
            query = Query(text, RESULTS_CSV, 10.0, federated=federated)
            if federated:
                assert b"other one" in b"".join(pool.run(query))
            else:
                with pytest.raises(RequestError):
                    b"".join(pool.run(query))
    assert asked.count("/wall") == 2


def test_where_it_leads_to_nobody_goes(served, others):
    text = f"SELECT * {{ SERVICE <http://{others[0][0]}/away> {{ ?s ?p ?x }} }}"
    assert ask(served, text).status >= 400
    assert ask(served, f"SELECT * {{ SERVICE <http://{others[1][0]}/> {{}} }}").status == 400
    assert others[1][1] == []


def test_the_description_says_so(served, others):
    text = served.ask("/sparql", headers={"Accept": "text/turtle"}).body.decode()
    assert "BasicFederatedQuery" in text
    assert f"SERVICE may ask {others[0][0]} only" in text
    assert others[0][0] in served.ask("/about/limits").body.decode()
