"""What a release is built from, as one digest, without reading any RDF.

This module must stay light: a second start of the server computes the digest,
finds its release in the cache, and imports nothing that builds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from openalliances.release import RELEASE_FORMAT
from openalliances.version import __version__

_LIBRARIES = ("owlrl", "pyoxigraph", "pyshacl", "rdflib", "zstandard")
_PACKAGE = Path(__file__).parents[1]
_PARTS = ("builder", "release", "rdf")
_BUNDLE = ("ontology", "data", "shapes")


def built_with() -> dict[str, str]:
    """Return the versions of what takes part in building: the program and its libraries."""
    return {"openalliances": __version__, **{name: version(name) for name in _LIBRARIES}}


def inputs_digest(root: Path) -> str:
    """Return the SHA-256 of the bundle's files, the building code and the libraries' versions."""
    found = hashlib.sha256(f"release format {RELEASE_FORMAT}\n".encode())
    for name, number in sorted(built_with().items()):
        found.update(f"{name} {number}\n".encode())
    for label, path in _files(root):
        found.update(f"{label} {file_digest(path)}\n".encode())
    return found.hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name and the path of each file, in a fixed order."""
    for top, folders in ((root, _BUNDLE), (_PACKAGE, _PARTS)):
        for folder in folders:
            found = top / folder
            for path in sorted(_kept([found] if found.is_file() else found.rglob("*"))):
                yield path.relative_to(top).as_posix(), path


def _kept(paths: Iterable[Path]) -> Iterator[Path]:
    return (p for p in paths if p.suffix in (".ttl", ".rq", ".py") and p.is_file())
