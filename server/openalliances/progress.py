"""How far it is: told to whoever shows it; the build room never prints."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Someone who is told how far the work is; the command line draws it."""

    def step(self, name: str, total: int = 0) -> None:
        """Begin the next step; *total* is the number of its parts, 0 if it has none."""
        ...

    def advance(self, parts: int = 1) -> None:
        """Take note that some *parts* of the step are done."""
        ...

    def note(self, message: str) -> None:
        """Tell the user something; the work goes on."""
        ...


class Silence:
    """Nobody is told."""

    def step(self, name: str, total: int = 0) -> None:
        """Do nothing."""

    def advance(self, parts: int = 1) -> None:
        """Do nothing."""

    def note(self, message: str) -> None:
        """Do nothing."""
