"""Is it there already? Names that are nearly the same, before a record is written."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from openalliances.records.files import Library
from openalliances.records.tables import Record
from openalliances.records.templates import Template

_CLOSE = 0.85
"""How alike two names have to be (difflib's ratio, from 0 to 1) to be worth a look."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A thing that a new record may repeat: its id, its name, and why it is shown."""

    id: str
    name: str
    why: str


def similar(record: Record, template: Template, library: Library) -> tuple[Similar, ...]:
    """Return the things of the same kind with nearly the same name or the same acronym."""
    names = {_plain(record.cells.get(column, "")) for column in ("name_en", "name_fr")} - {""}
    acronym = record.cells.get("acronym", "")
    found = []
    for other in library.records(template):
        name = other.cells.get("name_en", other.id)
        if other.id == record.id:
            found.append(Similar(other.id, name, "has this id; it would be replaced"))
        elif acronym and acronym == other.cells.get("acronym"):
            found.append(Similar(other.id, name, f"has the acronym {acronym} too"))
        elif any(_alike(mine, _plain(name)) for mine in names):
            found.append(Similar(other.id, name, "has nearly the same name"))
    return tuple(found)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _alike(first: str, second: str) -> bool:
    return difflib.SequenceMatcher(None, first, second).ratio() >= _CLOSE
