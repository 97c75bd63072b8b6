"""How the published values of a thing were chosen, as rows of its page."""

from __future__ import annotations

from collections.abc import Iterable

from openalliances.pages.links import Links
from openalliances.pages.models import Anchor, ChoiceRow
from openalliances.things.description import Adjudication, Citation, Description, Text


def choices_of(thing: Description, links: Links) -> tuple[ChoiceRow, ...]:
    """Return a row for each property of which the value had to be chosen."""
    return tuple(_row(adjudication, thing, links) for adjudication in thing.adjudications)


def _row(adjudication: Adjudication, thing: Description, links: Links) -> ChoiceRow:
    published = thing.group(adjudication.property.iri)
    others = _citations(thing, adjudication.rejected)
    return ChoiceRow(
        name=links.anchor(adjudication.property),
        value=", ".join(statement.value.text.value for statement in published),
        rule=links.anchor(adjudication.rule),
        reason=adjudication.reason,
        is_contested=adjudication.is_contested,
        followed=tuple(_numbered(c) for c in _citations(thing, adjudication.chosen)),
        others=tuple((_numbered(c), c.reported or "no end") for c in others),
    )


def _citations(thing: Description, iris: frozenset[str]) -> Iterable[Citation]:
    return (citation for citation in thing.citations if citation.iri in iris)


def _numbered(citation: Citation) -> Anchor:
    """Return the source of a citation, which leads to its place in the list of sources."""
    return Anchor(Text(citation.source.text.value), f"#source-{citation.number}", citation.iri)
