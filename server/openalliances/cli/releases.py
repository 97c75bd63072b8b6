"""Which release a command is about, found or made while progress is shown."""

from __future__ import annotations

from pathlib import Path

from openalliances.cli import terminal
from openalliances.release import Release, open_release
from openalliances.settings import Settings


def release_to_use(
    settings: Settings, files: tuple[Path, ...] = (), folder: Path | None = None
) -> Release:
    """Return the release to use: a folder, the user's files, or the shipped set."""
    if folder is not None:
        return open_release(folder)
    with terminal.progress() as steps:
        if files:
            from openalliances.builder.user_files import load_files

            return load_files(files, settings, steps)
        from openalliances.builder.cache import ensure_release

        return ensure_release(settings, steps)
