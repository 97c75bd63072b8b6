"""Where the boxes of a drawing go: a layered layout that is the same each time.

After Sugiyama, Tagawa and Toda (1981): edges that close a cycle are turned
round, boxes get ranks by longest path, an edge over several ranks is cut by
waypoints, the order within a rank follows the neighbours, and the x positions
are those nearest to the neighbours' that keep the boxes apart. Boxes never
overlap, and lines keep to the gaps between ranks and the lanes of waypoints, so
that no line runs through a box or its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from openalliances.builder.documentation.graph_ordering import Edge, ordered

_GAP_X, _GAP_Y, _LANE, _MARGIN = 22.0, 34.0, 8.0, 8.0
_SWEEPS = 48
_PAGE = 1200.0
_PORT_INSET = 10.0


@dataclass(frozen=True, slots=True)
class Box:
    """Something to place: its name and its size."""

    key: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box is: its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Station:
    """A vertical piece of a line."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Route:
    """A line from the upper to the lower box; ``turned`` if the edge points upwards."""

    source: str
    target: str
    stations: tuple[Station, ...]
    turned: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A drawing: its size, the places of the boxes, and the lines."""

    width: float
    height: float
    places: Mapping[str, Place]
    routes: tuple[Route, ...]


def layered(boxes: Sequence[Box], edges: Sequence[Edge]) -> Layout:
    """Return the layout of *boxes* joined by *edges*; earlier edges rather point downwards.

    What is not connected is laid out apart, and stands side by side as far as a
    page is wide. Edges of a box to itself are not drawn.
    """
    places: dict[str, Place] = {}
    routes: list[Route] = []
    x = y = width = shelf = 0.0
    for part in _components(boxes, edges):
        keys = {box.key for box in part}
        one = _connected(part, [e for e in edges if e[0] in keys and e[0] != e[1]])
        if x and x + one.width > _PAGE:
            x, y, shelf = 0.0, y + shelf, 0.0
        places |= {k: Place(p.x + x, p.y + y, p.width, p.height) for k, p in one.places.items()}
        routes += [_moved(route, x, y) for route in one.routes]
        x, shelf = x + one.width, max(shelf, one.height)
        width = max(width, x)
    return Layout(width, y + shelf, places, tuple(routes))


def _components(boxes: Sequence[Box], edges: Sequence[Edge]) -> list[list[Box]]:
    """Return the boxes by what is connected, the largest part first."""
    near: dict[str, set[str]] = {}
    for source, target in edges:
        near.setdefault(source, set()).add(target)
        near.setdefault(target, set()).add(source)
    parts: list[list[Box]] = []
    seen: set[str] = set()
    for box in boxes:
        if box.key not in seen:
            reached = _reached(box.key, near)
            seen |= reached
            parts.append([other for other in boxes if other.key in reached])
    return sorted(parts, key=lambda part: -len(part))


def _moved(route: Route, x: float, y: float) -> Route:
    stations = (Station(s.x + x, s.top + y, s.bottom + y) for s in route.stations)
    return Route(route.source, route.target, tuple(stations), route.turned)


def _connected(boxes: Sequence[Box], edges: Sequence[Edge]) -> Layout:
    down = _acyclic(edges)
    ranks = _ranks([box.key for box in boxes], [e for e, _ in down])
    sizes = {box.key: box for box in boxes}
    chains = [_chain(number, edge, ranks, sizes) for number, (edge, _) in enumerate(down)]
    steps = [pair for chain in chains for pair in pairwise(chain)]
    order = ordered(ranks, steps)
    centres = _centres(order, steps, sizes)
    bands = _bands(order, sizes)
    places = {box.key: _place(box, centres[box.key], bands[ranks[box.key]]) for box in boxes}
    routes = _routes(chains, down, places, centres, bands, ranks)
    width = max(c + sizes[k].width / 2 for k, c in centres.items()) + _MARGIN
    return Layout(width, bands[-1][1] + _MARGIN, places, routes)


def _acyclic(edges: Iterable[Edge]) -> list[tuple[Edge, bool]]:
    """Return the edges with those turned round that would close a cycle."""
    below: dict[str, set[str]] = {}
    kept: list[tuple[Edge, bool]] = []
    for source, target in dict.fromkeys(edges):
        turned = source in _reached(target, below)
        upper, lower = (target, source) if turned else (source, target)
        below.setdefault(upper, set()).add(lower)
        kept.append(((upper, lower), turned))
    return kept


def _reached(start: str, below: Mapping[str, set[str]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        new = below.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return found


def _ranks(keys: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """Return ranks by longest path; then whatever can sink towards what it points at does."""
    ranks = dict.fromkeys(keys, 0)
    for _ in keys:
        for upper, lower in edges:
            ranks[lower] = max(ranks[lower], ranks[upper] + 1)
    for key in sorted(keys, key=lambda k: -ranks[k]):
        under = [ranks[lower] for upper, lower in edges if upper == key]
        above = [upper for upper, lower in edges if lower == key]
        if under and len(under) >= len(above):
            ranks[key] = max(ranks[key], min(under) - 1)
    return ranks


def _chain(number: int, edge: Edge, ranks: dict[str, int], sizes: dict[str, Box]) -> list[str]:
    """Return the way of an edge from rank to rank; its waypoints are added to the ranks."""
    upper, lower = edge
    chain = [upper]
    for rank in range(ranks[upper] + 1, ranks[lower]):
        key = f"\0{number}.{rank}"
        ranks[key] = rank
        sizes[key] = Box(key, _LANE, 0.0)
        chain.append(key)
    return [*chain, lower]


def _centres(
    order: Sequence[Sequence[str]], steps: Sequence[Edge], sizes: Mapping[str, Box]
) -> dict[str, float]:
    """Return the x of the middle of each box: near its neighbours, apart from those beside it."""
    at = {key: 0.0 for row in order for key in row}
    near: dict[str, list[str]] = {key: [] for key in at}
    for upper, lower in steps:
        near[upper].append(lower)
        near[lower].append(upper)
    for row in order:
        at |= _apart(row, at, sizes)
    for sweep in range(_SWEEPS):
        for row in order if sweep % 2 else order[::-1]:
            wanted = {k: fmean(at[n] for n in near[k]) if near[k] else at[k] for k in row}
            at |= _apart(row, wanted, sizes)
    left = min((x - sizes[k].width / 2 for k, x in at.items()), default=0.0)
    return {key: round(x - left + _MARGIN, 1) for key, x in at.items()}


def _apart(
    row: Sequence[str], wanted: Mapping[str, float], sizes: Mapping[str, Box]
) -> dict[str, float]:
    """Return the positions nearest to those wanted that keep order and distance.

    Least squares under order constraints: pool adjacent violators (Ayer et al. 1955).
    """
    offsets: list[float] = []
    for n, key in enumerate(row):
        before = (sizes[row[n - 1]].width + sizes[key].width) / 2 + _GAP_X if n else 0.0
        offsets.append((offsets[-1] if n else 0.0) + before)
    pools: list[list[float]] = []
    for key, offset in zip(row, offsets, strict=True):
        pools.append([wanted[key] - offset, 1.0])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, weight), (b, other) = pools[-2], pools.pop()
            pools[-1] = [(a * weight + b * other) / (weight + other), weight + other]
    levels = [level for level, weight in pools for _ in range(int(weight))]
    return {k: level + offset for k, level, offset in zip(row, levels, offsets, strict=True)}


def _bands(order: Sequence[Sequence[str]], sizes: Mapping[str, Box]) -> list[tuple[float, float]]:
    """Return the top and the bottom of each rank."""
    bands: list[tuple[float, float]] = []
    top = _MARGIN
    for row in order:
        bottom = top + max(sizes[key].height for key in row)
        bands.append((top, bottom))
        top = bottom + _GAP_Y + 2.0 * min(len(row), 12)
    return bands


def _place(box: Box, centre: float, band: tuple[float, float]) -> Place:
    slack = band[1] - band[0] - box.height
    return Place(centre - box.width / 2, band[0] + slack / 2, box.width, box.height)


def _routes(
    chains: Sequence[Sequence[str]],
    edges: Sequence[tuple[Edge, bool]],
    places: Mapping[str, Place],
    centres: Mapping[str, float],
    bands: Sequence[tuple[float, float]],
    ranks: Mapping[str, int],
) -> tuple[Route, ...]:
    leaving = _ports([(c[0], c[1], n) for n, c in enumerate(chains)], places, centres)
    arriving = _ports([(c[-1], c[-2], n) for n, c in enumerate(chains)], places, centres)
    routes = []
    for number, (chain, (_, turned)) in enumerate(zip(chains, edges, strict=True)):
        first, last = places[chain[0]], places[chain[-1]]
        start = Station(leaving[number], first.y + first.height, bands[ranks[chain[0]]][1])
        end = Station(arriving[number], bands[ranks[chain[-1]]][0], last.y)
        between = [Station(centres[key], *bands[ranks[key]]) for key in chain[1:-1]]
        routes.append(Route(chain[0], chain[-1], (start, *between, end), turned))
    return tuple(routes)


def _ports(
    ends: Sequence[tuple[str, str, int]],
    places: Mapping[str, Place],
    centres: Mapping[str, float],
) -> dict[int, float]:
    """Return the x at which each line touches its box: spread out, in the order of the others."""
    at_box: dict[str, list[tuple[float, int]]] = {}
    for key, other, number in ends:
        at_box.setdefault(key, []).append((centres[other], number))
    ports: dict[int, float] = {}
    for key, lines in at_box.items():
        place = places[key]
        room = min(place.width - 2 * _PORT_INSET, 26.0 * (len(lines) - 1))
        left = place.x + (place.width - room) / 2
        for n, (_, number) in enumerate(sorted(lines)):
            ports[number] = left + (room * n / (len(lines) - 1) if len(lines) > 1 else room / 2)
    return ports
