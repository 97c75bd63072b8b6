"""How many files the process may have open: a connection is one, and what it reads another."""

from __future__ import annotations

import resource

from openalliances.asgi.arrivals import MOST_WAITING
from openalliances.settings import Settings

_OTHERS = 512 + MOST_WAITING
"""Files beside those of connections: the store, workers, logs, and connections not begun yet."""


def connections_allowed(settings: Settings, soft: int, hard: int) -> tuple[int, int]:
    """Return the limit of open files to ask for, and how many connections fit into it.

    *soft* and *hard* are those of getrlimit(2); a negative one stands for no limit.
    """
    wanted = 2 * settings.connections + _OTHERS
    if soft < 0 or soft >= wanted:
        return soft, settings.connections
    given = wanted if hard < 0 else min(wanted, hard)
    given = max(given, soft)
    return given, max(1, min(settings.connections, (given - min(_OTHERS, given // 2)) // 2))


def allow_open_files(settings: Settings) -> int:
    """Raise the limit of this process as far as it may; return how many connections fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted, connections = connections_allowed(settings, soft, hard)
    if wanted != soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return connections
