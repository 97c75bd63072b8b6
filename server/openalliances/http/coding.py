"""Content codings: which one a client takes (RFC 9110, section 12.5.3), and how it is made."""

from __future__ import annotations

import gzip
import re
import zlib
from typing import Protocol

import brotli
import zstandard

CODINGS = ("zstd", "br", "gzip")
"""Codings that are made, the best first."""

_MEMBER = re.compile(
    r"\s*(\*|[!#$%&'+.^_`|~0-9A-Za-z-]+)\s*(?:;\s*q\s*=\s*([0-9]*\.?[0-9]*)\s*)?\Z", re.IGNORECASE
)
"""A coding and its weight (RFC 9110, sections 12.4.2 and 12.5.3)."""
_OLD_NAMES = {"x-gzip": "gzip"}
"""RFC 9110, section 8.4.1.3."""

WORTH = 1000
"""Bytes from which on it is worth it."""

_GZIP_LEVEL, _BROTLI_LEVEL, _ZSTD_LEVEL = 5, 4, 3


class Coder(Protocol):
    """Something that encodes a stream; each chunk can be read as soon as it is there."""

    def add(self, data: bytes) -> bytes:
        """Return *data* encoded."""
        ...

    def end(self) -> bytes:
        """Return the end of the stream."""
        ...


def choose_coding(accept_encoding: str | None) -> str:
    """Return the coding for a client, empty for none.

    A weight of 0 refuses a coding; among equal weights the first of :data:`CODINGS` wins.
    """
    if not accept_encoding:
        return ""
    weights = _weights(accept_encoding)
    others = weights.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: weights.get(coding, others))
    return best if weights.get(best, others) > 0 else ""


def _weights(accept_encoding: str) -> dict[str, float]:
    """Return the weight of each coding that is named; members that cannot be read are left out."""
    found: dict[str, float] = {}
    for member in accept_encoding.split(","):
        read = _MEMBER.match(member)
        if read is None or read[2] in ("", "."):
            continue
        name = read[1].lower()
        found[_OLD_NAMES.get(name, name)] = float(read[2]) if read[2] else 1.0
    return found


def takes(coding: str, accept_encoding: str | None) -> bool:
    """Return whether a client takes one *coding*, whatever it likes better."""
    weights = _weights(accept_encoding or "")
    return weights.get(coding, weights.get("*", 0.0)) > 0


def coded_tag(tag: str, coding: str) -> str:
    """Return the strong validator of what *tag* names in *coding* (RFC 9110, 8.8.3.3)."""
    return f"{tag}-{coding}" if coding else tag


def encode(data: bytes, coding: str) -> bytes:
    """Return *data* in *coding*; the same bytes each time."""
    if coding == "gzip":
        return gzip.compress(data, _GZIP_LEVEL, mtime=0)
    if coding == "br":
        encoded: bytes = brotli.compress(data, quality=_BROTLI_LEVEL)
        return encoded
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(data)
    return data


def coder(coding: str) -> Coder:
    """Return a coder for a stream in *coding*."""
    made: dict[str, type[Coder]] = {"gzip": _Gzip, "br": _Brotli, "zstd": _Zstd}
    return made.get(coding, _Plain)()


class _Plain:
    def add(self, data: bytes) -> bytes:
        return data

    def end(self) -> bytes:
        return b""


class _Gzip:
    def __init__(self) -> None:
        # 16 + 15 bits: with the header of gzip (zlib manual, deflateInit2).
        self._state = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)

    def add(self, data: bytes) -> bytes:
        return self._state.compress(data) + self._state.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        return self._state.flush()


class _Brotli:
    def __init__(self) -> None:
        self._state = brotli.Compressor(quality=_BROTLI_LEVEL)

    def add(self, data: bytes) -> bytes:
        encoded: bytes = self._state.process(data) + self._state.flush()
        return encoded

    def end(self) -> bytes:
        encoded: bytes = self._state.finish()
        return encoded


class _Zstd:
    def __init__(self) -> None:
        self._state = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()

    def add(self, data: bytes) -> bytes:
        flush = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return self._state.compress(data) + self._state.flush(flush)

    def end(self) -> bytes:
        return self._state.flush()
