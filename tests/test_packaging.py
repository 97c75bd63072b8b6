"""The wheel holds what it needs, and runs from any folder without the checkout."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import openalliances

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT],
        check=True,
        capture_output=True,
        text=True,
    )
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_wheel_holds_every_shipped_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder, pattern in (
        ("ontology", "*.ttl"),
        ("ontology", "*.rq"),
        ("data", "*.ttl"),
        ("shapes", "*.ttl"),
    ):
        files = [p for p in (ROOT / folder).rglob(pattern)]
        assert files, f"no {pattern} in {folder}"
        for path in files:
            assert f"openalliances/bundle/{path.relative_to(ROOT).as_posix()}" in names
    package = ROOT / "server" / "openalliances"
    for path in package.rglob("*"):
        if path.suffix in {".py", ".rq", ".html", ".css", ".svg", ".typed"}:
            assert f"openalliances/{path.relative_to(package).as_posix()}" in names
    assert not [n for n in names if n.startswith("tests") or "node_modules" in n]


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_command_runs_from_the_wheel_in_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "openalliances", "find", "amisom", "--json"],
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(unpacked),
            "PATH": "/usr/bin:/bin",
            "OPENALLIANCES_CACHE_DIR": str(tmp_path / "cache"),
        },
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert run.returncode == 0, run.stderr
    assert "https://w3id.org/openalliances/id/mission/amisom" in run.stdout


def test_changelog_and_citation_name_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE)
    assert newest and newest[1] == openalliances.__version__
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {openalliances.__version__}\n" in citation


BEHIND = {"httptools": "uvicorn.protocols.http.httptools_impl"}


def test_every_dependency_is_imported_somewhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    code = "\n".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "server" / "openalliances").rglob("*.py")
    )
    for dependency in project["dependencies"]:
        name = re.split(r"[<>=]", dependency)[0].replace("-", "_")
        # What we choose of a framework may import the rest; it says so when it is missing.
        name = BEHIND.get(name, name)
        assert re.search(rf"^\s*(from|import) {name}\b", code, re.MULTILINE), name
