"""The data set as a page: what is said of it, where it is asked, its files; and how it is cited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openalliances.pages.downloads import size_words
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.pages.structured_data import structured_data
from openalliances.rdf.formats import GRAPH_FORMATS
from openalliances.rdf.vocabulary import DCAT, DCTERMS, FOAF
from openalliances.tabular.bibliography import MAINTAINERS, Work, citation_file
from openalliances.things.dataset import DataSet
from openalliances.things.dataset_files import TABLE, File


@dataclass(frozen=True, slots=True)
class Row:
    """Something said of the data set: its name, and its values with their addresses, if any."""

    name: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file: its name, where it is, how long, its checksum."""

    name: str
    href: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part that is taken alone: its name, its page, how much is in it, its files."""

    title: str
    href: str
    amount: str
    description: str
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class DescriptionPage:
    """What a description says, for people; ``formats`` are its forms for programs."""

    title: str
    rows: tuple[Row, ...]
    files: tuple[FileRow, ...]
    parts: tuple[PartRow, ...]
    formats: tuple[tuple[str, str], ...]


def page(site: Site, path: str) -> str:
    """Return the page of the description at *path*, which has no suffix."""
    structured = structured_data(site)
    return render(
        "description.html", site, page=description_page(site, path), structured=structured
    )


def description_page(site: Site, path: str) -> DescriptionPage:
    """Return what the page at *path* shows of the data set."""
    dataset, name = site.dataset, path.rpartition("/")[2]
    title = dataset.manifest.title
    titles = {"void": f"What is in {title}", "catalog": f"What {title} publishes"}
    # What is under a well-known name has no suffix (RFC 8615): its forms are asked for by Accept.
    forms = () if name == "void" else GRAPH_FORMATS
    return DescriptionPage(
        titles.get(name, f"{title}, version {dataset.version}"),
        tuple(row for row in _rows(site, dataset) if row.values),
        tuple(map(_file, dataset.files)),
        tuple(_parts(dataset)) if name == "catalog" else (),
        tuple((form.name, f"{path}.{form.extension}") for form in forms),
    )


def citation(site: Site) -> str:
    """Return the CITATION.cff of the release."""
    return citation_file(work_of(site))


def work_of(site: Site, note: str = "") -> Work:
    """Return the data set as it is cited: in the version of the release, of its day."""
    dataset = site.dataset
    modified = dataset.text(DCTERMS.modified)
    return Work(
        dataset.iri,
        dataset.manifest.title,
        MAINTAINERS,
        modified or _month_of(dataset.version),
        dataset.iri,
        "data-set",
        note,
        dataset.version,
    )


def _month_of(version: str) -> str:
    """Return the month that is the name of a version."""
    year, _, rest = version.partition(".")
    return f"{year}-{rest.partition('.')[0]:>02}"


def _rows(site: Site, dataset: DataSet) -> Iterator[Row]:
    manifest, licence = dataset.manifest, dataset.licence
    # What an address of this server names for want of a name has no document of its own.
    named = not dataset.iri.startswith(dataset.here)
    yield Row("Called", ((dataset.iri, site.urls.document(dataset.iri) if named else ""),))
    described = dataset.text(DCTERMS.description) or manifest.description
    yield Row("What it is", ((described, ""),) if described else ())
    version = (manifest.version, f"/dataset/{manifest.version}.html" if dataset.own else "")
    yield Row("Version", (version,))
    yield Row("First published", _plain(dataset.text(DCTERMS.issued)))
    yield Row("Last changed", _plain(dataset.text(DCTERMS.modified)))
    yield Row("Tells of", _plain(f"{dataset.first} and after" if dataset.first else ""))
    yield Row("Publisher", tuple(_publishers(site, dataset)))
    is_address = licence.startswith(("http://", "https://"))
    yield Row("Licence", ((licence, licence if is_address else ""),) if licence else ())
    yield Row("Contact", ((dataset.contact, dataset.contact),) if dataset.contact else ())
    yield Row("Statements", ((f"{manifest.quads:,}", "/browse/"),))
    yield Row("Endpoint", ((dataset.address("/sparql"), "/sparql"),))
    keywords = [str(v.value) for v in dataset.objects(DCAT.keyword)]
    yield Row("Keywords", _plain(", ".join(sorted(keywords))))


def _publishers(site: Site, dataset: DataSet) -> Iterator[tuple[str, str]]:
    for value in dataset.objects(DCTERMS.publisher):
        name = dataset.text(FOAF.name, value.value)
        yield name or value.value, site.urls.document(value.value)


def _plain(text: str) -> tuple[tuple[str, str], ...]:
    return ((text, ""),) if text else ()


def _parts(dataset: DataSet) -> Iterator[PartRow]:
    for part in dataset.parts:
        yield PartRow(
            part.titles.get("en", part.iri),
            part.page,
            f"{part.number:,} {'rows' if part.kind == TABLE else 'triples'}",
            part.descriptions.get("en", ""),
            tuple(map(_file, part.files)),
        )


def _file(file: File) -> FileRow:
    return FileRow(file.name, f"/{file.path}", size_words(file.size), file.sha256)
