"""The graph of links: one SKOS mapping triple for each link to what has an IRI.

SKOS Reference, section 10 (https://www.w3.org/TR/skos-reference/#mapping): exact, close, broader,
narrower, related; never ``owl:sameAs``, which would make what others say of a thing ours.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from openalliances.rdf.vocabulary import SKOS
from openalliances.release.links import Link


def links_graph(links: Iterable[Link]) -> tuple[ox.Triple, ...]:
    """Return the triples of the *links* that lead to an IRI."""
    return tuple(triple_of(link) for link in links if link.iri)


def triple_of(link: Link) -> ox.Triple:
    """Return the triple that a link with an IRI is."""
    predicate = SKOS[link.predicate.removeprefix("skos:")]
    return ox.Triple(ox.NamedNode(link.thing), predicate, ox.NamedNode(link.iri))
