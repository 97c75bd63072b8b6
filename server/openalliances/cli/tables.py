"""``openalliances import``, ``export``, ``new`` and ``report``: the records, as tables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from openalliances.cli import terminal


@click.command("import")
@click.argument("table", type=click.Path(path_type=Path))
@click.option("--template", "kind", required=True, help="Kind of the records; see export --list.")
def import_(table: Path, kind: str) -> None:
    """Put the records of the CSV file TABLE into the data; each replaces the one with its id."""
    from openalliances.records.files import Library, put, template_named
    from openalliances.records.tables import read_table

    template = template_named(kind)
    records = read_table(table, template)
    for done in put(records, template, Library(), str(table)):
        said = f"{done.added:,} new, {done.replaced:,} changed, {done.unchanged:,} as before"
        click.echo(f"{done.path}: {said}")


@click.command()
@click.option("--template", "kind", help="Kind of the records.")
@click.option("--list", "only_list", is_flag=True, help="List the kinds and their columns.")
def export(kind: str | None, only_list: bool) -> None:
    """Print all records of a kind as CSV; importing it again changes nothing."""
    from openalliances.records.files import Library, template_named
    from openalliances.records.tables import header, write_table
    from openalliances.records.templates import TEMPLATES

    if only_list or kind is None:
        rows = [(template.name, " ".join(header(template))) for template in TEMPLATES.values()]
        terminal.show_rows(("template", "columns"), rows)
        return
    template = template_named(kind)
    click.echo(write_table(Library().records(template), template), nl=False)


@click.command()
@click.argument("kind")
@click.argument("name")
@click.option("--set", "cells", multiple=True, metavar="COLUMN=VALUE", help="Fill a column.")
@click.option("--id", "id_", help="The id; made from the acronym or the name if not given.")
@click.option("--source", help="Source that says so, such as source/un-psdh-pko-2024.")
@click.option("--place", help="Where in the source it says so; without it, it is not checked.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--force", is_flag=True, help="Write even if something like it is there already.")
def new(kind: str, name: str, force: bool, **given: Any) -> None:
    """Write a file for a new thing of KIND (mission, organization, state, …) called NAME."""
    from openalliances.records.drafts import draft

    written = draft(kind, name, force=force, **given)
    for twin in written.similar:
        click.echo(f"very similar: {twin.id} ({twin.name}) {twin.why}", err=True)
    if written.path is None:
        click.echo("nothing was written; add --force if this is another thing", err=True)
        sys.exit(1)
    click.echo(written.path)
    if written.empty:
        click.echo(f"still to fill: {', '.join(written.empty)}", err=True)


@click.command()
def report() -> None:
    """Say what is there, how well it is supported, what was not checked, and what is missing."""
    from openalliances.builder.dataset import Dataset
    from openalliances.builder.read_files import read_bundle
    from openalliances.records.survey import survey

    terminal.show_rows(("part", "what", "number"), survey(Dataset(read_bundle())))
