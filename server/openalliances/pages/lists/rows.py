"""The rows of a part of a list, and who says each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from openalliances.facts.days import SPELL, Day, Holds, Spell
from openalliances.pages.lists.asking import Asked
from openalliances.pages.lists.cells import Cells, is_number, joined
from openalliances.pages.lists.naming import Names, is_closed
from openalliances.pages.view import UNKNOWN, View
from openalliances.tabular import times
from openalliances.tabular.database import Reader, Row, Value, quoted
from openalliances.tabular.definitions import Column
from openalliances.tabular.selection import SEPARATOR, SOURCES_TABLE

ROWS = 100
"""Rows of one part of a list."""
_MEMBERS, _SPELLS = "members", "memberships"
_ARE_MEMBERS = "('full', 'participant', 'signatory')"
"""Kinds of membership that the column of members has, in SQL."""
_PLAIN = "state"
"""Kind that goes without saying."""
_NAMED = 3
"""Sources that are named under a row; all of them are a click away."""
_LISTED = 12
"""Sources of a row that are listed in place."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column: what it is called, where a click sorts by it, and how it is sorted now."""

    title: Markup
    href: str
    sorted: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its cells, the first of which names it; its grade; its sources in short and long."""

    cells: tuple[Markup, ...]
    grade: str
    named: Markup
    sources: tuple[Markup, ...]
    more: int
    href: str


def columns_of(asked: Asked) -> tuple[tuple[Column, str], ...]:
    """Return the columns that are shown beside the name, each with its title."""
    table = asked.table
    if asked.chosen("columns"):
        chosen = [one for one in asked.selection.columns if one.name != asked.listed.link]
        return tuple((one, one.title or one.name) for one in chosen)
    return tuple(
        (table.column(shown.name), shown.title)
        for shown in asked.listed.columns
        if shown.name in table.names
    )


def heads(view: View, asked: Asked) -> tuple[Head, ...]:
    """Return the heads of the columns, which sort: once upwards, once more downwards."""
    name = asked.listed.name if asked.listed.name in asked.table.names else asked.listed.link
    first = (asked.table.column(name), asked.listed.head)
    return tuple(_head(view, asked, column, title) for column, title in (first, *columns_of(asked)))


def _head(view: View, asked: Asked, column: Column, title: str) -> Head:
    order = asked.order.split(",")[0].strip()
    is_up, is_down = order == column.name, order == f"-{column.name}"
    onward = f"-{column.name}" if is_up else column.name
    given = [*asked.without("sort"), ("sort", onward)]
    state = "ascending" if is_up else "descending" if is_down else ""
    return Head(view.say(title), asked.href(given), state, is_number(column))


def lines(view: View, asked: Asked, reader: Reader, names: Names) -> tuple[Line, ...]:
    """Return the rows of the part that is asked for."""
    start = (view.number - 1) * ROWS
    selection = replace(
        asked.selection, columns=asked.table.columns, limit=ROWS, offset=max(0, start)
    )
    found = [_by_name(asked, row) for row in reader.rows(*selection.statement())]
    shown = [column for column, _ in columns_of(asked)]
    if view.day and any(column.name == _MEMBERS for column in shown):
        _members_then(asked, view.day, reader, found)
    cells = Cells(asked.table, names)
    under = [asked.table.column(one) for one in asked.listed.under if one in asked.table.names]
    cells.learn(reader, (*shown, *under), found)
    sources = _sources(view, asked, reader, found)
    return tuple(_line(view, asked, cells, shown, row, sources) for row in found)


def _members_then(asked: Asked, day: Day, reader: Reader, rows: list[dict[str, Value]]) -> None:
    """Have *rows* name the members that they may have had on *day*, not all that they ever had."""
    spells = asked.tables.get(_SPELLS)
    if spells is None:
        return
    condition, values = times.condition(spells, day.first, day.last)
    ids = [str(row[asked.listed.link]) for row in rows]
    marks = ", ".join("?" * len(ids))
    sql = (
        f"SELECT organization, member FROM {quoted(_SPELLS)} "  # noqa: S608  names of ours
        f"WHERE organization IN ({marks}) AND kind IN {_ARE_MEMBERS} AND ({condition}) "
        "ORDER BY 1, 2"
    )
    then: dict[str, dict[str, None]] = {}
    for organization, member in reader.rows(sql, [*ids, *values]):
        then.setdefault(str(organization), {})[str(member)] = None
    for row in rows:
        row[_MEMBERS] = SEPARATOR.join(then.get(str(row[asked.listed.link]), ()))


def _by_name(asked: Asked, row: Row) -> dict[str, Value]:
    return dict(zip(asked.table.names, row, strict=True))


def _line(
    view: View,
    asked: Asked,
    cells: Cells,
    shown: Sequence[Column],
    row: Mapping[str, Value],
    sources: Mapping[str, tuple[str, Markup]],
) -> Line:
    ids = _ids(asked, row)
    known = [sources[id_] for id_ in ids if id_ in sources]
    short = list(dict.fromkeys(name for name, _ in known))
    rest = len(ids) - _NAMED
    named = joined(view.foreign(one) for one in short[:_NAMED])
    if rest > 0:
        named += " · " + view.say("{count} more", count=view.number_of(rest))
    thing = str(row[asked.listed.link])
    return Line(
        (_named(view, asked, cells, row), *(cells.cell(column, row) for column in shown)),
        str(row.get("grade") or ""),
        named,
        tuple(said for _, said in known[:_LISTED]),
        max(0, len(ids) - _LISTED),
        view.href(view.path(thing)),
    )


def _named(view: View, asked: Asked, cells: Cells, row: Mapping[str, Value]) -> Markup:
    """Return the first cell: the acronym or name as a link, the name, what kind it is of."""
    thing, listed = str(row[asked.listed.link]), asked.listed
    name, acronym = (
        str(row.get(listed.name) or thing).split(SEPARATOR)[0],
        str(row.get("acronym") or "").split(SEPARATOR)[0],
    )
    said = view.link(thing, acronym or name)
    under = [view.name(thing, name)] if acronym else []
    for column in (asked.table.column(one) for one in listed.under if one in asked.table.names):
        value = row[column.name]
        if value and value not in (name, _PLAIN):
            closed = is_closed(column)
            told = cells.kinds(column, value) if closed else cells.text(column, str(value))
            under.append(told)
    if view.day and (doubt := _doubt(view, row, view.day)):
        under.append(Markup('<span class="doubt">{}</span>').format(doubt))
    return said + Markup("".join(f'<span class="sub">{one}</span>' for one in under))  # noqa: S704


def _doubt(view: View, row: Mapping[str, Value], day: Day) -> Markup:
    """Return what is to be said of a row of which it is not sure that it held on *day*."""
    if not {"start", "end"} <= row.keys():
        return Markup()
    spell = Spell.of([row.get(name) for name in SPELL])
    if not spell.start:
        return view.say("perhaps: its beginning is not known")
    if spell.holds(day) is not Holds.MAYBE:
        return Markup()
    return view.say("perhaps: it began or ended within this time, or its dates are not exact")


def _ids(asked: Asked, row: Mapping[str, Value]) -> list[str]:
    if asked.table.name == SOURCES_TABLE:
        return []
    return [one for one in str(row.get("source_ids") or "").split(SEPARATOR) if one]


def _sources(
    view: View, asked: Asked, reader: Reader, rows: Iterable[Mapping[str, Value]]
) -> dict[str, tuple[str, Markup]]:
    """Return the sources that *rows* rest on: who speaks, and the source as a link."""
    wanted = list(dict.fromkeys(id_ for row in rows for id_ in _ids(asked, row)))
    if not wanted or SOURCES_TABLE not in asked.tables:
        return {}
    found: dict[str, tuple[str, Markup]] = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ", ".join("?" * len(part))
        sql = (
            "SELECT id, title, publisher, date, kind "  # noqa: S608  names of ours
            f"FROM {quoted(SOURCES_TABLE)} WHERE id IN ({marks})"
        )
        for row in reader.rows(sql, part):
            id_, title, publisher, date, kind = ("" if cell is None else str(cell) for cell in row)
            found[id_] = (
                publisher or title or id_,
                _source(view, id_, title, publisher, date, kind),
            )
    return found


def _source(view: View, id_: str, title: str, publisher: str, date: str, kind: str) -> Markup:
    about = [view.foreign(publisher)] if publisher else []
    about += [view.date(date)] if date else []
    about += [view.say(kind.replace("-", " "))] if kind else []
    behind = f". {' · '.join(about)}" if about else ""
    return Markup(f"<cite>{view.link(id_, title or id_, UNKNOWN)}</cite>{behind}")  # noqa: S704
