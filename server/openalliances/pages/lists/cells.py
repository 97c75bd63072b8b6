"""The cells of a list: names instead of ids, dates and kinds in words, what is missing said so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from openalliances.pages.lists.naming import Names, is_closed, is_thing
from openalliances.tabular.database import Reader, Value
from openalliances.tabular.definitions import Column, Table
from openalliances.tabular.selection import SEPARATOR

_SHOWN = 4
"""Values of one cell that are shown."""
_DATES = (
    "start",
    "end",
    "event_start",
    "event_end",
    "adopted",
    "date",
    "known_until",
    "authorized_until",
    "covers_until",
)
_KINDS = ("start_kind", "end_kind")
_GENERAL = frozenset(("peace-operation", "military-operation"))
"""Kinds that say nothing beside a narrower one."""
_ENGLISH = ("definition", "description", "official_name", "place", "places", "rationale", "note")
"""Columns whose texts are all English."""
_FOREIGN = ("publisher", "title")
"""Columns whose texts are in languages that nobody states."""
_NUMBERS = ("integer", "nonNegativeInteger", "decimal")
_CODES = ("ccode", "gwcode", "m49", "iso3n", "iso3c")
"""Codes of a state: they count nothing, so that they have no thousands; some states have none."""


def parts(column: Column, value: Value) -> list[str]:
    """Return the values of a cell."""
    if value is None or value == "":
        return []
    return [one for one in str(value).split(SEPARATOR) if one] if column.separator else [str(value)]


def joined(items: Iterable[Markup]) -> Markup:
    """Return safe texts with commas between them."""
    return Markup(", ".join(items))  # noqa: S704  all are markup


def is_number(column: Column) -> bool:
    """Return whether *column* holds numbers, which stand at the end of their cells."""
    return column.datatype in _NUMBERS


@dataclass(frozen=True, slots=True)
class Cells:
    """What is needed to write the cells of one list: its table, and the names of things."""

    table: Table
    names: Names
    _dates: dict[tuple[str, ...], Markup] = field(default_factory=dict)

    def learn(
        self, reader: Reader, columns: Sequence[Column], rows: Sequence[Mapping[str, Value]]
    ) -> None:
        """Look up the names of all that the cells of *columns* show."""
        also = [self.table.column(name) for name in _KINDS if name in self.table.names]
        for column in (*columns, *also):
            if is_thing(column) or is_closed(column):
                values = [one for row in rows for one in parts(column, row[column.name])[:_SHOWN]]
                self.names.learn(reader, column, values)

    def cell(self, column: Column, row: Mapping[str, Value]) -> Markup:
        """Return the cell of *column* in *row*."""
        value = row[column.name]
        if column.name in _DATES:
            return self._date(column.name, row)
        if value is None or value == "":
            return _missing(self.names.view.say("none" if column.name in _CODES else "Not stated"))
        if column.datatype == "boolean":
            return self.names.view.say("yes" if value else "no")
        if is_number(column):
            is_code = column.name in _CODES
            return escape(value if is_code else self.names.view.number_of(int(value)))
        return self._texts(column, value)

    def kinds(self, column: Column, value: Value) -> Markup:
        """Return what kinds a thing is of, in words; general ones only where nothing else is."""
        found = parts(column, value)
        narrow = [one for one in found if one not in _GENERAL] or found
        return joined(self.names.word(column, one) for one in narrow)

    def text(self, column: Column, text: str) -> Markup:
        """Return a text of *column*, which is safe to print, with its language."""
        if column.name in _FOREIGN:
            return self.names.view.foreign(text)
        language = self.names.view.lang("en") if column.name in _ENGLISH else ""
        return Markup(f"<bdi{language}>{escape(text)}</bdi>")  # noqa: S704  escaped

    def _texts(self, column: Column, value: Value) -> Markup:
        found = parts(column, value)
        if is_closed(column):
            return joined(self.names.word(column, one) for one in found)
        if is_thing(column):
            said = joined(self.names.link(one) for one in found[:_SHOWN])
        else:
            said = joined(self.text(column, one) for one in found[:_SHOWN])
        more = len(found) - _SHOWN
        if more < 1:
            return said
        view = self.names.view
        return said + _small(view.say("and {count} more", count=view.number_of(more)))

    def _date(self, name: str, row: Mapping[str, Value]) -> Markup:
        told = (name, f"{name}_kind", "end_status", "known_until")
        known = (name, *(str(row.get(part) or "") for part in told))
        said = self._dates.get(known)
        if said is None:
            said = self._dates[known] = self._dated(*known)
        return said

    def _dated(self, name: str, value: str, kind: str, status: str, known: str) -> Markup:
        view = self.names.view
        if value:
            said = view.date(value)
            column = f"{name}_kind"
            if not kind or column not in self.table.names:
                return said
            return said + _small(self.names.word(self.table.column(column), kind))
        if name != "end":
            return _missing(view.say("Not stated"))
        if status == "ended":
            return _missing(view.say("Ended, not known when"))
        said = _missing(view.say("No end stated"))
        return (
            said + _small(view.say("known until {date}", date=view.date(known))) if known else said
        )


def _missing(said: Markup) -> Markup:
    return Markup(f'<span class="missing">{said}</span>')  # noqa: S704  markup


def _small(said: Markup) -> Markup:
    return Markup(f' <span class="kind">{said}</span>')  # noqa: S704  markup
