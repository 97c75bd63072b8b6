"""Which release is opened: a folder, a user's own RDF files, or the shipped set.

The shipped set is taken from the user's cache, and built into it the first time. What builds
is imported only if something has to be built.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from openalliances.progress import Progress, Silence
from openalliances.release import Release, open_release
from openalliances.settings import Settings

if TYPE_CHECKING:
    from openalliances.library import OpenAlliances
    from openalliances.reader import ReadOptions

Places = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
"""The folder of a release, an RDF file, or several RDF files."""


def find_release(
    place: Places | None,
    settings: Settings,
    progress: Progress | None = None,
    reading: ReadOptions | None = None,
) -> Release:
    """Return the release at *place*; without one, the shipped set.

    *reading* says how files are read; without it, as they are by themselves.

    :raises ReleaseError: if the folder is no release that this program reads.
    :raises SourceError: if an RDF file cannot be read.
    :raises MachineError: if the cache folder cannot be written.
    """
    steps = progress or Silence()
    if place is None:
        from openalliances.builder.cache import ensure_release

        return ensure_release(settings, steps)
    if isinstance(place, str | os.PathLike) and Path(place).is_dir():
        return open_release(Path(place), settings.check_size)
    paths = [Path(place)] if isinstance(place, str | os.PathLike) else [Path(p) for p in place]
    from openalliances.builder.user_files import load_files

    return load_files(paths, settings, steps, reading)


def open_library(release: Release, settings: Settings) -> OpenAlliances:
    """Return the library over *release*; it must be closed.

    :raises EngineError: if the engine does not start.
    """
    from openalliances.engine.open import open_engine
    from openalliances.library import OpenAlliances

    # A few questions are answered from disk sooner than a copy in memory is made.
    few = replace(
        settings,
        query_workers=min(settings.query_workers, 2),
        light_workers=1,
        memory_quads=0,
        client_queries=0,
    )
    return OpenAlliances(release, open_engine(release, few), few)
