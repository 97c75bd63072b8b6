"""The data set in VoID, with what DCAT says of it: from what was counted.

It stands at ``/.well-known/void`` (VoID, section 7.2, https://www.w3.org/TR/void/#well-known).
A user's data set is called as the files call it, else by an address of this server. Of neither
are addresses of an endpoint or of files claimed where nobody knows where this server is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from openalliances.rdf.prefixes import ENDPOINT, PARTITION
from openalliances.rdf.vocabulary import DCAT, DCTERMS, FOAF, RDF, VOID
from openalliances.release.contents import Contents
from openalliances.release.void import Counts, as_triple, counted_statements
from openalliances.things.dataset import VOID_PATH, DataSet
from openalliances.things.dcat import of_dataset, service, together


def our_description(dataset: DataSet, described: Iterable[Triple]) -> list[Triple]:
    """Return what is said of our data set, with the numbers that the release *described*."""
    here = NamedNode(dataset.address(VOID_PATH))
    found = [
        *_of_document(here, dataset),
        *of_dataset(dataset),
        *_addresses(dataset),
        *service(dataset),
        *(triple for triple in described if _is_number(triple, dataset)),
    ]
    return together(found)


def users_description(dataset: DataSet, contents: Contents) -> list[Triple]:
    """Return what is said of the data set of a user's files."""
    here = dataset.here
    counts = Counts(
        dataset.manifest.quads,
        None,
        None,
        {entry.iri: entry.number for entry in contents.classes},
        {entry.iri: entry.number for entry in contents.properties},
    )

    def part(kind: str, iri: str) -> str:
        return f"{here}#{kind}/{quote(iri, safe='')}"

    found = [
        *_of_document(NamedNode(here), dataset),
        *_of_files(dataset, contents),
        *of_dataset(dataset),
        *_addresses(dataset),
        *service(dataset),
        *(as_triple(said) for said in counted_statements(dataset.iri, counts, part)),
    ]
    return together(found)


def _is_number(triple: Triple, dataset: DataSet) -> bool:
    """Return whether a triple of the release counts the data set; addresses are ours to give."""
    subject = triple.subject.value if isinstance(triple.subject, NamedNode) else ""
    counted = subject == dataset.iri or subject.startswith(PARTITION)
    return counted and triple.object != NamedNode(ENDPOINT)


def _of_document(here: NamedNode, dataset: DataSet) -> Iterator[Triple]:
    title = f"What is in {dataset.manifest.title}"
    yield Triple(here, RDF.type, VOID.DatasetDescription)
    yield Triple(here, FOAF.primaryTopic, NamedNode(dataset.iri))
    yield Triple(here, DCTERMS.title, Literal(title, language="en"))


def _of_files(dataset: DataSet, contents: Contents) -> Iterator[Triple]:
    here, manifest = NamedNode(dataset.iri), dataset.manifest
    yield Triple(here, RDF.type, VOID.Dataset)
    yield Triple(here, RDF.type, DCAT.Dataset)
    yield Triple(here, DCTERMS.title, Literal(manifest.title))
    yield Triple(here, DCAT.version, Literal(manifest.version))
    if manifest.description:
        yield Triple(here, DCTERMS.description, Literal(manifest.description))
    if manifest.license:
        yield Triple(here, DCTERMS.license, _licence(manifest.license))
    if manifest.base:
        yield Triple(here, VOID.uriSpace, Literal(manifest.base))
    for namespace in sorted(_namespaces(contents)):
        yield Triple(here, VOID.vocabulary, NamedNode(namespace))


def _licence(stated: str) -> NamedNode | Literal:
    try:
        return NamedNode(stated)
    except ValueError:
        return Literal(stated)


def _namespaces(contents: Contents) -> set[str]:
    """Return the namespaces of the classes and properties that are used."""
    iris = [entry.iri for entry in (*contents.classes, *contents.properties)]
    return {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in iris if "://" in iri}


def _addresses(dataset: DataSet) -> Iterator[Triple]:
    if not dataset.root:
        return
    here = NamedNode(dataset.iri)
    yield Triple(here, VOID.sparqlEndpoint, NamedNode(dataset.address("/sparql")))
    for file in dataset.files:
        if file.format and not file.packed:
            yield Triple(here, VOID.dataDump, NamedNode(dataset.address(file.path)))
