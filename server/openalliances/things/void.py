"""The description of a user's data set: VoID with DCAT, from what was counted.

It stands at ``/.well-known/void`` (VoID, section 7.2, https://www.w3.org/TR/void/#well-known).
The data set is called as the files call it, else by an address of this server. Where nobody
has said under which URL the world reaches it, no address of an endpoint or a file is claimed:
the base is that of the things described, and belongs to others.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from openalliances.rdf.vocabulary import DCAT, DCTERMS, FOAF, RDF, VOID
from openalliances.release import Manifest
from openalliances.release.contents import Contents
from openalliances.release.void import Counts, as_triple, counted_statements

PATH = ".well-known/void"
"""The path of the description below the root."""


def description(manifest: Manifest, contents: Contents, base: str, public_url: str) -> list[Triple]:
    """Return what is said of the data set of a user's files.

    *base* is that of its things, *public_url* where the world reaches this server, or empty.
    """
    root = f"{public_url.rstrip('/')}/" if public_url else base
    here = root + PATH
    name = contents.dataset or f"{here}#dataset"
    found = [
        *_of_document(NamedNode(here), NamedNode(name), manifest),
        *_of_dataset(NamedNode(name), manifest, contents),
        *(_addresses(NamedNode(name), manifest, root) if public_url else ()),
    ]
    counts = Counts(
        manifest.quads,
        None,
        None,
        {entry.iri: entry.number for entry in contents.classes},
        {entry.iri: entry.number for entry in contents.properties},
    )

    def part(kind: str, iri: str) -> str:
        return f"{here}#{kind}/{quote(iri, safe='')}"

    found += [as_triple(statement) for statement in counted_statements(name, counts, part)]
    return list(dict.fromkeys(found))


def _of_document(here: NamedNode, dataset: NamedNode, manifest: Manifest) -> Iterator[Triple]:
    yield Triple(here, RDF.type, VOID.DatasetDescription)
    yield Triple(here, FOAF.primaryTopic, dataset)
    yield Triple(here, DCTERMS.title, Literal(f"What is in {manifest.title}", language="en"))


def _of_dataset(dataset: NamedNode, manifest: Manifest, contents: Contents) -> Iterator[Triple]:
    yield Triple(dataset, RDF.type, VOID.Dataset)
    yield Triple(dataset, RDF.type, DCAT.Dataset)
    yield Triple(dataset, DCTERMS.title, Literal(manifest.title))
    yield Triple(dataset, DCAT.version, Literal(manifest.version))
    if manifest.description:
        yield Triple(dataset, DCTERMS.description, Literal(manifest.description))
    if manifest.license:
        yield Triple(dataset, DCTERMS.license, _licence(manifest.license))
    if manifest.base:
        yield Triple(dataset, VOID.uriSpace, Literal(manifest.base))
    for namespace in sorted(_namespaces(contents)):
        yield Triple(dataset, VOID.vocabulary, NamedNode(namespace))


def _licence(stated: str) -> NamedNode | Literal:
    try:
        return NamedNode(stated)
    except ValueError:
        return Literal(stated)


def _namespaces(contents: Contents) -> set[str]:
    """Return the namespaces of the classes and properties that are used."""
    iris = [entry.iri for entry in (*contents.classes, *contents.properties)]
    return {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in iris if "://" in iri}


def _addresses(dataset: NamedNode, manifest: Manifest, root: str) -> Iterator[Triple]:
    yield Triple(dataset, VOID.sparqlEndpoint, NamedNode(f"{root}sparql"))
    for entry in manifest.files:
        yield Triple(dataset, VOID.dataDump, NamedNode(root + entry.plain_path))
