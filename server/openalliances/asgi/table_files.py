"""Which file of tables a path stands for: whole tables, as the release has them.

A table is stored once as CSV, as gzip, and has two names as dumps have. What is filtered, or in a
form that is not stored, is made by :mod:`openalliances.web.data`.
"""

from __future__ import annotations

from pathlib import Path

from openalliances.asgi.files import Representation
from openalliances.http.conditions import Validators
from openalliances.http.headers import FRESH
from openalliances.rdf.prefixes import LICENSE
from openalliances.release.integrity import Checksum, read_checksums
from openalliances.tabular.formats import CSV, METADATA, PARQUET
from openalliances.tabular.store import FOLDER

PATH = "/data/"
_GZIP = ".csv.gz"
_VARY = (("Vary", "Accept-Encoding"),)
_TYPES = {
    ".sqlite": "application/vnd.sqlite3",
    ".gz": "application/gzip",
    ".parquet": PARQUET.content_type,
    ".json": METADATA.content_type,
}
_SIZE_AT_END = 4
"""Bytes at the end of a gzip file that say how long it is when unpacked (RFC 1952, 2.3.1)."""


def table_files(release: Path) -> dict[str, Checksum]:
    """Return the files of tables of a release by the names under which they are sent."""
    inside = f"{FOLDER}/"
    return {
        entry.path.removeprefix(inside): entry
        for entry in read_checksums(release)
        if entry.path.startswith(inside) and Path(entry.path).suffix in _TYPES
    }


def table_file(
    release: Path, files: dict[str, Checksum], name: str, *, gzip: bool
) -> Representation | None:
    """Return what is sent for *name*, None where there is no such file.

    *gzip* says whether the client takes that as a coding.
    """
    if (entry := files.get(name)) is not None:
        kind = _TYPES[Path(name).suffix]
        return _stored(release, entry, kind, _links(name))
    packed = files.get(f"{name}.gz") if name.endswith(".csv") else None
    if packed is None:
        return None
    more = (*_links(name), *_VARY)
    if gzip:
        return _stored(release, packed, CSV.content_type, (*more, ("Content-Encoding", "gzip")))
    path = release / packed.path
    # What is in it is another representation, and has a validator of its own (RFC 9110, 8.8.1).
    known = Validators(f"{packed.sha256}-plain", path.stat().st_mtime)
    return Representation(
        path, CSV.content_type, _unpacked(path), known, FRESH, is_packed=True, more=more
    )


def _stored(
    release: Path, entry: Checksum, kind: str, more: tuple[tuple[str, str], ...]
) -> Representation:
    path = release / entry.path
    known = Validators(entry.sha256, path.stat().st_mtime)
    return Representation(path, kind, entry.size, known, FRESH, entry.sha256, more=more)


def _links(name: str) -> tuple[tuple[str, str], ...]:
    """Return what leads from a file to its description (CSVW, §5.2) and licence."""
    stem = name.partition(".")[0]
    licence = ("Link", f'<{LICENSE}>; rel="license"')
    if not name.endswith((".csv", _GZIP, ".parquet")):
        return (licence,)
    described = f"{PATH}{stem}.{METADATA.extension}"
    return (("Link", f'<{described}>; rel="describedby"; type="{METADATA.content_type}"'), licence)


def _unpacked(path: Path) -> int:
    with path.open("rb") as file:
        file.seek(-_SIZE_AT_END, 2)
        return int.from_bytes(file.read(_SIZE_AT_END), "little")
