"""Keep XML well-formed: what the engine's serialisers write without looking.

RDF holds what XML 1.0 does not: control characters in texts, and properties whose
IRI ends in no XML name (``urn:x:1``). The serialisers write both as they are, and no
parser reads the outcome. A carriage return they write bare, and every parser reads
it as another line end (XML 1.0, section 2.11).
"""

from __future__ import annotations

import re
from typing import Protocol

_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""What is no character of XML 1.0 (section 2.2), in UTF-8."""

_NAMELESS = re.compile(rb"</?[^\s<>/:?!]+:[^A-Za-z_\x80-\xff]")
"""A tag without a name behind its prefix (Namespaces in XML 1.0, section 4)."""

_MEMORY = 300
"""Bytes of what came before that are looked at again: a tag may lie across two chunks."""


class FormatError(ValueError):
    """An answer that its format cannot hold."""


class _File(Protocol):
    def write(self, data: bytes, /) -> int: ...

    def flush(self) -> None: ...


class XmlFile:
    """A file that passes XML on to another one, if it is XML."""

    def __init__(self, file: _File) -> None:
        self._file = file
        self._before = b""

    def write(self, data: bytes) -> int:
        """Take *data*; return its length.

        :raises FormatError: if it is not well-formed.
        """
        seen = self._before + data
        if _FORBIDDEN.search(seen):
            raise FormatError("a text holds a character that XML does not have")
        if _NAMELESS.search(seen):
            raise FormatError("a property has an IRI that ends in no XML name")
        self._before = seen[-_MEMORY:]
        self._file.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        """Pass it on."""
        self._file.flush()
