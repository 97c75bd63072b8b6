"""``openalliances query``, ``show`` and ``find``: questions answered without a server."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from openalliances.cli.releases import release_to_use
from openalliances.errors import SourceError
from openalliances.settings import Settings


@click.command()
@click.argument("query")
@click.option(
    "--format", "form", help="table, tsv, csv, json, xml, ttl, nt, nq, trig, jsonld, rdf."
)
@click.option("--timeout", type=float, help="Seconds after which the query is stopped.")
@click.option(
    "--data",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Ask these RDF files instead of the shipped set.",
)
def query(query: str, form: str | None, timeout: float | None, files: tuple[Path, ...]) -> None:
    """Run QUERY, a SPARQL query or a file that ends in .rq (or - for standard input)."""
    from openalliances.cli.offline import answer

    settings = Settings.from_environment(query_timeout=timeout)
    answer(release_to_use(settings, files), settings, _query_text(query), form)


@click.command()
@click.argument("thing")
@click.option("--json", "as_json", is_flag=True, help="Print JSON-LD.")
def show(thing: str, as_json: bool) -> None:
    """Show what is said of THING (a name, an IRI, or state/burundi), and how well supported."""
    from openalliances.cli.offline import show as show_thing

    settings = Settings.from_environment()
    show_thing(release_to_use(settings), settings, thing, as_json)


@click.command()
@click.argument("text")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Most rows to show."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def find(text: str, limit: int, as_json: bool) -> None:
    """Find things, concepts and terms by name, acronym or IRI."""
    from openalliances.cli.offline import find as find_things

    sys.exit(
        0 if find_things(release_to_use(Settings.from_environment()), text, limit, as_json) else 1
    )


def _query_text(query: str) -> str:
    if query == "-":
        return sys.stdin.read()
    if not query.endswith(".rq"):
        return query
    try:
        return Path(query).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise SourceError(
            query, f"It cannot be read: {why}.", "Give a file of SPARQL text."
        ) from None
