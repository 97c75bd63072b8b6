"""All files into a store, or only looked at: what the confined process does."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from openalliances.errors import SourceError
from openalliances.reader.faults import MOST_SHOWN
from openalliances.reader.files import RdfFile, digests, look_at
from openalliances.reader.options import FileRead, Reading, ReadOptions
from openalliances.reader.statements import Statements, opened
from openalliances.release import LeftOut

_WRITTEN_AT_ONCE = 20_000


def load(
    paths: Sequence[str],
    folder: str,
    written: str,
    options: ReadOptions,
    done: Callable[[], None],
) -> Reading:
    """Read the files into a new store in *folder*, or only look at them if it is empty.

    They are written to the file *written*, too, unless that is empty: as N-Quads, each literal
    as it stands in the file. *done* is called after each file.

    :raises SourceError: if one cannot be read, or none has a statement.
    """
    files = [look_at(path, options) for path in paths]
    first: dict[str, str] = {}
    store = ox.Store(folder) if folder else None
    found = []
    with Path(written or os.devnull).open("wb") as out:
        for file, digest in zip(files, digests(paths), strict=True):
            if digest in first:
                found.append(_twice(file, first[digest]))
            else:
                first[digest] = file.path
                found.append(_load(file, store, out if written else None, options))
            done()
    reading = Reading(tuple(found))
    if not reading.statements:
        raise _nothing(files, reading)
    if store is not None:
        store.optimize()
        store.flush()
    return reading


def _load(
    file: RdfFile, store: ox.Store | None, out: IO[bytes] | None, options: ReadOptions
) -> FileRead:
    if file.empty:
        return _read(file, 0, Statements(file, options))
    statements = opened(file, options)
    count = 0

    def counted() -> Iterator[ox.Quad]:
        nonlocal count
        for quad in statements:
            count += 1
            yield quad
        statements.refuse()

    quads = counted() if out is None else _written(counted(), out)
    if store is not None:
        store.bulk_extend(quads)
    else:
        deque(quads, maxlen=0)
    return _read(file, count, statements)


def _written(quads: Iterator[ox.Quad], out: IO[bytes]) -> Iterator[ox.Quad]:
    """Write the quads to *out*, many at once, and yield them."""
    while some := list(islice(quads, _WRITTEN_AT_ONCE)):
        ox.serialize(some, out, ox.RdfFormat.N_QUADS)
        yield from some


def _read(file: RdfFile, count: int, statements: Statements) -> FileRead:
    notices = [file.notice] if file.notice else []
    if not count:
        notices.append(f"{file.name} has no triples.")
    if statements.relative:
        notices.append(
            f"{file.name} has relative IRIs in {statements.relative:,} statements, resolved "
            f"against {ReadOptions().base_of(file.name)}; say against which with --base IRI."
        )
    faults = statements.faults
    left_out = None
    if faults.count:
        reasons = tuple(fault.sentence() for fault in faults.first[:MOST_SHOWN])
        left_out = LeftOut(file.path, statements.left_out, reasons)
    return FileRead(
        file.path, file.format.name, count, statements.prefixes, left_out, tuple(notices)
    )


def _twice(file: RdfFile, same: str) -> FileRead:
    what = "is named twice" if same == file.path else f"has the same content as {same}"
    return FileRead(
        file.path,
        file.format.name,
        notices=(f"{file.path} {what} and is read once.",),
    )


def _nothing(files: Sequence[RdfFile], reading: Reading) -> SourceError:
    left = sum(part.statements for part in reading.left_out)
    what = "The file has no triples." if len(files) == 1 else "The files have no triples."
    if left:
        what = f"All {left:,} statements are left out; nothing is left."
        return SourceError(files[0].path, what, reading.left_out[0].reasons[0])
    hint = "Write a statement into it, or leave it out."
    if any(file.format.name == "JSON-LD" for file in files):
        hint = 'Look at what is in it; JSON without a "@context" says nothing in RDF.'
    return SourceError(files[0].path, what, hint)
