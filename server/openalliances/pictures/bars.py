"""Bars under each other: a name, a bar as long as its number, the number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.pictures.svg import PAGE, Drawing, Place, element, joined, linked, number

STEP = 41
_THICK = 9
_WIDEST = 0.88
"""The share of the width that the longest bar takes; its number stands behind it."""
_LEAST = 0.002


@dataclass(frozen=True, slots=True)
class Item:
    """A bar: its name and where that leads, the number, and how it is written."""

    name: str
    value: float
    words: str
    href: str = ""


def bars(items: Sequence[Item], place: Place = PAGE) -> Drawing:
    """Return the bars of *items*, whose numbers are not below 0."""
    most = max((item.value for item in items), default=0.0) or 1.0
    drawn = (_bar(item, row * STEP, item.value / most, place) for row, item in enumerate(items))
    return Drawing(
        joined(part for parts in drawn for part in parts),
        len(items) * STEP,
        has_links=any(item.href for item in items),
    )


def _bar(item: Item, y: float, share: float, place: Place) -> Iterator[Markup]:
    name = element("text", item.name, x=place.x(0), y=number(y + 13))
    yield linked(item.href, name)
    long = max(share * _WIDEST, _LEAST)
    shape = {"x": place.x(0), "y": number(y + 20), "width": place.length(long), "rx": 1.5}
    yield element("rect", class_="spell", height=_THICK, **shape)
    yield element("text", item.words, class_="strong", x=place.x(long + 0.01), y=number(y + 29))
