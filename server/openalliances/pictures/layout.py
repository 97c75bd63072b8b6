"""Places for the nodes of a network: the only file that imports rustworkx, which is an extra.

rustworkx (Apache 2.0) lays out by the method of Kamada and Kawai: the distance of two nodes in
the drawing is about their distance along the lines. Parts that no line joins are laid out each for
itself, and put beside one another. The same network has the same places each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec

Point = tuple[float, float]

_LONE = 2
_PAIR = 230.0
"""The width that a part of two nodes takes at most."""


def is_there() -> bool:
    """Return whether networks can be laid out here."""
    return find_spec("rustworkx") is not None


def places(
    nodes: Sequence[str], ties: Iterable[tuple[str, str]], width: float, height: float
) -> Mapping[str, Point]:
    """Return a place within *width* and *height* for each node; the larger parts come first."""
    import rustworkx as rx

    graph: rx.PyGraph[str, None] = rx.PyGraph(multigraph=False)
    number = dict(zip(nodes, graph.add_nodes_from(list(nodes)), strict=True))
    graph.add_edges_from_no_data([(number[a], number[b]) for a, b in ties])
    parts = sorted(rx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    frames = _frames([len(part) for part in parts], width, height)
    found: dict[str, Point] = {}
    for part, frame in zip(parts, frames, strict=True):
        # From a circle on: what is drawn first would else depend on chance.
        order = sorted(part)
        one = graph.subgraph(order)
        start = {n: (at[0], at[1]) for n, at in rx.circular_layout(one).items()}
        laid = rx.kamada_kawai_layout(one, pos=start)
        points = {n: (float(laid[k][0]), float(laid[k][1])) for k, n in enumerate(order)}
        for n, point in _fitted(points, frame).items():
            found[nodes[n]] = point
    return found


Frame = tuple[float, float, float, float]


def _frames(sizes: Sequence[int], width: float, height: float) -> list[Frame]:
    """Return a frame (left, top, width, height) for each part: rows of shares by their size."""
    rows: list[list[int]] = []
    most = max(sum(sizes) / max(round(len(sizes) ** 0.5), 1), max(sizes, default=1))
    for n, size in enumerate(sizes):
        if rows and sum(_weight(sizes[k]) for k in rows[-1]) + _weight(size) <= most * 1.3:
            rows[-1].append(n)
        else:
            rows.append([n])
    tall = [max(_weight(sizes[n]) ** 0.6 for n in row) for row in rows]
    frames: dict[int, Frame] = {}
    top = 0.0
    for row, share in zip(rows, tall, strict=True):
        high = height * share / sum(tall)
        whole = sum(_weight(sizes[n]) for n in row)
        left = 0.0
        for n in row:
            wide = width * _weight(sizes[n]) / whole
            frames[n] = (left, top, wide, high)
            left += wide
        top += high
    return [frames[n] for n in range(len(sizes))]


def _weight(size: int) -> float:
    return max(float(size), _LONE)


def _fitted(points: Mapping[int, Point], frame: Frame) -> dict[int, Point]:
    """Return *points* stretched into the frame, with room for names at its edges."""
    left, top, width, height = frame
    if len(points) == 2 and width > _PAIR:
        left, width = left + (width - _PAIR) / 2, _PAIR
    edge_x, edge_y = min(54.0, width / 4), min(30.0, height / 3)
    xs, ys = [x for x, _ in points.values()], [y for _, y in points.values()]

    def spread(value: float, values: Sequence[float], begin: float, size: float) -> float:
        low, high = min(values), max(values)
        return (
            begin + size / 2 if high - low < 1e-6 else begin + (value - low) / (high - low) * size
        )

    return {
        n: (
            spread(x, xs, left + edge_x, width - 2 * edge_x),
            spread(y, ys, top + edge_y, height - 2 * edge_y),
        )
        for n, (x, y) in points.items()
    }
