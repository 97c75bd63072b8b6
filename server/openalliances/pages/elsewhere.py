"""What a thing is called in other data sets, and lines by which others link to it."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.pages.site import Site
from openalliances.rdf.prefixes import BASE, PREFIXES

_RELATIONS = {
    "skos:exactMatch": "",
    "skos:closeMatch": "close",
    "skos:broadMatch": "part of",
    "skos:narrowMatch": "has part",
    "skos:relatedMatch": "related",
    "foaf:isPrimaryTopicOf": "page about it",
}
MAPPINGS = frozenset(
    PREFIXES[prefix] + name for prefix, _, name in (one.partition(":") for one in _RELATIONS)
)
"""The properties that this part of a page shows in the place of the facts."""
SHOWN_ALREADY = PREFIXES["rdfs"] + "seeAlso"
"""The property by which the addresses among the facts are IRIs as well."""


@dataclass(frozen=True, slots=True)
class ElsewhereRow:
    """An identifier of a thing elsewhere: in which data set, its code and IRI, how it relates.

    ``relation`` is empty for what is the same.
    """

    title: str
    href: str
    code: str
    iri: str
    relation: str
    confidence: str
    seen_in: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A line to copy, by which another data set links to a thing: what it is for, and the line."""

    form: str
    text: str


def elsewhere(site: Site, iri: str) -> tuple[ElsewhereRow, ...]:
    """Return the identifiers of a thing in other data sets; none in a release without links."""
    index = site.links
    if index is None:
        return ()
    titles = {one.target.name: one.target.title for one in index.sets}
    return tuple(
        ElsewhereRow(
            titles.get(link.target, link.target),
            f"/links/{link.target}",
            link.code,
            link.iri,
            _RELATIONS.get(link.predicate, link.predicate),
            f"{link.confidence:.2f}",
            link.seen_in,
        )
        for link in site.names.links_of(iri)
    )


def link_lines(iri: str, label: str) -> tuple[LinkLine, ...]:
    """Return the lines to copy for a link to *iri*, which is called *label*.

    Whoever copies them puts the own thing in the place of the first.
    """
    curie = f"openalliances:{iri.removeprefix(BASE)}" if iri.startswith(BASE) else f"<{iri}>"
    name = " ".join(label.split())
    quoted = '"' + name.replace('"', '""') + '"'
    own = "https://example.org/your-thing"
    return (
        LinkLine("IRI", iri),
        LinkLine("Turtle", f"<{own}> <{PREFIXES['skos']}exactMatch> <{iri}> ."),
        LinkLine(
            "SSSOM",
            f"your:thing\tskos:exactMatch\t{curie}\t{name}\tsemapv:ManualMappingCuration",
        ),
        LinkLine("CSV", f"{own},{iri},{quoted}"),
    )
