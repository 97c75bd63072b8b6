"""Whether a Zstandard file is whole: its frames are walked through to their end (RFC 8878, 3.1).

The decompressor ends without a word where a file is cut between two blocks. The headers of
frames and blocks say how long each is, so that nothing has to be unpacked to see it.
"""

from __future__ import annotations

import io
from typing import IO

from openalliances.errors import SourceError

MAGIC = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = (0x184D2A50, 0x184D2A5F)
_WINDOW_SIZES = {0: 0, 1: 1, 2: 2, 3: 4}
"""Bytes of the dictionary identifier, by its flag (3.1.1.1.1.6)."""
_RLE = 1
"""The type of a block that repeats one byte (3.1.1.2.2)."""


def refuse_cut_zstd(raw: IO[bytes], path: str) -> None:
    """Walk through all frames of *raw* from its beginning, and go back there.

    :raises SourceError: if the last frame has no end, or what follows a frame is none.
    """
    size = raw.seek(0, io.SEEK_END)
    raw.seek(0)
    while raw.tell() < size:
        start = raw.tell()
        _frame(raw, path, start)
        if raw.tell() > size:
            raise _cut(path, size)
    raw.seek(0)


def _frame(raw: IO[bytes], path: str, start: int) -> None:
    """Go to the end of the frame that begins here, which may lie behind the end of the file."""
    magic = _number(raw, 4, path)
    if _SKIPPABLE[0] <= magic <= _SKIPPABLE[1]:
        length = _number(raw, 4, path)
        raw.seek(length, io.SEEK_CUR)
        return
    if magic.to_bytes(4, "little") != MAGIC:
        raise SourceError(
            path,
            f"It cannot be unpacked: from byte {start + 1:,} on it is no Zstandard.",
            "Get the file again; something was added to it, or changed in it.",
        )
    descriptor = _number(raw, 1, path)
    single = bool(descriptor & 0x20)
    content = (1 if single else 0, 2, 4, 8)[descriptor >> 6]
    raw.seek((0 if single else 1) + _WINDOW_SIZES[descriptor & 3] + content, io.SEEK_CUR)
    last = False
    while not last:
        block = _number(raw, 3, path)
        last, kind, length = bool(block & 1), block >> 1 & 3, block >> 3
        raw.seek(1 if kind == _RLE else length, io.SEEK_CUR)
    raw.seek(4 if descriptor & 4 else 0, io.SEEK_CUR)


def _number(raw: IO[bytes], length: int, path: str) -> int:
    """Return the little-endian number of the next *length* bytes."""
    data = raw.read(length)
    if len(data) < length:
        raise _cut(path, raw.seek(0, io.SEEK_END))
    return int.from_bytes(data, "little")


def _cut(path: str, size: int) -> SourceError:
    return SourceError(
        path,
        f"It cannot be unpacked: it is cut off after {size:,} bytes, within a frame.",
        "Get the file again; a download that was interrupted looks like this.",
    )
