"""The list of files to download, from the manifest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from openalliances.rdf.formats import GRAPH_FORMATS, Format
from openalliances.release import FileEntry, Manifest

_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_ENCODINGS = {"": "", "gzip": "gzip", "zstd": "Zstandard"}


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the manifest, in words."""

    entry: FileEntry

    @property
    def format(self) -> Format | None:
        """Return its RDF format; the manifest may name it by name, extension or media type."""
        wanted = self.entry.format.casefold()
        return next(
            (f for f in GRAPH_FORMATS if wanted in (f.name.casefold(), f.extension, f.media_type)),
            None,
        )

    @property
    def name(self) -> str:
        """Return the file name."""
        return PurePosixPath(self.entry.path).name

    @property
    def href(self) -> str:
        """Return its path on the server."""
        return f"/{self.entry.path}"

    @property
    def label(self) -> str:
        """Return format and compression, for example "Turtle, gzip"."""
        name = self.format.name if self.format else self.entry.format
        compressed = _ENCODINGS.get(self.entry.encoding, self.entry.encoding)
        return f"{name}, {compressed}" if compressed else name

    @property
    def size(self) -> str:
        """Return its size for people, for example "41 kB"."""
        return size_words(self.entry.size)


@dataclass(frozen=True, slots=True)
class DownloadGroup:
    """The files of one graph, or of the whole set (``graph`` is empty)."""

    graph: str
    title: str
    triples: int
    files: tuple[Download, ...]


def downloads_page(manifest: Manifest) -> tuple[DownloadGroup, ...]:
    """Return the files by graph, the whole set first, the graphs in the manifest's order."""
    whole = _group("", "The whole set", manifest.quads, manifest.files)
    graphs = (_group(g.iri, g.title or g.iri, g.triples, manifest.files) for g in manifest.graphs)
    return tuple(group for group in (whole, *graphs) if group.files)


def size_words(size: int) -> str:
    """Return a number of bytes with a decimal unit and at most three digits."""
    amount, unit = float(size), 0
    while amount >= 999.5 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    digits = 1 if unit and amount < 9.95 else 0
    return f"{amount:.{digits}f} {_UNITS[unit]}"


def _group(graph: str, title: str, triples: int, files: Iterable[FileEntry]) -> DownloadGroup:
    own = [Download(entry) for entry in files if entry.graph == graph]
    return DownloadGroup(graph, title, triples, tuple(own))
