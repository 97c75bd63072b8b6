"""The command line: one file for each group of commands, a few lines each.

Exit codes: 0 all is well, 1 problems were found, 2 the command was called
wrongly, 3 data or machine cannot be used. Every error says what to try.
Slow imports (the reasoner, the validator, the web framework) happen inside the
commands that need them, so that the others start at once.
"""

from __future__ import annotations

import logging
from typing import Any

import click

from openalliances.cli import (
    build,
    check,
    history,
    link,
    links,
    mcp,
    push,
    query,
    serve,
    settings,
    sources,
    tables,
    terminal,
)
from openalliances.errors import OpenAlliancesError
from openalliances.version import __version__


class Commands(click.Group):
    """A group whose commands turn our errors into a message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; the one place where errors become exit codes."""
        try:
            return super().invoke(ctx)
        except OpenAlliancesError as error:
            terminal.show_error(error)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            is_push = ctx.invoked_subcommand == "push"
            said = "the same command goes on from here" if is_push else "nothing was changed"
            terminal.console(error=True).print(f"interrupted; {said}")
            ctx.exit(130)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="openalliances")
def main() -> None:
    """Linked open data about alliances and peace missions: build, check, look up, serve."""
    # A literal that rdflib cannot read is a problem that we tell; its own warning is a traceback.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)


for command in (
    *(build.build, check.check, check.fmt, serve.serve, push.push),
    *(query.query, query.show, query.find, sources.sources),
    *(tables.new, tables.columns, tables.turtle, tables.report, settings.settings),
    *(history.history, link.link, links.links, mcp.mcp),
):
    main.add_command(command)
