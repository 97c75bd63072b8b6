"""What a parser reads from: pieces of text, one after the other, and the error that ended them."""

from __future__ import annotations

from collections.abc import Iterator

from openalliances.errors import SourceError


class Feed:
    """A stream of bytes for Oxigraph's parsers.

    They know errors of the system only; one of ours is kept in ``error``. A piece is never read
    together with the next one, so whoever makes them knows how far the parser is.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        """Give out *pieces*."""
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.error: SourceError | None = None

    def read(self, size: int = 65536) -> bytes:
        """Return the next bytes, up to *size*; none at the end.

        :raises OSError: if they cannot be had; the reason is in ``error``.
        """
        while not self._rest:
            try:
                self._rest = memoryview(next(self._pieces))
            except StopIteration:
                return b""
            except SourceError as error:
                self.error = error
                raise OSError(error.message) from None
        found = bytes(self._rest[:size])
        self._rest = self._rest[size:]
        return found
