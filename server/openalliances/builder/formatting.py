"""Bring Turtle files and tables into their one canonical form, without losing anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from openalliances.atomic import machine_error, replace_text
from openalliances.builder.links.reading import FOLDER as LINKS
from openalliances.builder.links.reading import (
    is_link_table,
    link_tables,
    read_link_table,
    read_link_text,
)
from openalliances.builder.read_files import PLAIN, bundle_files, examined, parse, read_file
from openalliances.bundle import bundle
from openalliances.errors import SourceError
from openalliances.rdf.positions import comments
from openalliances.reader import ReadOptions
from openalliances.tables.canonical import canonical_table
from openalliances.tables.columns import Table
from openalliances.tables.dataset_folder import refuse_installed
from openalliances.tables.metadata import FOLDER, SUFFIX, read_metadata
from openalliances.tables.reading import read_table, read_text

KEPT = ".orig"
"""Behind the name of a file that is kept as it was."""


def data_set_files(root: Path) -> tuple[Path, ...]:
    """Return the files of the data set in *root* that have a canonical form: Turtle, then tables.

    :raises SourceError: if there is none, or one in another RDF format.
    """
    tables = (path for folder in (FOLDER, LINKS) for path in sorted((root / folder).glob("*.csv")))
    return (*bundle_files(root), *tables)


@dataclass(frozen=True, slots=True)
class Reformatted:
    """The files that are not canonical, and what was left out of which, if it had to be."""

    changed: tuple[Path, ...]
    left_out: Mapping[Path, tuple[SourceError, ...]]


def reformat(
    files: Sequence[Path],
    *,
    write: bool = True,
    options: ReadOptions = PLAIN,
    strange: bool = False,
) -> Reformatted:
    """Return those of the *files* that are not canonical.

    With *write* they are rewritten, each beside itself and renamed, once all have been read;
    what was written is read back before it takes the place of the old text. *options* say how
    they are read; a file from which something was left out is kept as it was under its name
    with ``.orig`` behind it. *strange* files are looked at in a confined process before.

    :raises SourceError: if a file cannot be read, is neither Turtle nor a table, or has
        comments, which no canonical form can keep.
    :raises MachineError: if a file cannot be written.
    """
    changed: dict[Path, str] = {}
    left_out: dict[Path, tuple[SourceError, ...]] = {}
    for path in files:
        if path.suffix == ".csv":
            text, canonical = _canonical_table(path)
        else:
            if strange:
                examined(path, bundle(), options)
            text, canonical, left_out[path] = _canonical(path, options)
        if canonical != text:
            changed[path] = canonical
    for path, canonical in changed.items() if write else ():
        refuse_installed(path)
        if left_out.get(path):
            _keep(path)
        replace_text(path, canonical, partial(_read_back, path))
    return Reformatted(tuple(changed), {path: lost for path, lost in left_out.items() if lost})


def _keep(path: Path) -> None:
    """Keep a file as it is, under its name with ``.orig`` behind it.

    :raises MachineError: if there is one already, or it cannot be written.
    """
    kept = path.with_name(path.name + KEPT)
    try:
        with kept.open("xb") as out:
            out.write(path.read_bytes())
    except OSError as error:
        raise machine_error(kept, error) from error


def _canonical_table(path: Path) -> tuple[str, str]:
    """Return the text of a table, and its canonical form."""
    if (table := _link_table(path)) is not None:
        file = read_link_table(path, table)
        return file.text, canonical_table(table, file.rows)
    described = path.with_name(path.stem + SUFFIX)
    if not described.exists():
        raise SourceError(
            str(path),
            f"There is no {described.name} beside it, which says what its columns mean.",
            "Add its rows to a table with: openalliances new KIND --from FILE",
        )
    file = read_table(path, read_metadata(described))
    return file.text, canonical_table(file.table, file.rows)


def _link_table(path: Path) -> Table | None:
    """Return the description of a table of links; None for another one."""
    root = path.absolute().parent.parent.parent
    return link_tables(root).get(path.stem) if is_link_table(path, root) else None


def _canonical(path: Path, options: ReadOptions) -> tuple[str, str, tuple[SourceError, ...]]:
    """Return the text of a Turtle file, its canonical form, and what was left out of that."""
    source = read_file(path, options=options)
    if not source.text:
        raise SourceError(
            source.name, "This is not Turtle.", "Turtle and tables have a canonical form here."
        )
    for line in comments(source.text):
        raise SourceError(
            source.name,
            "A comment would be lost, since the canonical form has none.",
            "Put the reason into skos:editorialNote or skos:scopeNote, where users see it too.",
            line=line,
        )
    # The text as it is on the disk: a byte order mark or another encoding is not canonical.
    text = path.read_bytes().decode("utf-8", errors="replace")
    return text, source.canonical_text(), source.left_out


def _read_back(path: Path, written: Path) -> None:
    """Read what was written beside *path* as what it will be."""
    text = written.read_text(encoding="utf-8")
    if (table := _link_table(path)) is not None:
        read_link_text(text, table, str(path))
    elif path.suffix == ".csv":
        read_text(text, read_metadata(path.with_name(path.stem + SUFFIX)), str(path))
    else:
        parse(text, str(path))
