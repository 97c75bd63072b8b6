"""Link sets as VoID describes them (https://www.w3.org/TR/void/#linkset)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from openalliances.builder.links.graph import property_of
from openalliances.rdf.prefixes import BASE, DATASET, LICENSE, LINKS_GRAPH
from openalliances.rdf.vocabulary import DCTERMS, FOAF, RDF, VOID, XSD
from openalliances.release.links import LinkSet

SETS = BASE + "links/"


def linksets(sets: Iterable[LinkSet]) -> Iterator[ox.Triple]:
    """Yield what VoID says of the *sets* that have links to IRIs."""
    for one in sets:
        if one.links and one.target.iri_space:
            yield from linkset(one)


def linkset(one: LinkSet) -> Iterator[ox.Triple]:
    """Yield what VoID says of a set: from where to where, by which property, how many.

    A set with several properties is one of each of them: VoID has a set for each
    ``void:linkPredicate``; here they are named together, with the sum.
    """
    target, iri = one.target, ox.NamedNode(SETS + one.target.name)
    yield ox.Triple(iri, RDF.type, VOID.Linkset)
    yield ox.Triple(iri, DCTERMS.title, ox.Literal(f"Links to {target.title}", language="en"))
    yield ox.Triple(iri, DCTERMS.license, ox.NamedNode(LICENSE))
    yield ox.Triple(ox.NamedNode(LINKS_GRAPH), VOID.subset, iri)
    if not target.iri_space:
        return
    there = ox.NamedNode(f"{iri.value}/target")
    yield ox.Triple(iri, VOID.subjectsTarget, ox.NamedNode(DATASET))
    yield ox.Triple(iri, VOID.objectsTarget, there)
    for predicate in one.predicates:
        yield ox.Triple(iri, VOID.linkPredicate, property_of(predicate))
    count = ox.Literal(str(one.links), datatype=XSD.integer)
    yield ox.Triple(iri, VOID.triples, count)
    for form in ("ttl", "sssom.tsv", "csv"):
        yield ox.Triple(iri, VOID.dataDump, ox.NamedNode(f"{iri.value}.{form}"))
    yield ox.Triple(there, RDF.type, VOID.Dataset)
    yield ox.Triple(there, DCTERMS.title, ox.Literal(target.title, language="en"))
    yield ox.Triple(there, VOID.uriSpace, ox.Literal(target.iri_space))
    yield ox.Triple(there, FOAF.homepage, ox.NamedNode(target.homepage))
