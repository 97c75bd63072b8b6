"""The commands in README and CONTRIBUTING run as they stand there, in a copy of the data set.

What is not run stands in ``NOT_RUN`` with the reason, and has to be in the text still.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = "http://127.0.0.1:8000"

pytestmark = pytest.mark.slow

NOT_RUN = {
    "make serve": "installs and serves; the server that it starts is started here",
    "make check": "runs the tests",
    "make test": "runs the tests",
    "make bench": "measures",
    "make clients": "installs",
    "make editor": "installs",
    "make shapes": "installs",
    "make screenshots": "takes pictures of the whole set",
    "make fmt": "formats the code",
    "pip install .": "installs",
    "pip install '.[mcp]'": "installs",
    "openalliances build": "fixture shipped_release builds",
    "openalliances serve --documents FOLDER": "serves until it is stopped; see tests/pages",
    "openalliances serve --data my.ttl": "serves until it is stopped; see tests/cli/test_serve.py",
    "openalliances push http://127.0.0.1:7878/store": "needs another store; see tests/client",
    "openalliances serve --engine http://127.0.0.1:7878/query": "needs another store",
    "openalliances mcp": "speaks a protocol until its input ends; see tests/mcp",
    "openalliances links check FILE": "needs a file of links; see tests/cli/test_links.py",
    "openalliances sources verify FOLDER": "needs copies of the documents",
    "openalliances sources coverage FOLDER": "needs copies of the documents",
    "openalliances sources locate": "needs copies of the documents",
    "OPENALLIANCES_PUBLIC_URL=": "serves until it is stopped",
    "PYTHONPATH=server python tests/examples/answers.py": "writes the answers anew",
}


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)


def commands(text: str) -> Iterator[str]:
    """Yield the commands of a text in their order: in blocks, and in the line."""
    for block, line in re.findall(
        r"^ *```sh\n(.*?)^ *```|`((?:openalliances|make|pip|PYTHONPATH=\S+) [^`]+)`",
        text,
        re.MULTILINE | re.DOTALL,
    ):
        yield from _split(block) if block else (line.replace("\n", " "),)


def _split(block: str) -> Iterator[str]:
    """Yield the commands of a block: a line each, unless a quotation mark or a \\ goes on."""
    command = ""
    for line in block.splitlines():
        command += line.strip() if not command else "\n" + line
        try:
            complete = bool(shlex.split(command)) and not command.endswith("\\")
        except ValueError:
            complete = False
        if complete:
            yield command
            command = ""
    assert not command


def runs(command: str) -> bool:
    plain = command.removeprefix(".venv/bin/")
    return not any(plain == left or plain.startswith((left + " ", left)) for left in NOT_RUN)


TEXTS = {name: (ROOT / name).read_text() for name in ("CONTRIBUTING.md", "README.md")}
COMMANDS = [(name, command) for name, text in TEXTS.items() for command in commands(text)]


def test_the_rooms_that_are_named_are_there() -> None:
    named = re.findall(r"`((?:tables|builder)/[\w/]+(?:\.py)?)`", TEXTS["CONTRIBUTING.md"])
    assert len(named) > 10
    package = ROOT / "server" / "openalliances"
    assert [name for name in named if not (package / name).exists()] == []


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the data set, under version control, with the rows of CONTRIBUTING."""
    folder = tmp_path_factory.mktemp("clone")
    for part in ("data", "ontology", "shapes"):
        shutil.copytree(ROOT / part, folder / part)
    (rows,) = blocks(TEXTS["CONTRIBUTING.md"], "csv")
    (folder / "rows.csv").write_text(rows)
    own = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org")
    for args in (("init", "-q"), ("add", "."), ("commit", "-qm", "as it was")):
        subprocess.run((*own, *args), check=True, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def environment(shared_cache: Path, shipped_release: object, tmp_path_factory) -> dict[str, str]:
    """Return an environment in which ``openalliances`` and ``.venv`` are those of the tests."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "openalliances"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m openalliances "$@"\n')
    program.chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "server"),
        "OPENALLIANCES_CACHE_DIR": str(shared_cache),
    }


@pytest.fixture(scope="module")
def server(environment: dict[str, str]) -> Iterator[str]:
    """Return the address of a server that ``serve`` has started on a free port."""
    args = (sys.executable, "-m", "openalliances", "serve", "--port", "0")
    with subprocess.Popen(args, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            said = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in process.stderr)
            yield next(found[0] for found in said if found)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


def sh(command: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ("/bin/sh", "-c", command.replace(".venv/bin/", "")),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_commands_are_found() -> None:
    found = [command for _, command in COMMANDS if runs(command)]
    assert len(found) >= 20
    assert any("\n" in command for command in found)


@pytest.mark.parametrize("left", NOT_RUN)
def test_what_is_not_run_is_in_the_text_still(left: str) -> None:
    assert any(left in text.replace("\n", " ") for text in TEXTS.values())


@pytest.mark.parametrize("name", TEXTS)
def test_each_command_runs_as_it_stands(
    name: str, clone: Path, environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    """They run one after the other: later ones build on earlier ones."""
    failed = []
    for text, command in COMMANDS:
        if text != name or not runs(command):
            continue
        if HERE in command:
            if not shutil.which("curl"):
                continue
            address = request.getfixturevalue("server")
            command = command.replace(HERE, address).replace("curl ", "curl --fail ", 1)
        done = sh(command, clone, environment)
        if done.returncode != 0:
            failed.append(f"{command}\n{done.returncode}: {done.stdout[-300:]}{done.stderr[-900:]}")
    assert failed == []


@pytest.mark.parametrize("code", blocks(TEXTS["README.md"], "python"))
def test_the_python_of_the_text_runs(code: str, clone: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        (sys.executable, "-W", "error", "-c", code),
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") >= 2


def test_what_contributing_adds_to_a_table_is_a_line_a_command(
    clone: Path, environment: dict[str, str]
) -> None:
    changed = sh("git diff --numstat -- data/tables/source.csv", clone, environment).stdout
    assert changed == "1\t0\tdata/tables/source.csv\n"
