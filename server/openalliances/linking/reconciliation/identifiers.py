"""Identifier space and schema space (section 2.5): identifiers of entities and types, and IRIs.

An identifier is what follows the space in the IRI: ``state/burundi``, as in the published tables;
of a type it is ``State``. What lies outside the space has its whole IRI as identifier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from openalliances.rdf.prefixes import ALLY, ID, PREFIXES

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Space:
    """A namespace; identifiers are what follows it."""

    iri: str

    def id_of(self, iri: str) -> str:
        """Return the identifier of the thing with that IRI."""
        rest = iri.removeprefix(self.iri) if self.iri else iri
        return iri if not rest or _ABSOLUTE.match(rest) else rest

    def iri_of(self, id_: str) -> str:
        """Return the IRI that an identifier stands for; a whole IRI stands for itself."""
        return id_ if _ABSOLUTE.match(id_) else self.iri + id_


ENTITIES = Space(ID)
"""The identifiers of our own data set."""
TYPES = Space(ALLY)
"""Its types: the classes of the ontology."""
OF_OTHERS = Space("")
"""Identifiers in the files of others: whole IRIs."""
RESOURCES = PREFIXES["rdfs"] + "Resource"
"""The space of whole IRIs: all things that have one."""
