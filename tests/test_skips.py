"""A skip that nobody has allowed fails the run, and CI allows fewer."""

import ast
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


def reasons_in(source):
    """Yield the reasons of skips in a file of tests, with x for what is filled in."""
    for call in [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]:
        name = ast.unparse(call.func)
        given = [key.value for key in call.keywords if key.arg == "reason"]
        if name == "pytest.skip":
            given = call.args[:1]
        elif not name.endswith("skipif"):
            continue
        for text in [one for one in given if isinstance(one, ast.Constant | ast.JoinedStr)]:
            parts = text.values if isinstance(text, ast.JoinedStr) else [text]
            yield "".join(p.value if isinstance(p, ast.Constant) else "x" for p in parts)


FILES = [path for path in sorted(HERE.rglob("*.py")) if path != Path(__file__)]
REASONS = {reason for path in FILES for reason in reasons_in(path.read_text(encoding="utf-8"))}


def test_every_skip_that_is_written_is_listed():
    assert len(REASONS) > 15
    skips = judged(REASONS, table(), is_ci=False)
    assert [skip.reason for skip in skips if not skip.why] == []


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
    for name in ("skips.py", "skips.csv", "conftest.py", "order.py", "order.csv"):
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
