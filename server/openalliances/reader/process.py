"""The confined process that reads files, and this side of it.

The child is told what to do in JSON and answers in JSON, one line each: whatever takes it
over while it reads somebody's file can send words, and nothing that is run here. What it
writes is in the folder that it was given; it is of no use unless the child says that all went
well. Ctrl-C ends it, and so does the end of this process.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from openalliances.errors import SettingError, SourceError, SourceFaultsError
from openalliances.progress import Progress, Silence
from openalliances.reader.options import FileRead, Reading, ReadOptions

_MOST_SAID = 10_000_000
"""Bytes of an answer."""
_ENDINGS = {
    signal.SIGKILL: "was ended by the system, which may be out of memory",
    signal.SIGXCPU: "took too long",
    signal.SIGABRT: "gave up, most likely for want of memory",
    signal.SIGSEGV: "broke down",
    signal.SIGTERM: "was ended",
}


def read(
    files: Sequence[str | os.PathLike[str]],
    folder: Path,
    options: ReadOptions,
    progress: Progress | None = None,
    *,
    written: Path | None = None,
) -> Reading:
    """Read *files* into a new store in *folder* and return what they were.

    With *written*, what they say is in that file, too: as N-Quads, with each literal as it
    stands in them (the store takes ``01`` for ``1``), and each file's blank nodes apart.

    :raises SourceError: with line and column, if one cannot be read; the folder is then of
        no use.
    :raises SettingError: if the options name what there is not.
    """
    return _ask(files, (str(folder), str(written or "")), options, progress or Silence())


def examine(files: Sequence[str | os.PathLike[str]], options: ReadOptions) -> Reading:
    """Look whether *files* can be read, and return what they are.

    :raises SourceError: with line and column, if one cannot be read.
    :raises SettingError: if the options name what there is not.
    """
    return _ask(files, ("", ""), options, Silence())


def _ask(
    files: Sequence[str | os.PathLike[str]],
    places: tuple[str, str],
    options: ReadOptions,
    progress: Progress,
) -> Reading:
    paths = [os.fspath(path) for path in files]
    if not paths:
        raise SourceError("", "No file was given.", "Name at least one RDF file.")
    folder, written = places
    task = {"files": paths, "folder": folder, "written": written, "options": options.as_json()}
    command = [sys.executable, "-P", "-m", "openalliances.reader.child"]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=_environment(),
        )
        timer = threading.Timer(options.time, process.kill)
        # Whatever interrupts this one does not wait for it.
        timer.daemon = True
        try:
            timer.start()
            return _answer(process, json.dumps(task).encode(), paths, progress)
        except _SilentEnd as end:
            late = timer.finished.is_set() and process.returncode == -signal.SIGKILL
            raise _ended(paths, process.returncode, options, late or end.late) from None
        finally:
            timer.cancel()
            _end(process)


class _SilentEnd(Exception):  # noqa: N818  # it is no error yet: the exit code says which
    """The child has ended without an answer."""

    late = False


def _answer(
    process: subprocess.Popen[bytes], task: bytes, paths: Sequence[str], progress: Progress
) -> Reading:
    assert process.stdin and process.stdout  # noqa: S101  # both are pipes
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(task + b"\n")
        process.stdin.close()
    said = _said(process.stdout)
    while "done" not in said and "failed" not in said:
        if not said:
            process.wait()
            raise _SilentEnd
        progress.advance()
        said = _said(process.stdout)
    if "failed" in said:
        raise _failure(said["failed"])
    return Reading(tuple(FileRead.from_json(file) for file in said["done"]))


def _said(stream: IO[bytes]) -> dict[str, Any]:
    """Return the next thing that the child says; nothing if it has ended."""
    line = stream.readline(_MOST_SAID)
    try:
        found = json.loads(line) if line else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _failure(told: dict[str, Any]) -> SourceError | SettingError:
    """Return an error as the child has told it."""
    if told["kind"] == "setting":
        return SettingError(told["message"], told["hint"])
    faults = tuple(
        SourceError(f["path"], f["message"], f["hint"], line=f["line"], column=f["column"])
        for f in told["faults"]
    )
    return faults[0] if len(faults) == 1 else SourceFaultsError(faults, told["more"])


def as_told(error: SourceError | SettingError) -> dict[str, Any]:
    """Return an error as plain values; the child's side of :func:`_failure`."""
    if isinstance(error, SettingError):
        return {"kind": "setting", "message": error.message, "hint": error.hint}
    several = isinstance(error, SourceFaultsError)
    faults = error.faults if isinstance(error, SourceFaultsError) else (error,)
    names = ("path", "message", "hint", "line", "column")
    return {
        "kind": "source",
        "faults": [{name: getattr(fault, name) for name in names} for fault in faults],
        "more": error.more if several and isinstance(error, SourceFaultsError) else 0,
    }


def _ended(paths: Sequence[str], code: int, options: ReadOptions, late: bool) -> SourceError:
    shown = paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"
    how = _ENDINGS.get(signal.Signals(-code), f"ended with {code}") if code < 0 else "broke off"
    if late:
        return SourceError(
            shown,
            f"It takes more than {options.time:g} seconds to read.",
            "Split it, or raise the setting file_time.",
        )
    return SourceError(
        shown,
        f"It cannot be read: the process that read it {how}.",
        f"It may need more than {options.memory:,} megabytes: split it, or raise file_memory.",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the child if it has not ended by itself."""
    with contextlib.suppress(OSError):
        process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    process.wait()


def _environment() -> dict[str, str]:
    """Return an environment in which the child finds the package that runs here."""
    package = str(Path(__file__).parents[2])
    rest = os.environ.get("PYTHONPATH")
    found = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (package, rest)))}
    # Else glibc reserves address space for each thread, and the limit depends on the cores.
    return found | {"MALLOC_ARENA_MAX": "2"}


def reading_as_told(reading: Reading) -> list[dict[str, Any]]:
    """Return what was read as plain values."""
    return [asdict(file) for file in reading.files]
