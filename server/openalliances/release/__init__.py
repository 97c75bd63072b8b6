"""What a release folder holds: the one thing that building and serving share.

A release is immutable. It is written beside its place and renamed into it, so
whoever sees the folder sees all of it::

    manifest.json   this module's Manifest, as JSON
    checksums.json  size and SHA-256 of each other file (integrity.py)
    store/          the Oxigraph store, opened read-only by every worker
    dumps/          the whole set and its parts, in their formats as gzip, SHA256SUMS
    report/         validation report, figures, and the bill of materials (bom.cdx.json)
    indexes/        names.sqlite, service.nt, ontologies.nq and what else pages need at hand
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from openalliances.errors import ReleaseDamagedError, ReleaseFormatError
from openalliances.release.integrity import READ_AT_MOST, damage, damage_of, write_checksums

RELEASE_FORMAT = 6
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
        """Read the index file *name* and compare it with its checksum.

        :raises ReleaseDamagedError: if it is missing, or another than was built.
        """
        if what := damage_of(self.folder, f"indexes/{name}"):
            raise damaged(self.folder, what)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, and the checksums of all files, into a release folder.

    It is not yet in its place, and nothing is written into it any more.
    """
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    write_checksums(folder)


def open_release(folder: Path, read_at_most: float = READ_AT_MOST) -> Release:
    """Return the release in *folder*, of whose files *read_at_most* bytes are read beforehand.

    All are measured; see :mod:`openalliances.release.integrity`.

    :raises ReleaseDamagedError: if something is missing or was changed.
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
    if not (release.store / "CURRENT").is_file():
        raise damaged(folder, "the store is missing")
    if what := damage(folder, read_at_most):
        raise damaged(folder, what)
    return release


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        if (folder / MANIFEST).exists() and not (folder / MANIFEST).is_file():
            raise OSError("it is no file")
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReleaseDamagedError(
            f"{folder} is not a release: it has no {MANIFEST}.",
            "Give the folder that openalliances build printed, or build one.",
        ) from None
    except (ValueError, OSError, RecursionError) as error:
        raise ReleaseDamagedError(
            f"{folder / MANIFEST} cannot be read: {error}.",
            "Delete the folder and build again with: openalliances build",
        ) from None
    if not isinstance(raw, dict):
        raise damaged(folder, f"{MANIFEST} is not an object")
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
        return Manifest(
            **raw,
            graphs=graphs,
            parts=parts,
            files=files,
            left_out=left_out,
            notices=notices,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise damaged(folder, f"{MANIFEST} lacks or adds something ({error})") from None


def damaged(folder: Path, what: str) -> ReleaseDamagedError:
    """Return the error of a release of which *what* is wrong."""
    return ReleaseDamagedError(
        f"The release in {folder} is damaged: {what}.",
        "Delete the folder and build again with: openalliances build",
    )
