"""How complete a list of something is, as far as that is recorded."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.facts.cells import text
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that a source gives of a thing: of what, how many, whether it is complete."""

    id: str
    kind: str
    completeness: str
    count: str
    note: str


_OF = """
SELECT subject FROM statements
WHERE statement >= 'statement/listing/' AND statement < 'statement/listing0'
AND predicate = 'isListingOf' AND value = ? ORDER BY subject
"""
_SAID = """
SELECT predicate, value FROM statements WHERE statement >= ? AND statement < ? AND subject = ?
ORDER BY statement
"""


def listings(reader: Reader, thing: str) -> tuple[Listing, ...]:
    """Return what is recorded of lists of the thing."""
    # A statement is named after its subject: a range of the key finds what is said of it.
    found = []
    for id_ in reader.column(_OF, (thing,)):
        rows = reader.rows(_SAID, (f"statement/{id_}/", f"statement/{id_}0", id_))
        said = {text(predicate).rpartition("#")[2]: text(value) for predicate, value in rows}
        kind, completeness = (
            said.get(name, "").rpartition("/")[2] for name in ("hasListedKind", "hasCompleteness")
        )
        count, note = said.get("listedCount", ""), said.get("scopeNote", "")
        found.append(Listing(id_, kind, completeness, count, note))
    return tuple(found)
