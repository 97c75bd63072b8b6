"""Faults of a table: what is wrong in a cell, a row or the whole, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openalliances.errors import SourceError, TableError

MOST = 50
"""The most faults of a file that are told; what is behind is often the same slip."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence that says what is wrong, and one that says how to mend it."""

    message: str
    hint: str = ""


def raise_faults(faults: Iterable[SourceError]) -> None:
    """Raise all faults together, in the order of files and places; nothing if there are none.

    :raises TableError: with the first ones, and how many more there are.
    """
    found = sorted(faults, key=lambda fault: (fault.path, fault.line, fault.column))
    if found:
        raise TableError(tuple(found[:MOST]), len(found) - MOST if len(found) > MOST else 0)
