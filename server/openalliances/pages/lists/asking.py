"""What the address of a list asks for: rows, facets, order, a time, a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from openalliances.pages.kinds import Kind
from openalliances.pages.lists.shown import LISTED, Listed
from openalliances.tabular import times
from openalliances.tabular.database import Reader
from openalliances.tabular.definitions import Table
from openalliances.tabular.filters import PARAMETERS, Filter, as_called, filters
from openalliances.tabular.selection import Selection, read_selection

OF_THE_PAGE = ("page", "lang", "view")
"""Parameters that say how a list is shown, and not what is in it."""
_OF_A_PART = ("limit", "offset")

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as its address asks for it.

    ``given`` are the parameters that say what is in it, in their order, ``kept`` those that say
    in which language it is shown. ``selection`` has all rows, in the order that is asked for.
    """

    kind: Kind
    listed: Listed
    table: Table
    tables: Mapping[str, Table]
    filters: Mapping[str, Filter]
    given: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    selection: Selection

    @property
    def path(self) -> str:
        """Return the path of the list, without parameters."""
        return f"/browse/{self.kind.slug}"

    def chosen(self, name: str) -> tuple[str, ...]:
        """Return the values of the parameter *name*, in their order."""
        return tuple(value for other, value in self.given if other == name)

    @property
    def facets(self) -> tuple[tuple[str, str], ...]:
        """Return the filters that are set, without time, words, order and columns."""
        return tuple(pair for pair in self.given if pair[0] not in PARAMETERS)

    @property
    def order(self) -> str:
        """Return the order as the parameter ``sort`` says it."""
        return next(iter(self.chosen("sort")), self.listed.order)

    def href(self, given: Parameters | None = None, *, extension: str = "", page: int = 1) -> str:
        """Return the address of the list with the parameters *given* in place of its own."""
        asked = [*(self.given if given is None else given)]
        if not extension:
            asked += [*self.kept, *([("page", str(page))] if page > 1 else [])]
        more = f"?{urlencode(asked, safe='/')}" if asked else ""
        return f"{self.path}{'.' if extension else ''}{extension}{more}"

    def without(self, name: str, value: str | None = None) -> Parameters:
        """Return its parameters without *name*, or without that value of it alone."""
        return [
            pair
            for pair in self.given
            if pair[0] != name or (value is not None and pair[1] != value)
        ]

    def select(self, given: Parameters, reader: Reader) -> Selection:
        """Return the rows that the parameters *given* ask of this list.

        :raises BadRequestError: if there is no such filter or value.
        """
        return _selected(self.table, self.tables, self.listed, given, reader)


def is_tabled(kind: Kind, tables: Mapping[str, Table]) -> bool:
    """Return whether *tables* have the rows of the list of *kind*, and can tell them apart."""
    table, listed = tables.get(kind.table), LISTED[kind.slug]
    if table is None or listed.link not in table.names:
        return False
    return all(name in table.names for name, _ in listed.fixed)


def ask(kind: Kind, tables: Mapping[str, Table], parameters: Parameters, reader: Reader) -> Asked:
    """Return what *parameters* ask of the list of *kind*, whose table is one of *tables*.

    :raises BadRequestError: if there is no such filter, column or value; the hint says what is.
    """
    table, listed = tables[kind.table], LISTED[kind.slug]
    known = filters(table, tables)
    said = [(name, value.strip()) for name, value in as_called(parameters, known) if value.strip()]
    # What is asked of every page says nothing of rows that have no time; their list is whole.
    left_out = OF_THE_PAGE if times.has_times(table) else (*OF_THE_PAGE, "at")
    given = tuple(dict.fromkeys(pair for pair in said if pair[0] not in left_out))
    kept = tuple(pair for pair in said if pair[0] == "lang")
    selection = _selected(table, tables, listed, given, reader)
    return Asked(kind, listed, table, tables, known, given, kept, selection)


def _selected(
    table: Table, tables: Mapping[str, Table], listed: Listed, given: Parameters, reader: Reader
) -> Selection:
    asked = [pair for pair in given if pair[0] != "sort"]
    order = next((value for name, value in given if name == "sort"), listed.order)
    names = {word.strip().removeprefix("-") for word in listed.order.split(",")}
    if order != listed.order or names <= {*table.names}:
        asked.append(("sort", order))
    found = read_selection(table, tables, asked, reader)
    if not listed.fixed:
        return found
    return found.within(read_selection(table, tables, listed.fixed, reader))
