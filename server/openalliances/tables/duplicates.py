"""Is it there already? Things that a new row may repeat, before it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from openalliances.tables.columns import Table, Value
from openalliances.tables.rows import Row

_CLOSE = 88
"""How alike two names have to be (RapidFuzz's token_sort_ratio, 0 to 100) to be worth a look."""
_TELLING = ("acronym", "symbol", "iso_alpha2", "iso_alpha3", "iso_numeric", "m49")
"""Columns whose values hardly two things of a table share; web addresses are such, too."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A thing that a new one may repeat: the new id, the id and name there, and why."""

    new: str
    id: str
    name: str
    why: str


def similar(rows: Sequence[Row], there: Iterable[Row], table: Table) -> tuple[Similar, ...]:
    """Return the things among *there* that the things of the new *rows* may repeat.

    Things are alike that have nearly the same name (but for numbers, which tell
    resolutions apart), the same acronym or web address, or are about the same.
    """
    index = _Index(table)
    for row in there:
        index.add(row)
    known = frozenset(index.names)
    found: list[Similar] = []
    for row in rows:
        if row.id not in known:
            found += index.like(row)
            index.add(row)
    return tuple(dict.fromkeys(found))


class _Index:
    """What is known of the things of a table, by what may show that two are one."""

    def __init__(self, table: Table) -> None:
        self.names: dict[str, str] = {}
        self._named = tuple(c.name for c in table.columns if "name" in c.name.split("_"))
        self._telling = tuple(
            c.name for c in table.columns if c.name in _TELLING or c.value is Value.ADDRESS
        )
        self._keys = tuple(c.name for c in table.columns if c.key)
        self._by_name: dict[str, str] = {}
        self._by_value: dict[tuple[str, str], str] = {}
        self._by_keys: dict[tuple[str, ...], str] = {}

    def add(self, row: Row) -> None:
        """Take in a row."""
        self.names.setdefault(row.id, row.id)
        for name in self._names(row):
            if self.names[row.id] == row.id:
                self.names[row.id] = name
            self._by_name.setdefault(_plain(name), row.id)
        for column in self._telling:
            if value := row.cells.get(column):
                self._by_value.setdefault((column, value), row.id)
        if keys := self._key(row):
            self._by_keys.setdefault(keys, row.id)

    def like(self, row: Row) -> Iterator[Similar]:
        """Yield the other things that the thing of a row resembles."""
        for column in self._telling:
            value = row.cells.get(column, "")
            yield from self._other(
                row, self._by_value.get((column, value)), f"has {column} {value} too"
            )
        keys = self._key(row)
        about = " and ".join(keys)
        yield from self._other(row, self._by_keys.get(keys), f"is about {about} too")
        for name in self._names(row):
            plain = _plain(name)
            for close, _, _ in process.extract(
                plain, list(self._by_name), scorer=fuzz.token_sort_ratio, score_cutoff=_CLOSE
            ):
                if _numbers(close) == _numbers(plain):
                    yield from self._other(row, self._by_name[close], "has nearly the same name")

    def _other(self, row: Row, id_: str | None, why: str) -> Iterator[Similar]:
        if id_ is not None and id_ != row.id:
            yield Similar(row.id, id_, self.names[id_], why)

    def _names(self, row: Row) -> list[str]:
        return [row.cells[column] for column in self._named if column in row.cells]

    def _key(self, row: Row) -> tuple[str, ...]:
        keys = tuple(row.cells.get(column, "") for column in self._keys)
        return keys if all(keys) else ()


def _plain(name: str) -> str:
    """Return a name without capitals, accents and marks."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in bare if not unicodedata.combining(c))))


def _numbers(name: str) -> list[str]:
    return re.findall(r"\d+", name)
