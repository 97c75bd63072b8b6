"""``openalliances sources``: compare the claims with your own copies of the documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openalliances.cli import terminal

if TYPE_CHECKING:
    from openalliances.builder.dataset import Statements


@click.group()
def sources() -> None:
    """Compare the claims with your own copies of the source documents."""


@sources.command()
@click.argument("folder", type=click.Path(path_type=Path))
def verify(folder: Path) -> None:
    """Check every passage against the documents in FOLDER."""
    from openalliances.builder.documents.passages import verify as verify_passages

    report = verify_passages(folder, _statements())
    for problem in report.problems:
        click.echo(f"{problem.iri}  {problem.sentence} {problem.expected}".rstrip())
    fit = terminal.count(len(report.problems), "problem") if report.problems else "all fit"
    documents = terminal.count(report.documents, "document")
    looked = f"{terminal.count(report.passages, 'passage')} in {documents}"
    click.echo(f"{looked}: {fit}", err=True)
    sys.exit(1 if report.problems else 0)


@sources.command()
@click.argument("folder", type=click.Path(path_type=Path))
def coverage(folder: Path) -> None:
    """Say how much of each sentence of the documents in FOLDER the claims cover."""
    from openalliances.builder.documents.coverage import coverage as cover

    found = cover(folder, _statements())
    terminal.show_rows(
        ("section", "paragraph", "sentence", "characters", "covered", "share", "claims"),
        [
            (
                sentence.section,
                str(sentence.paragraph),
                str(sentence.number),
                str(sentence.characters),
                str(sentence.covered),
                f"{sentence.share:.0%}" if sentence.has_content else "boilerplate",
                str(sentence.claims),
            )
            for sentence in found.sentences
        ],
    )
    content, missed = len(found.with_content), len(found.missed)
    said = f"{content - missed:,} of {terminal.count(content, 'sentence')} with content are covered"
    click.echo(f"{said}, with {found.share:.0%} of their characters", err=True)
    sys.exit(0 if content and not missed else 1)


@sources.command()
@click.argument("document", type=click.Path(path_type=Path))
@click.argument("words")
def locate(document: Path, words: str) -> None:
    """Print the passage of DOCUMENT that has these WORDS, as Turtle to paste."""
    from openalliances.builder.documents.passages import locate as locate_passage

    click.echo(locate_passage(document, words, _statements()))


def _statements() -> Statements:
    """Return what the data set says of the documents, and the claims with their passages."""
    from openalliances.builder.dataset import Dataset
    from openalliances.builder.read_files import read_bundle

    kinds = ("claims", "sources")
    return Dataset(file for file in read_bundle() if file.kind in kinds).statements(*kinds)
