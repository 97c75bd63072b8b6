"""How far it is: told to whoever shows it; the build room never prints."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

BUILD_STEPS: Mapping[str, float] = MappingProxyType(
    {
        "read": 2.1,
        "derive": 1.4,
        "infer": 11.7,
        "statements": 2.4,
        "count": 2.2,
        "canonical form": 0.8,
        "check": 0.5,
        "dumps": 0.6,
        "indexes": 7.0,
        "report": 1.9,
        "tables": 12.0,
        "store": 2.1,
        "to disk": 0.6,
    }
)
"""The steps of a build in their order, and the seconds that each took when last measured."""

_NEARLY = 0.95
"""The most that is shown of a step that takes longer than it should."""


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


class Estimate:
    """The share of some work that is done, and the time that is left.

    *steps* has the weight of each step, in seconds on some machine; how fast this one is
    shows in the steps that are done. A step that is not among them is known by its parts.
    """

    def __init__(
        self,
        steps: Mapping[str, float] = BUILD_STEPS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin now."""
        self._steps, self._clock = steps, clock
        self._name, self._total, self._parts = "", 0, 0
        self._began = self._step_began = clock()

    def step(self, name: str, total: int = 0) -> None:
        """Take note that the step *name* begins; *total* is the number of its parts."""
        self._name, self._total, self._parts = name, total, 0
        self._step_began = self._clock()

    def advance(self, parts: int = 1) -> None:
        """Take note that some parts of the step are done."""
        self._parts += parts

    @property
    def share(self) -> float | None:
        """The share that is done, from 0 to 1; None if nobody knows."""
        if self._name not in self._steps:
            return min(1.0, self._parts / self._total) if self._total else None
        whole = sum(self._steps.values())
        return (self._before() + self._steps[self._name] * self._of_step()) / whole

    @property
    def seconds_left(self) -> float | None:
        """The seconds that are left; None if nobody knows."""
        share = self.share
        if share is None:
            return None
        if self._name in self._steps:
            return sum(self._steps.values()) * (1 - share) / self._speed()
        passed = self._clock() - self._step_began
        return passed * (1 - share) / share if share else None

    def _before(self) -> float:
        """Return the weight of the steps before this one."""
        names = list(self._steps)
        return sum(self._steps[name] for name in names[: names.index(self._name)])

    def _of_step(self) -> float:
        """Return the share of this step: by its parts, else by the time that has passed."""
        if self._total:
            return min(1.0, self._parts / self._total)
        passed = self._clock() - self._step_began
        return min(_NEARLY, passed * self._speed() / self._steps[self._name])

    def _speed(self) -> float:
        """Return how much weight is done in a second, as the steps before this one show."""
        passed, done = self._step_began - self._began, self._before()
        return done / passed if passed > 0 and done > 0 else 1.0
