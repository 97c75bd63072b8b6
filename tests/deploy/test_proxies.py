"""The proxies as they are configured, for real, in front of a server over a small release."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ..served import Served, serving, write_store

PROXIES = Path(sys.prefix) / "proxies"
"""Where ``make proxies`` unpacks them."""
NAME = "data.example.org"
TRIPLES = 3000

ENDLESS = "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h }"


@dataclass(frozen=True, slots=True)
class Behind:
    """A proxy, the server behind it, and the file of the server's log.

    ``version`` is that of Caddy, empty for another one.
    """

    proxy: Served
    server: Served
    log: Path
    version: tuple[int, ...] = ()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def nginx(deploy: Path, folder: Path, port: int, server: str) -> list[str | Path]:
    """Write the configuration with these addresses, without TLS; return the command."""
    site = (deploy / "nginx.conf").read_text(encoding="utf-8")
    site = site.replace("127.0.0.1:8000", server).replace("443 ssl", f"127.0.0.1:{port}")
    site = re.sub(r"\n *ssl_certificate[^;]*;", "", site)
    own = " ".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = (
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; {own}\n{site}\n}}\n"
    )
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    program = shutil.which("nginx") or PROXIES / "usr/sbin/nginx"
    return [program, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"]


def caddy(deploy: Path, folder: Path, port: int, server: str) -> list[str | Path]:
    site = (deploy / "Caddyfile").read_text(encoding="utf-8")
    site = site.replace("127.0.0.1:8000", server)
    site = site.replace(f"{NAME} {{", f"http://127.0.0.1:{port}, http://{NAME}:{port} {{")
    (folder / "Caddyfile").write_text(
        f"{{\n\tadmin off\n\tauto_https off\n\tstorage file_system {folder}\n}}\n{site}",
        encoding="utf-8",
    )
    program = shutil.which("caddy") or PROXIES / "usr/bin/caddy"
    return [program, "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]


def version(program: str | Path) -> tuple[int, ...]:
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2])


KINDS: dict[str, Callable[[Path, Path, int, str], list[str | Path]]] = {
    "nginx": nginx,
    "caddy": caddy,
}


@contextmanager
def running(command: list[str | Path], port: int, folder: Path) -> Iterator[Served]:
    with (
        (folder / "out").open("w") as out,
        subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env={"HOME": str(folder)}
        ) as process,
    ):
        try:
            for _ in range(200):
                if process.poll() is not None:
                    break
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                except OSError:
                    time.sleep(0.05)
                else:
                    break
            assert process.poll() is None, (folder / "out").read_text()
            yield Served(f"127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()


@pytest.fixture(scope="module", params=KINDS)
def behind(request, deploy: Path, tmp_path_factory) -> Iterator[Behind]:
    kind: str = request.param
    if not shutil.which(kind) and not list(PROXIES.glob(f"usr/*bin/{kind}")):
        pytest.skip(f"{kind} is not installed")
    folder = tmp_path_factory.mktemp(kind)
    data = folder / "data.nt"
    data.write_text("".join(f'<urn:s{i}> <urn:p> "{i}" .\n' for i in range(TRIPLES)))
    release = write_store(folder / "release", {"urn:g": [data]})
    port = free_port()
    with ExitStack() as stack:
        log = folder / "log"
        server = stack.enter_context(
            serving(release, log=stack.enter_context(log.open("w")), proxies=1, access_log="on")
        )
        command = KINDS[kind](deploy, folder, port, server.address)
        proxy = stack.enter_context(running(command, port, folder))
        yield Behind(proxy, server, log, version(command[0]) if kind == "caddy" else ())


def test_pages_and_answers_come_through(behind: Behind) -> None:
    assert behind.proxy.ask("/").status == 200
    query = urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }"})
    reply = behind.proxy.ask(f"/sparql?{query}", headers={"Accept": "text/csv"})
    assert (reply.status, reply.body) == (200, f"n\r\n{TRIPLES}\r\n".encode())


def test_a_validator_is_the_same_on_both_sides(behind: Behind) -> None:
    headers = {"Accept-Encoding": "gzip", "Host": NAME}
    inside, outside = (
        behind.server.ask("/", headers=headers),
        behind.proxy.ask("/", headers=headers),
    )
    assert inside.headers["ETag"]
    assert outside.headers["ETag"] == inside.headers["ETag"]
    again = {**headers, "If-None-Match": outside.headers["ETag"]}
    assert behind.proxy.ask("/", headers=again).status == 304


def test_operators_pages_stay_inside(behind: Behind) -> None:
    assert behind.server.ask("/metrics").status == 200
    assert behind.proxy.ask("/metrics").status == 404
    assert behind.proxy.ask("/sparql/queries").status == 404


def test_the_server_knows_the_client_and_believes_no_other_address(behind: Behind) -> None:
    mark = "/not-here-at-all"
    behind.proxy.ask(mark, headers={"X-Forwarded-For": "203.0.113.9"})
    lines = logged(behind, mark)
    assert lines
    assert "127.0.0.1" in lines[-1]
    assert "203.0.113.9" not in lines[-1]


def test_a_body_over_the_limit_is_refused(behind: Behind) -> None:
    try:
        status = behind.proxy.ask("/sparql", "POST", b"x" * 1_500_000).status
    except ConnectionError:
        status = 413  # it said so, and did not wait until all had been sent
    # Older Caddies say that of the server what they have done themselves.
    assert status in (413, 502)


def test_rows_come_before_the_answer_ends_and_a_broken_answer_is_seen(behind: Behind) -> None:
    if behind.version and behind.version < (2, 8):
        pytest.skip("Caddy before 2.8 ends a broken answer as if it were whole")
    target = "/sparql?" + urlencode({"query": ENDLESS, "timeout": "2"})
    with closing(http.client.HTTPConnection(behind.proxy.address, timeout=30)) as connection:
        connection.request("GET", target, headers={"Accept": "text/tab-separated-values"})
        with connection.getresponse() as response:
            assert response.status == 200
            assert response.readline().startswith(b"?")
            with pytest.raises((http.client.IncompleteRead, ConnectionError)):
                while response.read(1 << 20):
                    pass


def test_a_query_ends_when_its_client_leaves_the_proxy(behind: Behind) -> None:
    target = "/sparql?" + urlencode({"query": f"SELECT (COUNT(*) AS ?n) {ENDLESS[9:]}"})
    connection = http.client.HTTPConnection(behind.proxy.address, timeout=30)
    connection.request("GET", target)
    assert busy(behind.server, wanted=True)
    connection.close()
    assert not busy(behind.server, wanted=False)


def busy(server: Served, *, wanted: bool) -> bool:
    """Return whether a query runs, once that is as *wanted* or long enough was waited."""
    for _ in range(100):
        text = server.ask("/metrics").body.decode()
        now = sum(
            float(n) for n in re.findall(r"^\S*queries_running\S* (\S+)$", text, re.MULTILINE)
        )
        if bool(now) == wanted:
            return bool(now)
        time.sleep(0.05)
    return not wanted


def logged(behind: Behind, mark: str) -> list[str]:
    """Return the lines of the server's log with *mark*, once there are any."""
    for _ in range(100):
        lines = [line for line in behind.log.read_text().splitlines() if mark in line]
        if lines:
            return lines
        time.sleep(0.05)
    return []
