"""A class diagram as SVG: boxes, names of relations, lines.

Colours are ``currentColor`` and classes that the stylesheet names, so that the
drawing follows the reader's light or dark; presentation attributes make it
readable as a file of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from openalliances.builder.documentation.graph_layout import Box, Layout, Place, Route, layered

_LINE = 17.0
_SIZE = 13.0
_PAD = 9.0
_FEW = 2
_NARROW, _WIDE = frozenset("iltfjrI.,:;'’|()[] "), frozenset("mwMWOQGD@")


@dataclass(frozen=True, slots=True)
class ClassBox:
    """A class to draw; ``rows`` are what stands below its name, ``quiet`` if it is a guest."""

    key: str
    title: str
    href: str
    rows: tuple[str, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Relations with the same ends: from each source, through the names, to each target."""

    names: tuple[str, ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]


def draw(
    slug: str,
    title: str,
    description: str,
    boxes: Sequence[ClassBox],
    lines: Sequence[tuple[str, str]],
    links: Sequence[Link],
) -> str:
    """Return the drawing. *lines* lead from a class to one below it in the hierarchy."""
    labels = {f"\1{n}": link for n, link in enumerate(links)}
    stacks = _stacks(boxes, lines, links)
    stacked = {box.key: key for key, members in stacks.items() for box in members}
    sized = [_class_size(box) for box in boxes if box.key not in stacked]
    sized += [_stack_size(key, members) for key, members in stacks.items()]
    sized += [_label_size(key, link.names) for key, link in labels.items()]
    edges = [(upper, stacked.get(lower, lower)) for upper, lower in lines]
    for key, link in labels.items():
        edges += [(source, key) for source in link.sources]
        edges += [(key, target) for target in link.targets]
    layout = layered(sized, edges)
    places = dict(layout.places)
    for key, members in stacks.items():
        places |= _stack_places(layout.places[key], members)
    parts = [_line(route, _is_hierarchy(route)) for route in layout.routes]
    parts += [_label(places[key], link.names) for key, link in labels.items()]
    parts += [_box(places[box.key], box) for box in boxes]
    return _frame(slug, title, description, layout, parts)


def _stacks(
    boxes: Sequence[ClassBox], lines: Sequence[tuple[str, str]], links: Sequence[Link]
) -> dict[str, list[ClassBox]]:
    """Return the boxes that are drawn as one stack: three or more bare ones below one class."""
    joined = {key for link in links for key in (*link.sources, *link.targets)}
    joined |= {upper for upper, _ in lines}
    above: dict[str, list[str]] = {}
    for upper, lower in lines:
        above.setdefault(lower, []).append(upper)
    found: dict[str, list[ClassBox]] = {}
    for box in boxes:
        if not box.rows and box.key not in joined and len(above.get(box.key, ())) == 1:
            found.setdefault(f"\2{above[box.key][0]}{box.quiet}", []).append(box)
    return {key: members for key, members in found.items() if len(members) > _FEW}


def _stack_size(key: str, members: Sequence[ClassBox]) -> Box:
    sizes = [_class_size(box) for box in members]
    return Box(key, max(size.width for size in sizes), sum(size.height for size in sizes))


def _stack_places(place: Place, members: Sequence[ClassBox]) -> dict[str, Place]:
    height = place.height / len(members)
    return {
        box.key: Place(place.x, place.y + n * height, place.width, height)
        for n, box in enumerate(members)
    }


def text_width(text: str, size: float = _SIZE) -> float:
    """Return how wide *text* is at most in a usual sans-serif font."""
    units = sum(
        0.36 if c in _NARROW else 0.95 if c in _WIDE else 0.74 if c.isupper() else 0.62
        for c in text
    )
    return units * size


def _class_size(box: ClassBox) -> Box:
    widest = max([text_width(box.title) * 1.06, *(text_width(row, 12.0) for row in box.rows)])
    height = _LINE + 2 * _PAD - 2 + (len(box.rows) * 16.0 + 6 if box.rows else 0)
    return Box(box.key, round(widest + 2 * _PAD + 4, 1), height)


def _label_size(key: str, names: Sequence[str]) -> Box:
    return Box(key, round(max(text_width(n, 12.0) for n in names) + 8, 1), len(names) * 15.0 + 3)


