"""Answers of stores as our parser reads them: what it would not read, or would read otherwise.

Both classes are files of bytes to read over another one. They wait for the end of a row, so
that nothing that is to be changed lies across two chunks.
"""

from __future__ import annotations

import re
from typing import Protocol

_CHUNK = 64 * 1024
_LONGEST_ROW = 64_000_000

# Virtuoso names blank nodes "nodeID://b10001", which is no label of SPARQL JSON or XML.
_JSON_NODE = re.compile(rb'("type":\s*"bnode",\s*"value":\s*")nodeID://')
_XML_NODE = b"<bnode>nodeID://"

_BLANK_BEFORE = re.compile(rb"(<literal\b[^>]*>)([ \t\r\n]+)")
_BLANK_BEHIND = re.compile(rb"[ \t\r\n]+(?=</literal>)")
_BLANKS = tuple(blank + b"</literal>" for blank in (b" ", b"\t", b"\r", b"\n"))


class Readable(Protocol):
    """A file of bytes to read."""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, or none at the end."""
        ...


class JsonRows:
    """SPARQL JSON with labels of blank nodes that other programs can read.

    A row is on one line where they occur, so what is behind the last line end waits.
    """

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._ready = b""
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, or none at the end."""
        while not self._ready:
            chunk = self._source.read(_CHUNK)
            head, end, tail = (self._held + chunk).rpartition(b"\n")
            # Where lines do not end, there are none of these labels, and nothing need wait.
            if not chunk or (not end and len(tail) > _CHUNK):
                head, tail = head + end + tail, b""
                end = b""
            self._ready, self._held = _JSON_NODE.sub(rb"\1", head + end), tail
            if not chunk:
                break
        size = len(self._ready) if size < 0 else size
        given, self._ready = self._ready[:size], self._ready[size:]
        return given


class XmlRows:
    """SPARQL XML with the same labels, and with blanks at the ends of texts kept.

    In XML they are part of the text; the parser of pyoxigraph leaves them out unless
    they are written as character references.
    """

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._ready = b""
        self._held = bytearray()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, or none at the end.

        :raises SyntaxError: if a row has no end that anybody could wait for.
        """
        while not self._ready:
            chunk = self._source.read(_CHUNK)
            self._held += chunk
            # The end of a row begins with what was there before, if it is cut in two.
            start = max(0, len(self._held) - len(chunk) - len(b"</result>"))
            end = self._held.rfind(b"</result>", start) if chunk else len(self._held)
            if end > 0:
                self._ready = _kept(bytes(self._held[:end]))
                del self._held[:end]
            if not chunk:
                break
            if len(self._held) > _LONGEST_ROW:
                raise SyntaxError("a row of it has no end")
        size = len(self._ready) if size < 0 else size
        given, self._ready = self._ready[:size], self._ready[size:]
        return given


def _kept(rows: bytes) -> bytes:
    rows = rows.replace(_XML_NODE, b"<bnode>")
    rows = _BLANK_BEFORE.sub(lambda found: found[1] + _references(found[2]), rows)
    if any(blank in rows for blank in _BLANKS):
        rows = _BLANK_BEHIND.sub(lambda found: _references(found[0]), rows)
    return rows


def _references(blanks: bytes) -> bytes:
    return b"".join(b"&#%d;" % blank for blank in blanks)
