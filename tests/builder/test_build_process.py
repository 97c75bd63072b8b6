"""A build in a process of its own: steps, release and errors come back, and nothing stays."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from openalliances.builder.build_process import build_in_process
from openalliances.errors import CheckError, MachineError, SourceError

MODULES = """
import sys, pathlib
from openalliances.builder.build_process import build_in_process
from openalliances.progress import Silence
print(build_in_process(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), Silence()).folder.name)
print(sorted(set(sys.modules) & {"rdflib", "owlrl", "pyshacl", "pyoxigraph", "zstandard"}))
"""
KILLED = """
import os, pathlib, signal, sys
from openalliances.builder.build_process import build_in_process
from openalliances.progress import Silence

class Killing(Silence):
    def step(self, name, total=0):
        if name == "derive":
            os.kill(os.getpid(), signal.SIGKILL)

build_in_process(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), Killing())
"""


class At:
    """Progress that does something at a step."""

    def __init__(self, name, act):
        self.name, self.act = name, act

    def step(self, name, total=0):
        if name == self.name:
            self.act()

    def advance(self, parts=1):
        pass

    def note(self, message):
        pass


def children() -> list[int]:
    """Return the processes that this one has started: ours, and those of tests before."""
    return [int(pid) for pid in Path("/proc/thread-self/children").read_text().split()]


def run(script, *arguments):
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def test_what_was_built_comes_back_and_what_builds_is_not_here(bundle_folder, tmp_path):
    done = run(MODULES, tmp_path / "out", bundle_folder)
    (folder,) = (tmp_path / "out").iterdir()
    assert (done.stdout, done.stderr) == (f"{folder.name}\n[]\n", "")


def test_the_steps_come_back(bundle_folder, tmp_path, told):
    release = build_in_process(tmp_path, bundle_folder, told)
    assert release.manifest.version == "1.2.3"
    assert told.steps[0] == "read"
    assert told.steps[-1] == "to disk"


def test_a_file_that_cannot_be_read_is_told_with_its_place(bundle_folder, tmp_path, told):
    (bundle_folder / "data" / "bad.ttl").write_text("<http://a>")
    with pytest.raises(SourceError) as caught:
        build_in_process(tmp_path, bundle_folder, told)
    assert (caught.value.path, caught.value.line) == ("data/bad.ttl", 1)
    assert caught.value.hint


def test_a_fault_in_the_data_is_told_with_its_problems(bundle_folder, tmp_path, told, write):
    write("data/reference/more.ttl", "<https://w3id.org/openalliances/id/state/c> a ally:State .")
    with pytest.raises(CheckError, match="nothing was built") as caught:
        build_in_process(tmp_path, bundle_folder, told)
    assert caught.value.exit_code == 1
    assert "data/reference/more.ttl" in caught.value.details[0]


def test_an_interruption_ends_both_and_leaves_nothing(bundle_folder, tmp_path):
    def interrupt():
        raise KeyboardInterrupt

    others = children()
    with pytest.raises(KeyboardInterrupt):
        build_in_process(tmp_path / "out", bundle_folder, At("derive", interrupt))
    assert set(children()) <= set(others)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_process_that_is_killed_is_told_of(bundle_folder, tmp_path):
    others = children()

    def kill():
        (ours,) = set(children()) - set(others)
        os.kill(ours, signal.SIGKILL)

    with pytest.raises(MachineError, match="ended by itself"):
        build_in_process(tmp_path / "out", bundle_folder, At("derive", kill))


def test_where_the_parent_is_killed_the_build_clears_away(bundle_folder, tmp_path):
    out = tmp_path / "out"
    assert run(KILLED, out, bundle_folder).returncode == -signal.SIGKILL
    deadline = time.monotonic() + 60
    while list(out.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(out.iterdir()) == []
