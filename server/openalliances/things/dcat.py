"""The data set in DCAT 3: catalogue, data set and versions, parts, files, endpoint.

What the catalogue of the release says stands here as it is (title, description, publisher, licence,
themes, coverage); what only a server knows is added: addresses, sizes, checksums. Each node has an
IRI. Data Catalog Vocabulary, version 3, https://www.w3.org/TR/vocab-dcat-3/; what it asks for
beyond that, such as the class of a licence, is that of DCAT-AP 3.0
(https://semiceu.github.io/DCAT-AP/releases/3.0.0/).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from openalliances.rdf.vocabulary import DCAT, DCTERMS, FOAF, RDF, RDFS, SPDX, VCARD, XSD
from openalliances.things.dataset import DataSet
from openalliances.things.dataset_files import File, Part

_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
_PROTOCOL = NamedNode("https://www.w3.org/TR/sparql11-protocol/")
_INHERITED = (
    *(DCTERMS.description, DCTERMS.publisher, DCTERMS.creator, DCTERMS.license),
    *(DCTERMS.modified, DCTERMS.language, DCTERMS.spatial, DCTERMS.temporal, DCAT.theme),
    *(DCAT.keyword, DCTERMS.conformsTo, DCTERMS.bibliographicCitation),
)
"""What holds of a version as it holds of the data set."""
_OF_CATALOGUE = (DCTERMS.publisher, DCTERMS.license, DCTERMS.language, DCTERMS.modified)


def catalogue(dataset: DataSet) -> list[Triple]:
    """Return the catalogue: our data set with all that there is of it."""
    return together(_catalogue(dataset))


def together(triples: Iterable[Triple]) -> list[Triple]:
    """Return *triples*, each once, those of one subject beside each other."""
    found: dict[object, dict[Triple, None]] = {}
    for triple in triples:
        found.setdefault(triple.subject, {})[triple] = None
    return [triple for said in found.values() for triple in said]


def of_dataset(dataset: DataSet) -> Iterator[Triple]:
    """Yield what is said of the data set itself: by the catalogue, of its files, its coverage."""
    here = NamedNode(dataset.iri)
    yield from dataset.said
    yield from _licence(dataset)
    yield from _contact(dataset, here)
    if dataset.own:
        yield Triple(here, DCAT.landingPage, NamedNode(dataset.root))
        yield from _period(dataset, here)
    yield from _files(here, dataset, dataset.files)


def of_version(dataset: DataSet) -> list[Triple]:
    """Return what is said of this version of our data set (DCAT 3, section 11)."""
    return together((*_version(dataset), *_agents(dataset), *_licence(dataset)))


def service(dataset: DataSet) -> Iterator[Triple]:
    """Yield the endpoint as a data service (DCAT 3, section 6.9); nothing without an address."""
    if not dataset.root:
        return
    endpoint = NamedNode(dataset.address("/sparql"))
    yield Triple(endpoint, RDF.type, DCAT.DataService)
    yield Triple(endpoint, DCTERMS.title, _english(f"SPARQL endpoint of {dataset.manifest.title}"))
    yield Triple(endpoint, DCAT.endpointURL, endpoint)
    yield Triple(endpoint, DCAT.endpointDescription, endpoint)
    yield Triple(endpoint, DCAT.servesDataset, NamedNode(dataset.iri))
    yield Triple(endpoint, DCTERMS.conformsTo, _PROTOCOL)
    for predicate in (DCTERMS.publisher, DCTERMS.license):
        for value in dataset.objects(predicate):
            yield Triple(endpoint, predicate, value)
    yield from _contact(dataset, endpoint)


def _catalogue(dataset: DataSet) -> Iterator[Triple]:
    here, whole = NamedNode(dataset.here), NamedNode(dataset.iri)
    title = dataset.manifest.title
    yield Triple(here, RDF.type, DCAT.Catalog)
    yield Triple(here, DCTERMS.title, _english(f"What {title} publishes"))
    yield Triple(here, DCTERMS.description, _english(f"{title}: data set, parts, endpoint."))
    yield Triple(here, FOAF.homepage, NamedNode(dataset.root))
    yield Triple(here, FOAF.primaryTopic, whole)
    for predicate in _OF_CATALOGUE:
        for value in dataset.objects(predicate):
            yield Triple(here, predicate, value)
    yield from _contact(dataset, here)
    for iri in (dataset.iri, *(part.iri for part in dataset.parts)):
        yield Triple(here, DCAT.dataset, NamedNode(iri))
    yield from of_dataset(dataset)
    yield from _version(dataset)
    for part in dataset.parts:
        yield from _part(dataset, part)
    yield from _services(dataset, here)


def _services(dataset: DataSet, here: NamedNode) -> Iterator[Triple]:
    for triple in service(dataset):
        if triple.object == DCAT.DataService:
            yield Triple(here, DCAT.service, triple.subject)
        yield triple


def _version(dataset: DataSet) -> Iterator[Triple]:
    """Yield the version chain (DCAT 3, section 11.1): to the data set, and to what was before."""
    whole, this = NamedNode(dataset.iri), NamedNode(dataset.version_iri)
    for predicate in (DCAT.hasVersion, DCAT.hasCurrentVersion):
        yield Triple(whole, predicate, this)
    yield Triple(this, RDF.type, DCAT.Dataset)
    yield Triple(this, DCAT.isVersionOf, whole)
    yield Triple(this, DCAT.version, Literal(dataset.version))
    title = f"{dataset.manifest.title}, version {dataset.version}"
    yield Triple(this, DCTERMS.title, _english(title))
    for predicate in (*_INHERITED, DCAT.previousVersion):
        for value in dataset.objects(predicate):
            yield Triple(this, predicate, value)
    for value in dataset.objects(DCTERMS.modified):
        yield Triple(this, DCTERMS.issued, value)
    yield from _period(dataset, this)
    yield from _files(this, dataset, dataset.files)


def _part(dataset: DataSet, part: Part) -> Iterator[Triple]:
    here = NamedNode(part.iri)
    yield Triple(here, RDF.type, DCAT.Dataset)
    yield Triple(here, DCTERMS.isPartOf, NamedNode(dataset.iri))
    yield Triple(NamedNode(dataset.iri), DCTERMS.hasPart, here)
    yield from _texts(here, DCTERMS.title, part.titles)
    yield from _texts(here, DCTERMS.description, part.descriptions)
    yield Triple(here, DCAT.landingPage, NamedNode(dataset.address(part.page)))
    yield Triple(here, DCAT.version, Literal(dataset.version))
    for predicate in (DCTERMS.publisher, DCTERMS.license, DCTERMS.modified, DCAT.theme):
        for value in dataset.objects(predicate):
            yield Triple(here, predicate, value)
    yield from _files(here, dataset, part.files)


def _files(of: NamedNode, dataset: DataSet, files: tuple[File, ...]) -> Iterator[Triple]:
    for file in files:
        here = NamedNode(file.iri)
        yield Triple(of, DCAT.distribution, here)
        yield from _distribution(here, file, dataset)


def _distribution(here: NamedNode, file: File, dataset: DataSet) -> Iterator[Triple]:
    """Yield what is said of a file (DCAT 3, section 6.8)."""
    address, kind = NamedNode(dataset.address(file.path)), _media_type(file.media_type)
    yield Triple(here, RDF.type, DCAT.Distribution)
    yield Triple(here, DCTERMS.title, _english(file.name))
    yield Triple(here, DCAT.accessURL, address)
    yield Triple(here, DCAT.downloadURL, address)
    yield Triple(here, DCAT.mediaType, kind)
    yield Triple(kind, RDF.type, DCTERMS.MediaType)
    if file.format:
        yield Triple(here, DCTERMS.format, NamedNode(file.format))
        yield Triple(NamedNode(file.format), RDF.type, DCTERMS.MediaTypeOrExtent)
    if file.packed:
        packed = _media_type(file.packed)
        yield Triple(here, DCAT.compressFormat, packed)
        yield Triple(packed, RDF.type, DCTERMS.MediaType)
    size = Literal(str(file.size), datatype=XSD.nonNegativeInteger)
    yield Triple(here, DCAT.byteSize, size)
    for value in dataset.objects(DCTERMS.license):
        yield Triple(here, DCTERMS.license, value)
    yield from _checksum(here, file, dataset)


def _checksum(here: NamedNode, file: File, dataset: DataSet) -> Iterator[Triple]:
    """Yield the checksum (DCAT 3, section 6.17), whose digits are hexadecimal."""
    if not file.sha256:
        return
    node = NamedNode(f"{dataset.here}#sha256-{file.sha256}")
    yield Triple(here, SPDX.checksum, node)
    yield Triple(node, RDF.type, SPDX.Checksum)
    yield Triple(node, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    yield Triple(node, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary))


def _licence(dataset: DataSet) -> Iterator[Triple]:
    for value in dataset.objects(DCTERMS.license):
        if isinstance(value, NamedNode):
            yield Triple(value, RDF.type, DCTERMS.LicenseDocument)


def _agents(dataset: DataSet) -> Iterator[Triple]:
    """Yield what the catalogue says of whoever publishes the data set."""
    agents = {value for value in dataset.objects(DCTERMS.publisher)}
    yield from (triple for triple in dataset.said if triple.subject in agents)


def _period(dataset: DataSet, of: NamedNode) -> Iterator[Triple]:
    """Yield the time that the data tell of, which has no end (DCAT 3, section 6.15)."""
    if not dataset.first:
        return
    period = NamedNode(f"{dataset.here}#period")
    yield Triple(of, DCTERMS.temporal, period)
    yield Triple(period, RDF.type, DCTERMS.PeriodOfTime)
    yield Triple(period, RDFS.label, _english(f"from {dataset.first} on"))
    yield Triple(period, DCAT.startDate, Literal(dataset.first, datatype=XSD.date))


def _contact(dataset: DataSet, of: NamedNode) -> Iterator[Triple]:
    """Yield where readers reach whoever publishes this, as the setting says."""
    if not dataset.contact:
        return
    here, address = NamedNode(f"{dataset.here}#contact"), NamedNode(dataset.contact)
    is_mail = dataset.contact.lower().startswith("mailto:")
    yield Triple(of, DCAT.contactPoint, here)
    yield Triple(here, RDF.type, VCARD.Kind)
    yield Triple(here, VCARD.fn, Literal(f"Contact of {dataset.manifest.title}"))
    yield Triple(here, VCARD.hasEmail if is_mail else VCARD.hasURL, address)


def _texts(of: NamedNode, predicate: NamedNode, texts: Mapping[str, str]) -> Iterator[Triple]:
    for language, text in texts.items():
        if text:
            yield Triple(of, predicate, Literal(text, language=language))


def _media_type(name: str) -> NamedNode:
    return NamedNode(_MEDIA_TYPE + name)


def _english(text: str) -> Literal:
    return Literal(text, language="en")
