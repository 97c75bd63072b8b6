"""``openalliances link``: our identifiers for the names and codes of somebody else's table."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openalliances.atomic import replaced
from openalliances.cli import progress, terminal
from openalliances.cli.link_files import STREAM, beside, opened, refuse_overwriting
from openalliances.errors import SettingError
from openalliances.settings import Settings

if TYPE_CHECKING:
    from openalliances.cli.progress import Steps
    from openalliances.linking.index import NameIndex
    from openalliances.linking.linked_table import LinkedTable, Plan

_TOLD_AFTER = 262_144
_MARK = "\ufeff"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--column", default="", help="The column with the names (or IRIs, or cow:516).")
@click.option("--type", "type_", default="", help="Only state, organization, mission, alliance, …")
@click.option("--year", default="", help="The column with the year or date, or one year for all.")
@click.option(
    "--context",
    multiple=True,
    help="A column with what else is known, as the host of a mission; may be given many times.",
)
@click.option(
    "--codes",
    multiple=True,
    metavar="SCHEME:COLUMN",
    help="A column with codes, as cow:ccode or iso3:iso; may be given many times, the one that "
    "counts most first.",
)
@click.option(
    "--add",
    multiple=True,
    metavar="SCHEME",
    help="Add a column with the codes of this scheme alone, as cow or iso3.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write; - is standard output.  [default: FILE with .linked before its ending]",
)
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    help="Write what is doubtful here, with candidates, to decide on.",
)
@click.option(
    "--decisions",
    type=click.Path(path_type=Path),
    help="A review file in which it was decided what is right.",
)
@click.option("--separator", default="", help="What separates cells.  [default: by the header]")
def link(
    file: Path,
    column: str,
    type_: str,
    year: str,
    context: tuple[str, ...],
    codes: tuple[str, ...],
    add: tuple[str, ...],
    output: Path | None,
    review: Path | None,
    decisions: Path | None,
    separator: str,
) -> None:
    """Add our IRI, label, codes, a score and a status to each row of FILE, a CSV or TSV table.

    A row whose status is sure means one thing. What is likely, several, none or a conflict should
    be looked at: --review writes it with its candidates, --decisions reads what was decided.
    """
    from openalliances.linking.joining import Joiner
    from openalliances.linking.linked_table import linked
    from openalliances.linking.review import read_decisions
    from openalliances.linking.user_table import read_table

    if not column and not codes:
        raise click.UsageError("Say which column has the names: --column; or codes: --codes.")
    target = output or beside(file)
    refuse_overwriting(file, target, review, decisions)
    index = _index()
    plan = _plan(index, column, year, context, codes, add)
    decided = read_decisions(decisions, index) if decisions else {}
    joiner = Joiner(index, [type_] if type_ else [], decided)
    with progress.shown() as steps:
        lines = _lines(file, steps)
        given = "\t" if separator in ("\\t", "tab") else separator
        table = read_table(lines, str(file), separator=given, wanted=plan.columns)
        counts, doubtful = _write(linked(table, joiner, plan), target, review)
    _tell(counts, doubtful, target, review)


def _index() -> NameIndex:
    from openalliances.cli.releases import release_to_use
    from openalliances.linking.index import open_names

    return open_names(release_to_use(Settings.from_environment()))


def _plan(
    index: NameIndex,
    column: str,
    year: str,
    context: tuple[str, ...],
    codes: tuple[str, ...],
    add: tuple[str, ...],
) -> Plan:
    from openalliances.linking.joining import require_schemes
    from openalliances.linking.linked_table import Plan

    pairs = [code.partition(":") for code in codes]
    for given, (scheme, _, name) in zip(codes, pairs, strict=True):
        if not scheme or not name:
            raise SettingError(
                f'--codes is "{given}".', "Write the scheme, a colon and the column: cow:ccode."
            )
    schemes = require_schemes(index, [scheme for scheme, _, _ in pairs])
    of_columns = tuple((scheme, name) for scheme, (_, _, name) in zip(schemes, pairs, strict=True))
    return Plan(column, year, context, of_columns, tuple(require_schemes(index, add)))


def _lines(file: Path, steps: Steps) -> Iterator[bytes]:
    """Yield the lines of *file*, and tell how far it is."""
    from openalliances.linking.user_table import read_lines

    size = file.stat().st_size if file.is_file() else 0
    steps.step("link", size)
    untold = 0
    for line in sys.stdin.buffer if file == STREAM else read_lines(file):
        untold += len(line)
        if untold >= _TOLD_AFTER:
            steps.advance(untold)
            untold = 0
        yield line


def _write(table: LinkedTable, target: Path, review: Path | None) -> tuple[Counter[str], int]:
    """Write the rows as they come; return how many have which status, and how many to review."""
    from openalliances.linking.linked_table import write_rows
    from openalliances.linking.review import Review

    counts: Counter[str] = Counter()
    with ExitStack() as files:
        out = files.enter_context(opened(target))
        book = Review(files.enter_context(replaced(review))) if review else None
        out.write(_MARK if table.shape.mark else "")
        for row in write_rows(table, out):
            counts[row.joined.status.value] += 1
            if row.is_new and book:
                book.add(row.wanted, row.joined)
    return counts, book.count if book else 0


def _tell(counts: Counter[str], doubtful: int, target: Path, review: Path | None) -> None:
    rows = terminal.count(sum(counts.values()), "row")
    found = ", ".join(f"{number:,} {status or 'empty'}" for status, number in counts.most_common())
    where = "" if target == STREAM else f" → {target}"
    click.echo(f"{rows}{f': {found}' if found else ''}{where}", err=True)
    if review:
        names = terminal.count(doubtful, "name")
        click.echo(f"{names} to decide on → {review}; then add --decisions {review}", err=True)
    elif any(counts[status] for status in ("likely", "several", "none", "conflict")):
        click.echo("add --review FILE to see what is doubtful, with candidates", err=True)
