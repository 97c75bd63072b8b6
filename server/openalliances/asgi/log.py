"""The log of requests: one JSON object a line, and no query of a user unless asked for."""

from __future__ import annotations

import json
import math
import sys
import time
from typing import TextIO

from openalliances.settings import Settings


class RequestLog:
    """Writes what was asked to *out*; see the settings access_log, log_queries, slow_query."""

    def __init__(self, settings: Settings, out: TextIO | None = None) -> None:
        self._all = settings.access_log == "on"
        self._texts = settings.log_queries == "on"
        self._slow = settings.slow_query
        self.after = 0.0 if self._all else self._slow or math.inf
        """Seconds from which on a request may be of interest."""
        self._out = out or sys.stderr

    def request(
        self,
        *,
        client: str,
        method: str,
        path: str,
        status: int,
        size: int,
        seconds: float,
        query: str = "",
        fingerprint: str = "",
    ) -> None:
        """Write a line for a request, if all are logged, or if it was slow.

        A query string is never part of it. ``fingerprint`` tells equal queries from others.
        """
        slow = bool(self._slow and fingerprint and seconds >= self._slow)
        if not (self._all or slow):
            return
        line = {
            "event": "slow query" if slow else "request",
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "client": client,
            "method": method,
            "path": path,
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1000, 1),
        }
        if fingerprint:
            line["fingerprint"] = fingerprint[:16]
        if query and self._texts:
            line["query"] = query
        self._out.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._out.flush()
