"""A skip that nobody has allowed fails the run, and CI allows fewer."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from .skips import judged, table

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("reason", "is_ci", "may"),
    [
        ("CLIENT MISSING: rapper; try: make clients", False, True),
        ("CLIENT MISSING: rapper; try: make clients", True, False),
        ("systemd-analyze is not installed", True, True),
        ("I had no time", False, False),
        ("I had no time; systemd-analyze is not installed", False, False),
    ],
)
def test_what_may_be_skipped_where(reason, is_ci, may):
    (found,) = judged([reason, reason], table(), is_ci=is_ci)
    assert (found.count, bool(found.why)) == (2, may)


def test_every_row_says_where_and_why():
    rows = table()
    assert len(rows) > 5
    assert {row.where for row in rows} == {"anywhere", "not-ci"}
    assert all(row.why for row in rows)


@pytest.mark.parametrize("workers", ["0", "1"])
@pytest.mark.parametrize(
    ("reason", "ci", "code"),
    [
        ("CLIENT MISSING: x", "", 0),
        ("CLIENT MISSING: x", "true", 1),
        ("no time", "", 1),
    ],
)
def test_the_run_ends_so(tmp_path, reason, ci, code, workers):
    folder = tmp_path / "tests"
    folder.mkdir()
    for name in ("skips.py", "skips.csv", "conftest.py"):
        (folder / name).write_text((HERE / name).read_text(encoding="utf-8"), encoding="utf-8")
    text = f"""
        import pytest

        def test_one():
            pytest.skip({reason!r})

        def test_other():
            pass
    """
    (folder / "test_it.py").write_text(textwrap.dedent(text), encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--listed-skips", "-n", workers, str(folder)],
        cwd=tmp_path,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert reason in done.stdout
    assert ("NOT ALLOWED" in done.stdout) is bool(code)
