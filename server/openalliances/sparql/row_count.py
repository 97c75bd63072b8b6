"""The number of rows of an answer: of a whole one, and of one that comes in pieces.

Counted is what our engine writes: one line a row in CSV, TSV, N-Triples and N-Quads, ``<result>``
in XML, an object in an array in JSON. Of JSON only a whole answer is counted: all its strings
would have to be read, which costs more than it does to send them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from openalliances.rdf.formats import (
    N_QUADS,
    N_TRIPLES,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    Format,
)

_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_RESULT = b"<result>"
_HEADS: Mapping[str, int] = {
    form.extension: lines
    for form, lines in ((RESULTS_CSV, 1), (RESULTS_TSV, 1), (N_TRIPLES, 0), (N_QUADS, 0))
}
"""Formats with a line a row, and the lines before the first."""


class RowCounter:
    """Counts the rows of an answer as its pieces come, at little cost beside sending them."""

    def __init__(self, form: Format) -> None:
        self._form = form
        self._found = 0
        self._tail = b""
        self._is_quoted = False
        self._begins = b""

    def add(self, piece: bytes) -> None:
        """Count what is in the next piece."""
        if len(self._begins) < 1:
            self._begins = piece[:1]
        if self._form is RESULTS_XML:
            text = self._tail + piece
            self._found += text.count(_RESULT)
            self._tail = text[-len(_RESULT) + 1 :]
        elif self._form is RESULTS_CSV:
            parts = piece.split(b'"')
            self._found += sum(part.count(b"\n") for part in parts[self._is_quoted :: 2])
            self._is_quoted ^= len(parts) % 2 == 0
        elif self._form.extension in _HEADS:
            self._found += piece.count(b"\n")

    @property
    def rows(self) -> int | None:
        """Return the number of rows of what came; None where the format does not tell."""
        if self._form is RESULTS_XML:
            return self._found
        lines = _HEADS.get(self._form.extension)
        if lines is None or (self._form is RESULTS_TSV and self._begins not in b"?\n"):
            return None
        return self._found - lines if self._found >= lines else None


def counts_pieces(form: Format) -> bool:
    """Return whether :class:`RowCounter` counts the rows of *form*."""
    return form is RESULTS_XML or form.extension in _HEADS


def count_rows(body: bytes, form: Format) -> int | None:
    """Return the number of rows of a whole answer; None where the format does not tell."""
    if form is RESULTS_JSON:
        if b'"bindings"' not in body:
            return None
        bare = _JSON_STRING.sub(b"", body)
        return bare.count(b"},{") + (b"[{" in bare.partition(b"]")[2])
    if form is RESULTS_XML and not (b"<results>" in body or b"<results/>" in body):
        return None
    counter = RowCounter(form)
    counter.add(body)
    return counter.rows
