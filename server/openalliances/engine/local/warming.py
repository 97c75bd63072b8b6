"""Warming: a worker copies the pages of the store while it has nothing else to do.

A forked process shares its pages with the one that forked it, until one of them writes. The
engine writes wherever it reads (it counts who holds a quad), so the first query that looks at
many quads pays for the copies: about 4 µs a page, six times what counting takes. They are made
in slices, between which the worker looks whether somebody asks.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

_SLICE = 2 << 20
"""Bytes that are copied before the worker looks up again (some milliseconds)."""
_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ (\d+)")
_POPULATE_WRITE = 23
"""MADV_POPULATE_WRITE of madvise(2), Linux 5.14: make pages as if they were written to."""


def warming(most: int) -> Iterator[None]:
    """Copy this process' shared pages, a slice at each step; none if there are over *most* bytes.

    It ends early where the system does not know how.
    """
    try:
        shared = list(_shared(Path("/proc/self/smaps").read_text()))
    except OSError:
        return
    if sum(held for _, _, held in shared) > most:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    for start, end, _ in shared:
        for at in range(start, end, _SLICE):
            length = min(_SLICE, end - at)
            if libc.madvise(ctypes.c_void_p(at), ctypes.c_size_t(length), _POPULATE_WRITE) != 0:
                return
            yield


def _shared(smaps: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and resident bytes of the memory to copy; *smaps* is as in proc(5).

    That is what belongs to no file and is in use for the most part: the stacks of threads that
    have ended are not.
    """
    start = end = 0
    for line in smaps.splitlines():
        if found := _MAPPING.match(line):
            ours = found[3] == "rw-p" and found[4] == "0"
            start, end = (int(found[1], 16), int(found[2], 16)) if ours else (0, 0)
        elif line.startswith("Rss:"):
            held = int(line.split()[1]) * 1024
            if end and held > (end - start) // 2:
                yield start, end, held
