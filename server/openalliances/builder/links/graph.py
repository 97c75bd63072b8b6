"""The graph of links: one triple for each link to what has an IRI, mostly a SKOS mapping.

SKOS Reference, section 10 (https://www.w3.org/TR/skos-reference/#mapping): exact, close, broader,
narrower, related; never ``owl:sameAs``, which would make what others say of a thing ours.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from openalliances.rdf.prefixes import PREFIXES
from openalliances.release.links import Link


def links_graph(links: Iterable[Link]) -> tuple[ox.Triple, ...]:
    """Return the triples of the *links* that lead to an IRI."""
    return tuple(triple_of(link) for link in links if link.iri)


def triple_of(link: Link) -> ox.Triple:
    """Return the triple that a link with an IRI is."""
    return ox.Triple(ox.NamedNode(link.thing), property_of(link.predicate), ox.NamedNode(link.iri))


def property_of(predicate: str) -> ox.NamedNode:
    """Return the property that a table names as ``skos:exactMatch``."""
    prefix, _, name = predicate.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + name)
