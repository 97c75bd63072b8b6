"""The rules that the data keep to: a table for each class, from the shapes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openalliances.pages.documentation_index import Lexicon, local
from openalliances.pages.models import Anchor
from openalliances.release.documentation import Rule, Shape


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in its table: ``paths`` are empty for a rule about the whole thing."""

    rule: Rule
    paths: tuple[Anchor, ...]
    expects: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class ShapeTable:
    """The rules for the things of one class."""

    slug: str
    shape: Shape
    href: str
    targets: tuple[Anchor, ...]
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class ShapesPage:
    """All tables, by the module that they belong to, and how many rules there are."""

    groups: tuple[tuple[str, tuple[ShapeTable, ...]], ...]
    rules: int


def shapes_page(lexicon: Lexicon) -> ShapesPage:
    """Return the page of all shapes."""
    groups: dict[str, list[ShapeTable]] = {}
    for shape in lexicon.guide.shapes:
        groups.setdefault(shape.group, []).append(_table(lexicon, shape))
    return ShapesPage(
        tuple((group, tuple(tables)) for group, tables in groups.items()), len(lexicon.rules)
    )


def _table(lexicon: Lexicon, shape: Shape) -> ShapeTable:
    return ShapeTable(
        slug=local(shape.iri),
        shape=shape,
        href=lexicon.links.document(shape.iri),
        targets=lexicon.anchors(shape.targets),
        rules=tuple(_lines(lexicon, shape.rules)),
    )


def _lines(lexicon: Lexicon, rules: Iterable[Rule]) -> Iterable[RuleLine]:
    for rule in rules:
        yield RuleLine(rule, lexicon.anchors(rule.paths), lexicon.anchors(rule.expects))
