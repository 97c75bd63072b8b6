"""A file is replaced whole or not at all, whatever stops the writer."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from openalliances.atomic import replace_text
from openalliances.errors import MachineError, SourceError

_KILLED_WHILE_CHECKING = """
import os, signal, sys
from pathlib import Path
from openalliances.atomic import replace_text
replace_text(Path(sys.argv[1]), "new", lambda _: os.kill(os.getpid(), signal.SIGKILL))
"""


def refuse(_):
    raise SourceError("t.csv", "It cannot be read.")


def test_the_text_stands_there_in_utf8_with_plain_line_ends(tmp_path):
    path = tmp_path / "t.csv"
    replace_text(path, "é\n")
    assert path.read_bytes() == b"\xc3\xa9\n"


def test_a_file_keeps_its_rights(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("old")
    path.chmod(0o640)
    replace_text(path, "new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_does_not_pass_its_check_changes_nothing(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("old")
    with pytest.raises(SourceError):
        replace_text(path, "new", refuse)
    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]


def test_what_was_written_is_on_the_disk_before_it_is_renamed(tmp_path, monkeypatch):
    done = []
    real_sync, real_rename = os.fsync, type(tmp_path).replace
    monkeypatch.setattr(os, "fsync", lambda fd: (done.append("fsync"), real_sync(fd)))
    monkeypatch.setattr(
        type(tmp_path), "replace", lambda a, b: (done.append("rename"), real_rename(a, b))[1]
    )
    replace_text(tmp_path / "t.csv", "new")
    assert done == ["fsync", "rename", "fsync"]


def test_a_killed_writer_leaves_the_old_file(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("old")
    ended = subprocess.run([sys.executable, "-c", _KILLED_WHILE_CHECKING, path], check=False)
    assert (ended.returncode, path.read_text()) == (-9, "old")


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(MachineError, match="cannot be written"):
        replace_text(tmp_path / "none" / "t.csv", "new")
