"""Chunked answers: what the answers of all engines have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Self


class ChunkedAnswer(ABC):
    """An :class:`~openalliances.engine.interface.Answer` that prefetches one chunk.

    Whoever makes one reads its first chunk, so that what fails at once fails there.
    """

    _chunk: bytes | None = None
    """What has been read and not been given out; None at the end."""

    def __iter__(self) -> Iterator[bytes]:
        """Yield the serialised answer in chunks.

        :raises RequestError: if the query fails; what came before is no whole answer.
        """
        while self._chunk is not None:
            chunk, self._chunk = self._chunk, b""
            yield chunk
            self._chunk = self._read()

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
        """Return the next chunk, or None at the end."""
