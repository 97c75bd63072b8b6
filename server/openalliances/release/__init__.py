"""What a release folder holds: the one thing that building and serving share.

A release is immutable. It is written beside its place and renamed into it, so
whoever sees the folder sees all of it::

    manifest.json   this module's Manifest, as JSON
    store/          the Oxigraph store, opened read-only by every worker
    dumps/          the whole set and its parts, in six formats as gzip, SHA256SUMS
    report/         validation report, figures, and the bill of materials (bom.cdx.json)
    indexes/        names.sqlite, service.nt, ontologies.nq and what else pages need at hand
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from openalliances.errors import ReleaseDamagedError, ReleaseFormatError

RELEASE_FORMAT = 4
"""Number of this layout; a program reads only releases with its own number."""

MANIFEST = "manifest.json"
SERVICE = "service.nt"
"""What the service description takes from the release, below ``indexes``."""
ONTOLOGIES = "ontologies.nq"
"""What each ontology file says, in a graph of its IRI, below ``indexes``."""
SUMS = "SHA256SUMS"
"""The checksums of all dumps, below ``dumps``."""
WHOLE = "openalliances"
"""Name of the part that has all graphs."""


@dataclass(frozen=True, slots=True)
class GraphEntry:
    """A named graph of the release; ``iri`` is empty for the default graph.

    ``digest`` is the SHA-256 of its canonical N-Quads. What has no text in a language
    has an empty one, as all graphs of a user's own files.
    """

    iri: str
    title: str
    kind: str
    triples: int
    title_fr: str = ""
    description: str = ""
    description_fr: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class PartEntry:
    """Graphs that are downloaded together: their IRIs, and what the part is called.

    ``name`` is that of its files. ``triples`` counts a statement of two graphs once.
    """

    name: str
    title: str
    title_fr: str
    description: str
    description_fr: str
    graphs: tuple[str, ...]
    triples: int


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file to download, which is stored as gzip and sent plain, too.

    ``path`` is that of the stored file below the release folder. ``statements`` are triples,
    or quads in a format with graphs. ``size`` (in bytes) and ``sha256`` are those of the
    stored file, ``plain_size`` and ``plain_sha256`` those of what is in it.
    """

    path: str
    part: str
    format: str
    statements: int
    size: int
    sha256: str
    plain_size: int
    plain_sha256: str

    @property
    def plain_path(self) -> str:
        """Return the path under which it is sent as what is in it."""
        return self.path.removesuffix(".gz")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a user's file was left out as it was read: how many statements, and why.

    ``reasons`` are sentences with line and column, of the first faults only.
    """

    file: str
    statements: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A file below ``indexes``: its name, its size in bytes, and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The head of a release.

    ``kind`` is ``dataset`` for our own set and ``files`` for a user's files.
    ``digest`` is the SHA-256 of the canonical N-Quads (RDFC-1.0) of all graphs;
    ``inputs`` is the digest of the files and the program that it was built from.
    ``engines`` says which ``reasoner`` and ``validator`` made it; ``compared_with`` is the
    reasoner that was found to entail the same, empty if none was asked; ``given`` and
    ``entailed`` are SHA-256 of the triples (sorted N-Triples) that went in and came out.

    ``indexes`` are the files of the folder of that name.

    The rest speaks of a user's files: ``description`` and ``license`` (an IRI or words) as
    their data state them, ``prefixes`` (prefix to namespace) as the files declare them,
    ``left_out`` as they were read, and ``notices``, sentences on what else was noticed.
    ``base`` is then the namespace in which most things are, or as it was given.
    """

    format: int
    kind: str
    version: str
    title: str
    base: str
    digest: str
    inputs: str
    quads: int
    graphs: tuple[GraphEntry, ...]
    parts: tuple[PartEntry, ...]
    files: tuple[FileEntry, ...]
    built_with: dict[str, str]
    engines: dict[str, str] = field(default_factory=dict)
    description: str = ""
    license: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()
    indexes: tuple[IndexEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was found whole: its folder and its manifest."""

    folder: Path
    manifest: Manifest

    @property
    def store(self) -> Path:
        """Return the folder of the Oxigraph store."""
        return self.folder / "store"

    @property
    def dumps(self) -> Path:
        """Return the folder of the files to download."""
        return self.folder / "dumps"

    @property
    def indexes(self) -> Path:
        """Return the folder of the indexes for pages and search."""
        return self.folder / "indexes"

    def look_whole(self, name: str) -> None:
        """Read the index file *name* and compare its digest with that of the manifest.

        :raises ReleaseDamagedError: if it is missing, or another than was built.
        """
        known = {entry.name: entry.sha256 for entry in self.manifest.indexes}
        try:
            found = _digest(self.indexes / name)
        except OSError:
            found = ""
        if not found or known.get(name) != found:
            raise _damaged(self.folder, f"indexes/{name} is missing or was changed")


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into a release folder that is not yet in its place.

    The files of its ``indexes`` must be there already: they are counted in.
    """
    paths = sorted((folder / "indexes").glob("*"))
    found = tuple(IndexEntry(path.name, path.stat().st_size, _digest(path)) for path in paths)
    text = json.dumps(
        asdict(replace(manifest, indexes=found)), ensure_ascii=False, indent=2, sort_keys=True
    )
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_release(folder: Path) -> Release:
    """Return the release in *folder*.

    Looks at the manifest, the store and the sizes of all files; it does not read them
    all (``sha256sum --check --ignore-missing SHA256SUMS`` does, for the files to download).

    :raises ReleaseDamagedError: if something is missing or has another size.
    :raises ReleaseFormatError: if another version of the program wrote it.
    """
    raw = _read_manifest(folder)
    found = raw.get("format")
    if found != RELEASE_FORMAT:
        raise ReleaseFormatError(
            f"The release in {folder} has layout {found}; this program reads {RELEASE_FORMAT}.",
            "Build it again with: openalliances build",
        )
    release = Release(folder, _manifest(folder, raw))
    _look_whole(release)
    return release


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReleaseDamagedError(
            f"{folder} is not a release: it has no {MANIFEST}.",
            "Give the folder that openalliances build printed, or build one.",
        ) from None
    except (ValueError, OSError) as error:
        raise ReleaseDamagedError(
            f"{folder / MANIFEST} cannot be read: {error}.",
            "Delete the folder and build again with: openalliances build",
        ) from None
    if not isinstance(raw, dict):
        raise _damaged(folder, f"{MANIFEST} is not an object")
    return raw


def _manifest(folder: Path, raw: dict[str, Any]) -> Manifest:
    try:
        graphs = tuple(GraphEntry(**entry) for entry in raw.pop("graphs"))
        parts = tuple(
            PartEntry(**{**entry, "graphs": tuple(entry["graphs"])}) for entry in raw.pop("parts")
        )
        files = tuple(FileEntry(**entry) for entry in raw.pop("files"))
        left_out = tuple(
            LeftOut(**{**entry, "reasons": tuple(entry["reasons"])})
            for entry in raw.pop("left_out", ())
        )
        notices = tuple(raw.pop("notices", ()))
        indexes = tuple(IndexEntry(**entry) for entry in raw.pop("indexes"))
        return Manifest(
            **raw,
            graphs=graphs,
            parts=parts,
            files=files,
            left_out=left_out,
            notices=notices,
            indexes=indexes,
        )
    except (KeyError, TypeError) as error:
        raise _damaged(folder, f"{MANIFEST} lacks or adds something ({error})") from None


def _look_whole(release: Release) -> None:
    if not (release.store / "CURRENT").is_file():
        raise _damaged(release.folder, "the store is missing")
    sizes = {entry.path: entry.size for entry in release.manifest.files}
    sizes |= {f"indexes/{entry.name}": entry.size for entry in release.manifest.indexes}
    for name, size in sizes.items():
        path = release.folder / name
        if not path.is_file() or path.stat().st_size != size:
            raise _damaged(release.folder, f"{name} is missing or was changed")


def _damaged(folder: Path, what: str) -> ReleaseDamagedError:
    return ReleaseDamagedError(
        f"The release in {folder} is damaged: {what}.",
        "Delete the folder and build again with: openalliances build",
    )
