"""The move of a finished folder to its place, also when another process was faster."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from openalliances.atomic import machine_error
from openalliances.builder.folder import partial_folder, settle
from openalliances.errors import MachineError
from openalliances.release import RELEASE_FORMAT, Manifest, write_manifest


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fill(folder, inputs="i", title="x"):
    (folder / "store").mkdir()
    (folder / "store" / "CURRENT").write_text("x")
    manifest = Manifest(
        RELEASE_FORMAT, "files", "1", title, "http://x/", "d", inputs, 0, (), (), (), {}
    )
    write_manifest(folder, manifest)


def test_a_settled_folder_stands_at_its_place(tmp_path):
    with partial_folder(tmp_path / "a" / "b") as folder:
        fill(folder)
        release = settle(folder, tmp_path / "a" / "b" / "target", "i")
    assert release.folder.is_dir()
    assert names(tmp_path / "a" / "b") == ["target"]


def test_whoever_is_first_stays_if_it_is_the_same(tmp_path):
    for title in ("first", "second"):
        with partial_folder(tmp_path) as folder:
            fill(folder, title=title)
            release = settle(folder, tmp_path / "target", "i")
    assert release.manifest.title == "first"
    assert names(tmp_path) == ["target"]


@pytest.mark.parametrize("damage", [True, False])
def test_what_is_damaged_or_from_other_inputs_is_replaced(tmp_path, damage):
    for title, inputs in (("first", "i" if damage else "other"), ("second", "i")):
        with partial_folder(tmp_path) as folder:
            fill(folder, inputs, title)
            release = settle(folder, tmp_path / "target", inputs)
        if damage and title == "first":
            (tmp_path / "target" / "store" / "CURRENT").unlink()
    assert release.manifest.title == "second"
    assert names(tmp_path) == ["target"]


def test_a_file_at_the_place_is_not_touched(tmp_path):
    (tmp_path / "target").write_text("mine")
    with pytest.raises(MachineError), partial_folder(tmp_path) as folder:
        fill(folder)
        settle(folder, tmp_path / "target", "i")
    assert (tmp_path / "target").read_text() == "mine"
    assert names(tmp_path) == ["target"]


KILLED = """
import os, pathlib, signal, sys
from openalliances.builder.folder import partial_folder
with partial_folder(pathlib.Path(sys.argv[1])) as folder:
    (folder / "half").write_text("x")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_goes_with_the_next(tmp_path):
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)])
    (left,) = tmp_path.iterdir()
    assert (done.returncode, (left / "half").read_text()) == (-signal.SIGKILL, "x")
    with partial_folder(tmp_path) as folder:
        assert names(tmp_path) == [folder.name]
    assert names(tmp_path) == []


def test_what_a_living_process_works_in_stays(tmp_path):
    with partial_folder(tmp_path) as one:
        (one / "half").write_text("x")
        with partial_folder(tmp_path) as two:
            assert names(tmp_path) == sorted([one.name, two.name])
        assert (one / "half").read_text() == "x"


def test_an_error_of_the_machine_names_the_folder_and_a_way_out(tmp_path):
    error = machine_error(tmp_path, PermissionError(13, "Permission denied"))
    assert str(tmp_path) in error.message
    assert "may write" in error.hint
