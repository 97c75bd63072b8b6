"""What a release is built from, as one digest, without reading any RDF.

Inputs are the files of the data set, the modules of this package that the build imports
(found by reading their import statements, so that none can be forgotten), and the
versions of the libraries that shape what is written.

This module must stay light: a second start of the server computes the digest,
finds its release in the cache, and imports nothing that builds.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from openalliances.release import RELEASE_FORMAT
from openalliances.version import __version__

LIBRARIES = (
    "babel",
    "brotli",
    "owlrl",
    "packaging",
    "pyarrow",
    "pyoxigraph",
    "pyshacl",
    "rdflib",
    "shacl",
    "zstandard",
)
"""Those that shape a release; one that is optional may be absent."""

PACKAGE = Path(__file__).parents[1]
BUNDLE = ("ontology", "data", "shapes")
"""The folders of the data set."""
SUFFIXES = frozenset((".ttl", ".rq", ".sql", ".csv", ".json", ".jsonld"))
"""What takes part of the files in them: statements, queries, tables and their metadata."""

_ROOT_MODULE = "openalliances.builder.pipeline"
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(openalliances[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n(]*)"
    r"|import[ \t]+(openalliances[\w.]*))",
    re.MULTILINE,
)
_NAME = re.compile(r"\w+")


def built_with() -> dict[str, str]:
    """Return the versions of what takes part in building: the program and its libraries."""
    found = {"openalliances": __version__, "python": "{}.{}".format(*sys.version_info)}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def inputs_digest(root: Path, package: Path = PACKAGE) -> str:
    """Return the SHA-256 of all that a release of the data set in *root* depends on."""
    found = hashlib.sha256(f"release format {RELEASE_FORMAT}\n".encode())
    for name, number in sorted(built_with().items()):
        found.update(f"{name} {number}\n".encode())
    for label, path in input_files(root, package):
        found.update(f"{label} {file_digest(path)}\n".encode())
    return found.hexdigest()


def input_files(root: Path, package: Path = PACKAGE) -> Iterator[tuple[str, Path]]:
    """Yield the name and the path of each file that a release depends on, in a fixed order."""
    for folder in BUNDLE:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file() and not path.name.startswith("."):
                yield path.relative_to(root).as_posix(), path
    for path in building_modules(package):
        yield f"{package.name}/{path.relative_to(package).as_posix()}", path


def building_modules(package: Path = PACKAGE) -> tuple[Path, ...]:
    """Return the files of *package* that the build imports, directly or not, by path.

    What the package as a whole exports is not followed: that is the library over all rooms.
    """
    found: set[Path] = set()
    left, seen = [_ROOT_MODULE], {_ROOT_MODULE}
    while left:
        for path in _files_of(package, left.pop()):
            if path in found:
                continue
            found.add(path)
            if path.parent != package or path.name != "__init__.py":
                new = set(_imported(path.read_text(encoding="utf-8"))) - seen
                left.extend(new)
                seen |= new
    return tuple(sorted(found))


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _imported(text: str) -> Iterator[str]:
    """Yield the modules of ours that a module names in its import statements.

    What is imported *from* a module may be one itself, or only a name in it.
    """
    for match in _IMPORT.finditer(text):
        module, names = match[1] or match[3], match[2] or ""
        yield module
        yield from (f"{module}.{name}" for name in _NAME.findall(names))


def _files_of(package: Path, module: str) -> Iterator[Path]:
    """Yield the file of a module and those of the packages around it; none for a mere name."""
    path = package.parent
    for part in module.split("."):
        path = path / part
        inside = path / "__init__.py"
        if inside.is_file():
            yield inside
        elif (file := path.with_name(f"{part}.py")).is_file():
            yield file
