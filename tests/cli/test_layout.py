"""The command line is many small files that start at once."""

import subprocess
import sys
from pathlib import Path

import openalliances.cli

FOLDER = Path(openalliances.cli.__file__).parent


def test_no_file_is_long():
    long = {
        path.name: count
        for path in FOLDER.glob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 200
    }
    assert not long


def test_what_is_slow_to_import_waits_for_the_command_that_needs_it():
    code = "import sys, openalliances.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    slow = {"rdflib", "pyoxigraph", "pyshacl", "owlrl", "flask", "jinja2", "uvicorn"}
    ours = {"openalliances.library", "openalliances.engine", "openalliances.pages"}
    assert "openalliances.cli.query" in loaded
    assert not (slow | ours) & set(loaded)
