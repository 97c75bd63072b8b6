"""The other forms of a page, and of a document: formats and profiles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from openalliances.http.profiles import ALTERNATES_PROFILE, CONTENT_PROFILES, Profile
from openalliances.http.urls import Urls, forms_of_thing
from openalliances.pages.models import Alternate
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.rdf.formats import GRAPH_FORMATS, HTML, Format
from openalliances.rdf.vocabulary import DCTERMS, RDF

_ALTR = ALTERNATES_PROFILE + "#"


@dataclass(frozen=True, slots=True)
class Form:
    """A representation: what it is called, its media type, its profile, its local path."""

    name: str
    media_type: str
    profile: Profile
    path: str


def formats_of(iri: str, urls: Urls) -> tuple[Alternate, ...]:
    """Return the forms in which the document about *iri* can be had, HTML apart."""
    return tuple(
        Alternate(form.name, form.media_type, urls.document(iri, form))
        for form in forms_of_thing(iri)
        if form is not HTML
    )


def forms_of(site: Site, iri: str) -> tuple[Form, ...]:
    """Return all representations of *iri*, the default first."""
    default = site.documents.default
    return tuple(
        Form(
            form.name,
            form.media_type,
            profile,
            site.urls.document(
                iri, form, {} if profile is default else {"_profile": profile.value}
            ),
        )
        for form in forms_of_thing(iri)
        for profile in sorted(_profiles_of(form, default), key=lambda p: p is not default)
    )


def page(site: Site, iri: str) -> str:
    """Return the page that lists all representations of *iri*."""
    return render("alternates.html", site, iri=iri, forms=forms_of(site, iri))


def described(site: Site, iri: str) -> Iterator[Triple]:
    """Yield the list of representations in RDF.

    Content Negotiation by Profile, section 5.2, with the terms of its Alternates vocabulary.
    """
    thing, base = NamedNode(iri), site.urls.base.rstrip("/")
    for number, form in enumerate(forms_of(site, iri)):
        node = NamedNode(base + form.path) if base else NamedNode("urn:x-path:" + form.path)
        names = ["hasRepresentation", *([] if number else ["hasDefaultRepresentation"])]
        for name in names:
            yield Triple(thing, NamedNode(_ALTR + name), node)
        yield Triple(node, RDF.type, NamedNode(_ALTR + "Representation"))
        yield Triple(node, DCTERMS.format, Literal(form.media_type))
        yield Triple(node, DCTERMS.conformsTo, NamedNode(form.profile.iri))


def _profiles_of(form: Format, default: Profile) -> tuple[Profile, ...]:
    return CONTENT_PROFILES if form in GRAPH_FORMATS else (default,)
