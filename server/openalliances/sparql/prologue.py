"""The prologue of a query (SPARQL 1.1, section 4.1.1): our prefixes need no declaration."""

from __future__ import annotations

import re

from openalliances.rdf.prefixes import PREFIXES

_DECLARED = re.compile(r"prefix\s+([\w-]*):", re.IGNORECASE)
_USED = re.compile(r"(?<![\w<?$-])([a-z]+):")


def with_prefixes(text: str) -> str:
    """Return the query with the prefixes of our table that it uses and does not declare.

    They go on the first line, so that the lines of an error stay right.
    """
    missing = (set(_USED.findall(text)) & set(PREFIXES)) - set(_DECLARED.findall(text))
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in sorted(missing)) + text
