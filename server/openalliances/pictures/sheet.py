"""A picture as a file of its own: with its title, legend, source line, licence and address in it.

The sheet is 800 units wide and as high as it must be; as an image it is twice as large. It knows
light colours alone, since nobody knows on which ground a file is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.pictures.colours import LIGHT
from openalliances.pictures.svg import (
    Drawing,
    Place,
    element,
    joined,
    lines_of,
    number,
    width_of,
)

WIDTH, EDGE = 800.0, 24.0
INNER = WIDTH - 2 * EDGE
_TITLE, _SUBTITLE, _LEGEND, _FINE = 21.0, 13.0, 12.0, 10.5
_SAMPLE = 30.0
_BOLD = 1.15
"""How much wider the heads are than the text that widths are reckoned for."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An entry of a legend: what is drawn, 24 units wide and 11 high, and what it means."""

    drawn: Markup
    words: str


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on a sheet beside the picture, as plain text.

    ``lines`` are the source line, licence, release and address, in the order in which they stand.
    """

    title: str
    subtitle: str
    description: str
    lines: tuple[str, ...]
    notes: tuple[str, ...] = ()


def place_for(names: float = 0, *, end: float = 16) -> Place:
    """Return the place of a picture on a sheet, with *names* left of it."""
    return Place(INNER - names - end, names)


def sheet(drawing: Drawing, words: Words, legend: Sequence[Sample], style: str) -> str:
    """Return the file of *drawing*, which was made for :func:`place_for`. *style* is CSS."""
    parts: list[Markup] = []
    y = EDGE + 14
    for line in lines_of(words.title, INNER, _TITLE * _BOLD):
        parts.append(element("text", line, class_="title", x=EDGE, y=number(y)))
        y += _TITLE * 1.25
    for line in lines_of(words.subtitle, INNER, _SUBTITLE):
        parts.append(element("text", line, class_="subtitle", x=EDGE, y=number(y)))
        y += _SUBTITLE * 1.4
    y += 6
    inside, height = _inside(drawing, y)
    parts.append(inside)
    y += height + 18
    drawn, y = _legend(legend, y)
    parts += drawn
    parts.append(
        element("line", class_="rule", x1=EDGE, x2=WIDTH - EDGE, y1=number(y), y2=number(y))
    )
    y += 16
    for text in (*words.notes, *words.lines):
        for line in lines_of(text, INNER, _FINE):
            parts.append(element("text", line, class_="fine", x=EDGE, y=number(y)))
            y += _FINE * 1.45
    height = y + 6
    body = element("rect", class_="sheet", width=WIDTH, height=number(height)) + joined(parts)
    named = element("title", words.title, id="title") + element(
        "desc", words.description, id="desc"
    )
    css = element("style", Markup(styled(style)))  # noqa: S704  made of our own rules
    return str(
        element(
            "svg",
            named + css + body,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {number(WIDTH)} {number(height)}",
            width=number(WIDTH),
            height=number(height),
            class_="pic",
            role="group" if drawing.has_links else "img",
            aria_labelledby="title desc",
        )
    )


def _inside(drawing: Drawing, y: float) -> tuple[Markup, float]:
    """Return the picture at its place, and how high it is there."""
    if not drawing.box:
        moved = element("g", drawing.body, transform=f"translate({number(EDGE)} {number(y)})")
        return moved, drawing.height
    left, top, width, height = map(float, drawing.box.split())
    # What is as wide as high would fill two screens.
    scale = min(INNER / width, 560 / height)
    shift = (INNER - width * scale) / 2
    place = f"translate({number(EDGE + shift - left * scale)} {number(y - top * scale)})"
    return (
        element(
            "g",
            drawing.body,
            class_=f"pic {drawing.style}",
            transform=f"{place} scale({scale:.4f})",
        ),
        height * scale,
    )


def _legend(legend: Sequence[Sample], y: float) -> tuple[list[Markup], float]:
    """Return the samples with their words in lines, and where they end."""
    parts: list[Markup] = []
    x = EDGE
    for one in legend:
        wide = _SAMPLE + width_of(one.words, _LEGEND) + 22
        if x > EDGE and x + wide > WIDTH - EDGE + 22:
            x, y = EDGE, y + 20
        parts.append(element("g", one.drawn, transform=f"translate({number(x)} {number(y - 9)})"))
        parts.append(
            element("text", one.words, class_="legend", x=number(x + _SAMPLE), y=number(y))
        )
        x += wide
    return parts, y + 18 if legend else y - 8


def styled(style: str) -> str:
    """Return the stylesheet of a sheet: that of the pictures, and of what stands beside them."""
    return style + "".join(_rules())


def _rules() -> Iterator[str]:
    sans, serif, ink, quiet = LIGHT["sans"], LIGHT["serif"], LIGHT["ink"], LIGHT["quiet"]
    yield f"text{{font-family:{sans}}}.sheet{{fill:{LIGHT['sheet']}}}"
    yield f".pic text.title{{font-family:{serif};font-weight:700;font-size:{_TITLE}px;fill:{ink}}}"
    yield f".pic text.subtitle{{font-size:{_SUBTITLE}px;fill:{quiet}}}"
    yield f".pic text.legend{{font-size:{_LEGEND}px;fill:{quiet}}}"
    yield f".pic text.fine{{font-size:{_FINE}px;fill:{quiet}}}.rule{{stroke:{LIGHT['rule']}}}"
