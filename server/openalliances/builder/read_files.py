"""Find and read the files of the bundle, each into the named graph that it belongs to.

Which graph that is stands in a table; see :mod:`openalliances.builder.named_graphs`.

Files are parsed by Oxigraph, whose messages have line and column, and which
keeps lexical forms as they stand. Blank nodes of different files never meet:
each is named after the file that it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.dataset import SourceFile
from openalliances.builder.links.reading import FOLDER as LINKS
from openalliances.builder.links.reading import link_files
from openalliances.builder.named_graphs import NamedGraphs, read_named_graphs
from openalliances.builder.read_tables import table_files
from openalliances.bundle import bundle
from openalliances.errors import SourceError
from openalliances.rdf.formats import TRIPLE_FORMATS, TURTLE, Format, by_extension
from openalliances.rdf.positions import Positions, locate
from openalliances.rdf.prefixes import GRAPH, PREFIXES
from openalliances.rdf.turtle import canonical_turtle
from openalliances.reader import ReadOptions, examine
from openalliances.reader.faults import source_error
from openalliances.reader.files import RdfFile, look_at
from openalliances.reader.nesting import first_triple_term
from openalliances.reader.statements import opened
from openalliances.tables.metadata import FOLDER as TABLES
from openalliances.tables.metadata import SUFFIX
from openalliances.tabular.definitions import FILE, SOURCE

FOLDERS = ("ontology", "data", "shapes")
"""The folders of the bundle, in the order in which they are read."""

CATALOGUE = "ontology/catalog-v001.xml"
"""Tells Protégé which file holds which module (OASIS XML Catalogs 1.1); it is no data."""

CONTEXTS = "ontology/contexts"
"""Holds the JSON-LD contexts that releases have published; they are no data."""

CODEBOOK = f"{SOURCE}/{FILE}"
"""Describes the tables that are published; it is no data."""

_READABLE = ", ".join(f".{f.extension}" for f in TRIPLE_FORMATS)
_BINDING = re.compile(r"^\s*@?prefix\s+([^\s:]*)\s*:\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
PLAIN = ReadOptions(absolute=True)
"""How the files of a data set are read: whole, and with whole IRIs."""


@dataclass(frozen=True, slots=True, eq=False)
class TurtleFile:
    """A file of triples; see :class:`~openalliances.builder.dataset.SourceFile`.

    ``name`` is the path below the bundle, with slashes. ``text`` is empty if it is
    in another format than Turtle. ``left_out`` says what is wrong with statements that
    were left out.
    """

    path: Path
    graph_iri: str
    kind: str
    triples: tuple[ox.Triple, ...]
    name: str
    text: str
    left_out: tuple[SourceError, ...] = ()

    def places(self) -> Positions:
        """Return the lines on which it says what."""
        return locate(self.text)

    def canonical_text(self) -> str:
        """Return the canonical Turtle of what it says.

        :raises SourceError: if its blank nodes are so deep within each other that it has none.
        """
        try:
            return canonical_turtle(self.triples)
        except RecursionError:
            raise SourceError(
                self.name,
                "Its blank nodes lie within each other too deep for a canonical form.",
                "Give names (IRIs) to some of them.",
            ) from None


def bundle_files(root: Path | None = None) -> tuple[Path, ...]:
    """Return the Turtle files of the bundle in a fixed order: by folder, then by path.

    :raises SourceError: if a folder has no file, or one in another RDF format.
    """
    root = bundle() if root is None else root
    found: list[Path] = []
    for folder in FOLDERS:
        files = sorted(_visible(root / folder), key=lambda path: path.as_posix())
        for path in files:
            _refuse_other_formats(path, _shown(path, root))
        found.extend(path for path in files if path.suffix == ".ttl")
    if not found:
        raise SourceError(
            str(root),
            "There are no Turtle files below this folder.",
            "Give a folder that has ontology, data and shapes in it.",
        )
    return tuple(found)


def rule_files(root: Path | None = None) -> tuple[Path, ...]:
    """Return the CONSTRUCT queries under ``ontology/rules``, by name."""
    root = bundle() if root is None else root
    return tuple(sorted((root / "ontology" / "rules").glob("*.rq")))


def read_bundle(root: Path | None = None) -> tuple[SourceFile, ...]:
    """Return all files of the bundle, read, in a fixed order: Turtle, tables, tables of links.

    :raises SourceError: for the first Turtle file that cannot be read.
    :raises TableError: with all faults of all tables.
    """
    root = bundle() if root is None else root
    named = read_named_graphs(root)
    files: tuple[SourceFile, ...] = tuple(
        read_file(path, root, named) for path in bundle_files(root)
    )
    files = (*files, *table_files(root, files, named))
    return (*files, *link_files(root, files))


def read_file(
    path: Path,
    root: Path | None = None,
    named: NamedGraphs | None = None,
    options: ReadOptions = PLAIN,
) -> TurtleFile:
    """Return one file, read. Below *root* it is part of the named graph that the table says.

    A file elsewhere is a graph of its own, ``…/graph/file/<name>``. *named* is the table
    of *root*, which is read if it is not given. *options* say how it is read.

    :raises SourceError: with line and column where they are known.
    """
    root = bundle() if root is None else root
    name = _shown(path, root)
    with _called(name):
        file = look_at(str(path), options)
        if file.format not in TRIPLE_FORMATS:
            raise SourceError(
                name,
                f"Files of {file.format.name} are not read here, since they have named graphs.",
                f"Give triples, in one of: {_READABLE}.",
            )
        content = file.text(options.size)
        triples, left_out = _read(replace(file, content=content), name, options)
    text = content.decode() if file.format is TURTLE else ""
    _refuse_other_bindings(text, name)
    own = None
    if name.split("/", 1)[0] in FOLDERS:
        own = (named or read_named_graphs(root)).of_file(name)
    return TurtleFile(
        path=path,
        graph_iri=own.iri if own else f"{GRAPH}file/{path.stem}",
        kind=own.kind if own else "file",
        triples=triples,
        name=name,
        text=text,
        left_out=left_out,
    )


def examined(path: Path, root: Path, options: ReadOptions) -> None:
    """Have a file of a stranger looked at in a confined process, before it is read in this one.

    :raises SourceError: with line and column, if it cannot be read there.
    """
    with _called(_shown(path, root)):
        examine([path], options)


@contextmanager
def _called(name: str) -> Iterator[None]:
    """Tell of a file by the *name* that it has here."""
    try:
        yield
    except SourceError as error:
        for fault in (error, *getattr(error, "faults", ())):
            fault.path = name
        raise


def read_text(path: Path, name: str) -> str:
    """Return the text of a file in UTF-8.

    :raises SourceError: if it is missing, cannot be read, or is not text in UTF-8.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(name, "There is no such file.", "Look at the spelling.") from None
    except OSError as error:
        raise SourceError(name, f"It cannot be read: {error.strerror}.") from None
    if b"\x00" in data[:4096]:
        raise SourceError(name, "This is not a text file.", "Give a Turtle file (.ttl).")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(
            name,
            f"Byte {error.start + 1} of the file (0x{data[error.start]:02X}) is not UTF-8.",
            "Save the file in UTF-8; it looks like another encoding, such as Windows-1252.",
            line=line,
        ) from None


