"""Progress on standard error: a bar with the share that is done and the time that is left."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.progress_bar import ProgressBar
from rich.text import Text

from openalliances.cli.terminal import console
from openalliances.progress import Estimate


class _ShareColumn(ProgressColumn):
    """A bar of the share that is done."""

    def __init__(self, estimate: Estimate) -> None:
        super().__init__()
        self._estimate = estimate

    def render(self, task: Task) -> ProgressBar:
        """Return the bar; one that moves to and fro where the share is not known."""
        share = self._estimate.share
        if share is None:
            return ProgressBar(total=None, width=40, pulse=True, animation_time=task.get_time())
        return ProgressBar(total=100, completed=100 * share, width=40)


class _LeftColumn(ProgressColumn):
    """The share in per cent, and the time that is left."""

    def __init__(self, estimate: Estimate) -> None:
        super().__init__()
        self._estimate = estimate

    def render(self, task: Task) -> Text:
        """Return the text; the time that has passed where the share is not known."""
        share = self._estimate.share
        if share is None:
            return Text(f"{task.elapsed or 0:.0f} s")
        return Text(f"{share:4.0%}  {time_left(self._estimate.seconds_left)}")


def time_left(seconds: float | None) -> str:
    """Return the time that is left in words."""
    if seconds is None:
        return ""
    if seconds < 90:
        return f"about {seconds:.0f} s left"
    return f"about {seconds / 60:.0f} min left"


class Steps:
    """Progress that a person can follow; lines instead of bars where there is no terminal."""

    def __init__(self, bar: Progress, estimate: Estimate) -> None:
        self._bar = bar
        self._estimate = estimate
        self._task = bar.add_task("", total=None, visible=False)
        self._plain = not bar.console.is_terminal
        self._interrupted = False

    def interrupt(self, *_: object) -> None:
        """Take Ctrl-C, and remember it until the next step.

        Libraries have handlers that swallow all exceptions, this one too (owlrl's closure).

        :raises KeyboardInterrupt: always.
        """
        self._interrupted = True
        raise KeyboardInterrupt

    def step(self, name: str, total: int = 0) -> None:
        """Begin the step *name*; *total* is the number of its parts, 0 if it has none.

        :raises KeyboardInterrupt: if an interruption was swallowed before.
        """
        if self._interrupted:
            raise KeyboardInterrupt
        self._estimate.step(name, total)
        if self._plain:
            share = self._estimate.share
            done = "" if total or share is None else f" {share:.0%}"
            self._bar.console.print(f"{name} …{done}", markup=False)
        self._bar.reset(self._task, description=name, total=total or None, visible=not self._plain)

    def advance(self, parts: int = 1) -> None:
        """Count *parts* of the step as done."""
        self._estimate.advance(parts)
        self._bar.advance(self._task, parts)

    def note(self, message: str) -> None:
        """Print *message*; the work goes on."""
        self._bar.console.print(message, markup=False, soft_wrap=True)


@contextmanager
def shown() -> Iterator[Steps]:
    """Show progress on standard error while the block runs."""
    estimate = Estimate()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:14}"),
        _ShareColumn(estimate),
        _LeftColumn(estimate),
    )
    out = console(error=True)
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        steps = Steps(bar, estimate)
        before = signal.signal(signal.SIGINT, steps.interrupt)
        try:
            yield steps
        finally:
            signal.signal(signal.SIGINT, before)
