"""Atomic replacement of a file: its new text takes its place whole, or not at all.

The text is written beside the file, brought to the disk (fsync), and renamed.
A process that is killed at any point leaves the old file as it was.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from openalliances.errors import MachineError


def replace_text(path: Path, text: str, check: Callable[[Path], None] | None = None) -> None:
    """Write *text* in UTF-8 beside *path* and rename it, so that no reader sees half of it.

    With *check*, what was written is read back first: if it raises, the old file stays. A file
    that is there keeps its rights.

    :raises MachineError: if it cannot be written.
    """
    with replaced(path, check) as file:
        file.write(text)


@contextmanager
def replaced(path: Path, check: Callable[[Path], None] | None = None) -> Iterator[IO[str]]:
    """Give a file to write text in UTF-8 into, which takes the place of *path* at the end.

    Where the block or *check* fails or is interrupted, *path* is as it was, and nothing lies beside
    it. Line ends are written as they are given.

    :raises MachineError: if it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise machine_error(path.parent, error) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if check is not None:
            check(beside)
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        beside.replace(path)
        sync(path.parent)
    except OSError as error:
        raise machine_error(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Bring a file or folder to the disk; not every system lets a folder be opened."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def machine_error(folder: Path, error: OSError) -> MachineError:
    """Return what to tell the user about a failure of the file system."""
    hints = {
        errno.ENOSPC: "Free some space on that disk, or choose another folder.",
        errno.EDQUOT: "Your quota there is used up; choose another folder.",
        errno.EEXIST: "There is a file of that name; choose another folder.",
        errno.ENOTDIR: "Part of that path is a file; choose another folder.",
    }
    hint = hints.get(error.errno or 0, "Choose a folder that you may write to.")
    return MachineError(f"{folder} cannot be written: {error.strerror or error}.", hint)
