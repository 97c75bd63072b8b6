"""Integrity: the checksums of all files of a release, and what is there now.

``checksums.json`` is the last file that is written. It has an entry for each other one, the
manifest among them; what it says of itself is that all its entries fit. A store reads a damaged
file of its own without a word (half a list of its tables is a store with fewer rows), so nothing
is asked of a release before it has been compared.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

CHECKSUMS = "checksums.json"

READ_AT_MOST = 256_000_000
"""Bytes that are read to compare a release where no setting says otherwise."""

_UNREADABLE = (OSError, ValueError, TypeError, RecursionError)
_STORE = "store"
_DUMPS = "dumps/"


@dataclass(frozen=True, slots=True)
class Checksum:
    """A file of a release: its path below the folder, its size in bytes, its SHA-256."""

    path: str
    size: int
    sha256: str


def write_checksums(folder: Path) -> None:
    """Write the checksums of all files below *folder*, which is not yet in its place."""
    found = [
        Checksum(path.relative_to(folder).as_posix(), path.stat().st_size, _sha256(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != CHECKSUMS
    ]
    text = json.dumps([asdict(entry) for entry in found], ensure_ascii=False, indent=1)
    (folder / CHECKSUMS).write_text(text + "\n", encoding="utf-8")


def damage(folder: Path, read_at_most: float = READ_AT_MOST) -> str:
    """Return what is wrong with the files of a release, as the end of a sentence; empty if nothing.

    All are looked for and measured. They are also read, up to so many bytes in all: the small ones
    first, and what is only downloaded last.
    """
    try:
        entries = read_checksums(folder)
    except _UNREADABLE as error:
        return f"{CHECKSUMS} is missing or cannot be read ({error})"
    for entry in entries:
        if what := _measured(folder, entry):
            return what
    if strange := _strangers(folder, entries):
        return strange
    left = read_at_most
    for entry in sorted(entries, key=lambda e: (e.path.startswith(_DUMPS), e.size)):
        left -= entry.size
        if left >= 0 and (what := _compared(folder, entry)):
            return what
    return ""


def damage_of(folder: Path, path: str) -> str:
    """Return what is wrong with the one file at *path* below *folder*, as :func:`damage`."""
    try:
        entry = next((entry for entry in read_checksums(folder) if entry.path == path), None)
    except _UNREADABLE as error:
        return f"{CHECKSUMS} is missing or cannot be read ({error})"
    if entry is None:
        return f"{path} is missing"
    return _measured(folder, entry) or _compared(folder, entry)


def read_checksums(folder: Path) -> tuple[Checksum, ...]:
    """Return the entries of the file in *folder*.

    :raises OSError: if it cannot be read.
    :raises ValueError: if it holds something else.
    :raises TypeError: if it holds something else.
    """
    entries = tuple(Checksum(**entry) for entry in json.loads((folder / CHECKSUMS).read_bytes()))
    if not all(isinstance(e.path, str) and isinstance(e.size, int) for e in entries):
        raise ValueError("an entry has no path or no size")
    return entries


class FileWatch:
    """Looks now and then whether the files of a release are still as they were at first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries = read_checksums(folder)
        self._seen = {entry.path: self._state(entry) for entry in self._entries}

    def damage(self) -> str:
        """Return what is wrong now, as :func:`damage`; only files that changed are read."""
        for entry in self._entries:
            state = self._state(entry)
            if state == self._seen[entry.path]:
                continue
            if what := _measured(self._folder, entry) or _compared(self._folder, entry):
                return what
            self._seen[entry.path] = state
        return ""

    def _state(self, entry: Checksum) -> tuple[int, ...]:
        try:
            found = (self._folder / entry.path).stat()
        except OSError:
            return ()
        return (found.st_size, found.st_mtime_ns, found.st_ino)


def _measured(folder: Path, entry: Checksum) -> str:
    path = folder / entry.path
    if not path.is_file():
        return f"{entry.path} is missing"
    size = path.stat().st_size
    if size != entry.size:
        return f"{entry.path} was changed: it has {size} bytes instead of {entry.size}"
    return ""


def _compared(folder: Path, entry: Checksum) -> str:
    try:
        same = _sha256(folder / entry.path) == entry.sha256
    except OSError as error:
        return f"{entry.path} cannot be read ({error.strerror or error})"
    return "" if same else f"{entry.path} was changed: its checksum is another one"


def _strangers(folder: Path, entries: Sequence[Checksum]) -> str:
    """Tell of a file that a store would read although nobody has built it."""
    known = {entry.path for entry in entries}
    for path in _files(folder / _STORE):
        relative = path.relative_to(folder).as_posix()
        if relative not in known:
            return f"{relative} does not belong to it"
    return ""


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place) / name for name in sorted(names))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
