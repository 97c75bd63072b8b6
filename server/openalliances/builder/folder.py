"""A release folder comes into being whole, or not at all.

It is written beside its place under a hidden name, brought to the disk, and
renamed. Whatever stops the work, the hidden folder goes away and what stood at
the place before stays. Even a process that is killed leaves nothing for long: a hidden
folder is locked by who works in it, and the next build removes those that nobody has.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from openalliances.atomic import machine_error, sync
from openalliances.errors import ReleaseError
from openalliances.release import Release, open_release

_PARTIAL = ".partial-"
_OLD = ".replaced-"
_STALE = 24 * 3600
"""Seconds after which a folder is left behind, where folders cannot be locked (Windows)."""


@contextmanager
def partial_folder(parent: Path) -> Iterator[Path]:
    """Give a new empty folder below *parent*, which is gone afterwards unless it was settled.

    :raises MachineError: if the folder cannot be written, or the disk is full.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with _lock(parent):
            _remove_left(parent)
        with _hidden_folder(parent, _PARTIAL) as folder:
            yield folder
    except OSError as error:
        raise machine_error(parent, error) from error


def settle(
    folder: Path, target: Path, inputs: str, engines: Mapping[str, str] | None = None
) -> Release:
    """Move a finished *folder* to *target* and return the release that stands there.

    If a whole release from the same *inputs*, made by the same *engines*, stands there
    already (another process was faster), that one stays and is returned.
    """
    _to_disk(folder)
    try:
        folder.rename(target)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST) and not target.is_dir():
            raise
        existing = _whole(target)
        made = (inputs, dict(engines or {}))
        if existing and (existing.manifest.inputs, existing.manifest.engines) == made:
            return existing
        _replace(folder, target)
    sync(target.parent)
    return open_release(target, read_at_most=0)  # it has just been written


def _whole(folder: Path) -> Release | None:
    try:
        return open_release(folder)
    except ReleaseError:
        return None


def _replace(folder: Path, target: Path) -> None:
    """Put *folder* in the place of *target*; open readers of the old one keep their files."""
    with _hidden_folder(target.parent, _OLD) as old:
        target.rename(old / target.name)
        try:
            folder.rename(target)
        except OSError:
            # Somebody else has put theirs there in between; it is as good as ours.
            if not target.is_dir():
                (old / target.name).rename(target)
                raise


@contextmanager
def _hidden_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Give a new folder, locked for as long as the block runs; it is gone afterwards."""
    with _lock(parent):
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        lock = _locked(folder, wait=False)
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _bring_back(left: Path) -> None:
    """Put a release that was moved aside back, if the one to replace it never came."""
    for moved in left.iterdir():
        if not (left.parent / moved.name).exists():
            moved.rename(left.parent / moved.name)


def _remove_left(parent: Path) -> None:
    """Remove what killed processes have left: the hidden folders that nobody has locked."""
    for left in [*parent.glob(f"{_PARTIAL}*"), *parent.glob(f"{_OLD}*")]:
        lock = _locked(left, wait=False)
        if lock is not None or (os.name == "nt" and _is_old(left)):
            if left.name.startswith(_OLD):
                _bring_back(left)
            shutil.rmtree(left, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _is_old(folder: Path) -> bool:
    return time.time() - folder.stat().st_mtime > _STALE


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder while the block runs, where folders can be locked."""
    lock = _locked(folder, wait=True)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def _locked(folder: Path, *, wait: bool) -> int | None:
    """Return a descriptor of the folder that holds its lock, or None if somebody else does."""
    try:
        import fcntl
    except ImportError:
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _to_disk(folder: Path) -> None:
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)
