"""What things are called: the names that the tables have."""

from __future__ import annotations

from collections.abc import Iterable

from openalliances.facts.rows import parts
from openalliances.tabular.database import Reader


def names(reader: Reader, ids: Iterable[str]) -> dict[str, str]:
    """Return the English names of things and sources, by id; what has none is left out."""
    found: dict[str, str] = {}
    for part in parts(tuple(dict.fromkeys(ids))):
        marks = ", ".join("?" * len(part))
        for table in ("things", "sources"):
            sql = f"SELECT id, name FROM {table} WHERE id IN ({marks})"  # noqa: S608
            found |= {str(id_): str(name) for id_, name in reader.rows(sql, part) if name}
    return found
