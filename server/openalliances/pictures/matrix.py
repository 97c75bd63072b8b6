"""Who belongs to what as a table of crosses: states in rows, a lettered column for each body."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from openalliances.pictures.svg import Drawing, element, joined, number, width_of

_ROW, _COLUMN, _HEAD, _GAP, _SIZE = 21.0, 25.0, 30.0, 12.0, 13.0
_LEAST = 700.0
"""Width below which a small table is not enlarged."""


def draw(
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    held: Collection[tuple[str, str]],
) -> Drawing:
    """Return a dot for each pair of a row's and a column's key that is in *held*.

    *rows* are keys with names, *columns* keys with the letters at their heads.
    """
    names = max(width_of(name, _SIZE) for _, name in rows) + _GAP
    wide = max(names + len(columns) * _COLUMN, _LEAST)
    high = _HEAD + len(rows) * _ROW
    middles = [names + (n + 0.5) * _COLUMN for n in range(len(columns))]
    parts = [
        element("circle", class_="badge", cx=number(x), cy=12, r=9.5)
        + element("text", letter, class_="letter", x=number(x), y=16)
        for x, (_, letter) in zip(middles, columns, strict=True)
    ]
    for n, (row, name) in enumerate(rows):
        top = _HEAD + n * _ROW
        line = {"x1": 0, "x2": number(names + len(columns) * _COLUMN)}
        parts.append(element("line", class_="grid", y1=number(top), y2=number(top), **line))
        parts.append(element("text", name, x=0, y=number(top + 15)))
        parts += [
            element("circle", class_="spell", cx=number(x), cy=number(top + _ROW / 2), r=4.5)
            for x, (column, _) in zip(middles, columns, strict=True)
            if (row, column) in held
        ]
    return Drawing(joined(parts), high, f"0 0 {number(wide)} {number(high)}", "crosses")
