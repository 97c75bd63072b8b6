"""A class diagram as SVG: boxes, names of relations, lines.

Colours are ``currentColor`` and classes that the stylesheet names, so that the
drawing follows the reader's light or dark; presentation attributes make it
readable as a file of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import hypot

from openalliances.builder.documentation.graph_layout import (
    Box,
    Edge,
    Layout,
    Place,
    Point,
    Route,
    laid_out,
)

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
    """Return the drawing. *lines* lead from a class to one below it in the hierarchy.

    :raises ImportError: if nothing is there that lays it out.
    """
    labels = {f"\1{n}": link for n, link in enumerate(links)}
    stacks = _stacks(boxes, lines, links)
    stacked = {box.key: key for key, members in stacks.items() for box in members}
    sized = [_class_size(box) for box in boxes if box.key not in stacked]
    sized += [_stack_size(key, members) for key, members in stacks.items()]
    sized += [_label_size(key, link.names) for key, link in labels.items()]
    edges = [Edge(upper, stacked.get(lower, lower), is_trunk=True) for upper, lower in lines]
    for key, link in labels.items():
        edges += [Edge(source, key) for source in link.sources]
        edges += [Edge(key, target) for target in link.targets]
    layout = laid_out(sized, list(dict.fromkeys(edges)))
    places = dict(layout.places)
    for key, members in stacks.items():
        places |= _stack_places(layout.places[key], members)
    parts = [_line(route, is_arrow=route.edge.source in labels) for route in layout.routes]
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
    width = round(max(text_width(n, 12.0) for n in names) + 8, 1)
    return Box(key, width, len(names) * 15.0 + 3, is_knot=True)


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


def _line(route: Route, *, is_arrow: bool) -> str:
    """Return a line; the superclass gets a hollow triangle, what a relation leads to an arrow."""
    first, *others = route.points
    curve = "".join(
        "C" + " ".join(f"{_n(x)} {_n(y)}" for x, y in others[at : at + 3])
        for at in range(0, len(others), 3)
    )
    kind = "isa" if route.edge.is_trunk else "line"
    drawn = (
        f'<path class="{kind}" d="M{_n(first[0])} {_n(first[1])}{curve}" stroke="currentColor"/>'
    )
    if route.edge.is_trunk:
        return drawn + _triangle(first, others[0])
    return drawn + _arrow(others[-2], others[-1]) if is_arrow else drawn


def _triangle(tip: Point, after: Point) -> str:
    """Return the triangle at a class from which a line leads, by *after*, to one under it."""
    corners = _corners(tip, after, 9, 6)
    drawn = "L".join(f"{_n(x)} {_n(y)}" for x, y in (tip, *corners))
    return f'<path class="head" d="M{drawn}Z" fill="#fff" stroke="currentColor"/>'


def _arrow(before: Point, tip: Point) -> str:
    """Return the point of an arrow at *tip*, to which a line comes from *before*."""
    left, right = _corners(tip, before, 8, 4)
    drawn = "L".join(f"{_n(x)} {_n(y)}" for x, y in (left, tip, right))
    return f'<path class="tip" d="M{drawn}" stroke="currentColor"/>'


def _corners(tip: Point, towards: Point, length: float, half: float) -> tuple[Point, Point]:
    """Return the two corners of a head at *tip*, so long and twice *half* wide."""
    (x, y), (a, b) = tip, towards
    far = hypot(a - x, b - y) or 1.0
    dx, dy = (a - x) / far, (b - y) / far
    back = x + length * dx, y + length * dy
    return (
        (back[0] - half * dy, back[1] + half * dx),
        (back[0] + half * dy, back[1] - half * dx),
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
