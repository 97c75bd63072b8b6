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

_GAP_X, _GAP_Y, _LANE, _MARGIN = 22.0, 34.0, 8.0, 8.0
_SWEEPS = 24
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


Edge = tuple[str, str]


def layered(boxes: Sequence[Box], edges: Sequence[Edge]) -> Layout:
    """Return the layout of *boxes* joined by *edges*; earlier edges rather point downwards.

    Edges of a box to itself are not drawn.
    """
    down = _acyclic([edge for edge in edges if edge[0] != edge[1]])
    ranks = _ranks([box.key for box in boxes], [e for e, _ in down])
    sizes = {box.key: box for box in boxes}
    chains = [_chain(number, edge, ranks, sizes) for number, (edge, _) in enumerate(down)]
    steps = [pair for chain in chains for pair in pairwise(chain)]
    order = _ordered(ranks, steps)
    centres = _centres(order, steps, sizes)
    bands = _bands(order, sizes)
    places = {box.key: _place(box, centres[box.key], bands[ranks[box.key]]) for box in boxes}
    routes = _routes(chains, down, places, centres, [bands[r] for r in range(len(order))], ranks)
    width = max((c + sizes[k].width / 2 for k, c in centres.items()), default=0.0) + _MARGIN
    return Layout(width, bands[-1][1] + _MARGIN if bands else 0.0, places, routes)


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


def _ordered(ranks: Mapping[str, int], steps: Sequence[Edge]) -> list[list[str]]:
    """Return the keys of each rank, in the order with the fewest crossings that was found."""
    order: list[list[str]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    for key, rank in ranks.items():
        order[rank].append(key)
    best, fewest = [list(row) for row in order], _crossings(order, steps)
    for sweep in range(_SWEEPS):
        going_down = sweep % 2 == 0
        rows = order[1:] if going_down else order[-2::-1]
        for row in rows:
            _sort_by_neighbours(row, order, steps, going_down)
        _swap_neighbours(order, steps)
        crossings = _crossings(order, steps)
        if crossings < fewest:
            best, fewest = [list(row) for row in order], crossings
    return best


def _sort_by_neighbours(
    row: list[str], order: Sequence[Sequence[str]], steps: Sequence[Edge], going_down: bool
) -> None:
    at = {key: n / max(1, len(other) - 1) for other in order for n, key in enumerate(other)}
    pairs = [(lower, upper) if going_down else (upper, lower) for upper, lower in steps]
    middle = {
        key: fmean(near) if (near := [at[b] for a, b in pairs if a == key]) else at[key]
        for key in row
    }
    row.sort(key=lambda key: middle[key])


def _swap_neighbours(order: list[list[str]], steps: Sequence[Edge]) -> None:
    """Swap boxes that stand side by side where that saves crossings."""
    near: dict[str, tuple[list[str], list[str]]] = {k: ([], []) for row in order for k in row}
    for upper, lower in steps:
        near[lower][0].append(upper)
        near[upper][1].append(lower)
    at = {key: n for row in order for n, key in enumerate(row)}
    for row in order:
        for n in range(len(row) - 1):
            left, right = row[n], row[n + 1]
            if _cost(near, at, left, right) > _cost(near, at, right, left):
                row[n], row[n + 1] = right, left
                at[left], at[right] = n + 1, n


def _cost(
    near: Mapping[str, tuple[list[str], list[str]]], at: Mapping[str, int], left: str, right: str
) -> int:
    return sum(
        at[a] > at[b] for side in (0, 1) for a in near[left][side] for b in near[right][side]
    )


def _crossings(order: Sequence[Sequence[str]], steps: Sequence[Edge]) -> int:
    at = {key: (rank, n) for rank, row in enumerate(order) for n, key in enumerate(row)}
    lines = [(at[upper][0], at[upper][1], at[lower][1]) for upper, lower in steps]
    return sum(
        a[0] == b[0] and (a[1] - b[1]) * (a[2] - b[2]) < 0
        for n, a in enumerate(lines)
        for b in lines[n + 1 :]
    )


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
    for sweep in range(_SWEEPS * 2):
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
