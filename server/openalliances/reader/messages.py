"""What Oxigraph's parsers say, taken apart: where, which term, and whether only that is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openalliances.reader.faults import Fault, bad_iri, bad_language

_PLACE = re.compile(r"^Parser error (?:at|between|on) .*?: (?=\S)", re.DOTALL)
_LINE_AGAIN = re.compile(r" \(line \d+\)$")
_COLUMNS = re.compile(r"line \d+ between columns \d+ and (?:column )?(\d+)")
_LEXICAL = re.compile(r"Invalid (?:IRI|host|port)|No scheme|IRI path|[Ss]ubtag|language code")
"""What they say of IRIs (RFC 3987) and language tags (BCP 47)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message without its place, and the place: a line, and columns from the first one on.

    ``end`` is the column behind the last one. ``lexical`` says that it is of one term, which
    stands between the columns.
    """

    what: str
    line: int
    start: int
    end: int
    lexical: bool


def said(error: SyntaxError | ValueError) -> Said:
    """Return what a parser says."""
    text = getattr(error, "msg", None) or str(error)
    what = _LINE_AGAIN.sub("", _PLACE.sub("", text)).rstrip(". ")
    start = getattr(error, "offset", None) or 0
    columns = _COLUMNS.search(text)
    lexical = columns is not None and bool(_LEXICAL.search(what))
    line = getattr(error, "lineno", None) or 0
    return Said(what, line, start, int(columns[1]) if columns else start, lexical)


def lexical_fault(found: Said, token: str) -> Fault:
    """Return the fault of an IRI or a language tag, which stands in the file as *token*."""
    line, column = found.line, found.start
    if token.startswith("<"):
        return bad_iri(token.strip("<>"), found.what, line, column)
    if "subtag" in found.what.lower() or "language" in found.what:
        return bad_language(token.lstrip("@") or "@", found.what, line, column)
    what = f"{token or 'What stands here'} is no IRI: {found.what}."
    return Fault(line, column, what, "Write % and two hexadecimal digits for it.", True)


def fault_of_line(found: Said, line: int, text: str, name: str) -> Fault:
    """Return the fault of a line of N-Triples or N-Quads, a statement of its own."""
    if found.lexical:
        token = text[found.start - 1 : found.end - 1]
        return lexical_fault(Said(found.what, line, found.start, found.end, True), token)
    hint = "Each line has a subject, a predicate, an object and a full stop."
    return Fault(line, found.start, f"This is not valid {name}: {found.what}.", hint, True)
