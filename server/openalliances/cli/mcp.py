"""``openalliances mcp``: tools for language models over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from openalliances.errors import MachineError
from openalliances.settings import Settings


@click.command()
@click.option(
    "--release", "folder", type=click.Path(path_type=Path), help="Answer from this release folder."
)
@click.option(
    "--data",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Answer from these RDF files instead of the shipped set; may be given many times.",
)
@click.option("--timeout", type=float, help="Seconds after which a query is stopped.")
def mcp(folder: Path | None, files: tuple[Path, ...], timeout: float | None) -> None:
    """Serve tools to a language model (Model Context Protocol, stdio) until the input ends.

    A client starts this command itself; its configuration names the command openalliances and
    the argument mcp.
    """
    if find_spec("mcp") is None:
        raise MachineError(
            "The tools for language models need the package mcp, which is not installed.",
            'Install it with: pip install "openalliances[mcp]"',
        )
    from openalliances.cli.releases import release_to_use
    from openalliances.mcp.server import serve
    from openalliances.opening import open_library

    settings = Settings.from_environment(query_timeout=timeout)
    with open_library(release_to_use(settings, files, folder), settings) as library:
        serve(library)
