"""``openalliances push``: load a release into a store of others."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path

import click

from openalliances.cli import progress, terminal
from openalliances.cli.releases import release_to_use
from openalliances.settings import Settings

_ASKED_FOR = "-"


@click.command()
@click.argument("url")
@click.option(
    "--release", "folder", type=click.Path(path_type=Path), help="Load this release folder."
)
@click.option("--user", help="User name for the store.")
@click.option(
    "--password",
    help="Password, or - to read it from the terminal or from standard input; others on this "
    "machine see what is written here, so better set OPENALLIANCES_ENGINE_PASSWORD.",
)
@click.option(
    "--timeout", type=float, help="Seconds that the store has for each request.  [default: 120]"
)
@click.option(
    "--chunk",
    type=click.IntRange(min=1000),
    default=8_000_000,
    show_default=True,
    help="Bytes that are sent at a time.",
)
def push(
    url: str,
    folder: Path | None,
    user: str | None,
    password: str | None,
    timeout: float | None,
    chunk: int,
) -> None:
    """Load a release into the store at URL (Graph Store Protocol); goes on if broken off."""
    from openalliances.client.authorization import Authorization
    from openalliances.client.graphstore import GraphStore
    from openalliances.client.push import push as push_release

    if password == _ASKED_FOR:
        password = _read_password()
    settings = Settings.from_environment(
        engine_user=user, engine_password=password, push_timeout=timeout
    )
    login = Authorization(settings.engine_user, settings.engine_password)
    store = GraphStore(url, login, settings.push_timeout)
    release = release_to_use(settings, folder=folder)
    with progress.shown() as steps:
        done = push_release(release, store, steps, chunk)
    click.echo(
        f"{terminal.count(done.sent, 'graph')} with {terminal.count(done.triples, 'triple')} sent, "
        f"{done.kept:,} there already, {done.deleted:,} deleted"
    )


def _read_password() -> str:
    """Return the password that is typed unseen, or the first line of standard input."""
    if sys.stdin.isatty():
        return getpass("Password of the store: ")
    return sys.stdin.readline().rstrip("\r\n")
