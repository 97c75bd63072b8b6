"""``openalliances build``: make a release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from openalliances.cli import progress


def engine_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give *command* the options for the reasoner and the validator."""
    reasoner = click.option(
        "--reasoner",
        type=click.Choice(["rules", "owlrl"]),
        default="rules",
        show_default=True,
        help="OWL 2 RL by our own rules, or by owlrl (a minute; both are compared).",
    )
    validator = click.option(
        "--validator",
        type=click.Choice(["shacl", "pyshacl"]),
        help="SHACL by this package.  [default: shacl where it is installed, else pyshacl]",
    )
    return reasoner(validator(command))


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="release",
    show_default=True,
    help="Folder in which the release gets a folder of its own.",
)
@engine_options
def build(out: Path, reasoner: str, validator: str | None) -> None:
    """Build a release: read, infer, check, write. Nothing is left behind if it fails."""
    from openalliances.builder.engines import Engines
    from openalliances.builder.pipeline import build as build_release

    engines = Engines(reasoner, validator or "")
    with progress.shown() as steps:
        release = build_release(out, progress=steps, queries=hygiene_queries(), engines=engines)
    click.echo(release.folder)


def hygiene_queries(root: Path | None = None) -> tuple[Path, ...]:
    """Return the hygiene queries of the data set in *root*, else of the one that is shipped."""
    from openalliances.bundle import bundle

    return tuple(sorted(((root or bundle()) / "ontology" / "checks").glob("*.rq")))
