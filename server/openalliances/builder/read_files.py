"""Find and read the files of the bundle, each into the named graph that it belongs to.

Which graph that is stands in a table; see :mod:`openalliances.builder.named_graphs`.

Files are parsed by Oxigraph, whose messages have line and column, and which
keeps lexical forms as they stand. Blank nodes of different files never meet:
each is named after the file that it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.dataset import SourceFile
from openalliances.builder.named_graphs import NamedGraphs, read_named_graphs
from openalliances.builder.read_tables import table_files
from openalliances.bundle import bundle
from openalliances.errors import SourceError
from openalliances.rdf.formats import TRIPLE_FORMATS, TURTLE, Format, by_extension
from openalliances.rdf.positions import Positions, locate
from openalliances.rdf.prefixes import GRAPH, PREFIXES
from openalliances.rdf.turtle import canonical_turtle
from openalliances.tables.metadata import FOLDER as TABLES
from openalliances.tables.metadata import SUFFIX

FOLDERS = ("ontology", "data", "shapes")
"""The folders of the bundle, in the order in which they are read."""

CATALOGUE = "ontology/catalog-v001.xml"
"""Tells Protégé which file holds which module (OASIS XML Catalogs 1.1); it is no data."""

_READABLE = ", ".join(f".{f.extension}" for f in TRIPLE_FORMATS)
_BINDING = re.compile(r"^\s*@?prefix\s+([^\s:]*)\s*:\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_NO_MARK = "Save it as UTF-8 without a byte order mark (editors call that plain UTF-8)."
_PLACE = re.compile(r"^Parser error (?:at|between|on) .*?: (?=\S)", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class TurtleFile:
    """A file of triples; see :class:`~openalliances.builder.dataset.SourceFile`.

    ``name`` is the path below the bundle, with slashes. ``text`` is empty if it is
    in another format than Turtle.
    """

    path: Path
    graph_iri: str
    kind: str
    triples: tuple[ox.Triple, ...]
    name: str
    text: str

    def places(self) -> Positions:
        """Return the lines on which it says what."""
        return locate(self.text)

    def canonical_text(self) -> str:
        """Return the canonical Turtle of what it says."""
        return canonical_turtle(self.triples)


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
    """Return all files of the bundle, read, in a fixed order: Turtle, then tables.

    :raises SourceError: for the first Turtle file that cannot be read.
    :raises TableError: with all faults of all tables.
    """
    root = bundle() if root is None else root
    named = read_named_graphs(root)
    turtle = tuple(read_file(path, root, named) for path in bundle_files(root))
    return (*turtle, *table_files(root, turtle, named))


def read_file(path: Path, root: Path | None = None, named: NamedGraphs | None = None) -> SourceFile:
    """Return one file, read. Below *root* it is part of the named graph that the table says.

    A file elsewhere is a graph of its own, ``…/graph/file/<name>``. *named* is the table
    of *root*, which is read if it is not given.

    :raises SourceError: with line and column where they are known.
    """
    root = bundle() if root is None else root
    name = _shown(path, root)
    format_ = _format(path, name)
    text = read_text(path, name)
    own = None
    if name.split("/", 1)[0] in FOLDERS:
        own = (named or read_named_graphs(root)).of_file(name)
    return TurtleFile(
        path=path,
        graph_iri=own.iri if own else f"{GRAPH}file/{path.stem}",
        kind=own.kind if own else "file",
        triples=parse(text, name, format_),
        name=name,
        text=text if format_ is TURTLE else "",
    )


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
    if text.startswith("\ufeff"):
        raise SourceError(name, "The file begins with a byte order mark.", _NO_MARK)
    try:
        triples = tuple(dict.fromkeys(_parsed(text, name, format_)))
    except SyntaxError as error:
        raise _syntax_error(name, format_, error) from None
    if not triples:
        raise SourceError(
            name, "The file has no triples.", "Write a statement into it, or remove it."
        )
    if format_ is TURTLE:
        _refuse_other_bindings(text, name)
    return triples


def _parsed(text: str, name: str, format_: Format) -> Iterator[ox.Triple]:
    """Yield the triples; blank nodes are numbered, so that their names are the same each time."""
    rdf_format = ox.RdfFormat.from_media_type(format_.media_type)
    mark = re.sub(r"[^A-Za-z0-9]", "-", name)
    blanks: dict[ox.BlankNode, ox.BlankNode] = {}
    for quad in ox.parse(text, rdf_format, without_named_graphs=True):
        subject, term = quad.subject, quad.object
        if isinstance(subject, ox.BlankNode):
            subject = blanks.setdefault(subject, ox.BlankNode(f"f-{mark}-{len(blanks)}"))
        if isinstance(term, ox.BlankNode):
            term = blanks.setdefault(term, ox.BlankNode(f"f-{mark}-{len(blanks)}"))
        if isinstance(subject, ox.Triple) or isinstance(term, ox.Triple):
            raise SourceError(
                name,
                "It has a triple term.",
                "Triple terms (RDF 1.2) have no place in this data set.",
            )
        yield ox.Triple(subject, quad.predicate, term)


def _syntax_error(name: str, format_: Format, error: SyntaxError) -> SourceError:
    what = _PLACE.sub("", error.msg).rstrip(". ")
    return SourceError(
        name,
        f"This is not valid {format_.name}: {what}.",
        _syntax_hint(what, error.lineno or 0),
        line=error.lineno or 0,
        column=error.offset or 0,
    )


def _syntax_hint(what: str, line: int) -> str:
    """Return what to do about a message of the parser at that line."""
    if undeclared := re.search(r"prefix (\S*): has not been declared", what):
        prefix = undeclared[1]
        namespace = PREFIXES.get(prefix)
        if namespace is None:
            return f"Look at the spelling, or declare the prefix: PREFIX {prefix}: <https://…>"
        return f"Write at the top of the file: PREFIX {prefix}: <{namespace}>"
    if "end of file" in what or what == "Unexpected end":
        return "A quotation mark, a bracket or the full stop of a statement is missing."
    if "code point ' '" in what:
        return "An IRI has no blanks in it; our own have a - there."
    if re.search(r"^[A-Z]\w* is not a valid", what):
        return "A name has a prefix, such as ally:State; a text has quotation marks."
    if line == 1 and "is not a valid subject" in what:
        return "This does not look like Turtle; a table or a page has to be turned into it first."
    if "No scheme" in what:
        return "Write the whole IRI, beginning with https://, or a prefixed name."
    if "without_named_graphs" in what or "named graph" in what.lower():
        return "A source file has triples only; which graph they go to stands in data/graphs.csv."
    return "Look there and just before: often a ; or a . is missing, or a , stands for a ; there."


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


def _format(path: Path, name: str) -> Format:
    format_ = by_extension(path.suffix.removeprefix("."), TRIPLE_FORMATS)
    if format_ is None:
        raise SourceError(
            name,
            f'Files ending in "{path.suffix or path.name}" are not read.',
            f"Use one of: {_READABLE}.",
        )
    return format_


def _refuse_other_formats(path: Path, name: str) -> None:
    if name == CATALOGUE or name.startswith(f"{TABLES}/") or name.endswith(SUFFIX):
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
