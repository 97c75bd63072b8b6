"""``openalliances new``, ``columns``, ``turtle`` and ``report``: the facts, as tables."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openalliances.cli import terminal

if TYPE_CHECKING:
    from openalliances.tables.adding import Added

_LISTED = 5
"""How many new rows are named one by one."""


@click.command()
@click.argument("kind")
@click.argument("name", default="")
@click.option(
    "--set",
    "pairs",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Fill a column; again for a further value, which goes into a further row.",
)
@click.option("--id", "id_", help="The id; made from the acronym or the name if not given.")
@click.option("--source", help="Source that says so, such as source/un-psdh-pko-2024.")
@click.option("--place", help="Where in the source it says so.")
@click.option(
    "--check",
    type=click.Choice(["not-checked", "seen-in-source", "seen-in-public-copy"]),
    default="not-checked",
    show_default=True,
    help="Whether you have read it there, today; then a place is needed.",
)
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path),
    help="Take the rows of this CSV file, as a spreadsheet program saves it.",
)
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path),
    help="Data set to write to.  [default: the one you stand in]",
)
@click.option("--force", is_flag=True, help="Write even if something like it is there already.")
def new(kind: str, file: Path | None, folder: Path | None, force: bool, **given: Any) -> None:
    """Append rows to the table of KIND (mission, state, …): a thing called NAME, or --from FILE.

    A thing without a name of its own (a membership) is named by what it is about: --set.
    """
    from openalliances.tables.adding import add_draft, add_file
    from openalliances.tables.data_set import read_data_set
    from openalliances.tables.dataset_folder import dataset_folder
    from openalliances.tables.drafts import Draft, Reading, pair

    typed = {key: given[key] for key in ("name", "pairs", "id_", "source", "place") if given[key]}
    if file is not None and typed:
        raise click.UsageError("--from FILE takes everything from the file; leave the others out.")
    data_set = read_data_set(dataset_folder(folder))
    reading = Reading(given["check"], date.today().isoformat())
    if file is not None:
        _tell(add_file(data_set, kind, file, reading, force=force), data_set.path(kind))
        return
    table = data_set.file(kind).table
    draft = Draft(
        name=given["name"],
        id=given["id_"] or "",
        pairs=[pair(text, table) for text in given["pairs"]],
        source=given["source"] or "",
        place=given["place"] or "",
        reading=reading,
    )
    added = add_draft(data_set, kind, draft, force=force)
    _tell(added, data_set.path(kind))
    if added.empty:
        click.echo(f"still empty: {', '.join(added.empty)}", err=True)


def _tell(added: Added, path: Path) -> None:
    """Print what came of adding rows to the table at *path*; end with 1 if nothing was written."""
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    for twin in added.similar:
        called = "" if twin.name == twin.id else f" ({twin.name})"
        click.echo(f"{twin.new} resembles {twin.id}{called}: it {twin.why}", err=True)
    if added.similar and not added.rows:
        click.echo("nothing was written; add --force if they are different things", err=True)
        sys.exit(1)
    for row in added.rows[:_LISTED]:
        click.echo(f"{shown}:{row.line}: {row.id}")
    known = f", {added.known:,} there already" if added.known else ""
    rows = terminal.count(len(added.rows), "row")
    click.echo(f"{shown}: {rows} added{known}", err=True)


@click.command()
@click.argument("kind", default="")
@click.option("--page", is_flag=True, help="Print all tables as Markdown (data/tables/README.md).")
def columns(kind: str, page: bool) -> None:
    """List the tables, or the columns of the table of KIND: what they mean, and an example."""
    from openalliances.tables.codebook import codebook_page
    from openalliances.tables.dataset_folder import dataset_to_read
    from openalliances.tables.listing import column_list, table_list
    from openalliances.tables.metadata import tables

    described = tables(dataset_to_read())
    if page:
        click.echo(codebook_page(described), nl=False)
        return
    terminal.show_rows(*(column_list(described, kind) if kind else table_list(described)))


@click.command()
@click.argument("what")
def turtle(what: str) -> None:
    """Print what a table says as Turtle: WHAT is its file, its name, or one thing of it."""
    from openalliances.builder.table_turtle import turtle_of

    click.echo(turtle_of(what), nl=False)


@click.command()
def report() -> None:
    """Say what is there, how well it is supported, what was not checked, and what is missing."""
    from openalliances.builder.dataset import Dataset
    from openalliances.builder.read_files import read_bundle
    from openalliances.builder.survey import survey
    from openalliances.tables.dataset_folder import dataset_to_read

    terminal.show_rows(
        ("part", "what", "number or reason"), survey(Dataset(read_bundle(dataset_to_read())))
    )
