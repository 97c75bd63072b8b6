"""The constraints that the data keep to: a table for each class, from the shapes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openalliances.pages.documentation_index import DocumentationIndex, local
from openalliances.pages.models import Anchor
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.release.documentation import Constraint, Shape


@dataclass(frozen=True, slots=True)
class ConstraintLine:
    """A constraint in its table: ``paths`` are empty for a constraint about the whole thing."""

    constraint: Constraint
    paths: tuple[Anchor, ...]
    expects: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class ShapeTable:
    """The constraints for the things of one class."""

    slug: str
    shape: Shape
    href: str
    targets: tuple[Anchor, ...]
    constraints: tuple[ConstraintLine, ...]


@dataclass(frozen=True, slots=True)
class ShapesPage:
    """All tables, by the module that they belong to, and how many constraints there are."""

    groups: tuple[tuple[str, tuple[ShapeTable, ...]], ...]
    constraints: int


def page(site: Site, index: DocumentationIndex) -> str:
    """Return the page of all constraints."""
    return render("ontology/shapes.html", site, page=shapes_page(index))


def shapes_page(index: DocumentationIndex) -> ShapesPage:
    """Return the page of all shapes."""
    groups: dict[str, list[ShapeTable]] = {}
    for shape in index.documentation.shapes:
        groups.setdefault(shape.group, []).append(_table(index, shape))
    return ShapesPage(
        tuple((group, tuple(tables)) for group, tables in groups.items()), len(index.constraints)
    )


def _table(index: DocumentationIndex, shape: Shape) -> ShapeTable:
    return ShapeTable(
        slug=local(shape.iri),
        shape=shape,
        href=index.urls.document(shape.iri),
        targets=index.anchors(shape.targets),
        constraints=tuple(_lines(index, shape.constraints)),
    )


def _lines(
    index: DocumentationIndex, constraints: Iterable[Constraint]
) -> Iterable[ConstraintLine]:
    for constraint in constraints:
        yield ConstraintLine(
            constraint, index.anchors(constraint.paths), index.anchors(constraint.expects)
        )