def _frame(slug: str, title: str, description: str, layout: Layout, parts: Sequence[str]) -> str:
    width, height = round(layout.width), round(layout.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="group" '
        f'aria-labelledby="{slug}-title" aria-describedby="{slug}-desc" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" fill="none" stroke="none">'
        f'<title id="{slug}-title">{escape(title)}</title>'
        f'<desc id="{slug}-desc">{escape(description)}</desc>{"".join(parts)}</svg>'
    )


def _box(place: Place, box: ClassBox) -> str:
    middle = _n(place.x + place.width / 2)
    quiet = " guest" if box.quiet else ""
    dashes = ' stroke-dasharray="4 3"' if box.quiet else ""
    drawn = (
        f'<a href="{escape(box.href)}" class="box{quiet}">'
        f'<rect x="{_n(place.x)}" y="{_n(place.y)}" width="{_n(place.width)}" '
        f'height="{_n(place.height)}" rx="4" fill="#fff" stroke="currentColor"{dashes}/>'
        f'<text x="{middle}" y="{_n(place.y + _PAD + 12)}" text-anchor="middle" '
        f'font-size="13" font-weight="600" fill="currentColor">{escape(box.title)}</text></a>'
    )
    if not box.rows:
        return drawn
    rule = place.y + _LINE + 2 * _PAD - 3
    right = _n(place.x + place.width)
    rows = [f'<path class="rule" d="M{_n(place.x)} {_n(rule)}H{right}" stroke="currentColor"/>']
    rows += [
        f'<text class="row" x="{_n(place.x + _PAD)}" y="{_n(rule + 14 + 16 * n)}" font-size="12" '
        f'fill="currentColor">{escape(row)}</text>'
        for n, row in enumerate(box.rows)
    ]
    return drawn + "".join(rows)


def _label(place: Place, names: Sequence[str]) -> str:
    middle = _n(place.x + place.width / 2)
    return "".join(
        f'<text class="relation" x="{middle}" y="{_n(place.y + 12 + 15 * n)}" font-size="12" '
        f'text-anchor="middle" fill="currentColor">{escape(name)}</text>'
        for n, name in enumerate(names)
    )


def _is_hierarchy(route: Route) -> bool:
    return not any(end.startswith("\1") for end in (route.source, route.target))


def _line(route: Route, hierarchy: bool) -> str:
    """Return a line; the superclass gets a hollow triangle, what a relation leads to an arrow."""
    stations = route.stations
    start, end = stations[0], stations[-1]
    steps = [f"M{_n(start.x)} {_n(start.top)}V{_n(start.bottom)}"]
    for before, after in pairwise(stations):
        half = _n((before.bottom + after.top) / 2)
        steps.append(
            f"C{_n(before.x)} {half} {_n(after.x)} {half} {_n(after.x)} {_n(after.top)}"
            f"V{_n(after.bottom)}"
        )
    kind = "isa" if hierarchy else "line"
    drawn = f'<path class="{kind}" d="{"".join(steps)}" stroke="currentColor"/>'
    if hierarchy:
        upwards = not route.turned
        tip = (start.x, start.top) if upwards else (end.x, end.bottom)
        return drawn + _triangle(tip, upwards)
    if not route.turned and route.source.startswith("\1"):
        return drawn + _arrow((end.x, end.bottom), upwards=False)
    if route.turned and route.target.startswith("\1"):
        return drawn + _arrow((start.x, start.top), upwards=True)
    return drawn


def _triangle(tip: tuple[float, float], upwards: bool) -> str:
    x, y = tip
    far = y + 9 if upwards else y - 9
    return (
        f'<path class="head" d="M{_n(x)} {_n(y)}L{_n(x - 6)} {_n(far)}H{_n(x + 6)}Z" '
        f'fill="#fff" stroke="currentColor"/>'
    )


def _arrow(tip: tuple[float, float], *, upwards: bool) -> str:
    x, y = tip
    far = y + 7 if upwards else y - 7
    return (
        f'<path class="tip" d="M{_n(x - 4)} {_n(far)}L{_n(x)} {_n(y)}L{_n(x + 4)} {_n(far)}" '
        f'stroke="currentColor"/>'
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
