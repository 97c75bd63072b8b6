"""Numbers over time: a line that steps, stems for counts with nothing between, bars in classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from openalliances.pictures.svg import (
    PAGE,
    Drawing,
    Place,
    element,
    joined,
    number,
    titled,
    width_of,
)
from openalliances.pictures.timeline import Span

_TOP, _HIGH, _FOOT = 24.0, 130.0, 26.0
_STRETCHED = 1000
_ROUND = (1, 2, 5)
_LABELS = 7
"""Numbers at most that are written into a picture."""


@dataclass(frozen=True, slots=True)
class Point:
    """A number from a day on, or on a day; ``title`` says it in words."""

    day: int
    value: int
    label: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Stack:
    """A class of a bar chart: its name and its numbers, one a row of the legend."""

    name: str
    value: int
    label: str
    title: str
    is_chosen: bool = False


def steps(points: Sequence[Point], span: Span, place: Place = PAGE) -> Drawing:
    """Return a line that is level between the days on which the number changes."""
    most = max(point.value for point in points)
    base = _TOP + _HIGH
    ticks = _levels(most)
    ceiling = max(most, ticks[-1] if ticks else most)

    def y(value: int) -> float:
        return base - value / ceiling * _HIGH

    shown = list(_labelled(points, span, place))
    parts = [*_levels_drawn(ticks, y, place, _at_left(shown, span, y)), *_years(span, base, place)]
    line = _path(points, span, y, place)
    parts += _stretched(line, base, span, place)
    for point, anchor in shown:
        parts.append(
            titled(
                point.title,
                element(
                    "text",
                    point.label,
                    class_="strong halo",
                    x=place.x(span.share(point.day)),
                    y=number(y(point.value) - 7),
                    text_anchor=anchor,
                ),
            )
        )
    return Drawing(joined(parts), base + _FOOT, style="series")


def stems(points: Sequence[Point], span: Span, place: Place = PAGE) -> Drawing:
    """Return a stem for each count; nothing joins them, since nothing is known between."""
    most = max(point.value for point in points) or 1
    base = _TOP + _HIGH
    ticks = _levels(most)
    ceiling = max(most, ticks[-1] if ticks else most)

    def y(value: int) -> float:
        return base - value / ceiling * _HIGH

    shown = list(_labelled(points, span, place))
    parts = [*_levels_drawn(ticks, y, place, _at_left(shown, span, y)), *_years(span, base, place)]
    is_many = len(points) > 24
    for point in points:
        x, top = place.x(span.share(point.day)), number(y(point.value))
        parts.append(
            titled(
                point.title,
                element("line", class_="stem", x1=x, x2=x, y1=number(base), y2=top),
                element("circle", class_="count", cx=x, cy=top, r=3 if is_many else 4.5),
            )
        )
    for point, anchor in shown:
        x = place.x(span.share(point.day))
        parts.append(
            element(
                "text",
                point.label,
                class_="halo",
                x=x,
                y=number(y(point.value) - 9),
                text_anchor=anchor,
            )
        )
    return Drawing(joined(parts), base + _FOOT, style="series")


ROW, GAP = 24.0, 10.0


def bars(rows: Sequence[tuple[str, Sequence[Stack]]], place: Place = PAGE) -> Drawing:
    """Return small bar charts, one a row: its name, and a bar for each class, named below all.

    All rows have one scale. In a fixed place, its ``left`` is the width of the names.
    """
    most = max((stack.value for _, stacks in rows for stack in stacks), default=1) or 1
    high = 44.0
    parts: list[Markup] = []
    top = 4.0
    for name, stacks in rows:
        base = top + high
        share = 1 / max(len(stacks), 1)
        parts.append(element("line", class_="grid", x1=place.x(0), x2=place.x(1), y1=base, y2=base))
        text = element("text", name, x="0", y=number(base - 6))
        parts.append(element("g", text, class_="name"))
        for n, stack in enumerate(stacks):
            tall = stack.value / most * (high - 18)
            style = "bars on-day" if stack.is_chosen else "bars"
            rect = element(
                "rect",
                class_=style,
                x=place.x((n + 0.14) * share),
                width=place.length(0.72 * share),
                y=number(base - tall),
                height=number(tall),
            )
            said = element(
                "text",
                stack.label if stack.value else "",
                class_="tick",
                x=place.x((n + 0.5) * share),
                y=number(base - tall - 4),
                text_anchor="middle",
            )
            parts.append(titled(stack.title, rect, said) if stack.value else Markup(""))
        top = base + GAP
    for n, stack in enumerate(rows[0][1] if rows else ()):
        share = 1 / len(rows[0][1])
        parts.append(
            element(
                "text",
                stack.name,
                class_="tick" + (" alt" if n % 2 else ""),
                x=place.x((n + 0.5) * share),
                y=number(top + 8),
                text_anchor="middle",
            )
        )
    return Drawing(joined(parts), top + 14, frame="tl bare")


def _levels(most: int) -> list[int]:
    """Return round numbers up to about *most*, three or four of them."""
    step, power = 1, 1
    while most / step > 4:
        step = next((r * power for r in _ROUND if r * power > step), 10 * power)
        if step == 10 * power:
            power *= 10
    return list(range(step, most + 1, step))


def _levels_drawn(
    ticks: Sequence[int],
    y: Callable[[int], float],
    place: Place,
    taken: Sequence[float],
) -> Iterator[Markup]:
    """Yield a line for each level, with its number where that is not upon one of a point."""
    for level in ticks:
        at = number(y(level))
        yield element("line", class_="grid", x1=place.x(0), x2=place.x(1), y1=at, y2=at)
        if all(abs(y(level) - other) > 16 for other in taken):
            label = f"{level:,}"
            yield element("text", label, class_="tick halo", x=place.x(0), y=number(y(level) - 4))


def _at_left(
    shown: Sequence[tuple[Point, str]], span: Span, y: Callable[[int], float]
) -> list[float]:
    """Return how high numbers are written where the levels have theirs."""
    return [y(point.value) - 5 for point, _ in shown if span.share(point.day) < 0.15]


def _years(span: Span, base: float, place: Place) -> Iterator[Markup]:
    yield element("line", class_="base", x1=place.x(0), x2=place.x(1), y1=base, y2=base)
    for year, at, is_second in span.ticks():
        x, more = place.x(at), " alt" if is_second else ""
        anchor = "start" if at < 0.02 else "middle"
        yield element("line", class_="base", x1=x, x2=x, y1=base, y2=base + 5)
        yield element("text", year, class_="tick" + more, x=x, y=base + 20, text_anchor=anchor)


def _path(points: Sequence[Point], span: Span, y: Callable[[int], float], place: Place) -> str:
    """Return the steps as commands, in units of the place, or of a thousand for a page."""
    wide, left = (place.width, place.left) if place.width else (_STRETCHED, 0)

    def x(day: int) -> str:
        return number(left + span.share(day) * wide)

    first = points[0]
    text = f"M{x(first.day)} {number(y(0))}V{number(y(first.value))}"
    for point in points[1:]:
        text += f"H{x(point.day)}V{number(y(point.value))}"
    return text + f"H{x(span.now if span.now is not None else span.last)}"


def _stretched(line: str, base: float, span: Span, place: Place) -> list[Markup]:
    area = element("path", class_="area", d=f"{line}V{number(base)}Z")
    step = element("path", class_="step", d=line, vector_effect="non-scaling-stroke")
    if place.width:
        return [area, step]
    high = base + _FOOT
    return [
        element(
            "svg",
            area + step,
            width="100%",
            height=number(high),
            viewBox=f"0 0 {_STRETCHED} {number(high)}",
            preserveAspectRatio="none",
        )
    ]


def _labelled(points: Sequence[Point], span: Span, place: Place) -> Iterator[tuple[Point, str]]:
    """Yield the points whose number is written, with its anchor: the first, the last, the largest.

    Others follow in the order of how much they change, where they have room.
    """
    largest = max(points, key=lambda point: point.value)
    changes = [
        (abs(point.value - before.value), -n)
        for n, (before, point) in enumerate(pairwise(points), 1)
    ]
    order = [0, len(points) - 1, points.index(largest)]
    order += [-n for _, n in sorted(changes, reverse=True)]
    taken: list[float] = []
    for n in dict.fromkeys(order):
        share = span.share(points[n].day)
        room = (width_of(points[n].label, 13) + 12) / 640
        if len(taken) < _LABELS and all(abs(share - other) > room for other in taken):
            taken.append(share)
            yield points[n], "start" if share < 0.05 else "end" if share > 0.95 else "middle"
