"""``openalliances build``: make a release."""

from __future__ import annotations

from pathlib import Path

import click

from openalliances.cli import terminal


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="release",
    show_default=True,
    help="Folder in which the release gets a folder of its own.",
)
def build(out: Path) -> None:
    """Build a release: read, infer, check, write. Nothing is left behind if it fails."""
    from openalliances.builder.pipeline import build as build_release

    with terminal.progress() as steps:
        release = build_release(out, progress=steps, queries=hygiene_queries())
    click.echo(release.folder)


def hygiene_queries(root: Path | None = None) -> tuple[Path, ...]:
    """Return the hygiene queries of the data set in *root*, else of the one that is shipped."""
    from openalliances.bundle import bundle

    return tuple(sorted(((root or bundle()) / "ontology" / "checks").glob("*.rq")))
