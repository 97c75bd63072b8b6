"""What the terminal shows: tables and errors. It is told what to print."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from openalliances.errors import CheckError, OpenAlliancesError, SourceFaultsError
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


def show_error(error: OpenAlliancesError) -> None:
    """Print what is wrong and what to do."""
    out = console(error=True)
    if isinstance(error, SourceFaultsError):
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


def _show_faults(error: SourceFaultsError) -> None:
    """Print every fault of the files or tables, and how many more there are."""
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
