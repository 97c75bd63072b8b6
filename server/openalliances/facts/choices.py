"""What a field that takes a thing can offer: the things of a kind by name."""

from __future__ import annotations

from collections.abc import Sequence

from openalliances.tabular.database import Reader, quoted

Choice = tuple[str, str]
"""The id of a thing, and its name."""


def choices(reader: Reader, tables: Sequence[str]) -> tuple[Choice, ...]:
    """Return the things in *tables*, such as ``states``, by name; tables have names of ours."""
    found: set[Choice] = set()
    for table in tables:
        rows = reader.rows(f"SELECT id, name FROM {quoted(table)}")  # noqa: S608  a name of ours
        found |= {(str(id_), str(name)) for id_, name in rows}
    return tuple(sorted(found, key=lambda choice: (choice[1].casefold(), choice[0])))
