"""Stores of others as servers on 127.0.0.1, for tests that ask them and to measure beside."""

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


@dataclass(frozen=True)
class Peer:
    """A store of others: where it is asked, where it is loaded, and what makes it equal to ours."""

    name: str
    query: str
    graphs: str
    user: str = ""
    password: str = ""
    pid: int = 0


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
    """Run a server in *folder* until the end of the block; yield the process once *url* answers."""
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(arguments, cwd=folder, stdout=output, stderr=output)
    try:
        until = time.monotonic() + 180
        while time.monotonic() < until and process.poll() is None:
            try:
                socket.create_connection(urlsplit(url).netloc.split(":"), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            pytest.fail(f"{arguments[0]} did not start: {(folder / 'output').read_text()[-500:]}")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


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
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxSortedTopRows = 1000000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 8
[SPARQL]
{limit}
"""


@contextmanager
def oxigraph(folder, *options):
    url = f"http://127.0.0.1:{free_port()}"
    arguments = [program("oxigraph"), "serve", "--bind", url.removeprefix("http://"), *options]
    with running(arguments, url, folder) as process:
        yield Peer("oxigraph", f"{url}/query", f"{url}/store", pid=process.pid)


@contextmanager
def virtuoso_with(limit, folder, buffers=10_000):
    port = free_port()
    numbers = {"buffers": buffers, "dirty": buffers * 3 // 4}
    text = VIRTUOSO.format(sql=free_port(), http=port, limit=limit, **numbers)
    (folder / "virtuoso.ini").write_text(text, encoding="ascii")
    url = f"http://127.0.0.1:{port}"
    arguments = [program("virtuoso-t"), "+foreground", "+configfile", "virtuoso.ini"]
    with running(arguments, url, folder) as process:
        graphs = f"{url}/sparql-graph-crud-auth"
        yield Peer("virtuoso", f"{url}/sparql", graphs, "dba", "dba", process.pid)