def parse(text: str, name: str, format_: Format = TURTLE) -> tuple[ox.Triple, ...]:
    """Return the triples that *text* holds, each once.

    :raises SourceError: if it does not parse, has no triples, or binds one of
        our prefixes to another IRI.
    """
    triples, _ = _read(RdfFile(name, name, format_, content=text.encode()), name, PLAIN)
    if format_ is TURTLE:
        _refuse_other_bindings(text, name)
    return triples


def _read(
    file: RdfFile, name: str, options: ReadOptions
) -> tuple[tuple[ox.Triple, ...], tuple[SourceError, ...]]:
    """Return the triples of a file, each once, and what is wrong with those left out."""
    statements = opened(file, options)
    quads = list(statements)
    statements.refuse()
    triples = tuple(dict.fromkeys(_numbered(quads, name, file)))
    if not triples:
        raise SourceError(
            name, "The file has no triples.", "Write a statement into it, or remove it."
        )
    return triples, tuple(source_error(name, fault) for fault in statements.faults.first)


def _numbered(quads: Iterable[ox.Quad], name: str, file: RdfFile) -> Iterator[ox.Triple]:
    """Yield the triples; blank nodes are numbered, so that their names are the same each time."""
    mark = re.sub(r"[^A-Za-z0-9]", "-", name)
    blanks: dict[ox.BlankNode, ox.BlankNode] = {}
    for quad in quads:
        subject, term = quad.subject, quad.object
        if isinstance(subject, ox.BlankNode):
            subject = blanks.setdefault(subject, ox.BlankNode(f"f-{mark}-{len(blanks)}"))
        if isinstance(term, ox.BlankNode):
            term = blanks.setdefault(term, ox.BlankNode(f"f-{mark}-{len(blanks)}"))
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            raise SourceError(
                name,
                f"It has a named graph, {quad.graph_name}.",
                "A source file has triples only; which graph they go to stands in data/graphs.csv.",
            )
        if isinstance(term, ox.Triple):
            line, column = first_triple_term(file.content or b"")
            raise SourceError(
                name,
                "A statement about a statement (RDF 1.2) stands here.",
                "It can be served and asked for, but not checked or formatted.",
                line=line,
                column=column,
            )
        yield ox.Triple(subject, quad.predicate, term)


def _refuse_other_bindings(text: str, name: str) -> None:
    for match in _BINDING.finditer(text):
        prefix, namespace = match.groups()
        expected = PREFIXES.get(prefix)
        if expected and namespace != expected:
            raise SourceError(
                name,
                f"The prefix {prefix}: is bound to <{namespace}>.",
                f"Here it always stands for <{expected}>; use another prefix for the other IRI.",
                line=text.count("\n", 0, match.start(1)) + 1,
            )


def _refuse_other_formats(path: Path, name: str) -> None:
    if name in (CATALOGUE, CODEBOOK) or name.startswith(
        (f"{TABLES}/", f"{LINKS}/", f"{CONTEXTS}/")
    ):
        return
    if name.endswith(SUFFIX):
        return
    if path.suffix != ".ttl" and by_extension(path.suffix.removeprefix(".")):
        raise SourceError(
            name,
            "The bundle is kept in Turtle only; this file would be left out.",
            "Turn it into Turtle (.ttl), or move it away.",
        )


def _visible(folder: Path) -> Iterator[Path]:
    return (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))


def _shown(path: Path, root: Path) -> str:
    """Return the path below *root* where it is below it, else as it was given."""
    absolute, top = path.absolute(), root.absolute()
    return (absolute.relative_to(top) if absolute.is_relative_to(top) else path).as_posix()
