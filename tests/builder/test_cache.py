"""The second start finds what the first has built."""

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from openalliances.builder import build_process, inputs
from openalliances.builder.cache import ensure_release, private_cache
from openalliances.builder.pipeline import build
from openalliances.errors import MachineError, SourceError
from openalliances.settings import Settings

HEAVY = ("rdflib", "owlrl", "pyshacl", "pyoxigraph", "zstandard")

SCRIPT = """
import sys, pathlib
from openalliances.builder.cache import ensure_release, private_cache
from openalliances.progress import Silence
from openalliances.settings import Settings
ensure_release(Settings(cache_dir=sys.argv[1]), Silence(), pathlib.Path(sys.argv[2]))
print(sorted(set(sys.modules) & set(sys.argv[3:])))
"""


@pytest.fixture
def settings(tmp_path):
    return Settings(cache_dir=str(tmp_path / "cache"))


def test_the_second_time_nothing_is_built(bundle_folder, settings, told):
    one = ensure_release(settings, told, bundle_folder)
    steps = list(told.steps)
    two = ensure_release(settings, told, bundle_folder)
    assert two == one
    assert told.steps == steps != []


def test_the_second_start_imports_nothing_that_builds(bundle_folder, settings, told):
    ensure_release(settings, told, bundle_folder)
    command = [sys.executable, "-c", SCRIPT, settings.cache_dir, str(bundle_folder), *HEAVY]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.parametrize("before", [None, 0o755, 0o777, 0o700])
def test_nobody_else_may_look_into_the_cache(tmp_path, before):
    settings = Settings(cache_dir=str(tmp_path / "above" / "cache"))
    if before is not None:
        (tmp_path / "above" / "cache").mkdir(parents=True)
        (tmp_path / "above" / "cache").chmod(before)
    was = os.umask(0)
    try:
        folder = private_cache(settings)
    finally:
        os.umask(was)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_cache_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError, match="cannot be written"):
        private_cache(Settings(cache_dir=str(tmp_path / "file" / "cache")))


CHANGES = [
    ("data/catalog.ttl", '<https://w3id.org/openalliances/dataset> dcat:version "9" .'),
    ("ontology/more.ttl", 'ally:More a owl:Class ; rdfs:label "more"@en .'),
]


@pytest.mark.parametrize(("name", "turtle"), CHANGES)
def test_other_data_are_another_release(bundle_folder, settings, told, write, name, turtle):
    one = ensure_release(settings, told, bundle_folder)
    write(name, turtle)
    two = ensure_release(settings, told, bundle_folder)
    assert two.folder != one.folder
    assert one.folder.is_dir()


def build_here(out, root, progress):
    """Build in this process, of which the program of tomorrow is part."""
    return build(out, progress=progress, root=root)


def test_another_program_builds_again(bundle_folder, settings, told, monkeypatch):
    one = ensure_release(settings, told, bundle_folder)
    monkeypatch.setattr(inputs, "version", lambda name: f"{name} of tomorrow")
    monkeypatch.setattr(build_process, "build_in_process", build_here)
    two = ensure_release(settings, told, bundle_folder)
    assert two.folder == one.folder
    assert two.manifest.inputs != one.manifest.inputs
    assert two.manifest.built_with["rdflib"] == "rdflib of tomorrow"


DAMAGES = [
    lambda folder: (folder / "manifest.json").unlink(),
    lambda folder: (folder / "manifest.json").write_text("{"),
    lambda folder: (folder / "store" / "CURRENT").unlink(),
    lambda folder: (folder / "dumps" / "openalliances.nq.gz").write_text("x"),
    lambda folder: as_of_an_older_program(folder / "manifest.json"),
]


def as_of_an_older_program(manifest: Path) -> None:
    raw = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**raw, "format": raw["format"] - 1}), encoding="utf-8")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_release_is_built_again_with_a_note(bundle_folder, settings, told, damage):
    one = ensure_release(settings, told, bundle_folder)
    damage(one.folder)
    two = ensure_release(settings, told, bundle_folder)
    assert two == one
    assert len(told.notes) == 1
    assert "built again" in told.notes[0]


def test_a_failed_build_is_not_remembered(bundle_folder, settings, told):
    bad = bundle_folder / "data" / "bad.ttl"
    bad.write_text("<http://a>")
    for _ in range(2):
        with pytest.raises(SourceError):
            ensure_release(settings, told, bundle_folder)
    bad.unlink()
    assert ensure_release(settings, told, bundle_folder).manifest.quads > 0


def test_two_processes_may_build_at_once(bundle_folder, settings):
    command = [sys.executable, "-c", SCRIPT, settings.cache_dir, str(bundle_folder)]
    results = []

    def run():
        results.append(subprocess.run(command, capture_output=True, text=True))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(r.returncode, r.stderr) for r in results] == [(0, "")] * 2
