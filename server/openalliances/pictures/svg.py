"""SVG 1.1 from values: elements, and the place that a picture is drawn for.

Every text is escaped here, by markupsafe; what comes back is well-formed XML and safe HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (section 2.2)."""
_NARROW, _WIDE = frozenset("iltfjrI.,:;'’|()[] -"), frozenset("mwMWOQGD@%")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture is drawn: ``width`` units from ``left`` on, or all the width that there is.

    Without a width, places are per cent of what the page gives; heights are units in both.
    """

    width: float = 0
    left: float = 0

    def x(self, share: float) -> str:
        """Return how far from the left *share* of the width is, 0 to 1."""
        return number(self.left + share * self.width) if self.width else f"{number(share * 100)}%"

    def length(self, share: float) -> str:
        """Return how long *share* of the width is."""
        return number(share * self.width) if self.width else f"{number(share * 100)}%"


PAGE = Place()
"""A page, as wide as it is."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, without the element around it.

    ``height`` is in units. ``box`` is the viewBox of a picture that grows with its place, empty
    for one that is as high everywhere. ``style`` is its class, ``frame`` that of what stands
    around it in a page. ``has_links`` says that it is more than an image.
    """

    body: Markup
    height: float
    box: str = ""
    style: str = ""
    frame: str = ""
    has_links: bool = False


def element(name: str, content: Markup | str = "", /, **attributes: object) -> Markup:
    """Return an element; ``class_`` is written as class, ``_`` in a name as ``-``.

    An attribute that is None, False or "" is left out.
    """
    given = "".join(
        f' {_attribute(key)}="{escape(clean(value)).strip()}"'
        for key, value in attributes.items()
        if value not in (None, False, "")
    )
    inside = escape(clean(content)) if content else ""
    return Markup(f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>")  # noqa: S704  escaped


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def joined(parts: Iterable[Markup]) -> Markup:
    """Return *parts* one after the other."""
    return Markup("").join(parts)


def clean(value: object) -> object:
    """Return a text without the characters that XML cannot hold; other values as they are."""
    if isinstance(value, Markup):
        return value
    # What can be printed has none of them, which is found out sooner.
    if not isinstance(value, str) or value.isprintable():
        return value
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", value)


def number(value: float) -> str:
    """Return a number as short as two places after the point allow."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0", value > -0.005)


def titled(title: str, *parts: Markup) -> Markup:
    """Return a group that says *title* to who points at it."""
    return element("g", element("title", title) + joined(parts))


def linked(href: str, content: Markup, **attributes: object) -> Markup:
    """Return *content* as a link; without an address as it is, in a group."""
    if not href:
        return element("g", content, **attributes)
    return element("a", content, href=href, **attributes)


def width_of(text: str, size: float) -> float:
    """Return about how wide *text* is in a sans-serif of *size*, in units."""
    shares = (0.36 if c in _NARROW else 0.86 if c in _WIDE else 0.6 for c in text)
    return size * sum(shares)


def shortened(text: str, width: float, size: float) -> str:
    """Return *text*, ended by an ellipsis where it is wider than *width*."""
    if width_of(text, size) <= width:
        return text
    while text and width_of(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip(" ,;.-–") + "…"


def lines_of(text: str, width: float, size: float) -> list[str]:
    """Return *text* in lines of at most *width*; a longer word is shortened."""
    lines: list[str] = []
    for word in text.split():
        word = shortened(word, width, size)
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
