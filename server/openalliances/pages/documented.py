"""What the documentation adds to the page of a user's own term or vocabulary."""

from __future__ import annotations

from openalliances.pages.scheme import SchemePage, scheme_page
from openalliances.pages.site import Site
from openalliances.pages.term import TermPage, term_page


def term_of(site: Site, iri: str) -> TermPage | None:
    """Return what is documented of the term *iri*; None if it is no term of these files."""
    index = None if site.is_dataset else site.documentation
    found = index.terms.get(iri) if index else None
    return term_page(index, found) if index and found else None


def scheme_of(site: Site, iri: str) -> SchemePage | None:
    """Return the concepts of the vocabulary *iri* as a tree; None if it is none of these files."""
    index = None if site.is_dataset else site.documentation
    found = index.schemes.get(iri) if index else None
    return scheme_page(index, found) if index and found else None
