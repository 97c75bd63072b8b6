"""The order of boxes within the ranks of a drawing: few lines cross.

Barycentre sweeps with swaps of neighbours (Gansner et al., A Technique for Drawing
Directed Graphs, 1993, section 3); the best order that was seen is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

_SWEEPS = 24

Edge = tuple[str, str]


def ordered(ranks: Mapping[str, int], steps: Sequence[Edge]) -> list[list[str]]:
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
