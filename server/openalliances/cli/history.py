"""The command that records what a release publishes for the first time, and what has gone."""

from __future__ import annotations

import click

from openalliances.cli import progress


@click.command("history")
def history() -> None:
    """Record which statements the next release has for the first time, and which have gone.

    Writes data/history/VERSION.csv of the data set in this folder; run it when the data of a
    release are final, and commit the file with the release.
    """
    from openalliances.builder.statements.recording import record_history

    with progress.shown() as steps:
        recorded = record_history(steps)
    counts = f"{recorded.new} new, {recorded.replaced} replaced, {recorded.gone} gone"
    click.echo(f"{recorded.path}: {counts}")
