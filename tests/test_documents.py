"""What the documents at the top of the repository promise is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from openalliances.cli import main as cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def make_targets() -> set[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE))


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_make_targets_named_exist(text: str) -> None:
    named = set(re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", text, re.MULTILINE))
    names = {a or b for a, b in named}
    assert names and names <= make_targets()


@pytest.mark.parametrize("target", ["serve", "test", "check", "fmt", "build", "bench"])
def test_make_knows_the_target(target: str) -> None:
    run = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_commands_named_exist(text: str) -> None:
    named = set(re.findall(r"openalliances ([a-z]+)\b(?! maintainers)", text))
    named &= set(re.findall(r"(?:`|bin/)openalliances ([a-z]+)", text))
    assert named and named <= set(cli.commands)


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_files_linked_exist(text: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target


def test_every_command_has_a_help_sentence() -> None:
    assert cli.commands
    for name, command in cli.commands.items():
        assert command.help and command.help.strip().split("\n")[0].endswith("."), name


def test_ci_runs_the_tests_of_make() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_nothing_names_a_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    suspicious = re.compile(r"(?<![\w.])/(work|root|home/\w+)/|pypi\.org/simple|registry\.npmjs")
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in {".png", ".ico"} or not path.is_file() or path == Path(__file__):
            continue
        found = suspicious.search(path.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{name} names {found[0] if found else ''}"
