"""What things are called in the tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openalliances.facts.cells import text
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Named:
    """A thing: its identifier, its name, and its acronym where it has one."""

    id: str
    name: str
    acronym: str = ""

    @property
    def short(self) -> str:
        """Return the acronym, else the name."""
        return self.acronym or self.name


_SQL = """
SELECT t.id, t.name, COALESCE(o.acronym, a.acronym, m.acronym)
FROM things t
LEFT JOIN organizations o ON o.id = t.id
LEFT JOIN arrangements a ON a.id = t.id
LEFT JOIN missions m ON m.id = t.id
WHERE t.id IN ({})
"""


def names(reader: Reader, ids: Iterable[str]) -> dict[str, Named]:
    """Return the things with these identifiers, those that have no row by identifier alone."""
    wanted = list(dict.fromkeys(filter(None, ids)))
    if not wanted:
        return {}
    rows = reader.rows(_SQL.format(marks(len(wanted))), wanted)
    found = {str(i): Named(str(i), text(name), text(acronym)) for i, name, acronym in rows}
    return {i: found.get(i, Named(i, i.rpartition("/")[2])) for i in wanted}


def titles(reader: Reader, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of those of *ids* that have one, of sources as well."""
    wanted = list(dict.fromkeys(filter(None, ids)))
    found: dict[str, str] = {}
    for table in ("things", "sources"):
        sql = f"SELECT id, name FROM {table} WHERE name NOTNULL AND id IN ({marks(len(wanted))})"  # noqa: S608
        found |= {str(i): str(name) for i, name in reader.rows(sql, wanted)}
    return found


def marks(count: int) -> str:
    """Return so many parameters for ``IN (…)``."""
    return ", ".join("?" * count)
