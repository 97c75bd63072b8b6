"""Links of the pages about the whole: home, lists of files, tables, descriptions of the data set.

FAIR Signposting Profile, levels 1 and 2 (https://signposting.org/FAIR/): each of these pages is a
landing page; its files are the content (``item``), its descriptions the metadata (``describedby``).
All links of all of them are in the link set at ``/catalog.linkset``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openalliances.http.links import Link, as_uri, linkset_json
from openalliances.pages.site import Site
from openalliances.rdf.formats import GRAPH_FORMATS, HTML, JSON_LD, LINKSET, TURTLE
from openalliances.rdf.prefixes import DATASET, ID, LICENSE
from openalliances.things.dataset import VOID_PATH
from openalliances.things.dataset_files import GZIP, TABLE, File, Part

AUTHOR = ID + "organization/openalliances"
"""Who has made our own data set."""

ABOUT_PAGE, DATASET_TYPE = "https://schema.org/AboutPage", "https://schema.org/Dataset"
"""What a landing page and its content are (FAIR Signposting Profile, "type")."""
_CATALOG = "/catalog"
_ITEM = "item"
_VOID = f"/{VOID_PATH}"


def page_links(site: Site, files: Iterable[File]) -> list[str]:
    """Return the Link headers of a page about the data set, whose content are *files*.

    The files share one line: many programs read a hundred lines of a head and no more.
    """
    links = list(_of_page(site, files))
    items = ", ".join(link.as_header() for link in links if link.relation == _ITEM)
    others = [link.as_header() for link in links if link.relation != _ITEM]
    return [*others, items] if items else others


def home_links(site: Site) -> list[str]:
    """Return the Link headers of the pages about all of it."""
    return page_links(site, site.dataset.files)


def part_links(site: Site, kind: str) -> list[str]:
    """Return the Link headers of the page that lists the parts of that *kind*."""
    return page_links(site, _listed(site, kind))


def table_links(site: Site, name: str) -> list[str]:
    """Return the Link headers of the page of a table."""
    found = [p for p in site.dataset.parts if p.page == f"/data/{name}.html"]
    return page_links(site, [file for part in found for file in part.files])


def description_links(site: Site, path: str) -> list[str]:
    """Return the Link headers of the description at *path*: its forms, and what it describes."""
    links = list(rights(site))
    if site.is_dataset:
        links.append(Link(site.absolute(f"{_CATALOG}.linkset"), "linkset", LINKSET.media_type))
        links.append(Link(site.absolute("/"), "describes", HTML.media_type))
        links.append(Link(DATASET, "cite-as"))
    forms = () if path == _VOID else (*GRAPH_FORMATS, HTML)
    for form in forms:
        place = site.absolute(f"{path}.{form.extension}")
        links.append(Link(place, "alternate", form.media_type))
    return [link.as_header() for link in links]


def file_links(site: Site) -> list[str]:
    """Return the Link headers of a file or rows: what they are, where they belong."""
    return [link.as_header() for link in _of_file(site)]


def dataset_linkset(site: Site) -> bytes:
    """Return all links of the pages about our data set, its lists, tables and files."""
    dataset = site.dataset
    pages = {
        "/": dataset.files,
        "/dumps/": _listed(site, ""),
        "/data/": _listed(site, TABLE),
        **{part.page: part.files for part in dataset.parts if part.kind == TABLE},
    }
    contexts = {site.absolute(path): list(_of_page(site, files)) for path, files in pages.items()}
    for file in _all_files(site):
        contexts[site.absolute(f"/{file.path}")] = list(_of_file(site))
    return linkset_json(contexts)


def rights(site: Site) -> Iterator[Link]:
    """Yield licence and author of the data, as far as they state them."""
    if site.is_dataset:
        yield Link(LICENSE, "license")
        yield Link(AUTHOR, "author")
    elif site.release.manifest.license.startswith(("http://", "https://")):
        yield Link(as_uri(site.release.manifest.license), "license")


def _of_page(site: Site, files: Iterable[File]) -> Iterator[Link]:
    yield Link(ABOUT_PAGE, "type")
    yield Link(DATASET_TYPE, "type")
    if site.is_dataset:
        yield Link(DATASET, "cite-as")
    yield from rights(site)
    for file in files:
        yield Link(site.absolute(f"/{file.path}"), _ITEM, file.packed or file.media_type)
    yield from _metadata(site)
    if site.is_dataset:
        yield Link(site.absolute(f"{_CATALOG}.linkset"), "linkset", LINKSET.media_type)


def _of_file(site: Site) -> Iterator[Link]:
    yield Link(DATASET_TYPE, "type")
    yield Link(site.absolute("/"), "collection", HTML.media_type)
    if site.is_dataset:
        yield Link(DATASET, "cite-as")
    yield from rights(site)
    yield from _metadata(site)


def _metadata(site: Site) -> Iterator[Link]:
    if site.is_dataset:
        for form in (TURTLE, JSON_LD):
            place = site.absolute(f"{_CATALOG}.{form.extension}")
            yield Link(place, "describedby", form.media_type)
    else:
        yield Link(site.absolute(_VOID), "describedby")


def _listed(site: Site, kind: str) -> list[File]:
    """Return the files of the parts of that kind; of no kind, all dumps."""
    dataset = site.dataset
    whole = [file for file in dataset.files if bool(file.format) is not (kind == TABLE)]
    parts: list[Part] = [p for p in dataset.parts if (p.kind == TABLE) is (kind == TABLE)]
    return [*whole, *(file for part in parts for file in part.files if file.packed != GZIP)]


def _all_files(site: Site) -> Iterator[File]:
    yield from site.dataset.files
    for part in site.dataset.parts:
        yield from part.files
