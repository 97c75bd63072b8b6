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
from openalliances.builder.inputs import inputs_digest

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
def test_wheel_holds_every_shipped_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder, pattern in (
        ("ontology", "*.ttl"),
        ("ontology", "*.rq"),
        ("data", "*.ttl"),
        ("data", "*.csv"),
        ("data", "*.json"),
        ("shapes", "*.ttl"),
    ):
        files = [p for p in (ROOT / folder).rglob(pattern)]
        assert files, f"no {pattern} in {folder}"
        for path in files:
            assert f"openalliances/bundle/{path.relative_to(ROOT).as_posix()}" in names
    package = ROOT / "server" / "openalliances"
    for path in package.rglob("*"):
        if path.suffix in {".py", ".rq", ".html", ".css", ".svg", ".typed", ".po"}:
            assert f"openalliances/{path.relative_to(package).as_posix()}" in names
    assert not [n for n in names if n.startswith("tests") or "node_modules" in n]


@pytest.mark.slow
def test_the_wheel_builds_what_the_checkout_builds(unpacked: Path) -> None:
    """The same inputs, by digest, make the same release; it is built once, by another test."""
    run = alone(
        unpacked,
        "-c",
        "from openalliances.builder.inputs import inputs_digest\n"
        "from openalliances.bundle import bundle\n"
        "print(inputs_digest(bundle()))",
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == inputs_digest(ROOT)


@pytest.mark.slow
def test_every_module_of_the_wheel_can_be_imported(unpacked: Path) -> None:
    run = alone(
        unpacked,
        "-c",
        "import importlib, pkgutil, openalliances\n"
        "found = pkgutil.walk_packages(openalliances.__path__, 'openalliances.')\n"
        "names = [m.name for m in found if not m.name.endswith('__main__')]\n"
        "assert all(importlib.import_module(name).__file__ for name in names)\n"
        "print(len(names), openalliances.__file__)",
    )
    assert run.returncode == 0, run.stderr
    number, place = run.stdout.split()
    assert int(number) > 100
    assert place.startswith(str(unpacked))


@pytest.mark.slow
def test_command_runs_from_the_wheel_in_an_empty_folder(
    unpacked: Path, shared_cache: Path, shipped_release: object
) -> None:
    run = alone(unpacked, "-m", "openalliances", "find", "amisom", "--json", cache=shared_cache)
    assert run.returncode == 0, run.stderr
    assert "https://w3id.org/openalliances/id/mission/amisom" in run.stdout


@pytest.mark.slow
def test_the_wheel_is_read_and_never_written(unpacked: Path) -> None:
    """It says what tables hold anywhere; it adds rows only to a data set that one stands in."""
    listed = alone(unpacked, "-m", "openalliances", "columns", "membership")
    assert (listed.returncode, "arrangement" in listed.stdout) == (0, True)
    tables = unpacked / "openalliances" / "bundle" / "data" / "tables"
    before = {path.name: path.read_bytes() for path in tables.iterdir()}
    for where, told in (((), "no data set here"), (("--in", str(tables.parents[1])), "installed")):
        new = alone(unpacked, "-m", "openalliances", "new", "region", "Nowhere", *where)
        assert (new.returncode, told in new.stderr) == (3, True), new.stderr
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == before


def alone(
    unpacked: Path, *arguments: str, cache: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python on the unpacked wheel, from another folder, without this checkout."""
    environment = {"PYTHONPATH": str(unpacked), "PATH": "/usr/bin:/bin"}
    if cache is not None:
        environment["OPENALLIANCES_CACHE_DIR"] = str(cache)
    folder = unpacked.parent / "empty"
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_there_is_one_version_in_every_place() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE)
    assert newest and newest[1] == openalliances.__version__
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {openalliances.__version__}\n" in citation
    catalog = (ROOT / "data" / "catalog.ttl").read_text(encoding="utf-8")
    assert f'dcat:version "{openalliances.__version__}"' in catalog


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
