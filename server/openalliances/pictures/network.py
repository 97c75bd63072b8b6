"""The network of a day: states, lines between allies, letters that name the alliances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.pictures.layout import Point
from openalliances.pictures.svg import Drawing, element, joined, linked, number, titled, width_of

WIDTH, HEIGHT = 460.0, 330.0
_NODE, _BADGE, _SIZE = 6.5, 8.5, 13.0
_ALONG = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74)
"""Places along a line where its letters may stand."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Node:
    """A state: its key, its name, its page."""

    key: str
    name: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A line between two states: the letters of the alliances that join them, and words."""

    one: str
    two: str
    letters: tuple[str, ...]
    title: str


def draw(nodes: Sequence[Node], ties: Sequence[Tie], places: Mapping[str, Point]) -> Drawing:
    """Return the network with each node at its place, within :data:`WIDTH` and :data:`HEIGHT`."""
    names = _names(nodes, ties, places)
    parts = [*_lines(ties, places), *_badges(ties, places, names)]
    parts += [_named(node, box, places[node.key]) for node, box in zip(nodes, names, strict=True)]
    return Drawing(
        joined(parts),
        HEIGHT,
        f"0 0 {number(WIDTH)} {number(HEIGHT)}",
        "net",
        "net-frame",
        has_links=any(node.href for node in nodes),
    )


def letter(name: str) -> Markup:
    """Return the letter of an alliance for a legend."""
    circle = element("circle", class_="badge", cx=12, cy=5.5, r=_BADGE)
    return circle + element("text", name, class_="letter", x=12, y=9.5)


def _lines(ties: Sequence[Tie], places: Mapping[str, Point]) -> Iterator[Markup]:
    for tie in ties:
        (x1, y1), (x2, y2) = places[tie.one], places[tie.two]
        width = min(1.2 + len(tie.letters) * 0.9, 6)
        ends = {"x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2)}
        yield titled(tie.title, element("line", class_="tie", stroke_width=number(width), **ends))


def _badges(
    ties: Sequence[Tie], places: Mapping[str, Point], names: Sequence[Box]
) -> Iterator[Markup]:
    """Yield the letters of each line, near its middle, not upon names or other letters."""
    taken = [*names, *((x - 9, y - 9, x + 9, y + 9) for x, y in places.values())]
    for tie in sorted(ties, key=lambda tie: (-len(tie.letters), tie.one, tie.two)):
        (x1, y1), (x2, y2) = places[tie.one], places[tie.two]
        shown = tie.letters if len(tie.letters) <= 4 else (*tie.letters[:3], "+")
        half = len(shown) * _BADGE
        boxes = {}
        for t in _ALONG:
            x, y = x1 + (x2 - x1) * t, y1 + (y2 - y1) * t
            boxes[t] = (x - half, y - _BADGE, x + half, y + _BADGE)
        best = min(
            _ALONG, key=lambda t: (sum(_shared(boxes[t], one) for one in taken), abs(t - 0.5))
        )
        box = boxes[best]
        taken.append(box)
        y = (box[1] + box[3]) / 2
        for n, letter in enumerate(shown):
            cx = box[0] + (2 * n + 1) * _BADGE
            yield element("circle", class_="badge", cx=number(cx), cy=number(y), r=_BADGE)
            yield element("text", letter, class_="letter", x=number(cx), y=number(y + 4))


def _names(nodes: Sequence[Node], ties: Sequence[Tie], places: Mapping[str, Point]) -> list[Box]:
    """Return a box for the name of each node, where few lines go and no other name is."""
    points = [
        (x1 + (x2 - x1) * t / 24, y1 + (y2 - y1) * t / 24)
        for (x1, y1), (x2, y2) in ((places[tie.one], places[tie.two]) for tie in ties)
        for t in range(25)
    ]
    found: list[Box] = []
    for node in nodes:
        x, y = places[node.key]
        wide = width_of(node.name, _SIZE)
        boxes = [
            (x - wide / 2, y - 25, x + wide / 2, y - 9),
            (x - wide / 2, y + 10, x + wide / 2, y + 26),
            (x + 11, y - 8, x + 11 + wide, y + 8),
            (x - 11 - wide, y - 8, x - 11, y + 8),
        ]
        found.append(min(boxes, key=lambda box: _cost(box, points, found, places)))
    return found


def _cost(
    box: Box, points: Sequence[Point], names: Sequence[Box], places: Mapping[str, Point]
) -> float:
    left, top, right, bottom = box
    out = max(0.0, -left, right - WIDTH) + max(0.0, -top, bottom - HEIGHT)
    crossed = sum(left < x < right and top < y < bottom for x, y in points)
    dots = sum(left - 7 < x < right + 7 and top - 7 < y < bottom + 7 for x, y in places.values())
    return out * 5 + crossed + 12 * dots + sum(_shared(box, one) for one in names)


def _shared(one: Box, two: Box) -> float:
    """Return how much of two boxes is the same, in square units."""
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    return max(wide, 0.0) * max(high, 0.0)


def _named(node: Node, box: Box, place: Point) -> Markup:
    text = element(
        "text",
        node.name,
        class_="halo",
        x=number((box[0] + box[2]) / 2),
        y=number(box[3] - 4),
        text_anchor="middle",
    )
    dot = element("circle", class_="node", cx=number(place[0]), cy=number(place[1]), r=_NODE)
    return linked(node.href, dot + text)
