"""Which terms are part of a document: the IRIs with a ``#``, by what stands before it.

A client that asks for ``…/onto#Pact`` can only send ``…/onto`` (RFC 3986, section 3.5), so the
document there must hold its terms. A store finds things by whole IRIs and not by how they
begin; hence this index, ``indexes/fragments.sqlite``. A release without such IRIs has none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

FRAGMENTS = "fragments.sqlite"
"""The name of the index, below ``indexes``."""


@dataclass(frozen=True, slots=True)
class Fragments:
    """The index of a release; without a *path* there is nothing in it."""

    path: Path | None = None

    def terms(self, document: str, limit: int) -> tuple[str, ...]:
        """Return the first *limit* IRIs that are *document*, a ``#`` and more, in their order."""
        if self.path is None:
            return ()
        # It lies in a release, which never changes.
        place = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(place, uri=True)) as index:
            rows = index.execute(
                "SELECT name FROM term WHERE document = ? ORDER BY name LIMIT ?", (document, limit)
            )
            return tuple(f"{document}#{name}" for (name,) in rows)


def read_fragments(indexes: Path) -> Fragments:
    """Return the index of a release."""
    path = indexes / FRAGMENTS
    return Fragments(path if path.is_file() else None)


def write_fragments(indexes: Path, iris: Iterable[str]) -> None:
    """Write the index of *iris* into a release that is not yet in its place."""
    parts = sorted({tuple(iri.split("#", 1)) for iri in iris if "#" in iri})
    if not parts:
        return
    indexes.mkdir(exist_ok=True)
    with closing(sqlite3.connect(indexes / FRAGMENTS)) as index, index:
        index.execute(
            "CREATE TABLE term (document TEXT, name TEXT, PRIMARY KEY (document, name)) "
            "WITHOUT ROWID"
        )
        index.executemany("INSERT INTO term VALUES (?, ?)", parts)
