"""Files of others with links to us: the links in them, and the same files with better ones.

A mended file is as its maintainer wrote it, but for the links: what was replaced in the text is
read again and compared. Only where that is not what was meant is a file of RDF written anew.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from openalliances.errors import SourceError
from openalliances.linking.user_table import read_lines, text_lines
from openalliances.rdf.formats import GRAPH_FORMATS, JSON_LD
from openalliances.reader import Reading, ReadOptions, read
from openalliances.reader.options import NEUTRAL_BASE

TABLES = frozenset((".csv", ".tsv", ".tab", ".txt"))
"""Endings of tables; all else is RDF."""

_WEB_IRI = re.compile(r"""https?://[^\s"'<>|;,\\^`{}\x00-\x1f]+""", re.IGNORECASE)
_DECLARED = re.compile(
    r"""(prefix\s+\S*:\s*<|xmlns:\S+=["'])https?://(?:www\.)?(w3id\.org/openalliances)""",
    re.IGNORECASE,
)
"""Where Turtle, TriG and RDF/XML declare a namespace of ours."""

Concerns = Callable[[str], bool]
Better = Mapping[str, str]
"""The better IRI for each that has one."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a file: how often it is there, and the line of the first, 0 if that is not told."""

    iri: str
    count: int
    line: int = 0


def is_table(path: Path) -> bool:
    """Return whether *path* is read as a table, by its ending."""
    return path.suffix.lower() in TABLES


def links_in_table(path: Path, concerns: Concerns) -> list[Link]:
    """Return the links in a table, or in any text: each once, in their order.

    :raises SourceError: if it is no text in UTF-8.
    """
    counts: Counter[str] = Counter()
    lines: dict[str, int] = {}
    for number, text in enumerate(text_lines(read_lines(path), str(path)), 1):
        for iri in _iris(text):
            if concerns(iri):
                counts[iri] += 1
                lines.setdefault(iri, number)
    return [Link(iri, count, lines[iri]) for iri, count in counts.items()]


def mended_table(path: Path, better: Better) -> Iterator[str]:
    """Yield the lines of a table with better links."""
    mark = "\ufeff" if next(read_lines(path), b"").startswith(b"\xef\xbb\xbf") else ""
    for text in text_lines(read_lines(path), str(path)):
        yield mark + _WEB_IRI.sub(lambda match: _mended(match[0], better), text)
        mark = ""


class RdfLinks:
    """The links in a file of RDF, which has been read."""

    def __init__(self, path: Path, options: ReadOptions) -> None:
        """Read the file at *path*.

        :raises SourceError: with line and column, if it cannot be read.
        """
        self._path, self._options = path, options
        self._quads, self._reading = _read(path, options)

    def links(self, concerns: Concerns) -> list[Link]:
        """Return the links in the file: each once, in their order."""
        counts: Counter[str] = Counter()
        for quad in self._quads:
            counts.update(iri for iri in _iris_of(quad) if concerns(iri))
        return [Link(iri, count) for iri, count in counts.items()]

    def mended(self, better: Better) -> str:
        """Return the text of the file with better links.

        :raises SourceError: if that cannot be done.
        """
        wanted = [_renamed(quad, better) for quad in self._quads]
        try:
            text = self._path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return self._anew(wanted)
        marked = _by_marks(text, better)
        tried = dict.fromkeys((marked, _DECLARED.sub(r"\1https://\2", marked)))
        right = next((one for one in tried if self._says(one, wanted)), None)
        return self._anew(wanted) if right is None else right

    def _says(self, text: str, wanted: list[ox.Quad]) -> bool:
        """Return whether *text* says just that."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / self._path.name
            path.write_text(text, encoding="utf-8")
            try:
                found, _ = _read(path, self._options)
            except SourceError:
                return False
        return _canonical(found) == _canonical(wanted)

    def _anew(self, quads: list[ox.Quad]) -> str:
        if any(iri.startswith(NEUTRAL_BASE) for quad in quads for iri in _iris_of(quad)):
            raise SourceError(
                str(self._path),
                "It has relative IRIs, and its links cannot be mended in the text alone.",
                "Say against what they are resolved: --base IRI.",
            )
        (file,) = self._reading.files
        form = next(form for form in GRAPH_FORMATS if form.name == file.format)
        prefixes = None if form is JSON_LD else dict(file.prefixes)
        data = ox.serialize(
            quads if form.quads else (quad.triple for quad in quads),
            format=ox.RdfFormat.from_media_type(form.media_type),
            prefixes=prefixes,
        )
        return (data or b"").decode()


def _read(path: Path, options: ReadOptions) -> tuple[list[ox.Quad], Reading]:
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "statements.nq"
        reading = read([path], Path(folder) / "store", options, written=written)
        return list(ox.parse(path=written, format=ox.RdfFormat.N_QUADS)), reading


def _canonical(quads: list[ox.Quad]) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def _iris(text: str) -> Iterator[str]:
    return (_trimmed(match[0]) for match in _WEB_IRI.finditer(text))


def _trimmed(iri: str) -> str:
    """Return *iri* without what ends a sentence or a bracket behind it."""
    bare = iri.rstrip(".:!?*")
    return bare.rstrip(")]") if bare.count("(") < bare.count(")") or bare.endswith("]") else bare


def _mended(found: str, better: Better) -> str:
    iri = _trimmed(found)
    return better.get(iri, iri) + found[len(iri) :]


def _by_marks(text: str, better: Better) -> str:
    """Return *text* with better IRIs where they stand as a whole between marks."""
    for iri, good in better.items():
        for one, other in (("<", ">"), ('"', '"'), ("'", "'")):
            text = text.replace(one + iri + other, one + good + other)
    return text


def _iris_of(quad: ox.Quad) -> Iterator[str]:
    for term in (*_terms(quad.triple), quad.graph_name):
        if isinstance(term, ox.NamedNode):
            yield term.value
        elif isinstance(term, ox.Literal):
            yield term.datatype.value


def _terms(triple: ox.Triple) -> Iterator[object]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, ox.Triple):
            yield from _terms(term)
        else:
            yield term


def _renamed(quad: ox.Quad, better: Better) -> ox.Quad:
    graph = quad.graph_name
    if isinstance(graph, ox.NamedNode):
        graph = ox.NamedNode(better.get(graph.value, graph.value))
    triple = _renamed_triple(quad.triple, better)
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _renamed_triple(triple: ox.Triple, better: Better) -> ox.Triple:
    def renamed(term: object) -> object:
        if isinstance(term, ox.NamedNode):
            return ox.NamedNode(better.get(term.value, term.value))
        if isinstance(term, ox.Triple):
            return _renamed_triple(term, better)
        if isinstance(term, ox.Literal) and term.datatype.value in better:
            return ox.Literal(term.value, datatype=ox.NamedNode(better[term.datatype.value]))
        return term

    subject, predicate, object_ = map(renamed, (triple.subject, triple.predicate, triple.object))
    return ox.Triple(subject, predicate, object_)  # type: ignore[arg-type]
