"""How complete a list of something is, as far as that is recorded."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.facts.cells import text, texts
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that a source gives of a thing: of what, how many, whether it is complete."""

    id: str
    kind: str
    completeness: str
    count: str
    note: str


@dataclass(frozen=True, slots=True)
class Search:
    """A search for events of a subject that found nothing: when, where and for what, a remark."""

    subject: str
    searched_on: str
    searched_in: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A body of which a source gives a complete list: how many stand on it, of which day."""

    body: str
    body_name: str
    count: str
    day: str


_COUNTED = """
SELECT l.subject, t.name, l.count, max(l.observed_on)
FROM listings l JOIN things t ON t.id = l.subject
WHERE l.list = ? AND l.completeness = 'complete' GROUP BY l.subject ORDER BY t.name
"""


def counted(reader: Reader, kind: str) -> tuple[Counted, ...]:
    """Return of which bodies a source gives a complete list of that *kind*, the latest of each."""
    return tuple(Counted(*texts(row)) for row in reader.rows(_COUNTED, (kind,)))


_SEARCHES = """
SELECT subject, searched_on, searched_in, note FROM listings
WHERE completeness = 'none-found' AND list = 'events' ORDER BY subject, searched_on, id
"""


def searches(reader: Reader) -> dict[str, Search]:
    """Return the searches for events that found nothing, the last one of each subject."""
    found = (Search(*texts(row)) for row in reader.rows(_SEARCHES))
    return {one.subject: one for one in found}


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
