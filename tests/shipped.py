"""The files of the bundle, read once in each process; nobody may change their graphs."""

from __future__ import annotations

from functools import cache

from openalliances.builder.read_files import Source, read_bundle


@cache
def shipped() -> tuple[Source, ...]:
    """Return all files that are shipped."""
    return tuple(read_bundle())
