"""``openalliances settings``: every setting and limit."""

from __future__ import annotations

import click

from openalliances.cli import terminal
from openalliances.settings import describe_settings


@click.command()
def settings() -> None:
    """List every setting and limit with its default; set them as OPENALLIANCES_<NAME>."""
    terminal.show_rows(("setting", "default", "unit", "what it does"), describe_settings())
