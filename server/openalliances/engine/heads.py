"""The prefixes at the head of an answer in Turtle, TriG or RDF/XML.

The head is written before the statements are known, which come one by one and may be many: so
the first of them decide which prefixes are needed. What later ones need more is written out.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

from pyoxigraph import Triple

from openalliances.rdf.formats import RDF_XML, TRIG, TURTLE, Format
from openalliances.rdf.prefixes import Prefixes, iris_of

_LOOKED_AT = 2000
"""Statements that decide."""
_WITH_HEAD = (TURTLE, TRIG, RDF_XML)


def headed(
    triples: Iterable[Triple], form: Format, prefixes: Prefixes
) -> tuple[Iterable[Triple], dict[str, str]]:
    """Return *triples* as they come, and those of *prefixes* that they need in that format."""
    if form not in _WITH_HEAD:
        return triples, {}
    coming = iter(triples)
    first = list(islice(coming, _LOOKED_AT))
    return chain(first, coming), prefixes.used(iris_of(first))
