"""``openalliances serve``: pages, dumps and SPARQL until Ctrl-C."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from openalliances.cli import terminal
from openalliances.cli.reading import read_options, reading_options
from openalliances.cli.releases import release_to_use
from openalliances.settings import Settings

_AS_ROOT = (
    "This runs as root, which it never needs: in public, run it as a user of its own "
    "(server/deploy has a systemd unit and a container recipe)."
)


@click.command()
@click.option(
    "--data",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Serve these RDF files instead of the shipped set; may be given many times.",
)
@click.option(
    "--release", "folder", type=click.Path(path_type=Path), help="Serve this release folder."
)
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=int, help="Port to listen on; 0 takes a free one.  [default: 8000]")
@click.option("--engine", help="URL of a SPARQL store that answers the queries, filled by push.")
@click.option(
    "--base",
    help="IRI base of the things that this server answers for; relative IRIs in the files "
    "are resolved against it.",
)
@click.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False),
    help="Folder with your copies of the documents whose claims are shown, to quote them from.",
)
@reading_options
@click.option(
    "--default-graph",
    type=click.Choice(["union", "stored"]),
    help="What a query sees without FROM.  [default: union]",
)
def serve(
    files: tuple[Path, ...],
    folder: Path | None,
    contexts: tuple[str, ...],
    data_format: str | None,
    lenient: bool,
    **given: Any,
) -> None:
    """Serve a release, or your own RDF files, until Ctrl-C: pages, dumps, SPARQL."""
    from openalliances.asgi.server import serve as serve_release
    from openalliances.web.app import create_app

    settings = Settings.from_environment(**given)
    reading = read_options(settings, contexts=contexts, data_format=data_format, lenient=lenient)
    release = release_to_use(settings, files, folder, reading)
    manifest = release.manifest
    out = terminal.console(error=True)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        out.print(_AS_ROOT)
    out.print(
        f"{manifest.title} {manifest.version}: {terminal.count(manifest.quads, 'quad')} in "
        f"{terminal.count(len(manifest.graphs), 'graph')}",
        markup=False,
    )
    if manifest.kind == "files" and not settings.base:
        out.print(
            f"Addresses here are those of the things below {manifest.base} "
            "(--base names another place).",
            markup=False,
            highlight=False,
        )

    def ready(url: str) -> None:
        out.print(f"Serving at {url} (Ctrl-C ends it)")

    serve_release(release, settings, ready, mount=create_app)
