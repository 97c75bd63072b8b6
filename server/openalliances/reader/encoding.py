"""The encoding of a text: as its first bytes and its format tell it, turned into UTF-8.

RDF is UTF-8 (RDF 1.2 Turtle, 5; JSON-LD by RFC 8259, 8.1). A byte order mark at the beginning
is taken off (Unicode 16, 23.8), and UTF-16 and UTF-32 are read if they begin with one. XML says
its encoding itself (XML 1.0, 4.3.3 and appendix F); any that Python knows is read.
"""

from __future__ import annotations

import codecs
import re
from typing import Protocol

from openalliances.errors import SourceError

UTF_8 = "utf-8"
_CHUNK = 65536
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_WITHOUT_MARK = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"))
_DECLARED = re.compile(
    rb"""^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']"""
)


class Readable(Protocol):
    """Something to read bytes from."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, up to *size*; none at the end."""
        ...


def encoding_of(head: bytes, path: str) -> tuple[str, int]:
    """Return the encoding of a file that begins with *head*, and the length of its mark.

    :raises SourceError: if it is XML that declares an encoding which nobody knows.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    for start, name in _XML_WITHOUT_MARK:
        if head.startswith(start):
            return name, 0
    declared = _DECLARED.match(head)
    if declared is None:
        return UTF_8, 0
    name = declared[1].decode("ascii")
    try:
        "<".encode(name)
    except LookupError:
        raise SourceError(
            path,
            f'The encoding that it declares, "{name}", is not known.',
            "Save it as UTF-8.",
            line=1,
            column=declared.start(1) + 1,
        ) from None
    # A declaration that could be read as ASCII is not in UTF-16, whatever it says.
    known = codecs.lookup(name).name
    return (UTF_8 if known.startswith(("utf-16", "utf-32")) else known), 0


class Utf8:
    """A stream of bytes in some encoding, as UTF-8 without a mark; what is not text is refused."""

    def __init__(self, stream: Readable, encoding: str, mark: int, path: str) -> None:
        """Begin to read *stream*; the *mark* has so many bytes."""
        self._stream, self._encoding, self._path = stream, encoding, path
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._place, self._line = 0, 1
        self._rest = b""
        if mark:
            self._place += len(stream.read(mark))

    def read(self, size: int = _CHUNK) -> bytes:
        """Return the next bytes of UTF-8, about *size*; none at the end.

        :raises SourceError: with line and byte, if a byte is not of the encoding.
        """
        while True:
            data = self._stream.read(size)
            try:
                text = self._decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                raise self._fault(error) from None
            self._place += len(data)
            if self._encoding == UTF_8:
                # What the decoder has kept back comes with the next bytes.
                whole = self._rest + data
                kept = len(self._decoder.getstate()[0])
                self._rest = whole[len(whole) - kept :] if kept else b""
                found = whole[: len(whole) - kept]
            else:
                found = text.encode()
            if found or not data:
                self._line += found.count(b"\n")
                return found

    def _fault(self, error: UnicodeDecodeError) -> SourceError:
        bad = error.object[error.start]
        kept = len(self._decoder.getstate()[0]) if self._encoding == UTF_8 else 0
        byte = self._place - kept + error.start + 1
        before = error.object[: error.start]
        newline = "\n".encode(self._encoding)
        line = self._line + before.count(newline)
        column = error.start - (before.rfind(newline) + 1) + 1 if newline in before else 0
        if self._encoding == UTF_8:
            what = f"Byte {byte:,} of the file (0x{bad:02X}) is not UTF-8."
            hint = "Save the file in UTF-8; it looks like another encoding, such as Windows-1252."
        else:
            what = f"Byte {byte:,} of the file (0x{bad:02X}) is not {self._encoding}."
            hint = "It says that this is its encoding; look whether it is, and save it as UTF-8."
        return SourceError(self._path, what, hint, line=line, column=column)
