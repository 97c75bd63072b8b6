"""Numbers over time: members of an arrangement, people in a mission, components of mandates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from openalliances.facts.spans import members_of, short_name_of
from openalliances.facts.tallies import Tally, components_by_decade, people_in
from openalliances.pages.figures.model import Cell, Column, Figure, Twin
from openalliances.pages.figures.queries import query
from openalliances.pages.figures.words import name_cell, ordinal, shown_day
from openalliances.pages.view import View
from openalliances.pictures import series
from openalliances.pictures.timeline import Bar, Group, Line, Span
from openalliances.tabular.database import Reader

_COMPONENT = 230.0
"""Width of the names of components on a sheet."""


def size(view: View, reader: Reader, given: Mapping[str, str]) -> Figure | None:
    """Return how many full members ``thing`` had; None if no start of one is known.

    A member counts from the first day on which it may have been one, to the last.
    """
    thing = given["thing"]
    changes: dict[str, list[int]] = {}
    last = ""
    for one in members_of(reader, thing):
        spell = one.spell
        if one.kind != "full" or not spell.start:
            continue
        changes.setdefault(spell.start_earliest, [0, 0])[0] += 1
        if spell.end:
            changes.setdefault(_day_after(spell.end_latest), [0, 0])[1] += 1
        elif spell.end_status == "ended":
            changes.setdefault(_day_after(spell.start_latest), [0, 0])[1] += 1
        last = max(last, spell.end_latest if spell.end else spell.known_until)
    if not changes:
        return None
    name, text = view.plain(thing, short_name_of(reader, thing)), view.wording.text
    points, rows, number = [], [], 0
    for day in sorted(changes):
        joined, left = changes[day]
        number += joined - left
        words = view.wording.date_text(day)
        title = text("{date}: {count} members", date=words, count=number)
        points.append(series.Point(ordinal(day), number, str(number), title))
        rows.append((Cell(day, words), Cell(joined), Cell(left), Cell(number)))
    until = min(max(last, max(changes)), shown_day(view).last)
    most = max(point.value for point in points)
    span = _span(points[0].day, ordinal(until))
    columns = (
        Column("date", text("From")),
        Column("joined", text("New"), is_number=True),
        Column("left", text("Gone"), is_number=True),
        Column("members", text("In all"), is_number=True),
    )
    numbers = {"name": name, "first": points[0].value, "last": points[-1].value, "most": most}
    title = text("{name}: from {first} members to {last}", **numbers)
    if most > max(points[0].value, points[-1].value):
        title = text("{name}: {most} members at most", **numbers)
    return Figure(
        "size",
        (("thing", thing),),
        title,
        text(
            "Full members on each day, from {start} to {end}.",
            start=view.wording.date_text(min(changes)),
            end=view.wording.date_text(until),
        ),
        text("A line that steps where a member joined or left; the table gives the days."),
        partial(series.steps, points, span),
        Twin(columns, tuple(rows)),
        query("members", thing=thing),
        names=0,
    )


def personnel(view: View, reader: Reader, given: Mapping[str, str]) -> Figure | None:
    """Return the people counted in the mission ``thing``, or those of one ``state``; None if none.

    Counts of one day are added up over the states.
    """
    thing, state = given["thing"], given.get("state", "")
    found = people_in(reader, thing, state)
    if not found:
        return None
    name, text = view.plain(thing, short_name_of(reader, thing)), view.wording.text
    points = [_counted(view, one, with_states=not state) for one in found]
    columns = (
        Column("date", text("Counted on")),
        Column("people", text("People"), is_number=True),
        Column("states", "" if state else text("States"), is_number=True),
    )
    rows = tuple(
        (
            Cell(one.day, view.wording.date_text(one.day)),
            Cell(one.number, view.number_of(one.number)),
            Cell(one.of),
        )
        for one in found
    )
    title = text("People in {name}", name=name)
    if state:
        title = text(
            "People of {state} in {name}",
            state=view.plain(state, short_name_of(reader, state)),
            name=name,
        )
    return Figure(
        "personnel",
        (("thing", thing), *((("state", state),) if state else ())),
        title,
        text("One count a year at most; nothing is drawn between them, since nothing is known."),
        text("Stems as high as the numbers of the table."),
        partial(series.stems, points, _span(points[0].day, points[-1].day)),
        Twin(columns, rows),
        query("personnel_of", thing=thing, ids=(state,))
        if state
        else query("personnel", thing=thing),
    )


def components(view: View, reader: Reader, given: Mapping[str, str]) -> Figure | None:
    """Return in how many missions each component of peacebuilding was mandated, by decade."""
    found = components_by_decade(reader)
    if not found:
        return None
    text = view.wording.text
    decades = range(min(one.decade for one in found), max(one.decade for one in found) + 10, 10)
    rows = []
    for (component, name), tallies in groupby(found, key=lambda one: (one.component, one.name)):
        numbers = {one.decade: one.number for one in tallies}
        name = view.plain(f"vocab/{_SCHEME}/{component}", name)
        rows.append((name, [_decade(view, name, d, numbers.get(d, 0)) for d in decades]))
    columns = (
        Column("component"),
        Column("component_name", text("Component")),
        Column("decade", text("Decade")),
        Column("missions", text("Missions"), is_number=True),
    )
    cells = tuple(
        (
            Cell(one.component),
            name_cell(view, f"vocab/{_SCHEME}/{one.component}", one.name),
            Cell(one.decade, text("{decade}s", decade=one.decade)),
            Cell(one.number),
        )
        for one in found
    )
    return Figure(
        "components-by-decade",
        (),
        text("Components of peacebuilding in mandates, by decade"),
        text("Missions for which decisions of that decade asked for it, by the tasks they gave."),
        text("A row of bars for each component, a bar for each decade, all on one scale."),
        partial(series.bars, rows),
        Twin(columns, cells),
        query("components"),
        notes=(
            text("Where tasks are not coded nothing is counted: few do not mean that it was rare."),
        ),
        names=_COMPONENT,
    )


_SCHEME = "peacebuilding-component"


def _decade(view: View, name: str, decade: int, number: int) -> series.Stack:
    text = view.wording.text
    title = text("{name}, {decade}s: {count} missions", name=name, decade=decade, count=number)
    return series.Stack(text("{decade}s", decade=decade), number, str(number), title)


def _counted(view: View, one: Tally, *, with_states: bool) -> series.Point:
    text, number = view.wording.text, view.number_of(one.number)
    said = {"date": view.wording.date_text(one.day), "count": number, "states": one.of}
    title = text("{date}: {count} people", **said)
    if with_states:
        title = text("{date}: {count} people of {states} states", **said)
    return series.Point(ordinal(one.day), one.number, number, title)


def _span(first: int, last: int) -> Span:
    """Return the span from a day to another, with some room at its ends."""
    known = Span.over([Group((Line("", (Bar("", (first, first), (last, last)),)),))], last)
    room = max((last - first) // 14, 60)
    return Span(max(known.first, first - room), last + room // 5, last)


def _day_after(day: str) -> str:
    known = date.fromordinal(ordinal(day, last=True))
    return (known + timedelta(days=1)).isoformat()
