"""The model explained: the ontology, its terms, vocabularies, constraints and questions.

Pages come from the documentation that the build wrote. A release without one (a user's files
that declare no terms) has no such pages, and a path that the documentation does not know is a
thing like any other: both go to :mod:`openalliances.web.resources`, which also has the terms
of a user's files, whose paths are their own.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from openalliances.errors import NotFoundError
from openalliances.http.variants import PAGE_FIRST
from openalliances.pages import constraints, scheme, term
from openalliances.pages import ontology as ontology_pages
from openalliances.pages import question as question_pages
from openalliances.pages.documentation_index import DocumentationIndex
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML, Format, by_extension
from openalliances.rdf.prefixes import ALLY, VOCAB
from openalliances.things.document import graph_query
from openalliances.web import resources
from openalliances.web.accepted import accepted
from openalliances.web.answers import answered
from openalliances.web.asked import page_of
from openalliances.web.conditional import conditional
from openalliances.web.responses import fresh, not_modified, see_other
from openalliances.web.signposting import link_headers
from openalliances.web.site import current_site

bp = Blueprint("ontology", __name__)

_SVG = "image/svg+xml"


@bp.get("/ontology")
def ontology() -> Response:
    """Lead to the document about the ontology, where it is of another name to its page."""
    site, index = _documented()
    if index is None or site.is_dataset or _is_theirs(site):
        return resources.thing("ontology")
    return see_other(site.absolute("/ontology.html"))


@bp.get("/ontology.html")
def whole() -> Response:
    """Show the ontology: what it is for, how to load it, its modules and all its terms."""
    site, index = _documented()
    iri = index.documentation.head.iri if index else ""
    if index is None or (iri != site.urls.base + "ontology" and _is_theirs(site)):
        return resources.thing("ontology.html")
    return conditional(
        _tag(site, "ontology", iri, HTML.extension),
        lambda: ontology_pages.page(site, index),
        links=link_headers(site, iri, HTML) if iri else (),
    )


@bp.get("/ontology/<name>.html")
def of_term(name: str) -> Response:
    """Show a term: what it means, where it stands, and who uses it."""
    site, index = _documented()
    found = index.terms.get(ALLY + name) if index else None
    if index is None or found is None:
        return resources.thing(f"ontology/{name}.html")
    number = page_of(request.args)
    return conditional(
        _tag(site, found.iri, HTML.extension, str(number)),
        lambda: term.page(site, index, found, number),
        links=link_headers(site, found.iri, HTML),
    )


@bp.get("/vocab/<name>.html")
def of_scheme(name: str) -> Response:
    """Show a vocabulary with its concepts as a tree."""
    site, index = _documented()
    found = index.schemes.get(VOCAB + name) if index else None
    if index is None or found is None:
        return resources.thing(f"vocab/{name}.html")
    return conditional(
        _tag(site, found.iri, HTML.extension),
        lambda: scheme.page(site, index, found),
        links=link_headers(site, found.iri, HTML),
    )


@bp.get("/ontology/diagram/<slug>.svg")
def diagram(slug: str) -> Response:
    """Send a class diagram as a file."""
    site, index = _documented()
    found = index.diagrams.get(slug) if index else None
    if found is None or not found.svg:
        raise NotFoundError(f"There is no diagram {slug}.", "They are shown at /ontology.html.")
    made = Response(found.svg, content_type=_SVG)
    return conditional(_tag(site, "diagram", slug), lambda: made, vary=False)


@bp.get("/shapes")
def shapes() -> Response:
    """Show the constraints as tables, or send the shapes themselves in an RDF format."""
    _, index = _documented()
    if index is None:
        return resources.thing("shapes")
    return _shapes(index, accepted(PAGE_FIRST))


@bp.get("/shapes.<suffix>")
def shapes_as(suffix: str) -> Response:
    """Send the shapes in the form that the suffix names."""
    _, index = _documented()
    form = by_extension(suffix, PAGE_FIRST)
    if index is None or form is None:
        return resources.thing(f"shapes.{suffix}")
    return _shapes(index, form)


@bp.get("/ontology/questions")
def questions() -> Response:
    """List the questions that the data must answer."""
    site, index = _documented()
    if index is None or not site.is_dataset:
        return resources.thing("ontology/questions")
    tag = _tag(site, "questions")
    return conditional(tag, lambda: question_pages.list_page(site, index), vary=False)


@bp.get("/ontology/questions/<code>")
def question(code: str) -> Response:
    """Show a question with its query and its answer at this moment."""
    site, index = _documented()
    if index is None or not site.is_dataset:
        return resources.thing(f"ontology/questions/{code}")
    found = index.questions.get(code)
    if found is None:
        raise NotFoundError(f"There is no question {code}.", "All are at /ontology/questions.")
    tag = _tag(site, "question", code)
    if known := not_modified(tag, vary=False):
        return known
    live = question_pages.live_answer(site.engine, found.query, site.settings.query_timeout)
    answer = Response(question_pages.page(site, index, found, live))
    if live.trouble:
        answer.headers["Cache-Control"] = "no-store"
        return answer
    return fresh(answer, tag, vary=False)


def _is_theirs(site: Site) -> bool:
    """Return whether a user's files speak of something that has this path as its own."""
    return site.documents.holds(site.urls.base + "ontology")


def _documented() -> tuple[Site, DocumentationIndex | None]:
    site = current_site()
    return site, site.documentation


def _tag(site: Site, *parts: str) -> str:
    """Return the validator of a page that also depends on what the release was built from."""
    return site.etag(*parts, site.release.manifest.inputs)


def _shapes(index: DocumentationIndex, form: Format) -> Response:
    site = current_site()

    def made() -> Response:
        if form is HTML:
            return Response(constraints.page(site, index))
        graphs = tuple(g.iri for g in site.release.manifest.graphs if g.kind == "shapes")
        return answered(site, graph_query(graphs, form, site.settings.query_timeout))

    return conditional(_tag(site, "shapes", form.extension), made)
