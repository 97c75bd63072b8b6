"""The release to serve: found in the user's cache, or built into it.

What builds is imported only if something has to be built, so that a second
start is quick.
"""

from __future__ import annotations

import os
from pathlib import Path

from openalliances.builder.inputs import inputs_digest
from openalliances.bundle import bundle
from openalliances.errors import ReleaseError
from openalliances.progress import Progress
from openalliances.release import Release, open_release
from openalliances.settings import Settings

_KNOWN = "inputs"
_KEY_LENGTH = 32
_PRIVATE = 0o700


def ensure_release(settings: Settings, progress: Progress, root: Path | None = None) -> Release:
    """Return the release of the bundle, from the cache if it was built from the same inputs.

    A damaged release is built again, with a note.

    :raises SourceError: if a file cannot be read.
    :raises CheckError: if the data break a rule.
    :raises MachineError: if the cache folder cannot be written.
    """
    root = bundle() if root is None else root
    cache = private_cache(settings)
    inputs = inputs_digest(root)
    found = cached(cache, inputs, progress)
    if found is not None:
        return found

    from openalliances.builder.build_process import build_in_process

    release = build_in_process(cache, root, progress)
    remember(cache, inputs, release)
    return release


def private_cache(settings: Settings) -> Path:
    """Return the folder of releases that serve builds: nobody but its owner may look into it.

    It holds copies of the user's own files. One that is there already is closed to others.

    :raises MachineError: if it cannot be made, or belongs to somebody else.
    """
    cache = settings.cache_folder()
    try:
        cache.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        if os.name != "nt" and cache.stat().st_mode & 0o077:
            cache.chmod(_PRIVATE)
    except OSError as error:
        from openalliances.atomic import machine_error

        raise machine_error(cache, error) from error
    return cache


def cached(cache: Path, inputs: str, progress: Progress) -> Release | None:
    """Return the whole release that was built from *inputs*, if the cache has one."""
    try:
        name = _pointer(cache, inputs).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    try:
        release = open_release(cache / name)
    except ReleaseError as error:
        progress.note(f"{error.message} It is built again.")
        return None
    return release if release.manifest.inputs == inputs else None


def remember(cache: Path, inputs: str, release: Release) -> None:
    """Note that *release*, a folder of the cache, was built from *inputs*.

    :raises MachineError: if the note cannot be written.
    """
    pointer = _pointer(cache, inputs)
    partial = pointer.with_name(f".{pointer.name}.{os.getpid()}")
    try:
        pointer.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(release.folder.name + "\n", encoding="utf-8")
        partial.replace(pointer)
    except OSError as error:
        from openalliances.atomic import machine_error

        raise machine_error(cache, error) from error


def _pointer(cache: Path, inputs: str) -> Path:
    return cache / _KNOWN / inputs[:_KEY_LENGTH]
