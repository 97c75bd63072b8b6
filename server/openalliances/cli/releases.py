"""The release that a command is about, found or made while progress is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from openalliances.cli import progress
from openalliances.release import Release, open_release
from openalliances.settings import Settings

if TYPE_CHECKING:
    from openalliances.library import OpenAlliances
    from openalliances.reader import ReadOptions


def release_to_use(
    settings: Settings,
    files: Sequence[Path] = (),
    folder: Path | None = None,
    reading: ReadOptions | None = None,
) -> Release:
    """Return the release to use: a folder, the user's files, or the shipped set.

    *reading* says how files are read; without it, as they are by themselves.
    """
    from openalliances.opening import find_release

    if folder is not None:
        return open_release(folder, settings.check_size)
    with progress.shown() as steps:
        return find_release(files or None, settings, steps, reading)


@contextmanager
def opened(
    settings: Settings, files: Sequence[Path] = (), reading: ReadOptions | None = None
) -> Iterator[OpenAlliances]:
    """Open the library over the release to use, and close it after the block."""
    from openalliances.opening import open_library

    with open_library(release_to_use(settings, files, reading=reading), settings) as library:
        yield library
