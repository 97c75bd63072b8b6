"""How many solutions or statements a whole answer has, read from its bytes."""

from __future__ import annotations

import re

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
_QUOTED = re.compile(rb'"[^"]*"')


def count_rows(body: bytes, form: Format) -> int | None:
    """Return the number of rows of *body*; None where the format does not tell.

    Counted is what our engine writes: one line a row in CSV, TSV, N-Triples and N-Quads,
    ``<result>`` in XML, an object in an array in JSON.
    """
    if form is RESULTS_JSON:
        if b'"bindings"' not in body:
            return None
        bare = _JSON_STRING.sub(b"", body)
        return bare.count(b"},{") + (b"[{" in bare.partition(b"]")[2])
    if form is RESULTS_XML:
        return body.count(b"<result>") if b"<results>" in body or b"<results/>" in body else None
    if form is RESULTS_TSV:
        return _below_head(body) if body[:1] in b"?\n" else None
    if form is RESULTS_CSV:
        return None if body in (b"true", b"false") else _below_head(_QUOTED.sub(b"", body))
    if form in (N_TRIPLES, N_QUADS):
        return body.count(b"\n")
    return None


def _below_head(body: bytes) -> int | None:
    return body.count(b"\n") - 1 if b"\n" in body else None
