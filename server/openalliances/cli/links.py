"""``openalliances links check``: the links of another data set to ours, and better ones."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openalliances.atomic import replaced
from openalliances.cli import terminal
from openalliances.cli.reading import base_option, read_options, reading_options
from openalliances.errors import SettingError
from openalliances.settings import Settings

if TYPE_CHECKING:
    from openalliances.library import OpenAlliances
    from openalliances.linking.checking import CheckedLink, LinkChecker
    from openalliances.linking.link_files import Link, RdfLinks


@click.group()
def links() -> None:
    """Look at the links of other data sets to this one."""


@links.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write the file with better links here, wherever there are some.",
)
@click.option(
    "--old-base",
    "bases",
    multiple=True,
    metavar="ADDRESS",
    help="Another address below which links to the data were made, as that of a server; may be "
    "given many times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@base_option
@reading_options
def check(
    file: Path,
    output: Path | None,
    bases: tuple[str, ...],
    as_json: bool,
    base: str | None,
    **reading: Any,
) -> None:
    """Say which links to us in FILE (RDF, CSV, TSV) lead to a thing, and which are better.

    The exit code is 1 if any link could be better.
    """
    from openalliances.cli.releases import opened
    from openalliances.linking.link_files import RdfLinks, is_table, links_in_table

    if output is not None and output.absolute() == file.absolute():
        raise SettingError(f"--output and FILE are the same file, {file}.", "Give another name.")
    settings = Settings.from_environment()
    # The base is one of the file, not of our data.
    options = read_options(Settings.from_environment(base=base), **reading)
    with opened(settings) as library:
        checker = _checker(library, bases)
        read = None if is_table(file) else RdfLinks(file, options)
        found = (
            links_in_table(file, checker.concerns) if read is None else read.links(checker.concerns)
        )
        checked = [(link, checker.check(link.iri)) for link in found]
    _show(checked, as_json=as_json)
    better = {one.iri: one.better for _, one in checked if one.better}
    if output is not None:
        _write(file, read, better, output)
    _tell(checked, output)
    sys.exit(0 if all(one.finding == "right" for _, one in checked) else 1)


def _checker(library: OpenAlliances, bases: tuple[str, ...]) -> LinkChecker:
    from openalliances.linking.checking import RETIRED, LinkChecker, retired_by

    rows = (
        (row["iri"].value, row["successor"].value if "successor" in row else "")
        for row in library.query(RETIRED)
    )
    site = library.site
    return LinkChecker(site.names, site.documents.holds, retired_by(rows), bases)


def _write(file: Path, read: RdfLinks | None, better: dict[str, str], output: Path) -> None:
    from openalliances.linking.link_files import mended_table

    with replaced(output) as out:
        if read is None:
            out.writelines(mended_table(file, better))
        else:
            out.write(read.mended(better))


def _show(checked: list[tuple[Link, CheckedLink]], *, as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "iri": one.iri,
                "finding": one.finding.value,
                "better": one.better,
                "near": list(one.near),
                "times": link.count,
                "line": link.line or None,
            }
            for link, one in checked
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    wrong = [(link, one) for link, one in checked if one.finding != "right"]
    if wrong:
        terminal.show_rows(
            ("finding", "link", "better", "or", "times", "line"),
            [
                (
                    one.finding.value,
                    one.iri,
                    one.better,
                    " ".join(one.near),
                    str(link.count),
                    str(link.line or ""),
                )
                for link, one in wrong
            ],
        )


def _tell(checked: list[tuple[Link, CheckedLink]], output: Path | None) -> None:
    from openalliances.linking.checking import NOTES

    counts = Counter(one.finding for _, one in checked)
    click.echo(f"{terminal.count(len(checked), 'link')} to us", err=True)
    for finding, note in NOTES.items():
        if counts[finding]:
            click.echo(f"{counts[finding]:,} {finding.value}: {note}", err=True)
    better = sum(bool(one.better) for _, one in checked)
    if output is not None:
        click.echo(f"{terminal.count(better, 'link')} mended → {output}", err=True)
    elif better:
        click.echo("add --output FILE to write the file with better links", err=True)
