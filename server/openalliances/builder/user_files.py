"""A user's own files as a release: into the store as they are, and nothing else.

No inference, no checks, no dumps (the user has the files). Triples go to the
default graph, quads keep their graphs, and blank nodes of different files stay
apart (Oxigraph renames them as it loads).
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox
import zstandard

from openalliances.builder.cache import cached, private_cache, remember
from openalliances.builder.folder import partial_folder, settle
from openalliances.builder.inputs import built_with, file_digest
from openalliances.builder.outputs.names import write_names
from openalliances.errors import SourceError
from openalliances.progress import Progress
from openalliances.rdf.formats import GRAPH_FORMATS, Format, by_extension
from openalliances.rdf.prefixes import BASE
from openalliances.release import RELEASE_FORMAT, GraphEntry, Manifest, Release, write_manifest
from openalliances.settings import Settings

_ENCODINGS = {".gz": "gzip", ".zst": "zstd"}
_READABLE = ", ".join(f".{f.extension}" for f in GRAPH_FORMATS)


@dataclass(frozen=True, slots=True)
class _Input:
    """A file, its format, and how it is compressed (empty if it is not)."""

    path: Path
    format: Format
    encoding: str

    @property
    def rdf_format(self) -> ox.RdfFormat | None:
        """Return the format as Oxigraph names it."""
        return ox.RdfFormat.from_media_type(self.format.media_type)


def load_files(files: Sequence[Path], settings: Settings, progress: Progress) -> Release:
    """Return a release (kind ``files``) of the user's *files*, from the cache if it is there.

    Its digest is that of the files, not of their RDF. Relative IRIs are those
    of the file's place.

    :raises SourceError: with line and column, if a file cannot be read or is empty.
    :raises MachineError: if the cache folder cannot be written.
    """
    given = [_input(path) for path in files]
    if not given:
        raise SourceError("", "No file was given.", "Name at least one RDF file.")
    progress.step("look at files", len(given))
    digest = _digest(given, progress)
    cache = private_cache(settings)
    found = cached(cache, digest, progress)
    if found is not None:
        return found
    with partial_folder(cache) as folder:
        progress.step("load", len(given))
        manifest = _load(folder / "store", given, digest, progress)
        write_manifest(folder, manifest)
        release = settle(folder, cache / f"files-{digest[:12]}", digest)
    remember(cache, digest, release)
    return release


def _input(path: Path) -> _Input:
    encoding = _ENCODINGS.get(path.suffix, "")
    inner = Path(path.stem) if encoding else path
    format_ = by_extension(inner.suffix.removeprefix("."))
    if not path.exists():
        raise SourceError(str(path), "There is no such file.", "Look at the spelling.")
    if path.is_dir():
        raise SourceError(str(path), "This is a folder.", "Name the files in it.")
    if format_ is None:
        raise SourceError(
            str(path),
            f'Files ending in "{inner.suffix or inner.name}" are not read.',
            f"Use one of: {_READABLE}, each also with .gz or .zst.",
        )
    return _Input(path, format_, encoding)


def _digest(given: Sequence[_Input], progress: Progress) -> str:
    found = hashlib.sha256(f"files {RELEASE_FORMAT} {ox.__version__}\n".encode())
    for entry in given:
        try:
            content = file_digest(entry.path)
        except OSError as error:
            raise _unreadable(entry, error) from error
        found.update(f"{entry.path.absolute().as_uri()} {content}\n".encode())
        progress.advance()
    return found.hexdigest()


def _load(folder: Path, given: Sequence[_Input], digest: str, progress: Progress) -> Manifest:
    store = ox.Store(folder)
    for entry in given:
        with _syntax_errors(entry):
            _refuse_empty(entry)
            _bulk_load(store, entry)
        progress.advance()
    progress.step("count")
    graphs = tuple(_graphs(store))
    store.optimize()
    store.flush()
    progress.step("names")
    indexes = folder.parent / "indexes"
    indexes.mkdir()
    write_names(store, indexes)
    return Manifest(
        format=RELEASE_FORMAT,
        kind="files",
        version=digest[:12],
        title=", ".join(entry.path.name for entry in given),
        base=BASE,
        digest=digest,
        inputs=digest,
        quads=sum(graph.triples for graph in graphs),
        graphs=graphs,
        parts=(),
        files=(),
        built_with=built_with(),
    )


def _bulk_load(store: ox.Store, entry: _Input) -> None:
    base = entry.path.absolute().as_uri()
    if not entry.encoding:
        store.bulk_load(path=entry.path, format=entry.rdf_format, base_iri=base)
        return
    with _opened(entry) as stream:
        store.bulk_load(stream, format=entry.rdf_format, base_iri=base)


def _refuse_empty(entry: _Input) -> None:
    """Look for a first triple; the rest is read when it is loaded."""
    base = entry.path.absolute().as_uri()
    with _opened(entry) as stream:
        first = next(iter(ox.parse(stream, entry.rdf_format, base_iri=base)), None)
    if first is None:
        raise SourceError(str(entry.path), "The file has no triples.", "Look at what is in it.")


@contextmanager
def _opened(entry: _Input) -> Iterator[IO[bytes]]:
    with entry.path.open("rb") as raw:
        if entry.encoding == "gzip":
            with gzip.GzipFile(fileobj=raw) as stream:
                yield cast(IO[bytes], stream)
        elif entry.encoding == "zstd":
            with zstandard.ZstdDecompressor().stream_reader(raw) as reader:
                yield reader
        else:
            yield raw


@contextmanager
def _syntax_errors(entry: _Input) -> Iterator[None]:
    """Turn what the parser and the decompressors raise into a :class:`SourceError`."""
    try:
        yield
    except SyntaxError as error:
        what = error.msg.partition(": ")[2] or error.msg
        raise SourceError(
            str(entry.path),
            f"This is not valid {entry.format.name}: {what.rstrip('. ')}.",
            "Look there and just before.",
            line=error.lineno or 0,
            column=error.offset or 0,
        ) from None
    except (gzip.BadGzipFile, EOFError, zstandard.ZstdError) as error:
        raise SourceError(
            str(entry.path),
            f"It cannot be unpacked: {error}.",
            "Its name says that it is compressed; look whether it is whole.",
        ) from None
    except (PermissionError, FileNotFoundError) as error:
        raise _unreadable(entry, error) from error


def _unreadable(entry: _Input, error: OSError) -> SourceError:
    return SourceError(str(entry.path), f"It cannot be read: {error.strerror}.")


def _graphs(store: ox.Store) -> Iterator[GraphEntry]:
    """Yield the graphs by name with their numbers of triples, the default graph first."""
    rows = store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    named: dict[str, int] = {}
    if isinstance(rows, ox.QuerySolutions):
        for row in rows:
            name, count = row["g"], row["n"]
            if name is not None and isinstance(count, ox.Literal):
                named[str(name).strip("<>")] = int(count.value)
    rest = len(store) - sum(named.values())
    if rest:
        yield GraphEntry("", "default graph", "file", rest)
    for name in sorted(named):
        yield GraphEntry(name, name, "file", named[name])
