"""``openalliances check`` and ``fmt``: what is wrong in the files, and their one form."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import click

from openalliances.cli import progress, terminal
from openalliances.cli.build import engine_options, hygiene_queries
from openalliances.cli.reading import base_option, read_options, reading_options
from openalliances.release import open_release
from openalliances.release.integrity import CHECKSUMS
from openalliances.settings import Settings


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="How problems are printed.",
)
@engine_options
@base_option
@reading_options
def check(
    files: tuple[Path, ...],
    form: str,
    reasoner: str,
    validator: str | None,
    base: str | None,
    **reading: Any,
) -> None:
    """Say what is wrong in FILES, or in the data set that you stand in, and how to mend it.

    The folder of a release is read whole and compared with its checksums.
    """
    if len(files) == 1 and (files[0] / CHECKSUMS).exists():
        release = open_release(files[0], math.inf)
        click.echo(f"{files[0]} is whole: {release.manifest.quads:,} quads.", err=True)
        return
    from openalliances.builder.checks.check import check as check_files
    from openalliances.builder.checks.formats import to_json, to_junit, to_sarif
    from openalliances.builder.engines import Engines
    from openalliances.tables.dataset_folder import dataset_to_read

    settings = Settings.from_environment(base=base)
    options = read_options(settings, absolute=True, **reading)
    with progress.shown() as steps:
        steps.step("checking")
        root = dataset_to_read()
        engines = Engines(reasoner, validator or "")
        queries = hygiene_queries(root)
        report = check_files(files, root=root, queries=queries, engines=engines, options=options)
    if form == "json":
        click.echo(to_json(report.problems), nl=False)
    elif form == "sarif":
        click.echo(to_sarif(report.problems), nl=False)
    elif form == "junit":
        click.echo(to_junit(report.problems, report.files), nl=False)
    else:
        for problem in report.problems:
            click.echo(problem.to_text())
        for run in report.runs:
            what = f"skipped, {run.skipped}" if run.skipped else f"looked at {run.looked_at:,}"
            click.echo(f"{run.name}: {what}", err=True)
        counts = ((report.errors, "error"), (report.warnings, "warning"))
        found = ", ".join(terminal.count(number, word) for number, word in counts)
        click.echo(f"{found} in {terminal.count(report.files, 'file')}", err=True)
    sys.exit(1 if report.errors else 0)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; list what would change.")
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path),
    help="Data set to bring into form.  [default: the one you stand in]",
)
@base_option
@reading_options
def fmt(
    files: tuple[Path, ...],
    only_check: bool,
    folder: Path | None,
    base: str | None,
    **reading: Any,
) -> None:
    """Bring Turtle and table FILES, or all of a data set, into their one canonical form.

    With --lenient, what cannot be read is left out and listed, and the file as it was is kept
    beside it as NAME.orig.
    """
    from openalliances.builder.formatting import data_set_files, reformat
    from openalliances.tables.dataset_folder import dataset_folder

    if files and folder:
        raise click.UsageError("Name files, or a data set with --in FOLDER.")
    settings = Settings.from_environment(base=base)
    options = read_options(settings, absolute=True, **reading)
    found = reformat(
        files or data_set_files(dataset_folder(folder)),
        write=not only_check,
        options=options,
        strange=bool(files),
    )
    for lost in found.left_out.values():
        for error in lost:
            click.echo(f"left out: {error}", err=True)
    for path in found.changed:
        click.echo(f"{'would change' if only_check else 'changed'}: {path}")
    sys.exit(1 if found.changed and only_check else 0)
