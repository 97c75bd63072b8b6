"""Which file of tables a path stands for: whole tables, as the release has them.

A table is stored once as CSV, as gzip, and has two names as dumps have. What is filtered, or in a
form that is not stored, is made by :mod:`openalliances.web.data`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from openalliances.asgi.files import Representation
from openalliances.http.conditions import Validators
from openalliances.http.headers import FRESH
from openalliances.http.links import Link
from openalliances.release.integrity import Checksum, read_checksums
from openalliances.tabular.formats import CSV, METADATA, PARQUET
from openalliances.tabular.store import FOLDER, unpacked_size

Headers: TypeAlias = tuple[tuple[str, str], ...]

PATH = "/data/"
_GZIP = ".csv.gz"
_VARY = (("Vary", "Accept-Encoding"),)
_TYPES = {
    ".sqlite": "application/vnd.sqlite3",
    ".gz": "application/gzip",
    ".parquet": PARQUET.content_type,
    ".json": METADATA.content_type,
}


def table_files(release: Path) -> dict[str, Checksum]:
    """Return the files of tables of a release by the names under which they are sent."""
    inside = f"{FOLDER}/"
    return {
        entry.path.removeprefix(inside): entry
        for entry in read_checksums(release)
        if entry.path.startswith(inside) and Path(entry.path).suffix in _TYPES
    }


def table_file(
    release: Path,
    files: dict[str, Checksum],
    name: str,
    *,
    gzip: bool,
    more: Headers = (),
    rows: Mapping[str, int] = MappingProxyType({}),
) -> Representation | None:
    """Return what is sent for *name*, None where there is no such file.

    *gzip* says whether the client takes that as a coding. *more* are headers of all tables,
    *rows* the numbers of their rows.
    """
    more = (*more, *_own(name, rows))
    if (entry := files.get(name)) is not None:
        return _stored(release, entry, _TYPES[Path(name).suffix], more)
    packed = files.get(f"{name}.gz") if name.endswith(".csv") else None
    if packed is None:
        return None
    more = (*more, *_VARY)
    if gzip:
        return _stored(release, packed, CSV.content_type, (*more, ("Content-Encoding", "gzip")))
    path = release / packed.path
    # What is in it is another representation, and has a validator of its own (RFC 9110, 8.8.1).
    known = Validators(f"{packed.sha256}-plain", path.stat().st_mtime)
    return Representation(
        path, CSV.content_type, unpacked_size(path), known, FRESH, is_packed=True, more=more
    )


def _stored(release: Path, entry: Checksum, kind: str, more: Headers) -> Representation:
    path = release / entry.path
    known = Validators(entry.sha256, path.stat().st_mtime)
    return Representation(path, kind, entry.size, known, FRESH, entry.sha256, more=more)


def _own(name: str, rows: Mapping[str, int]) -> Headers:
    """Return what leads to the description of a table (CSVW, §5.2), and how many rows it has."""
    stem = name.partition(".")[0]
    if not name.endswith((".csv", _GZIP, ".parquet")):
        return ()
    place, kind = f"{PATH}{stem}.{METADATA.extension}", METADATA.content_type
    described = ("Link", Link(place, "describedby", kind).as_header())
    return (described, *((("Result-Count", str(rows[stem])),) if stem in rows else ()))
