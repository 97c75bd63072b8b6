"""A release folder comes into being whole, or not at all.

It is written beside its place under a hidden name, brought to the disk, and
renamed. Whatever stops the work, the hidden folder goes away and what stood at
the place before stays.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openalliances.errors import MachineError, ReleaseError
from openalliances.release import Release, open_release

_PARTIAL = ".partial-"
_OLD = ".replaced-"
_STALE = 24 * 3600


@contextmanager
def partial_folder(parent: Path) -> Iterator[Path]:
    """Give a new empty folder below *parent*, which is gone afterwards unless it was settled.

    :raises MachineError: if the folder cannot be written, or the disk is full.
    """
    folder: Path | None = None
    try:
        parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(parent)
        folder = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=parent))
        folder.chmod(0o755)
        yield folder
    except OSError as error:
        raise machine_error(parent, error) from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def settle(folder: Path, target: Path, inputs: str) -> Release:
    """Move a finished *folder* to *target* and return the release that stands there.

    If a whole release from the same *inputs* stands there already (another
    process was faster), that one stays and is returned.
    """
    _to_disk(folder)
    try:
        folder.rename(target)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST) and not target.is_dir():
            raise
        existing = _whole(target)
        if existing is not None and existing.manifest.inputs == inputs:
            return existing
        _replace(folder, target)
    _sync(target.parent)
    return open_release(target)


def write_beside(path: Path, text: str) -> None:
    """Write a file beside its place and rename it, so that no reader ever sees half of it.

    A file that is there keeps its rights.

    :raises MachineError: if it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise machine_error(path.parent, error) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except OSError as error:
        raise machine_error(path, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


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


def _whole(folder: Path) -> Release | None:
    try:
        return open_release(folder)
    except ReleaseError:
        return None


def _replace(folder: Path, target: Path) -> None:
    """Put *folder* in the place of *target*; open readers of the old one keep their files."""
    old = Path(tempfile.mkdtemp(prefix=_OLD, dir=target.parent))
    target.rename(old / target.name)
    try:
        folder.rename(target)
    except OSError:
        # Somebody else has put theirs there in between; it is as good as ours.
        if not target.is_dir():
            (old / target.name).rename(target)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _remove_stale(parent: Path) -> None:
    """Remove what a killed process has left, if it is so old that nobody works there now."""
    for left in [*parent.glob(f"{_PARTIAL}*"), *parent.glob(f"{_OLD}*")]:
        if time.time() - left.stat().st_mtime > _STALE:
            shutil.rmtree(left, ignore_errors=True)


def _to_disk(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    """Bring a file or folder to the disk; not every system lets a folder be opened."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
