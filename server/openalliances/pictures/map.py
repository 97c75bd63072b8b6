"""Maps: states filled by what is known of them, small ones as dots, disputed areas hatched.

Shapes are joined to states by their ISO 3166 number. What has none (Kosovo, Northern Cyprus,
Somaliland), and Western Sahara, is hatched and takes no colour, whatever is known of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.pictures.prepared import Shape, Shapes
from openalliances.pictures.svg import Drawing, element, joined, linked
from openalliances.pictures.timeline import hatch

STEPS = 5
"""Colours of a scale, beside that of none."""
DISPUTED = frozenset((0, 732))
"""ISO 3166 numbers that take no colour: no number, and Western Sahara."""
_DOT = 0.0042
"""The radius of a dot, as a share of the width of the map."""
_SMALLEST = 3.6


@dataclass(frozen=True, slots=True)
class Area:
    """A state on a map: what to say of it, its colour, its page.

    Colours are ``m0`` … ``m5``, ``self`` and ``seen``, what was last seen earlier.
    """

    title: str
    tone: str = "m0"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Classes of equal width from 1 to ``most``: at most five."""

    most: int

    @property
    def width(self) -> int:
        """Return how many numbers a class holds."""
        return max(-(-self.most // STEPS), 1)

    def tone(self, value: int) -> str:
        """Return the colour of *value*."""
        return f"m{min(-(-value // self.width), STEPS)}" if value > 0 else "m0"

    def classes(self) -> list[tuple[str, int, int]]:
        """Return the colours with the first and last number of each, as far as there are any."""
        firsts = range(1, self.most + 1, self.width)
        return [(self.tone(first), first, first + self.width - 1) for first in firsts]


def draw(shapes: Shapes, areas: Mapping[int, Area], disputed: str, key: str) -> Drawing:
    """Return the map. *disputed* is what is said of an area without a colour, after its name."""
    parts = [element("defs", hatch(f"{key}-land", "land")), *_parts(shapes, areas, disputed, key)]
    return Drawing(
        joined(parts),
        shapes.height,
        f"0 0 {shapes.width} {shapes.height}",
        "map",
        "map-frame tall" if shapes.height > shapes.width * 0.8 else "map-frame",
        has_links=any(area.href for area in areas.values()),
    )


def sample(tone: str, key: str) -> Markup:
    """Return a sample of a colour for a legend, 24 units wide; ``land`` is the hatch."""
    if tone == "land":
        return element("rect", class_="disputed", fill=f"url(#{key}-land)", width=24, height=11)
    return element("rect", class_=f"land {tone}", width=24, height=11)


def _parts(shapes: Shapes, areas: Mapping[int, Area], disputed: str, key: str) -> Iterator[Markup]:
    radius = max(shapes.width * _DOT, _SMALLEST)
    # Dots stand above what they lie in.
    for shape in sorted(shapes.shapes, key=lambda one: bool(one.dot)):
        area = areas.get(shape.code)
        if shape.code in DISPUTED:
            title = element("title", f"{shape.name}: {disputed}")
            yield _form(shape, "disputed", radius, title, f"url(#{key}-land)")
        elif area is None:
            if shape.path:
                yield _form(shape, "land", radius, element("title", shape.name))
        else:
            title = element("title", area.title)
            form = _form(shape, f"land {area.tone}", radius, Markup("") if area.href else title)
            # The table leads to all states; by keyboard a map would be a long way.
            yield linked(area.href, title + form, tabindex="-1") if area.href else form


def _form(shape: Shape, style: str, radius: float, title: Markup, fill: str = "") -> Markup:
    if shape.dot:
        x, y = shape.dot
        return element("circle", title, class_=style, cx=x, cy=y, r=f"{radius:.1f}", fill=fill)
    return element("path", title, class_=style, d=shape.path, fill=fill)
