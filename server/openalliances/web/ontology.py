"""The model explained: the ontology, its terms, vocabularies, rules and questions.

Pages come from the guide that the build wrote. A release without one (a user's
files) has no such pages, and a path that the guide does not know is a thing like
any other: both go to :mod:`openalliances.web.resources`.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from openalliances.errors import NotFoundError
from openalliances.http.negotiation import negotiate
from openalliances.pages.constraints import shapes_page
from openalliances.pages.documentation_index import Lexicon
from openalliances.pages.question import question_page
from openalliances.pages.scheme import scheme_page
from openalliances.pages.term import ontology_page, term_page
from openalliances.rdf.formats import GRAPH_FORMATS, HTML, Format, by_extension
from openalliances.rdf.prefixes import ALLY, ONTOLOGY, VOCAB
from openalliances.things.document import graph_query
from openalliances.web import resources
from openalliances.web.buffered import buffered
from openalliances.web.responses import add_links, fresh, link_headers, not_modified
from openalliances.web.site import Site, current_site

bp = Blueprint("ontology", __name__)

_SVG = "image/svg+xml"


@bp.get("/ontology.html")
def ontology() -> Response:
    """Show the ontology: what it is for, how to load it, its modules and all its terms."""
    site, lexicon = _guided()
    if lexicon is None:
        return resources.thing("ontology.html")
    return _about(site, ONTOLOGY, "ontology/ontology.html", page=ontology_page(lexicon))


@bp.get("/ontology/<name>.html")
def term(name: str) -> Response:
    """Show a term: what it means, where it stands, and who uses it."""
    site, lexicon = _guided()
    found = lexicon.terms.get(ALLY + name) if lexicon else None
    if lexicon is None or found is None:
        return resources.thing(f"ontology/{name}.html")
    return _about(site, found.iri, "ontology/term.html", page=term_page(lexicon, found))


@bp.get("/vocab/<name>.html")
def scheme(name: str) -> Response:
    """Show a vocabulary with its concepts as a tree."""
    site, lexicon = _guided()
    found = lexicon.schemes.get(VOCAB + name) if lexicon else None
    if lexicon is None or found is None:
        return resources.thing(f"vocab/{name}.html")
    return _about(site, found.iri, "ontology/scheme.html", page=scheme_page(lexicon, found))


@bp.get("/ontology/diagram/<slug>.svg")
def diagram(slug: str) -> Response:
    """Send a class diagram as a file."""
    site, lexicon = _guided()
    found = lexicon.diagrams.get(slug) if lexicon else None
    if found is None:
        raise NotFoundError(f"There is no diagram {slug}.", "They are shown at /ontology.html.")
    tag = site.etag("diagram", slug, site.release.manifest.inputs)
    known = not_modified(tag, vary=False)
    return known or fresh(Response(found.svg, content_type=_SVG), tag, vary=False)


@bp.get("/shapes")
def shapes() -> Response:
    """Show the rules as tables, or send the shapes themselves in an RDF format."""
    _, lexicon = _guided()
    if lexicon is None:
        return resources.thing("shapes")
    form = negotiate(request.headers.get("Accept"), (HTML, *GRAPH_FORMATS))
    return _shapes(lexicon, form)


@bp.get("/shapes.<suffix>")
def shapes_as(suffix: str) -> Response:
    """Send the rules in the form that the suffix names."""
    _, lexicon = _guided()
    form = by_extension(suffix, (HTML, *GRAPH_FORMATS))
    if lexicon is None or form is None:
        return resources.thing(f"shapes.{suffix}")
    return _shapes(lexicon, form)


@bp.get("/ontology/questions")
def questions() -> Response:
    """List the questions that the data must answer."""
    site, lexicon = _guided()
    if lexicon is None:
        return resources.thing("ontology/questions")
    tag = site.etag("questions", site.release.manifest.inputs)
    if known := not_modified(tag, vary=False):
        return known
    html = render_template("ontology/questions.html", questions=lexicon.guide.questions)
    return fresh(Response(html), tag, vary=False)


@bp.get("/ontology/questions/<code>")
def question(code: str) -> Response:
    """Show a question with its query and its answer at this moment."""
    site, lexicon = _guided()
    if lexicon is None:
        return resources.thing(f"ontology/questions/{code}")
    found = lexicon.questions.get(code)
    if found is None:
        raise NotFoundError(f"There is no question {code}.", "All are at /ontology/questions.")
    tag = site.etag("question", code, site.release.manifest.inputs)
    if known := not_modified(tag, vary=False):
        return known
    names = {entry.iri: entry.label for entry in site.entries}
    page = question_page(lexicon, found, site.engine, site.settings.query_timeout, names)
    response = Response(render_template("ontology/question.html", page=page))
    if page.trouble:
        response.headers["Cache-Control"] = "no-store"
        return response
    return fresh(response, tag, vary=False)


def _guided() -> tuple[Site, Lexicon | None]:
    site = current_site()
    return site, site.lexicon


def _about(site: Site, iri: str, template: str, **values: object) -> Response:
    """Return the page about a thing, with the links and the validator of its document."""
    tag = site.etag(iri, HTML.extension, site.release.manifest.inputs)
    links = link_headers(site, iri, HTML)
    if known := not_modified(tag):
        return add_links(known, links)
    html = render_template(template, **values)
    return add_links(fresh(Response(html), tag), links)


def _shapes(lexicon: Lexicon, form: Format) -> Response:
    site = current_site()
    tag = site.etag("shapes", form.extension, site.release.manifest.inputs)
    if known := not_modified(tag):
        return known
    if form is HTML:
        page = render_template("ontology/shapes.html", page=shapes_page(lexicon))
        return fresh(Response(page), tag)
    graphs = tuple(g.iri for g in site.release.manifest.graphs if g.kind == "shapes")
    return fresh(buffered(site, graph_query(graphs, form, site.settings.query_timeout)), tag)
