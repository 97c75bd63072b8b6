"""A user's own files as a release: into the store as they are, without inference or checks.

Triples go to the default graph, quads keep their graphs, and blank nodes of different files
stay apart. The files are read by :mod:`openalliances.reader`, in a confined process; what else
such a release has is made by :mod:`openalliances.builder.user_release.pipeline`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.cache import cached, private_cache, remember
from openalliances.builder.folder import partial_folder, settle
from openalliances.builder.user_release.pipeline import Loaded, complete
from openalliances.progress import Progress
from openalliances.reader import Reading, ReadOptions, digests, read
from openalliances.release import RELEASE_FORMAT, Release, write_manifest
from openalliances.settings import Settings

_WRITTEN = ".statements.nq"
"""What the files say as it is written, in a file that is gone when the release is there."""


def load_files(
    files: Sequence[Path],
    settings: Settings,
    progress: Progress,
    options: ReadOptions | None = None,
) -> Release:
    """Return a release (kind ``files``) of the user's *files*, from the cache if it is there.

    Its digest is that of the files and of how they are read, not of their RDF. What was left
    out and what else was noticed is told to *progress*, each time.

    :raises SourceError: with line and column, if a file cannot be read, or all are empty.
    :raises SettingError: if the options name what there is not.
    :raises MachineError: if the cache folder cannot be written.
    """
    asked = options or ReadOptions.from_settings(settings)
    progress.step("look at files", len(files))
    digest = _digest(files, settings, asked, progress)
    cache = private_cache(settings)
    found = cached(cache, digest, progress)
    if found is not None:
        _tell(found, progress)
        return found
    with partial_folder(cache) as folder:
        written = folder / _WRITTEN
        progress.step("load", len(files))
        reading = read(files, folder / "store", asked, progress, written=written)
        manifest = complete(
            folder,
            ox.Store(folder / "store"),
            _loaded(files, reading, written),
            digest=digest,
            settings=settings,
            progress=progress,
        )
        written.unlink()
        write_manifest(folder, manifest)
        release = settle(folder, cache / f"files-{digest[:12]}", digest)
    remember(cache, digest, release)
    _tell(release, progress)
    return release


def _digest(
    files: Sequence[Path], settings: Settings, options: ReadOptions, progress: Progress
) -> str:
    bounds = f"{settings.dump_quads} {settings.index_names}"
    made_by = f"{RELEASE_FORMAT} {ox.__version__} {bounds} {options.key()}"
    found = hashlib.sha256(f"files {made_by}\n".encode())
    for path, content in zip(files, digests(files), strict=True):
        found.update(f"{path.absolute().as_uri()} {content}\n".encode())
        progress.advance()
    for _, context in options.contexts:
        found.update(f"{digests([context])[0]}\n".encode())
    return found.hexdigest()


def _loaded(files: Sequence[Path], reading: Reading, written: Path) -> Loaded:
    def quads() -> Iterator[ox.Quad]:
        yield from ox.parse(path=written, format=ox.RdfFormat.N_QUADS)

    return Loaded(
        [path.name for path in files],
        quads,
        reading.prefixes,
        tuple(replace(left, file=Path(left.file).name) for left in reading.left_out),
        tuple(_without_folders(notice, files) for notice in reading.notices),
    )


def _without_folders(notice: str, files: Sequence[Path]) -> str:
    """Return what the world may read: where the files lie is nobody's business."""
    for path in files:
        notice = notice.replace(str(path), path.name)
    return notice


def _tell(release: Release, progress: Progress) -> None:
    """Tell what was left out and noticed."""
    for notice in release.manifest.notices:
        progress.note(f"note: {notice}")
    for left in release.manifest.left_out:
        progress.note(f"left out: {left.statements:,} statements of {left.file}")
        for reason in left.reasons:
            progress.note(f"  {left.file}:{reason}")
