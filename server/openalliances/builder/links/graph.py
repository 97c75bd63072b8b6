"""The graph of links: one triple for each link to what has an IRI, mostly a SKOS mapping.

SKOS Reference, section 10 (https://www.w3.org/TR/skos-reference/#mapping): exact, close, broader,
narrower, related; never ``owl:sameAs``, which would make what others say of a thing ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from openalliances.http.urls import is_iri
from openalliances.rdf.prefixes import PREFIXES
from openalliances.rdf.vocabulary import RDFS, XSD
from openalliances.release.links import Link


def links_graph(links: Iterable[Link]) -> tuple[ox.Triple, ...]:
    """Return the triples of the *links* that lead to an IRI."""
    return tuple(triple_of(link) for link in links if link.iri)


def triple_of(link: Link) -> ox.Triple:
    """Return the triple that a link with an IRI is."""
    return ox.Triple(ox.NamedNode(link.thing), property_of(link.predicate), ox.NamedNode(link.iri))


def address_triples(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield the addresses of sources and texts among *triples* as IRIs, for whoever follows them.

    In the data an address is a text (``xsd:anyURI``), so that nothing is said of what is there;
    a browser of linked data follows ``rdfs:seeAlso`` (RDF Schema, section 5.4.1).
    """
    for triple in triples:
        term = triple.object
        if not isinstance(term, ox.Literal) or term.datatype != XSD.anyURI:
            continue
        if term.value.startswith(("http://", "https://")) and is_iri(term.value):
            yield ox.Triple(triple.subject, RDFS.seeAlso, ox.NamedNode(term.value))


def property_of(predicate: str) -> ox.NamedNode:
    """Return the property that a table names as ``skos:exactMatch``."""
    prefix, _, name = predicate.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + name)
