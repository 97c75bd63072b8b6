"""A release folder comes into being whole, or not at all.

It is written beside its place under a hidden name, brought to the disk, and
renamed. Whatever stops the work, the hidden folder goes away and what stood at
the place before stays.
"""

from __future__ import annotations

import errno
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
    return open_release(target)


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
        sync(path)
    sync(folder)
