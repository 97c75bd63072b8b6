"""What a figure is: a picture with all that belongs to it, as values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.facts.days import Day
from openalliances.pictures.sheet import Sample
from openalliances.pictures.svg import Drawing, Place

_NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the numbers of a picture: its name in CSV, and its head on pages.

    One without a head is in the CSV alone.
    """

    name: str
    title: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as CSV has it, the same in words, where it leads, and the language of a name."""

    value: str | int
    text: str = ""
    href: str = ""
    language: str = ""

    @property
    def shown(self) -> str:
        """Return what a page prints."""
        return self.text or str(self.value)


@dataclass(frozen=True, slots=True)
class Twin:
    """The same as a table: each number that is drawn stands in it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its title, what counts in it, its legend, its numbers and its query.

    ``parameters`` are those that it was asked for by, ``day`` is the day that it shows, ``query``
    is SPARQL. ``draw`` makes the picture for a place; where it is None there is a table alone,
    and ``notes`` say why. ``names`` is the width of what stands left of it on a sheet. ``beside``
    is HTML that belongs to it, as a matrix to a network; ``is_beside_alone`` says that a page shows
    that and has the picture as a file. ``is_dated`` says that ``at`` counts.
    """

    kind: str
    parameters: tuple[tuple[str, str], ...]
    title: str
    subtitle: str
    description: str
    draw: Callable[[Place], Drawing] | None
    twin: Twin
    query: str
    samples: tuple[Sample, ...] = ()
    notes: tuple[str, ...] = ()
    maker: str = ""
    day: Day | None = None
    names: float = 0
    beside: Markup = _NOTHING
    is_beside_alone: bool = False
    is_dated: bool = False

    @property
    def key(self) -> str:
        """Return a name that no other figure of a page has, for use as an id."""
        words = "-".join((self.kind, *(value for name, value in self.parameters if name != "at")))
        return "".join(c if c.isascii() and c.isalnum() else "-" for c in words)
