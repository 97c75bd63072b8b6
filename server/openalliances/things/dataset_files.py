"""The files of a data set, and the parts that are taken alone: what can be downloaded, as values.

Dumps are those of the manifest, with sizes and checksums; tables those that the release has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openalliances.rdf.formats import GRAPH_FORMATS
from openalliances.rdf.prefixes import BASE, CATALOG, part_iri
from openalliances.release import WHOLE, FileEntry, Manifest, Release
from openalliances.release.integrity import Checksum, read_checksums
from openalliances.tabular.database import FILE as DATABASE
from openalliances.tabular.definitions import Table
from openalliances.tabular.formats import CSV, PARQUET
from openalliances.tabular.store import FOLDER, Tables

GZIP = "application/gzip"
SQLITE = "application/vnd.sqlite3"
TABLE, GRAPHS = "table", "graphs"
"""What a part is of."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to take: DCAT's distribution (DCAT 3, section 6.8).

    ``path`` is where it is below the root, ``media_type`` that of what is in it, ``packed`` that
    of its compression or empty. ``format`` is the IRI of an RDF format, empty for others.
    """

    iri: str
    name: str
    path: str
    media_type: str
    size: int
    sha256: str
    packed: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the data set that is taken alone: graphs, or a table; of files of its own.

    ``page`` is the path of the page about it. Texts are by language; ``number`` is that of its
    triples or rows.
    """

    iri: str
    kind: str
    page: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    number: int
    files: tuple[File, ...]


def graph_files(manifest: Manifest) -> tuple[tuple[File, ...], tuple[Part, ...]]:
    """Return the files of all graphs, and the parts that have some of them."""
    files = {p.name: tuple(dump_files(CATALOG, manifest.files, p.name)) for p in manifest.parts}
    parts = tuple(
        Part(
            part_iri(part.name),
            GRAPHS,
            f"/dumps/#{part.name}",
            _texts(part.title, part.title_fr),
            _texts(part.description, part.description_fr),
            part.triples,
            files[part.name],
        )
        for part in manifest.parts
        if part.name != WHOLE
    )
    return files.get(WHOLE, ()), parts


def _texts(english: str, french: str) -> dict[str, str]:
    return {language: text for language, text in (("en", english), ("fr", french)) if text}


def dump_files(here: str, files: Sequence[FileEntry], part: str = "") -> Iterator[File]:
    """Yield each dump as what is in it, and as the gzip that is stored."""
    forms = {form.name: form for form in GRAPH_FORMATS}
    for entry in files:
        if part and entry.part != part:
            continue
        form, plain = forms[entry.format], entry.plain_path.rpartition("/")[2]
        own = f"{part_iri(entry.part)}/{form.extension}" if here == CATALOG else f"{here}#{plain}"
        size, digest = entry.plain_size, entry.plain_sha256
        yield File(own, form.name, entry.plain_path, form.media_type, size, digest, format=form.iri)
        if entry.path != entry.plain_path:
            yield File(
                f"{here}#{plain}.gz",
                f"{form.name}, gzip",
                entry.path,
                form.media_type,
                entry.size,
                entry.sha256,
                GZIP,
                form.iri,
            )


def table_parts(release: Release, tables: Tables, timeout: float) -> Iterator[Part]:
    """Yield the tables of a release, each with the files that are stored of it.

    :raises ReleaseDamagedError: if they cannot be read.
    """
    sums = _checksums(release)
    counted = tables.counted(timeout)
    for table in tables.definitions.values():
        number, digest = counted.get(table.name, (0, ""))
        yield Part(
            f"{BASE}data/{table.name}",
            TABLE,
            f"/data/{table.name}.html",
            {"en": table.title or table.name},
            {"en": table.definition},
            number,
            tuple(_files_of(table, sums, tables.unpacked_size(table.name), digest)),
        )


def whole_tables(release: Release) -> Iterator[File]:
    """Yield the file with all tables."""
    stored = _checksums(release).get(DATABASE)
    if stored is not None:
        path, name = f"data/{DATABASE}", "SQLite, all tables"
        yield File(f"{CATALOG}#{DATABASE}", name, path, SQLITE, stored.size, stored.sha256)


def _checksums(release: Release) -> dict[str, Checksum]:
    inside = f"{FOLDER}/"
    entries = read_checksums(release.folder)
    return {e.path.removeprefix(inside): e for e in entries if e.path.startswith(inside)}


def _files_of(
    table: Table, sums: Mapping[str, Checksum], plain_size: int, plain_digest: str
) -> Iterator[File]:
    csv, parquet = f"{table.name}.csv", f"{table.name}.parquet"
    kind = CSV.content_type.partition(";")[0]
    if (packed := sums.get(f"{csv}.gz")) is not None:
        here, path = f"{CATALOG}#{csv}", f"data/{csv}"
        yield File(here, CSV.name, path, kind, plain_size, plain_digest)
        name = f"{CSV.name}, gzip"
        yield File(f"{here}.gz", name, f"{path}.gz", kind, packed.size, packed.sha256, GZIP)
    if (stored := sums.get(parquet)) is not None:
        here, path, kind = f"{CATALOG}#{parquet}", f"data/{parquet}", PARQUET.content_type
        yield File(here, PARQUET.name, path, kind, stored.size, stored.sha256)
