"""A store of a few thousand triples in three graphs and a pool over it; and stores of others."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from openalliances.build.files import load_files
from openalliances.build.progress import Silence
from openalliances.engine.pool import open_pool
from openalliances.settings import Settings

EX = "https://example.org/"
GRAPHS = tuple(f"{EX}graph/{number}" for number in range(3))
SIZE = 3000


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    written = Store(str(folder))
    written.bulk_extend(
        Quad(
            NamedNode(f"{EX}thing/{number}"),
            NamedNode(f"{EX}number"),
            Literal(number),
            NamedNode(GRAPHS[number % 3]),
        )
        for number in range(SIZE)
    )
    written.add(
        Quad(NamedNode(EX), NamedNode(f"{EX}note"), Literal('a "quoted"\tword'), DefaultGraph())
    )
    written.flush()
    return folder


@pytest.fixture(scope="session")
def settings():
    return Settings(query_workers=2, query_queue=2, query_memory=512, query_timeout=20.0)


@pytest.fixture(scope="session")
def pool(store, settings):
    opened = open_pool(store, settings)
    yield opened
    opened.close()


@dataclass(frozen=True)
class Peer:
    """A store of others: where it is asked, where it is loaded, and what makes it equal to ours."""

    name: str
    query: str
    graphs: str
    user: str = ""
    password: str = ""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def program(name):
    """Return the path of a program, of this environment first; skip aloud without it."""
    here = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    found = shutil.which(name, path=here)
    if found is None:
        pytest.skip(f"{name} is not installed; see the targets of the Makefile")
    return found


@contextmanager
def running(arguments, url, folder):
    """Run a server in *folder* until the end of the block; wait until *url* answers."""
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(arguments, cwd=folder, stdout=output, stderr=output)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            try:
                socket.create_connection(urlsplit(url).netloc.split(":"), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            pytest.fail(f"{arguments[0]} did not start: {(folder / 'output').read_text()[-500:]}")
        yield
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def peers_release(tmp_path_factory):
    """Return a release of a few quads that stores are known to differ about."""
    settings = Settings(cache_dir=str(tmp_path_factory.mktemp("peers-cache")))
    return load_files([Path(__file__).parent / "peers.trig"], settings, Silence())


@pytest.fixture(scope="session")
def oxigraph_union(tmp_path_factory):
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), "--union-default-graph") as peer:
        yield peer


@pytest.fixture(scope="session")
def oxigraph_stored(tmp_path_factory):
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as peer:
        yield peer


@contextmanager
def oxigraph(folder, *options):
    url = f"http://127.0.0.1:{free_port()}"
    arguments = [program("oxigraph"), "serve", "--bind", url.removeprefix("http://"), *options]
    with running(arguments, url, folder):
        yield Peer("oxigraph", f"{url}/query", f"{url}/store")


VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
MaxSortedTopRows = 1000000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 8
[SPARQL]
{limit}
"""


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory):
    with virtuoso_with("", tmp_path_factory.mktemp("virtuoso")) as peer:
        yield peer


@pytest.fixture(scope="session")
def virtuoso_cut(tmp_path_factory):
    """Return a Virtuoso that cuts results."""
    limit = "ResultSetMaxRows = 5"
    with virtuoso_with(limit, tmp_path_factory.mktemp("virtuoso")) as peer:
        yield peer


@contextmanager
def virtuoso_with(limit, folder):
    port = free_port()
    text = VIRTUOSO.format(sql=free_port(), http=port, limit=limit)
    (folder / "virtuoso.ini").write_text(text, encoding="ascii")
    url = f"http://127.0.0.1:{port}"
    arguments = [program("virtuoso-t"), "+foreground", "+configfile", "virtuoso.ini"]
    with running(arguments, url, folder):
        yield Peer("virtuoso", f"{url}/sparql", f"{url}/sparql-graph-crud-auth", "dba", "dba")
