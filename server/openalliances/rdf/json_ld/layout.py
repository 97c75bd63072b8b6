"""JSON as people read it: indented, and what is short on one line."""

from __future__ import annotations

import json
from typing import Any

_WIDTH = 96
"""Characters of a line that objects and arrays without others in them may take."""
_INDENT = "  "
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_SPACED = json.JSONEncoder(ensure_ascii=False)


def pretty(value: Any) -> str:
    """Return *value* as indented JSON."""
    return _laid_out(value, "")


def compact(value: Any) -> str:
    """Return *value* as JSON in one line."""
    return _COMPACT.encode(value)


def _laid_out(value: Any, indent: str) -> str:
    if not isinstance(value, dict | list) or not value:
        return _plain(value)
    items = value.values() if isinstance(value, dict) else value
    if not any(isinstance(item, dict | list) for item in items):
        line = _plain(value)
        if len(line) + len(indent) <= _WIDTH:
            return line
    inner = indent + _INDENT
    if isinstance(value, dict):
        parts = [f"{_plain(key)}: {_laid_out(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(inner + part for part in parts) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + _laid_out(i, inner) for i in value) + f"\n{indent}]"


def _plain(value: Any) -> str:
    return _SPACED.encode(value)
