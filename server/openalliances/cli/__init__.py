"""The command line: one command for each thing that a person does, a few lines each.

Exit codes: 0 all is well, 1 problems were found, 2 the command was called
wrongly, 3 data or machine cannot be used. Every error says what to try.
Slow imports (the reasoner, the validator, the web framework) happen inside the
commands that need them, so that the others start at once.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

import click

from openalliances import __version__
from openalliances.cli import terminal
from openalliances.errors import OpenAlliancesError, SourceError
from openalliances.release import Release, open_release
from openalliances.settings import Settings, describe_settings


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
    # A literal that rdflib cannot read is a finding of ours; its own warning is a traceback.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)


@main.command()
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
        release = build_release(out, progress=steps, queries=_hygiene())
    click.echo(release.folder)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="How problems are printed.",
)
def check(files: tuple[Path, ...], form: str) -> None:
    """Say what is wrong in FILES, or in the whole set, where, and how to mend it."""
    from openalliances.builder.checks.check import check as check_files
    from openalliances.builder.checks.formats import to_json, to_junit, to_sarif

    with terminal.progress() as steps:
        steps.step("checking")
        report = check_files(files, queries=_hygiene())
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
        found = ", ".join(_count(number, word) for number, word in counts)
        click.echo(f"{found} in {_count(report.files, 'file')}", err=True)
    sys.exit(1 if report.errors else 0)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; list what would change.")
def fmt(files: tuple[Path, ...], only_check: bool) -> None:
    """Bring Turtle FILES, or all of the set, into their one canonical form."""
    from openalliances.builder.formatting import reformat

    changed = reformat(files, write=not only_check)
    for path in changed:
        click.echo(f"{'would change' if only_check else 'changed'}: {path}")
    sys.exit(1 if changed and only_check else 0)


@main.command()
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
@click.option("--base", help="IRI base of the things that this server answers for.")
@click.option(
    "--default-graph",
    type=click.Choice(["union", "stored"]),
    help="What a query sees without FROM.  [default: union]",
)
def serve(files: tuple[Path, ...], folder: Path | None, **given: Any) -> None:
    """Serve a release, or your own RDF files, until Ctrl-C: pages, dumps, SPARQL."""
    from openalliances.asgi.server import serve as serve_release
    from openalliances.web.app import create_app

    settings = Settings.from_environment(**given)
    release = _release(settings, files, folder)
    manifest = release.manifest
    out = terminal.console(error=True)
    out.print(
        f"{manifest.title} {manifest.version}: {_count(manifest.quads, 'quad')} in "
        f"{_count(len(manifest.graphs), 'graph')}",
        markup=False,
    )

    def ready(url: str) -> None:
        out.print(f"Serving at {url} (Ctrl-C ends it)")

    serve_release(release, settings, ready, mount=create_app)


@main.command()
@click.argument("url")
@click.option(
    "--release", "folder", type=click.Path(path_type=Path), help="Load this release folder."
)
@click.option("--user", help="User name for the store.")
@click.option("--password", help="Password; better set OPENALLIANCES_ENGINE_PASSWORD.")
@click.option(
    "--piece",
    type=click.IntRange(min=1000),
    default=8_000_000,
    show_default=True,
    help="Bytes that are sent at a time.",
)
def push(url: str, folder: Path | None, user: str | None, password: str | None, piece: int) -> None:
    """Load a release into the store at URL (Graph Store Protocol); goes on if broken off."""
    from openalliances.client.authorization import Authorization
    from openalliances.client.graphstore import GraphStore
    from openalliances.client.push import push as push_release

    settings = Settings.from_environment(engine_user=user, engine_password=password)
    store = GraphStore(url, Authorization(settings.engine_user, settings.engine_password))
    release = _release(settings, folder=folder)
    with terminal.progress() as steps:
        done = push_release(release, store, steps, piece)
    click.echo(
        f"{_count(done.sent, 'graph')} with {_count(done.triples, 'triple')} sent, "
        f"{done.kept:,} there already, {done.deleted:,} deleted"
    )


@main.command()
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
    answer(_release(settings, files), settings, _query_text(query), form)


@main.command()
@click.argument("thing")
@click.option("--json", "as_json", is_flag=True, help="Print JSON-LD.")
def show(thing: str, as_json: bool) -> None:
    """Show what is said of THING (a name, an IRI, or state/burundi), and how well supported."""
    from openalliances.cli.offline import show as show_thing

    settings = Settings.from_environment()
    show_thing(_release(settings), settings, thing, as_json)


@main.command()
@click.argument("text")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Most rows to show."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def find(text: str, limit: int, as_json: bool) -> None:
    """Find things, concepts and terms by name, acronym or IRI."""
    from openalliances.cli.offline import find as find_things

    sys.exit(0 if find_things(_release(Settings.from_environment()), text, limit, as_json) else 1)


@main.group()
def sources() -> None:
    """Compare the claims with your own copies of the source documents."""


@sources.command()
@click.argument("folder", type=click.Path(path_type=Path))
def verify(folder: Path) -> None:
    """Check every passage against the documents in FOLDER."""
    from openalliances.builder.documents.passages import verify as verify_passages
    from openalliances.builder.read_files import merge, read_bundle

    report = verify_passages(
        folder, merge(s for s in read_bundle() if s.kind in ("claims", "sources"))
    )
    for problem in report.problems:
        click.echo(f"{problem.iri}  {problem.sentence} {problem.expected}".rstrip())
    fit = _count(len(report.problems), "problem") if report.problems else "all fit"
    looked = f"{_count(report.passages, 'passage')} in {_count(report.documents, 'document')}"
    click.echo(f"{looked}: {fit}", err=True)
    sys.exit(1 if report.problems else 0)


@sources.command()
@click.argument("folder", type=click.Path(path_type=Path))
def coverage(folder: Path) -> None:
    """Say how much of each paragraph of the documents in FOLDER the claims cover."""
    from openalliances.builder.documents.coverage import coverage as cover
    from openalliances.builder.read_files import merge, read_bundle

    found = cover(folder, merge(s for s in read_bundle() if s.kind in ("claims", "sources")))
    terminal.show_rows(
        ("section", "paragraph", "characters", "covered", "share", "claims"),
        [
            (
                paragraph.section,
                str(paragraph.number),
                str(paragraph.characters),
                str(paragraph.covered),
                f"{paragraph.share:.0%}" if paragraph.has_content else "boilerplate",
                str(paragraph.claims),
            )
            for paragraph in found.paragraphs
        ],
    )
    content, missed = len(found.with_content), len(found.missed)
    said = f"{content - missed:,} of {_count(content, 'paragraph')} with content are covered"
    click.echo(f"{said}, with {found.share:.0%} of their characters", err=True)
    sys.exit(0 if content and not missed else 1)


@sources.command()
@click.argument("document", type=click.Path(path_type=Path))
@click.argument("words")
def locate(document: Path, words: str) -> None:
    """Print the passage of DOCUMENT that has these WORDS, as Turtle to paste."""
    from openalliances.builder.documents.passages import locate as locate_passage
    from openalliances.builder.read_files import merge, read_bundle

    click.echo(
        locate_passage(document, words, merge(s for s in read_bundle() if s.kind == "sources"))
    )


@main.command("import")
@click.argument("table", type=click.Path(path_type=Path))
@click.option("--template", "kind", required=True, help="Kind of the records; see export --list.")
def import_(table: Path, kind: str) -> None:
    """Put the records of the CSV file TABLE into the data; each replaces the one with its id."""
    from openalliances.records.files import Library, put, template_named
    from openalliances.records.tables import read_table

    template = template_named(kind)
    records = read_table(table, template)
    for done in put(records, template, Library(), str(table)):
        said = f"{done.added:,} new, {done.replaced:,} changed, {done.unchanged:,} as before"
        click.echo(f"{done.path}: {said}")


@main.command()
@click.option("--template", "kind", help="Kind of the records.")
@click.option("--list", "only_list", is_flag=True, help="List the kinds and their columns.")
def export(kind: str | None, only_list: bool) -> None:
    """Print all records of a kind as CSV; importing it again changes nothing."""
    from openalliances.records.files import Library, template_named
    from openalliances.records.tables import header, write_table
    from openalliances.records.templates import TEMPLATES

    if only_list or kind is None:
        rows = [(template.name, " ".join(header(template))) for template in TEMPLATES.values()]
        terminal.show_rows(("template", "columns"), rows)
        return
    template = template_named(kind)
    click.echo(write_table(Library().records(template), template), nl=False)


@main.command()
@click.argument("kind")
@click.argument("name")
@click.option("--set", "cells", multiple=True, metavar="COLUMN=VALUE", help="Fill a column.")
@click.option("--id", "id_", help="The id; made from the acronym or the name if not given.")
@click.option("--source", help="Source that says so, such as source/un-psdh-pko-2024.")
@click.option("--place", help="Where in the source it says so; without it, it is not checked.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--force", is_flag=True, help="Write even if something like it is there already.")
def new(kind: str, name: str, force: bool, **given: Any) -> None:
    """Write a file for a new thing of KIND (mission, organization, state, …) called NAME."""
    from openalliances.records.drafts import draft

    written = draft(kind, name, force=force, **given)
    for twin in written.similar:
        click.echo(f"very similar: {twin.id} ({twin.name}) {twin.why}", err=True)
    if written.path is None:
        click.echo("nothing was written; add --force if this is another thing", err=True)
        sys.exit(1)
    click.echo(written.path)
    if written.empty:
        click.echo(f"still to fill: {', '.join(written.empty)}", err=True)


@main.command()
def report() -> None:
    """Say what is there, how well it is supported, what was not checked, and what is missing."""
    from openalliances.builder.read_files import read_bundle
    from openalliances.records.survey import survey

    terminal.show_rows(("part", "what", "number"), survey(read_bundle()))


@main.command()
def settings() -> None:
    """List every setting and limit with its default; set them as OPENALLIANCES_<NAME>."""
    terminal.show_rows(("setting", "default", "unit", "what it does"), describe_settings())


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _hygiene() -> tuple[Path, ...]:
    """Return the hygiene queries that are shipped with the data."""
    from openalliances.bundle import bundle

    return tuple(sorted((bundle() / "ontology" / "checks").glob("*.rq")))


def _release(
    settings: Settings, files: tuple[Path, ...] = (), folder: Path | None = None
) -> Release:
    """Return the release to use: a folder, the user's files, or the shipped set."""
    if folder is not None:
        return open_release(folder)
    with terminal.progress() as steps:
        if files:
            from openalliances.builder.user_files import load_files

            return load_files(files, settings, steps)
        from openalliances.builder.cache import ensure_release

        return ensure_release(settings, steps)


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
