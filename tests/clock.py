"""A clock that goes when a test says so, in place of time.monotonic."""

from __future__ import annotations

from typing import Protocol


class Sleeper(Protocol):
    """Whoever waits for a time of the clock."""

    def wake(self) -> None:
        """Look at the clock again."""


class Clock:
    """Call it for the time in seconds; :meth:`advance` it to let time pass."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def advance(self, seconds: float, *sleepers: Sleeper) -> None:
        """Let *seconds* pass at once, and have *sleepers* notice."""
        self.now += seconds
        for sleeper in sleepers:
            sleeper.wake()
