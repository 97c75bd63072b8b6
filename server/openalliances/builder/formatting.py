"""Bring Turtle files and tables into their one canonical form, without losing anything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from openalliances.atomic import replace_text
from openalliances.builder.read_files import bundle_files, parse, read_file
from openalliances.errors import SourceError
from openalliances.rdf.positions import comments
from openalliances.tables.canonical import canonical_table
from openalliances.tables.dataset_folder import refuse_installed
from openalliances.tables.metadata import FOLDER, SUFFIX, read_metadata
from openalliances.tables.reading import read_table, read_text


def data_set_files(root: Path) -> tuple[Path, ...]:
    """Return the files of the data set in *root* that have a canonical form: Turtle, then tables.

    :raises SourceError: if there is none, or one in another RDF format.
    """
    return (*bundle_files(root), *sorted((root / FOLDER).glob("*.csv")))


def reformat(files: Sequence[Path], *, write: bool = True) -> tuple[Path, ...]:
    """Return those of the *files* that are not canonical.

    With *write* they are rewritten, each beside itself and renamed, once all have been read;
    what was written is read back before it takes the place of the old text.

    :raises SourceError: if a file cannot be read, is neither Turtle nor a table, or has
        comments, which no canonical form can keep.
    :raises MachineError: if a file cannot be written.
    """
    changed = {}
    for path in files:
        text, canonical = _canonical_table(path) if path.suffix == ".csv" else _canonical(path)
        if canonical != text:
            changed[path] = canonical
    for path, canonical in changed.items() if write else ():
        refuse_installed(path)
        replace_text(path, canonical, partial(_read_back, path))
    return tuple(changed)


def _canonical_table(path: Path) -> tuple[str, str]:
    """Return the text of a table, and its canonical form."""
    described = path.with_name(path.stem + SUFFIX)
    if not described.exists():
        raise SourceError(
            str(path),
            f"There is no {described.name} beside it, which says what its columns mean.",
            "Add its rows to a table with: openalliances new KIND --from FILE",
        )
    file = read_table(path, read_metadata(described))
    return file.text, canonical_table(file.table, file.rows)


def _canonical(path: Path) -> tuple[str, str]:
    """Return the text of a Turtle file, and its canonical form."""
    source = read_file(path)
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
    return source.text, source.canonical_text()


def _read_back(path: Path, written: Path) -> None:
    """Read what was written beside *path* as what it will be."""
    text = written.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        read_text(text, read_metadata(path.with_name(path.stem + SUFFIX)), str(path))
    else:
        parse(text, str(path))
