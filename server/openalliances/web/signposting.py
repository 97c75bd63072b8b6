"""Links of things: to their forms and profiles, to who made them, to what takes their place.

FAIR Signposting Profile, level 2: the page of a thing is its landing page, its statements as rows
are the content (``item``), its documents in RDF are metadata (``describedby``). The same links are
in the headers of each form, and all together in the link set.
"""

from __future__ import annotations

from collections.abc import Iterator

from werkzeug.urls import iri_to_uri

from openalliances.http.links import Link, linkset_json
from openalliances.http.profiles import CONTENT_PROFILES, Profile
from openalliances.http.urls import DOCUMENT_FORMATS, forms_of_thing
from openalliances.pages.signposts import ABOUT_PAGE, DATASET_TYPE, rights
from openalliances.pages.site import Site
from openalliances.rdf.formats import (
    HTML,
    JSON_LD,
    LINKSET,
    PLAIN_JSON,
    RESULTS_CSV,
    TURTLE,
    Format,
)
from openalliances.things.document import Asked
from openalliances.web.asked import parameters_of

_ITEMS = (RESULTS_CSV, PLAIN_JSON)
_METADATA = (TURTLE, JSON_LD)


def link_headers(
    site: Site, iri: str, shown: Format | None = None, profile: Profile | None = None
) -> list[str]:
    """Return the Link header values for the thing *iri* (RFC 8288).

    ``shown`` is the format of the answer itself, None for a redirect. The
    canonical document and ``cite-as`` (RFC 8574) never depend on the host.
    """
    return [link.as_header() for link in _links(site, iri, shown, profile)]


def linkset(site: Site, iri: str) -> bytes:
    """Return the link set of the thing *iri*: the links of its page and of its content."""
    contexts: dict[str, list[Link]] = {}
    for form in (HTML, *_ITEMS, *_METADATA):
        contexts[_address(site, iri, form)] = list(_links(site, iri, form, None))
    return linkset_json(contexts)


def page_links(site: Site, iri: str, form: Format, asked: Asked) -> list[str]:
    """Return the links between the pages of a sourced document (RFC 8288, RFC 5005)."""
    if asked.profile is not Profile.SOURCED:
        return []
    pages = site.documents.pages(iri)
    numbers = {"first": 1, "prev": asked.page - 1, "next": asked.page + 1, "last": pages}
    parameters = parameters_of(asked, site.documents.default)
    return [
        Link(iri_to_uri(site.absolute(place)), relation, form.media_type).as_header()
        for relation, n in numbers.items()
        if pages > 1 and 0 < n <= pages
        for place in (site.urls.document(iri, form, parameters | {"page": str(n)}),)
    ]


def _links(site: Site, iri: str, shown: Format | None, profile: Profile | None) -> Iterator[Link]:
    for form in forms_of_thing(iri):
        if form not in (shown, LINKSET):
            yield Link(_address(site, iri, form), "alternate", form.media_type)
    if shown in DOCUMENT_FORMATS and shown is not HTML:
        yield from _profiles(site, iri, shown, profile)
    yield from _roles(site, iri, shown)
    yield Link(_address(site, iri, LINKSET), "linkset", LINKSET.media_type)
    if shown and not _is_other(site, profile) and (known := site.urls.canonical(iri, shown)):
        yield Link(iri_to_uri(known), "canonical")
    yield Link(iri_to_uri(iri), "cite-as")
    yield from rights(site)
    for successor in site.documents.successors(iri):
        yield Link(iri_to_uri(successor), "successor-version")


def _is_other(site: Site, profile: Profile | None) -> bool:
    """Return whether a profile was asked for that is not the usual one."""
    return profile not in (None, site.documents.default)


def _roles(site: Site, iri: str, shown: Format | None) -> Iterator[Link]:
    """Yield what page, content and metadata are to each other."""
    page = Link(_address(site, iri, HTML), "collection", HTML.media_type)
    if shown is None or shown is HTML:
        yield from (Link(kind, "type") for kind in (ABOUT_PAGE, DATASET_TYPE))
        for form in _ITEMS:
            yield Link(_address(site, iri, form), "item", form.media_type)
    elif shown in _ITEMS:
        yield Link(DATASET_TYPE, "type")
        yield page
    else:
        yield Link(page.target, "describes", page.media_type)
    for form in _METADATA:
        if form is not shown:
            yield Link(_address(site, iri, form), "describedby", form.media_type)


def _profiles(site: Site, iri: str, shown: Format, profile: Profile | None) -> Iterator[Link]:
    """Yield the profile of the answer (RFC 6906), and where the others are."""
    current = profile or site.documents.default
    yield Link(current.iri, "profile")
    for other in CONTENT_PROFILES:
        if other is not current:
            address = site.absolute(site.urls.document(iri, shown, {"_profile": other.value}))
            # Without a type: rdflib follows an alternate of the type that it reads already.
            yield Link(iri_to_uri(address), "alternate", profile=other.iri)


def _address(site: Site, iri: str, form: Format) -> str:
    return iri_to_uri(site.absolute(site.urls.document(iri, form)))
