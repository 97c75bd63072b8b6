"""Compressed files: by their first bytes, read to their end, and never without a bound.

Checksums and ends are looked at by the decompressors, except for Zstandard, whose frames are
walked through before (:mod:`.zstd_frames`). A bomb is told by what comes out of how little.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, cast

import zstandard

from openalliances.errors import SourceError
from openalliances.reader.zstd_frames import MAGIC, refuse_cut_zstd

_MOST_RATIO = 1000
"""Out of a byte come no more than so many; RDF has 10 to 50, one line repeated some 500."""
_FREE = 200_000_000
"""Bytes from which on the ratio counts."""
_WINDOW = 2**27
"""The largest window of Zstandard that is taken, as its own tool does without --long."""


@dataclass(frozen=True, slots=True)
class Compression:
    """A way to compress: its name, the endings of its files, how they begin, how it is undone."""

    name: str
    endings: tuple[str, ...]
    magic: bytes
    opened: Callable[[IO[bytes]], IO[bytes]]


def _zstd(raw: IO[bytes]) -> IO[bytes]:
    decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    return cast(IO[bytes], decompressor.stream_reader(raw, read_across_frames=True))


def _gzip(raw: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile(fileobj=raw))


GZIP = Compression("gzip", (".gz", ".gzip"), b"\x1f\x8b", _gzip)
ZSTD = Compression("Zstandard", (".zst", ".zstd"), MAGIC, _zstd)
BZIP2 = Compression("bzip2", (".bz2",), b"BZh", bz2.BZ2File)
XZ = Compression("xz", (".xz", ".lzma"), b"\xfd7zXZ\x00", lzma.LZMAFile)
COMPRESSIONS = (GZIP, ZSTD, BZIP2, XZ)

_FAILURES = (
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    EOFError,
    OSError,
    ValueError,
)


def compression_of(raw: IO[bytes], ending: str, path: str) -> Compression | None:
    """Return how *raw* is compressed, by how it begins; it is at its beginning again.

    :raises SourceError: if its *ending* says that it is compressed, and it is not.
    """
    head = raw.read(8)
    raw.seek(0)
    found = next((c for c in COMPRESSIONS if head.startswith(c.magic)), None)
    named = next((c for c in COMPRESSIONS if ending.lower() in c.endings), None)
    if named is not None and found is None and head:
        raise SourceError(
            path,
            f"It cannot be unpacked: it is not {named.name}, as its name says.",
            f"Get the file again, or take {ending} off its name if it is not compressed.",
        )
    return found


class Unpacked:
    """What is in a compressed file, bounded; its faults are told as ours."""

    def __init__(self, raw: IO[bytes], compression: Compression, path: str, most: int) -> None:
        """Begin to unpack *raw*; *most* is how much may come out, in bytes."""
        if compression is ZSTD:
            refuse_cut_zstd(raw, path)
        self._name, self._path, self._most = compression.name, path, most
        self._size = raw.seek(0, io.SEEK_END)
        raw.seek(0)
        self._stream = compression.opened(raw)
        self._read = 0

    def read(self, size: int) -> bytes:
        """Return the next bytes, up to *size*; none at the end.

        :raises SourceError: if they cannot be unpacked, or are more than they may be.
        """
        try:
            data = self._stream.read(size)
        except _FAILURES as error:
            raise self._broken(error) from None
        self._read += len(data)
        if self._read > self._most or self._read > max(_FREE, self._size * _MOST_RATIO):
            raise SourceError(
                self._path,
                f"Out of {self._size:,} bytes of {self._name} come more than {self._read:,}.",
                "This is no file of data; if it is one, unpack it before.",
            )
        return data

    def _broken(self, error: Exception) -> SourceError:
        what = "it is cut off" if isinstance(error, EOFError) else str(error).rstrip(".")
        return SourceError(
            self._path,
            f"It cannot be unpacked: {what} ({self._name}).",
            "Get the file again; it is damaged, or a download of it was interrupted.",
        )
