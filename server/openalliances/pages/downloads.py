"""The list of files to download, from the manifest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.rdf.formats import GRAPH_FORMATS, Format
from openalliances.release import FileEntry, Manifest

CHECKSUMS = "SHA256SUMS"
"""Name of the file of all checksums, below the folder of the dumps."""

_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_ENCODINGS = {"": "plain", "gzip": "gzip", "zstd": "Zstandard"}
_SETS = {"asserted": "What is asserted: nothing derived, inferred, or said of the set itself"}
"""End of the name of a file with part of the set, and what that part is."""


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
    def format_name(self) -> str:
        """Return the name of its format, for example "Turtle"."""
        return self.format.name if self.format else self.entry.format

    @property
    def packing(self) -> str:
        """Return how it is compressed: "gzip", "Zstandard" or "plain"."""
        return _ENCODINGS.get(self.entry.encoding, self.entry.encoding)

    @property
    def size(self) -> str:
        """Return its size for people, for example "41 kB"."""
        return size_words(self.entry.size)


@dataclass(frozen=True, slots=True)
class DownloadRow:
    """The files of one format, plain and compressed."""

    format: str
    files: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class DownloadGroup:
    """The same statements in all formats: those of a graph, or of the set (``graph`` is empty)."""

    graph: str
    title: str
    triples: int
    rows: tuple[DownloadRow, ...]

    @property
    def files(self) -> tuple[Download, ...]:
        """Return all files of the group."""
        return tuple(file for row in self.rows for file in row.files)


def page(site: Site) -> str:
    """Return the page of all files."""
    groups = downloads_page(site.release.manifest)
    has_sums = (site.release.dumps / CHECKSUMS).is_file()
    return render("downloads.html", site, page=groups, checksums=has_sums)


def downloads_page(manifest: Manifest) -> tuple[DownloadGroup, ...]:
    """Return the files by what they hold, the whole set first, graphs in the manifest's order.

    Files belong together if they hold the same graph and have the same name up to
    the first dot.
    """
    titles = {graph.iri: graph.title or graph.iri for graph in manifest.graphs}
    grouped: dict[tuple[str, str], list[Download]] = {}
    for entry in manifest.files:
        download = Download(entry)
        stem = download.name.partition(".")[0]
        grouped.setdefault((entry.graph, stem), []).append(download)
    order = ["", *titles]
    known = [key for key in grouped if key[0] in order]
    return tuple(
        DownloadGroup(
            graph,
            titles[graph] if graph else _SETS.get(stem.rpartition("-")[2], "The whole set"),
            grouped[graph, stem][0].entry.triples,
            _rows(grouped[graph, stem]),
        )
        for graph, stem in sorted(known, key=lambda key: order.index(key[0]))
    )


def _rows(files: list[Download]) -> tuple[DownloadRow, ...]:
    names = dict.fromkeys(file.format_name for file in files)
    return tuple(
        DownloadRow(name, tuple(file for file in files if file.format_name == name))
        for name in names
    )


def size_words(size: int) -> str:
    """Return a number of bytes with a decimal unit and at most three digits."""
    amount, unit = float(size), 0
    while amount >= 999.5 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    digits = 1 if unit and amount < 9.95 else 0
    return f"{amount:.{digits}f} {_UNITS[unit]}"
