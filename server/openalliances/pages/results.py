"""The result of a query for a page: some of its rows, or the beginning of its Turtle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from openalliances.engine.interface import Answer
from openalliances.errors import EngineError, RequestError
from openalliances.rdf.prefixes import shorten

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_TEXT_SIZE = 200_000
"""Bytes of a graph in Turtle that a page shows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in a row: what to show, its IRI if it has one, its language or datatype.

    ``note`` is the datatype of what is no text, as a prefixed name. ``direction`` is ``ltr`` or
    ``rtl`` where the text has a base direction (RDF 1.2).
    """

    text: str
    iri: str = ""
    note: str = ""
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What a page shows of a result. ``cut`` says that there is more.

    ``skipped`` is how many rows come before; ``seconds`` is how long the answer took.
    ``truth`` is the answer to ASK, ``turtle`` that to CONSTRUCT and DESCRIBE; otherwise there are
    ``variables`` and ``rows``, with None for what is unbound.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Cell | None, ...], ...] = ()
    truth: bool | None = None
    turtle: str | None = None
    cut: bool = False
    skipped: int = 0
    seconds: float | None = None

    def named(self, names: Mapping[str, str]) -> ResultPage:
        """Return the same with things called by their *names*, as far as these are known."""
        rows = tuple(tuple(_named(cell, names) for cell in row) for row in self.rows)
        return replace(self, rows=rows)

    def iris(self) -> set[str]:
        """Return the IRIs in its rows."""
        return {cell.iri for row in self.rows for cell in row if cell and cell.iri}


def page_of(answer: Answer, form: str, limit: int, skip: int = 0) -> ResultPage:
    """Return *limit* rows of *answer* after the first *skip*, or its beginning as Turtle.

    The rest is not read. *form* is the form of the query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    :raises RequestError: if the engine fails before that.
    """
    if form in ("CONSTRUCT", "DESCRIBE"):
        return _turtle(answer)
    stream = _Stream(answer)
    try:
        return _solutions(stream, limit, skip)
    except (OSError, SyntaxError) as error:
        raise stream.failure or EngineError(f"The result cannot be read: {error}.") from None


def _solutions(stream: _Stream, limit: int, skip: int) -> ResultPage:
    found = parse_query_results(BufferedReader(stream), format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return ResultPage(truth=bool(found))
    if not isinstance(found, QuerySolutions):
        raise EngineError("The engine gave no solutions.")
    variables = tuple(variable.value for variable in found.variables)
    rows: list[tuple[Cell | None, ...]] = []
    for number, solution in enumerate(found):
        if number < skip:
            continue
        if len(rows) == limit:
            return ResultPage(variables, tuple(rows), cut=True, skipped=skip)
        rows.append(tuple(_cell(term) for term in solution))
    return ResultPage(variables, tuple(rows), skipped=skip)


def _named(cell: Cell | None, names: Mapping[str, str]) -> Cell | None:
    return replace(cell, text=names[cell.iri]) if cell and cell.iri in names else cell


def _turtle(answer: Answer) -> ResultPage:
    text = b""
    for chunk in answer:
        text += chunk
        if len(text) > _TEXT_SIZE:
            whole_lines = text[:_TEXT_SIZE].rpartition(b"\n")[0]
            return ResultPage(turtle=whole_lines.decode("utf-8", "replace"), cut=True)
    return ResultPage(turtle=text.decode("utf-8", "replace"))


def _cell(term: object) -> Cell | None:
    if isinstance(term, NamedNode):
        return Cell(shorten(term.value), term.value)
    if isinstance(term, Literal):
        plain = term.language or term.datatype.value.endswith("#string")
        return Cell(
            term.value,
            note="" if plain else shorten(term.datatype.value),
            language=term.language or "",
            direction=term.direction.value if term.direction else "",
        )
    if isinstance(term, BlankNode):
        return Cell(f"_:{term.value}")
    return Cell(_written(term)) if isinstance(term, Triple) else None


def _written(term: object) -> str:
    """Return a term as in SPARQL 1.2: a triple term with its three, IRIs with their prefixes."""
    if isinstance(term, Triple):
        parts = (term.subject, term.predicate, term.object)
        return f"<<( {' '.join(_written(part) for part in parts)} )>>"
    short = shorten(term.value) if isinstance(term, NamedNode) else ""
    return short if short and short != getattr(term, "value", "") else str(term)


class _Stream(RawIOBase):
    """An answer as a file to read from; keeps the failure, which the parser swallows."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.failure: RequestError | None = None
        self._chunks: Iterator[bytes] = iter(answer)
        self._rest = b""

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill *buffer* as far as the next chunk goes; return the number of bytes, 0 at the end."""
        try:
            while not self._rest:
                self._rest = next(self._chunks)
        except StopIteration:
            return 0
        except RequestError as error:
            self.failure = error
            raise
        target = memoryview(buffer).cast("B")
        taken = self._rest[: len(target)]
        self._rest = self._rest[len(taken) :]
        target[: len(taken)] = taken
        return len(taken)
