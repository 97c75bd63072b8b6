"""The pictures of a result: bars, lines in time, a map; the table beside them holds the same.

They show the rows that the table shows, and no more than are legible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from openalliances.facts.spans import states_on_maps
from openalliances.http.urls import resource
from openalliances.pages.result_columns import (
    Column,
    Kind,
    amount_column,
    days,
    label_column,
    number_of,
    spell_columns,
)
from openalliances.pages.results import Cell, ResultPage
from openalliances.pages.view import View
from openalliances.pictures import map as world_map
from openalliances.pictures import timeline as lines
from openalliances.pictures.bars import Item, bars
from openalliances.pictures.prepared import maps
from openalliances.pictures.svg import PAGE, Drawing, element
from openalliances.rdf.prefixes import ID

MOST_BARS = 40
MOST_LINES = 100
_LONGEST = 60
"""Characters of a name in a picture."""
_KEY = "result"
MAKER = "Natural Earth"
_STATES = ID + "state/"

Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a result: drawn, told, and how many rows of the table it leaves out.

    ``maker`` is who made the shapes in it.
    """

    drawn: Drawing
    told: str
    subtitle: str
    left_out: int = 0
    samples: tuple[tuple[Markup, str], ...] = ()
    maker: str = ""

    def inline(self, title: str) -> Markup:
        """Return it as it stands in a page."""
        head = element("title", title, id=f"{_KEY}-title")
        head += element("desc", self.told, id=f"{_KEY}-desc")
        drawn = self.drawn
        svg = element(
            "svg",
            head + drawn.body,
            class_=f"pic {drawn.style}".strip(),
            viewBox=drawn.box,
            width="" if drawn.box else "100%",
            height="" if drawn.box else f"{drawn.height:.0f}",
            role="group" if drawn.has_links else "img",
            aria_labelledby=f"{_KEY}-title {_KEY}-desc",
        )
        return Markup('<div class="{}">{}</div>').format(drawn.frame, svg) if drawn.frame else svg


Maker = Callable[[View, Sequence[Column], ResultPage], Picture | None]


def bars_of(view: View, columns: Sequence[Column], result: ResultPage) -> Picture | None:
    """Return the bars of *result*; None where no column counts or measures."""
    amount = amount_column(columns)
    if amount is None:
        return None
    named = label_column(columns) or next((c for c in columns if c is not amount), None)
    items = []
    for place, row in enumerate(result.rows, 1):
        cell = row[amount.at]
        value = number_of(cell)
        if cell is not None and value is not None and value >= 0:
            name, href = _name(view, row, named, place)
            items.append(Item(name, value, cell.text, href))
    shown = items[:MOST_BARS]
    if not shown:
        return None
    told = "; ".join(f"{item.name}: {item.words}" for item in shown)
    return Picture(bars(shown), told, amount.name, len(result.rows) - len(shown))


def timeline_of(view: View, columns: Sequence[Column], result: ResultPage) -> Picture | None:
    """Return the lines in time of *result*; None where no column says when."""
    try:
        start, end = spell_columns(columns, result)
    except LookupError:
        return None
    named = label_column([c for c in columns if c.kind in (Kind.THING, Kind.TEXT)])
    drawn: list[lines.Line] = []
    told: list[str] = []
    for place, row in enumerate(result.rows, 1):
        begun = days(row[start.at])
        if begun is not None and len(drawn) < MOST_LINES:
            name, href = _name(view, row, named, place)
            words = _words(row, start, end)
            bar = lines.Bar(f"{name}: {words}", begun, _end(row, begun, end), goes_on=True)
            drawn.append(lines.Line(name, (bar,), href))
            told.append(f"{name}: {words}")
    if not drawn:
        return None
    groups = (lines.Group(tuple(drawn)),)
    last = max(day for line in drawn for bar in line.bars for day in (bar.end or bar.start or ()))
    is_open = any(bar.end is None for line in drawn for bar in line.bars)
    now = max(last, date.fromtimestamp(view.site.modified).toordinal()) if is_open else last
    picture = lines.timeline(groups, lines.Span.over(groups, now), key=_KEY, place=PAGE)
    return Picture(
        picture,
        "; ".join(told),
        str(view.say("Hatched where the day is not known, or no end is stated.")),
        len(result.rows) - len(drawn),
    )


