"""The one buffer of long answers: in memory up to ``buffer_size``, in a temporary file beyond.

An answer is taken from its engine at the engine's own pace, so that a slow reader holds no
worker. Both doors use this: one reads while it is written, the other when it is whole.
"""

from __future__ import annotations

import threading
from tempfile import SpooledTemporaryFile

from openalliances.errors import OpenAlliancesError, QueryMemoryError
from openalliances.settings import Settings

CHUNK = 256 * 1024
"""Bytes that are read from it at once."""


class AnswerBuffer:
    """The bytes of one answer. One thread writes, another may read; ``size`` only grows."""

    def __init__(self, settings: Settings) -> None:
        self.size = 0
        self.in_memory = settings.buffer_size
        self._most = settings.result_size
        self._lock = threading.Lock()
        self._file = SpooledTemporaryFile(max_size=settings.buffer_size)  # noqa: SIM115  see close
        self._closed = False

    def write(self, chunk: bytes) -> None:
        """Add *chunk*.

        :raises QueryMemoryError: if the answer gets longer than ``result_size``.
        :raises OpenAlliancesError: if the buffer has been closed.
        """
        with self._lock:
            if self._closed:
                raise OpenAlliancesError("The reader has gone.")
            if self.size + len(chunk) > self._most:
                raise QueryMemoryError(
                    f"The result is larger than {self._most} bytes.",
                    "Ask for less with LIMIT, or take a dump from /dumps/.",
                )
            self._file.seek(0, 2)
            self._file.write(chunk)
            self.size += len(chunk)

    def read(self, offset: int) -> bytes:
        """Return up to :data:`CHUNK` bytes from *offset* on; none where there are none yet."""
        with self._lock:
            if self._closed or offset >= self.size:
                return b""
            self._file.seek(offset)
            return self._file.read(CHUNK)

    def whole(self) -> bytes:
        """Return all bytes that there are."""
        with self._lock:
            self._file.seek(0)
            return self._file.read()

    def close(self) -> None:
        """Give memory and disk back; whoever still writes is stopped at the next chunk."""
        with self._lock:
            self._closed = True
            self._file.close()
