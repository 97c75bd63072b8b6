"""The other forms of a page."""

from __future__ import annotations

from openalliances.http.urls import DOCUMENT_FORMATS, Urls
from openalliances.pages.models import Alternate
from openalliances.rdf.formats import HTML


def formats_of(iri: str, urls: Urls) -> tuple[Alternate, ...]:
    """Return the forms in which the document about *iri* can be had, HTML apart."""
    return tuple(
        Alternate(form.name, form.media_type, urls.document(iri, form))
        for form in DOCUMENT_FORMATS
        if form is not HTML
    )
