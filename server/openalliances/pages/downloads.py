"""What can be downloaded, as a page: the whole set, its parts, and each named graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from openalliances.http.urls import Urls, forms_of_thing
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.pages.structured_data import structured_data
from openalliances.rdf.formats import GRAPH_FORMATS, TRIPLE_FORMATS, Format
from openalliances.release import FileEntry, GraphEntry, Manifest, PartEntry
from openalliances.things.dataset_files import GRAPHS

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Download:
    """A file in one format: paths, sizes and checksums as it is stored (gzip), and plain."""

    format: str
    href: str
    size: str
    sha256: str
    stored_href: str
    stored_size: str
    stored_sha256: str

    @property
    def name(self) -> str:
        """Return the name of the plain file."""
        return self.href.rpartition("/")[2]

    @property
    def stored_name(self) -> str:
        """Return the name of the stored file."""
        return self.stored_href.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class DownloadPart:
    """The whole set or a part: what it is called, what is in it, and its files."""

    name: str
    title: str
    description: str
    triples: int
    graphs: tuple[str, ...]
    files: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class GraphRow:
    """A named graph: what it is called, in which parts it is, and where to get it alone.

    ``links`` are names of formats with their paths. ``parts`` are titles; without any,
    the graph is in the whole set only, and alone on demand.
    """

    iri: str
    href: str
    title: str
    description: str
    triples: int
    parts: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DownloadsPage:
    """All parts, the whole set first, and all named graphs."""

    parts: tuple[DownloadPart, ...]
    graphs: tuple[GraphRow, ...]


def page(site: Site) -> str:
    """Return the page of all that can be downloaded."""
    model = downloads_page(site.release.manifest, site.urls)
    structured = structured_data(site, GRAPHS)
    return render("downloads.html", site, page=model, structured=structured)


def downloads_page(manifest: Manifest, urls: Urls) -> DownloadsPage:
    """Return what *manifest* lists, in its order."""
    titles = {graph.iri: graph.title for graph in manifest.graphs}
    return DownloadsPage(
        tuple(_part(part, titles, manifest.files) for part in manifest.parts),
        tuple(_row(graph, manifest, urls) for graph in manifest.graphs if graph.iri),
    )


def graph_row(manifest: Manifest, urls: Urls, iri: str) -> GraphRow | None:
    """Return the row of the named graph *iri*, or None if it is none."""
    found = (graph for graph in manifest.graphs if graph.iri == iri and iri)
    return next((_row(graph, manifest, urls) for graph in found), None)


def format_of(entry: FileEntry) -> Format:
    """Return the RDF format of a file."""
    return next(form for form in GRAPH_FORMATS if form.name == entry.format)


def size_words(size: int) -> str:
    """Return a number of bytes with a decimal unit and at most three digits."""
    amount, unit = float(size), 0
    while amount >= 999.5 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    digits = 1 if unit and amount < 9.95 else 0
    return f"{amount:.{digits}f} {_UNITS[unit]}"


def _part(part: PartEntry, titles: dict[str, str], files: Sequence[FileEntry]) -> DownloadPart:
    return DownloadPart(
        part.name,
        part.title,
        part.description,
        part.triples,
        tuple(titles.get(iri, iri) for iri in part.graphs),
        tuple(_download(entry) for entry in files if entry.part == part.name),
    )


def _download(entry: FileEntry) -> Download:
    return Download(
        entry.format,
        f"/{entry.plain_path}",
        size_words(entry.plain_size),
        entry.plain_sha256,
        f"/{entry.path}",
        size_words(entry.size),
        entry.sha256,
    )


def _row(graph: GraphEntry, manifest: Manifest, urls: Urls) -> GraphRow:
    parts = manifest.parts[1:]  # the first is the whole set
    return GraphRow(
        graph.iri,
        urls.document(graph.iri),
        graph.title or graph.iri,
        graph.description,
        graph.triples,
        tuple(part.title for part in parts if graph.iri in part.graphs),
        tuple((form.name, _graph_path(graph.iri, form)) for form in _held(graph.iri)),
    )


def _held(iri: str) -> list[Format]:
    """Return the formats in which the graph *iri* can be written."""
    return [form for form in forms_of_thing(iri) if form in TRIPLE_FORMATS]


def _graph_path(iri: str, form: Format) -> str:
    return "/graphs?" + urlencode({"graph": iri, "format": form.extension})
