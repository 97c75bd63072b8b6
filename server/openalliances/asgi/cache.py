"""Whole answers that are kept in memory, within a bound, with counts of how often that helped."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

_OVERHEAD = 200
"""Bytes that an entry costs beside its parts."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole answer: its status, its head, its body as it is sent.

    ``head`` are the lines of its headers, each with its end; the length of the body is among
    them where it has one.
    """

    status: int
    head: bytes
    body: bytes

    @property
    def size(self) -> int:
        """Return the bytes that it takes."""
        return len(self.body) + len(self.head) + _OVERHEAD


class AnswerCache:
    """Answers by a key that says all that they depend on; the least used go first.

    Not safe for many threads: the event loop owns it.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        """Return the number of answers."""
        return len(self._kept)

    def get(self, key: bytes) -> Kept | None:
        """Return the answer for *key*, if it is kept."""
        found = self._kept.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return found

    def put(self, key: bytes, answer: Kept) -> None:
        """Keep *answer*; one that is large in relation to the bound is not kept."""
        size = answer.size + len(key)
        if size > self._most // 8:
            return
        self._forget(key)
        self._kept[key] = answer
        self.size += size
        while self.size > self._most:
            self._forget(next(iter(self._kept)))

    def clear(self) -> None:
        """Forget all answers."""
        self._kept.clear()
        self.size = 0

    def _forget(self, key: bytes) -> None:
        old = self._kept.pop(key, None)
        if old is not None:
            self.size -= old.size + len(key)
