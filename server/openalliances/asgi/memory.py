"""Memory that was freed, given back to the system: the C library keeps it for later, else.

After a crowd has left, the server would stay as large as it was when the crowd was there.
"""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Callable

_EVERY = 5.0
"""Seconds between two looks; one takes about a millisecond."""


def _trimmer() -> Callable[[int], int] | None:
    """Return ``malloc_trim`` of the GNU C library (malloc_trim(3)); others have none."""
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError):
        return None
    return found


async def give_back_now_and_then(is_quiet: Callable[[], bool]) -> None:
    """Give back what was freed, whenever *is_quiet*, until cancelled."""
    trim = _trimmer()
    while trim is not None:
        await asyncio.sleep(_EVERY)
        if is_quiet():
            trim(0)
