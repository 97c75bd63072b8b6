"""Terms and concepts in the words of a page: what they are called, and a link to what they mean."""

from __future__ import annotations

from markupsafe import Markup, escape

from openalliances.pages.view import View, iri_of


def called(view: View, thing: str) -> str:
    """Return what a term (``ontology/…``) or a concept (``vocab/…``) is called; empty if unknown.

    The name is in the language of the reader as far as there is one.
    """
    index = view.site.documentation
    if index is None:
        return ""
    found = index.terms.get(iri_of(thing)) or index.concepts.get(iri_of(thing))
    if found is None:
        return ""
    return found.french if view.language == "fr" and found.french else found.label


def meaning(view: View, thing: str) -> str:
    """Return what a term or a concept means; empty if that is not known in the reader's words."""
    index = view.site.documentation
    if index is None:
        return ""
    iri = iri_of(thing)
    if view.wording.language == "fr":
        return index.concepts[iri].french_definition if iri in index.concepts else ""
    found = index.terms.get(iri) or index.concepts.get(iri)
    return found.definition if found else ""


def defined(view: View, thing: str, definition: str) -> Markup:
    """Return the *definition* of a concept, in the language of the reader where there is one."""
    said = meaning(view, thing) if view.wording.language == "fr" else ""
    return Markup("<bdi>{}</bdi>").format(said) if said else view.own(definition)


def term(view: View, thing: str, words: str | Markup = "") -> Markup:
    """Return the *words*, or the name of a term or concept, as a link to its page.

    What it means is told where one points at it. For the first mention on a page.
    """
    said = escape(words or called(view, thing) or thing.rpartition("/")[2])
    href, means = view.href(view.path(thing)), meaning(view, thing)
    if not means:
        return Markup('<a href="{}">{}</a>').format(href, said)
    return Markup('<a class="term" href="{}" title="{}">{}</a>').format(href, means, said)
