"""References: every thing, concept, class and property that a cell names is described somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ALLY, BASE, ID, VOCAB
from openalliances.tables.columns import Column, Table, Value
from openalliances.tables.rows import Row, TableFile

_FOLDERS = ("ontology", "data")
_LABELS = (
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
)
_ALIKE = 75
"""How alike a name has to be to one that there is (0 to 100) to be offered."""


def described(root: Path) -> Mapping[str, str]:
    """Return the IRIs of ours that the Turtle files of a data set describe, with English names.

    What has no name in English has an empty one.

    :raises SourceError: if one of the files is not Turtle.
    """
    found: dict[str, str] = {}
    for folder in _FOLDERS:
        for path in sorted((root / folder).rglob("*.ttl")):
            for quad in _quads(path, path.relative_to(root).as_posix()):
                iri = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
                if iri.startswith(BASE):
                    found[iri] = _name(quad) or found.get(iri, "")
    return found


def _quads(path: Path, name: str) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise SourceError(
            name,
            f"This is not valid Turtle: {error.msg}.",
            "Mend it, then do this again.",
            line=error.lineno or 0,
            column=error.offset or 0,
        ) from None


def _name(quad: ox.Quad) -> str:
    """Return the text of a quad that is an English label, else nothing."""
    if quad.predicate.value not in _LABELS or not isinstance(quad.object, ox.Literal):
        return ""
    return quad.object.value if quad.object.language == "en" else ""


class References:
    """What cells may name: the IRIs of all things, concepts and terms that are described."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = frozenset(known)

    def faults(
        self, table: Table, name: str, rows: Iterable[Row], header: Sequence[str] = ()
    ) -> Iterator[SourceError]:
        """Yield a fault for each cell of the *rows* that names what does not exist.

        *name* is the path to show, *header* the columns of the file if in another order.
        """
        places = {column: place for place, column in enumerate(header or table.header, 1)}
        checked = [
            (places.get(column.name, 0), column, column.value_url.partition("{")[0])
            for column in table.columns
            if column.value_url.startswith(BASE)
        ]
        if not table.id_prefixes:
            checked.append((places["id"], table.column("id"), ID))
        for row in rows:
            for place, column, start in checked:
                cell = row.cells.get(column.name)
                if cell and start + cell not in self._known:
                    yield self._fault(name, row.line, place, column, start, cell)

    def _fault(
        self, name: str, line: int, place: int, column: Column, start: str, cell: str
    ) -> SourceError:
        close = process.extractOne(cell, self._below(start), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        ask = f'Is it "{close[0]}"? ' if close else ""
        return SourceError(
            name,
            f'{column.name}: "{cell}" is described nowhere.',
            ask + _ways(column, cell),
            line=line,
            column=place if line else 0,
        )

    def _below(self, start: str) -> list[str]:
        return sorted(
            iri.removeprefix(start) for iri in self._names if iri.startswith(start) and iri != start
        )

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(iri for iri in self._known if iri.startswith((ID, VOCAB, ALLY)))


def _ways(column: Column, cell: str) -> str:
    """Return how to mend a reference into the void."""
    if column.value is Value.THING or column.name == "id":
        kind = cell.partition("/")[0]
        return f"Look at the spelling, or add it first: openalliances new {kind} …"
    if column.value is Value.CONCEPT:
        return f"Its values are the concepts in ontology/vocab/{column.scheme}.ttl."
    return "Its values are terms of the ontology, by the last part of their IRIs."


def reference_faults(files: Iterable[TableFile], known: Collection[str]) -> Iterator[SourceError]:
    """Yield a fault for each cell in the *files* that names none of the *known* IRIs."""
    references = References(known)
    for file in files:
        yield from references.faults(file.table, file.name, file.rows)