def _words(row: Row, start: Column, end: Column | None) -> str:
    begun, ended = row[start.at], row[end.at] if end else None
    first = begun.text if begun else ""
    return first if end is None else f"{first} – {ended.text if ended else '…'}"


def _end(row: Row, begun: tuple[int, int], end: Column | None) -> tuple[int, int] | None:
    """Return when a row ends: where nothing can say so, it is a moment."""
    return begun if end is None else days(row[end.at])


def _name(view: View, row: Row, named: Column | None, place: int) -> tuple[str, str]:
    """Return what a row is called in a picture, and where that leads."""
    cell = row[named.at] if named else None
    if cell is None:
        return str(place), ""
    text = cell.text
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
    return short, href_of(view, cell.iri) if cell.iri else ""


def href_of(view: View, iri: str) -> str:
    """Return where a thing of a result leads."""
    urls = view.site.urls
    return view.href(urls.document(iri) if urls.holds(iri) else resource(iri))


def state_column(columns: Sequence[Column], result: ResultPage) -> Column | None:
    """Return the first column of things in which states of ours are; None where there is none."""
    return next(
        (
            column
            for column in columns
            if column.kind is Kind.THING
            and any(
                (cell := row[column.at]) and cell.iri.startswith(_STATES) for row in result.rows
            )
        ),
        None,
    )


def can_map(view: View) -> bool:
    """Return whether maps can be drawn: there are shapes, and states with their ISO numbers."""
    tables = view.site.tables
    states = tables.definitions.get("states") if tables else None
    return bool(maps()) and states is not None and "iso3n" in {c.name for c in states.columns}


def map_of(view: View, columns: Sequence[Column], result: ResultPage) -> Picture | None:
    """Return the map of the states in *result*, by a number if there is one, else by rows.

    None where there is no state, or nothing to draw maps with.
    """
    column, tables, world = state_column(columns, result), view.site.tables, maps().get("world")
    if column is None or tables is None or world is None or not can_map(view):
        return None
    with tables.reading(view.site.settings.query_timeout) as reader:
        numbers = states_on_maps(reader)
    amount = amount_column(columns)
    values: dict[str, float] = {}
    for row in result.rows:
        cell = row[column.at]
        if cell is not None and cell.iri.startswith(_STATES):
            value = number_of(row[amount.at]) if amount else 1.0
            values[cell.iri] = values.get(cell.iri, 0.0) + (value or 0.0)
    there = {iri: value for iri, value in values.items() if iri.removeprefix(ID) in numbers}
    scale = world_map.Scale(max(map(round, there.values()), default=0))
    areas, told = {}, []
    for iri, value in there.items():
        number, name = numbers[iri.removeprefix(ID)]
        words = f"{name}: {value:g}"
        areas[number] = world_map.Area(words, scale.tone(round(value)), href_of(view, iri))
        told.append(words)
    drawing = world_map.draw(world, areas, str(view.say("disputed, not coloured")), _KEY)
    samples = [
        (_sample(world_map.sample(tone, _KEY)), str(first) if first == last else f"{first}–{last}")
        for tone, first, last in scale.classes()
    ]
    samples.append((_sample(world_map.sample("land", _KEY)), str(view.say("disputed"))))
    subtitle = amount.name if amount else str(view.say("Rows of each state"))
    subtitle += ". " + str(view.say("Borders of today; they imply no position on any territory."))
    return Picture(
        drawing, "; ".join(told), subtitle, len(values) - len(there), tuple(samples), MAKER
    )


def _sample(drawn: Markup) -> Markup:
    return element("svg", drawn, class_="pic", viewBox="0 0 24 11", aria_hidden="true")


MAKERS: Mapping[str, Maker] = {"chart": bars_of, "timeline": timeline_of}
"""The pictures by the names of their views."""
