"""What the terminal shows: progress, tables, errors. It is told what to print."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from openalliances.errors import CheckError, OpenAlliancesError, TableError
from openalliances.progress import Estimate
from openalliances.rdf.prefixes import shorten

if TYPE_CHECKING:
    from openalliances.engine.interface import Term
    from openalliances.library import QueryResult
    from openalliances.linking.search import Hit

_MOST_DETAILS = 20


def console(*, error: bool = False) -> Console:
    """Return the console for results, or for what is said about them (standard error)."""
    return Console(stderr=error, no_color="NO_COLOR" in os.environ or None, highlight=False)


def wants_table() -> bool:
    """Return whether standard output is a terminal that a person looks at."""
    return sys.stdout.isatty()


def count(number: int, word: str) -> str:
    """Return a number and its noun: "1 file", "1,200 files"."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


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
        self._bar.console.print(message, markup=False)


@contextmanager
def progress() -> Iterator[Steps]:
    """Show progress on standard error while the block runs."""
    estimate = Estimate()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:14}"),
        _ShareColumn(estimate),
        _LeftColumn(estimate),
    )
    shown = console(error=True)
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as bar:
        steps = Steps(bar, estimate)
        before = signal.signal(signal.SIGINT, steps.interrupt)
        try:
            yield steps
        finally:
            signal.signal(signal.SIGINT, before)


def show_error(error: OpenAlliancesError) -> None:
    """Print what is wrong and what to do."""
    out = console(error=True)
    if isinstance(error, TableError):
        _show_faults(error)
        return
    details = error.details if isinstance(error, CheckError) else ()
    for detail in details[:_MOST_DETAILS]:
        out.print(Text(detail), soft_wrap=True)
    if len(details) > _MOST_DETAILS:
        out.print(f"… and {len(details) - _MOST_DETAILS} more")
    out.print(Text("error: ", style="bold red"), Text(str(error)), sep="", soft_wrap=True)
    if error.hint:
        out.print(Text(f"  try: {error.hint}"), soft_wrap=True)


def _show_faults(error: TableError) -> None:
    """Print every fault of the tables, and that nothing was written."""
    out = console(error=True)
    for fault in error.faults:
        out.print(Text("error: ", style="bold red"), Text(str(fault)), sep="", soft_wrap=True)
        if fault.hint:
            out.print(Text(f"  try: {fault.hint}"), soft_wrap=True)
    if error.more:
        out.print(f"… and {error.more:,} more")


def show_rows(
    names: Sequence[str], rows: Sequence[Sequence[str]], *, table: bool | None = None
) -> None:
    """Print rows: a table and their number on a terminal, TSV in a pipe, or as *table* says."""
    if not (wants_table() if table is None else table):
        for row in (names, *rows):
            print("\t".join(" ".join(cell.split()) for cell in row))  # noqa: T201
        return
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        drawn.add_column(Text(name), overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console().print(drawn)
    console(error=True).print(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}", style="dim")


def show_result(result: QueryResult) -> None:
    """Print the rows of SELECT as a table, the answer to ASK as a word."""
    if result.truth is not None:
        console().print("yes" if result.truth else "no")
        return
    names = result.variables
    rows = [[_cell(row.get(name)) for name in names] for row in result.rows]
    show_rows(names, rows, table=True)


def show_hits(hits: Sequence[Hit]) -> None:
    """Print what a search has found."""
    show_rows(
        ("IRI", "name", "kind", "years", "match"),
        [
            (
                shorten(hit.entry.iri),
                hit.entry.label,
                hit.entry.kind,
                hit.entry.years,
                hit.match.name.lower(),
            )
            for hit in hits
        ],
    )


def _cell(term: Term | None) -> str:
    from pyoxigraph import NamedNode

    if term is None:
        return ""
    return shorten(term.value) if isinstance(term, NamedNode) else term.value
