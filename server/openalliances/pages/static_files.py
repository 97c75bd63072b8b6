"""The files beside the pages: one stylesheet from its parts, scripts, the icon."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
STYLE = "style.css"
"""The stylesheet, of all parts in the folder ``style``: the frame first, then by name."""
_FIRST = ("base.css", "frame.css")


@cache
def static_file(name: str) -> bytes | None:
    """Return the file *name* (a path below ``static``), which does not change; None without it."""
    if name == STYLE:
        return _stylesheet()
    known = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*.*")}
    path = known.get(name)
    if path is None or path.parent.name == "style":
        return None
    return path.read_bytes()


@cache
def static_version(name: str = STYLE) -> str:
    """Return a short digest of a file, for a URL that changes with it; empty without the file."""
    content = static_file(name)
    return hashlib.sha256(content).hexdigest()[:10] if content else ""


def _stylesheet() -> bytes:
    parts = sorted(
        (STATIC / "style").glob("*.css"), key=lambda path: (path.name not in _FIRST, path.name)
    )
    return b"\n".join(path.read_bytes().strip() for path in parts) + b"\n"
