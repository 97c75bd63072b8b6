"""The command line, called in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openalliances.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process. An error that is not ours is raised, never a result."""
    monkeypatch.setenv("OPENALLIANCES_CACHE_DIR", str(shared_cache))

    def call(*args: str | Path, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert "Traceback" not in result.stderr
        return result

    return call


@pytest.fixture
def ask(run: Run, shipped_release: object) -> Run:
    """Run a command that needs the shipped release, which is built by then."""
    return run


@pytest.fixture
def start(shared_cache: Path) -> Callable[..., object]:
    """Start a command in a process of its own; it is ended with the block if it still runs."""

    @contextmanager
    def started(*args: str | Path) -> Iterator[subprocess.Popen[str]]:
        with subprocess.Popen(
            [sys.executable, "-m", "openalliances", *map(str, args)],
            env={**os.environ, "OPENALLIANCES_CACHE_DIR": str(shared_cache)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    return started
