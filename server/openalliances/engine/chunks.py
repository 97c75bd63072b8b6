"""What answers have in common, wherever their bytes come from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Self


class Pieces(ABC):
    """An :class:`~openalliances.engine.interface.Answer` that is one piece ahead of its reader.

    Whoever makes one reads its first piece, so that what fails at once fails there.
    """

    _piece: bytes | None = None
    """What has been read and not been given out; None at the end."""

    def __iter__(self) -> Iterator[bytes]:
        """Yield the serialised answer in pieces.

        :raises RequestError: if the query fails; what came before is no whole answer.
        """
        while self._piece is not None:
            piece, self._piece = self._piece, b""
            yield piece
            self._piece = self._read()

    def __enter__(self) -> Self:
        """Return the answer itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the answer."""
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Stop the evaluation if the answer was not read to its end."""

    @abstractmethod
    def _read(self) -> bytes | None:
        """Return the next piece, or None at the end."""
