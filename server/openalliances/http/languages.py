"""Languages of answers: what an Accept-Language header wishes (RFC 9110, section 12.5.4).

Only what names things for programs speaks several languages, see :func:`speaks`; pages and
documents have all their languages in one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

_SPEAKING = frozenset(("reconcile", "suggest"))
"""First path segments of what is answered in the language of the client."""
_LONGEST = 512
_MOST = 4
"""Languages of a header that are looked at."""
_RANGE = re.compile(r"\s*([A-Za-z]{2,3})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d*)?))?\s*")


def speaks(path: str) -> bool:
    """Return whether the answer at *path* depends on the language of the client."""
    return not _SPEAKING.isdisjoint(path.split("/")[1:2])


def wished(header: str | None) -> str:
    """Return the languages that a header wishes, the best first, with commas between them.

    Regions do not count, nor does what cannot be read.
    """
    return _wished(header[:_LONGEST]) if header else ""


@lru_cache(1024)
def _wished(header: str) -> str:
    ranges = [match for part in header.split(",") if (match := _RANGE.fullmatch(part))]
    weights: dict[str, float] = {}
    for match in ranges:
        weights.setdefault(match[1].lower(), float(match[2] or 1))
    liked = sorted((name for name in weights if weights[name] > 0), key=lambda name: -weights[name])
    return ",".join(liked[:_MOST])


def chosen(header: str | None, offered: Collection[str], default: str) -> str:
    """Return the language of *offered* that the client likes best, else the default."""
    names = wished(header).split(",")
    return next((name for name in names if name in offered), default)
