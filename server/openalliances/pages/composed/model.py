"""What a composed page is made of: values for templates, which work nothing out.

All texts are markup that is safe to print: what strangers wrote was escaped when it was put in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from markupsafe import Markup

from openalliances.facts.receipts import Citation

NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a section: CSV, JSON, the query. ``of`` says of what, for those who listen."""

    name: str
    href: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document says so: the document, what kind it is, the place in words, the claim.

    ``quote`` are its very words, where the operator has a copy of the document; ``missing`` says
    why they are not shown where there is another copy.
    """

    document: str
    name: str
    description: Markup | str = ""
    words: Markup | str = ""
    claim: str = ""
    quote: str = ""
    missing: Markup | str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who says a row: its grade, the citations that bear it out, and those that do not.

    ``grade`` is the last part of its IRI (``statements/grades.py``); ``statement`` is the id of a
    statement with a page of its own, empty if the row rests on several. ``places`` are those of
    documents that claim it.
    """

    grade: str = ""
    citations: tuple[Citation, ...] = ()
    others: tuple[Citation, ...] = ()
    statement: str = ""
    places: tuple[Place, ...] = ()
    is_open: bool = False
    """Whether the sources are shown at once, as where they are what the page is about."""

    @classmethod
    def of(cls, citations: Sequence[Citation], grade: str, statement: str = "") -> Receipt:
        """Return the receipt of a row with all citations of its thing."""
        return cls(
            grade,
            tuple(one for one in citations if one.bears_out),
            tuple(one for one in citations if not one.bears_out),
            statement,
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, and whether it holds numbers."""

    title: Markup | str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, the first of which is its head; who says so; its place on the page.

    ``is_past`` says that it has ended.
    """

    cells: tuple[Markup | str, ...]
    receipt: Receipt | None = None
    place: str = ""
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows below a heading; without one they follow the head of the table."""

    rows: tuple[Row, ...]
    title: Markup | str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of records, whose sources are folded under each row."""

    template: ClassVar[str] = "table"
    caption: Markup | str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    is_folded: bool = False
    """Whether it is shown only when it is opened; ``caption`` is what opens it."""
    receipt: Receipt | None = None
    """Who says all its rows, told once above them."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a chain: where it leads, its name, its years; empty where nothing is recorded."""

    name: Markup | str
    years: Markup | str = ""
    href: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """What came before and after."""

    template: ClassVar[str] = "chain"
    label: Markup | str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Times as links: what each is called and where it leads; the chosen one; a form for others.

    ``action`` is the path that the form asks; without one there is no form. ``kept`` are its
    other parameters.
    """

    template: ClassVar[str] = "strip"
    label: Markup | str
    times: tuple[tuple[str, str], ...]
    chosen: str = ""
    action: str = ""
    value: str = ""
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: who speaks, and what is said, each with who says so."""

    title: Markup | str
    said: tuple[tuple[Markup, Receipt | None], ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """A disagreement of two sides, told in one sentence, then side by side."""

    template: ClassVar[str] = "sides"
    title: Markup | str
    sentence: Markup | str
    first: Side
    second: Side


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs or lists as markup."""

    template: ClassVar[str] = "text"
    markup: Markup


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the parts of a long list are: (what it is called, where it leads), the chosen one."""

    template: ClassVar[str] = "pager"
    label: Markup | str
    pages: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure as it stands in a page; made by :mod:`openalliances.pages.figures`."""

    template: ClassVar[str] = "picture"
    markup: Markup


Block: TypeAlias = Table | Chain | Strip | Sides | Text | Pager | Picture
"""What stands in a section; ``template`` names the file of ``templates/composed`` that shows it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its place, its heading, how many there are of what, the ways out."""

    slug: str
    title: Markup | str
    blocks: tuple[Block, ...]
    count: Markup | str = ""
    lede: Markup | str = ""
    ways: tuple[Way, ...] = ()
    jump: str = ""
    """What the list at the head of the page calls it, and its number; empty: not named there."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key fact: its name and its value."""

    name: Markup | str
    value: Markup | str


@dataclass(frozen=True, slots=True)
class Name:
    """Another name: what it is, and its language (BCP 47), or what it is the name for."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    """A page of a thing: the answer first, what people ask most, the sources under each row.

    ``thing`` is its id, ``eyebrow`` says what it is, ``answer`` is a sentence with names and
    dates. ``head`` are blocks before the sections: a disagreement, the strip of years.
    """

    thing: str
    title: str
    eyebrow: Markup | str = ""
    answer: Markup | str = ""
    also: tuple[Name, ...] = ()
    key: tuple[Key, ...] = ()
    key_receipt: Receipt | None = None
    head: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[Markup, ...] = ()
    language: str = "en"
    """The language of the title."""
    ways: tuple[Way, ...] = ()
    """Other links of the head: compare with others, the world on that day."""
