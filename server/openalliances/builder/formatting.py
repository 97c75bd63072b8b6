"""Bring Turtle files into their one canonical form, without losing anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openalliances.atomic import replace_text
from openalliances.builder.dataset import SourceFile
from openalliances.builder.read_files import bundle_files, read_file
from openalliances.errors import SourceError
from openalliances.rdf.positions import comments


def reformat(files: Sequence[Path] = (), *, write: bool = True) -> tuple[Path, ...]:
    """Return the *files* (all of the bundle if none are given) that are not canonical.

    With *write* they are rewritten, each beside itself and renamed, once all have been read.

    :raises SourceError: if a file cannot be read, is not Turtle, or has comments,
        which no canonical form can keep.
    :raises MachineError: if a file cannot be written.
    """
    changed = {}
    for path in files or bundle_files():
        source = read_file(path)
        canonical = _canonical(source)
        if canonical != source.text:
            changed[path] = canonical
    for path, canonical in changed.items() if write else ():
        replace_text(path, canonical)
    return tuple(changed)


def _canonical(source: SourceFile) -> str:
    if not source.text:
        raise SourceError(
            source.name, "This is not Turtle.", "Only Turtle has a canonical form here."
        )
    for line in comments(source.text):
        raise SourceError(
            source.name,
            "A comment would be lost, since the canonical form has none.",
            "Put the reason into skos:editorialNote or skos:scopeNote, where users see it too.",
            line=line,
        )
    return source.canonical_text()
