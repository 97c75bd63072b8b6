"""Triple terms (RDF 1.2 Concepts, section 3.1) on their way to a format that has none.

JSON-LD 1.1 is the one that we write (:attr:`openalliances.rdf.formats.Format.lacks`). What it
cannot hold is refused when it comes: a part without it would look like the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, overload

from pyoxigraph import Quad, Triple

from openalliances.engine.local.xml_wellformed import FormatError
from openalliances.rdf.formats import TRIPLE_TERMS, Format


@overload
def without_triple_terms(statements: Iterable[Triple], form: Format) -> Iterable[Triple]: ...
@overload
def without_triple_terms(statements: Iterable[Quad], form: Format) -> Iterable[Quad]: ...
def without_triple_terms(
    statements: Iterable[Triple] | Iterable[Quad], form: Format
) -> Iterable[Triple] | Iterable[Quad]:
    """Return *statements* as they come; those for a format without triple terms are looked at.

    :raises FormatError: while they are read, at the first triple term.
    """
    if form.lacks != TRIPLE_TERMS:
        return statements
    return _checked(statements)


def _checked(statements: Iterable[Any]) -> Iterator[Any]:
    for statement in statements:
        if isinstance(statement.object, Triple):
            raise FormatError("it has a statement about a statement, a triple term of RDF 1.2")
        yield statement
