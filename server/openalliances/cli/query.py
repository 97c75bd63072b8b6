"""``openalliances query``, ``show`` and ``find``: what the library returns, printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openalliances.cli import terminal
from openalliances.cli.reading import base_option, read_options, reading_options
from openalliances.errors import SettingError, SourceError
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    JSON_LD,
    RESULT_FORMATS,
    RESULTS_TSV,
    TURTLE,
    Format,
)
from openalliances.settings import Settings

if TYPE_CHECKING:
    from openalliances.linking.search import Hit

_NAMES = {"json": "srj", "xml": "srx", "turtle": "ttl", "json-ld": "jsonld"}
_SHORT = {"srj": "json", "srx": "xml"}


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
@base_option
@reading_options
def query(
    query: str,
    form: str | None,
    timeout: float | None,
    files: tuple[Path, ...],
    base: str | None,
    **reading: Any,
) -> None:
    """Run QUERY, a SPARQL query or a file that ends in .rq (or - for standard input)."""
    from openalliances.cli.releases import opened

    text = _query_text(query)
    settings = Settings.from_environment(query_timeout=timeout, base=base)
    with opened(settings, files, read_options(settings, **reading)) as library:
        rows = library.form_of(text) in ("SELECT", "ASK")
        if rows and (form == "table" or (form is None and terminal.wants_table())):
            terminal.show_result(library.query(text))
            return
        with library.stream(text, _format(form, rows=rows)) as answer:
            _write(answer)


@click.command()
@click.argument("thing")
@click.option("--json", "as_json", is_flag=True, help="Print JSON-LD.")
def show(thing: str, as_json: bool) -> None:
    """Show what is said of THING (a name, an IRI, or state/burundi), and how well supported."""
    from openalliances.cli.description import show_description
    from openalliances.cli.releases import opened

    with opened(Settings.from_environment()) as library:
        if as_json:
            _write([library.serialize(thing, JSON_LD)])
        else:
            show_description(library.describe(thing))


@click.command()
@click.argument("text")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Most rows to show."
)
@click.option("--kind", default="", help="Only things of this class: its label or its IRI.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def find(text: str, limit: int, kind: str, as_json: bool) -> None:
    """Find things, concepts and terms by name, acronym, code or IRI."""
    from openalliances.cli.releases import opened

    with opened(Settings.from_environment()) as library:
        hits = library.find(text, limit, kind)
    if as_json:
        click.echo(json.dumps([_as_json(hit) for hit in hits], ensure_ascii=False, indent=2))
    elif hits:
        terminal.show_hits(hits)
    else:
        click.echo(f"nothing fits “{text}”", err=True)
    sys.exit(0 if hits else 1)


def _as_json(hit: Hit) -> dict[str, str]:
    entry = hit.entry
    return {
        "iri": entry.iri,
        "label": entry.label,
        "kind": entry.kind,
        "years": entry.years,
        "match": hit.match.name.lower(),
    }


def _write(chunks: Iterable[bytes]) -> None:
    """Write an answer to standard output; it ends with a line end, as every text should."""
    last = b""
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
        last = chunk or last
    if not last.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def _format(form: str | None, *, rows: bool) -> Format:
    offers = RESULT_FORMATS if rows else GRAPH_FORMATS
    if form is None:
        return RESULTS_TSV if rows else TURTLE
    extension = _NAMES.get(form.lower(), form.lower())
    found = next((f for f in offers if f.extension == extension), None)
    if found is None:
        names = [_SHORT.get(f.extension, f.extension) for f in offers]
        raise SettingError(
            f'"{form}" is no format for this kind of query.',
            "Use one of: " + ", ".join([*(["table"] if rows else []), *names]),
        )
    return found


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
