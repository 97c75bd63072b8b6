"""The SPARQL endpoint: what :mod:`openalliances.sparql` plans, over HTTP."""

from __future__ import annotations

from flask import Blueprint, Response, request

from openalliances.errors import OpenAlliancesError
from openalliances.pages import query
from openalliances.pages.results import ResultPage, page_of
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML, Format
from openalliances.sparql.hints import HEADER, Hint, header_value, hints
from openalliances.sparql.problems import Problem, problem_of
from openalliances.sparql.protocol import ACCEPT_QUERY, METHODS, QueryPlan, Request, plan
from openalliances.sparql.service_description import describe_service
from openalliances.things.document import write_triples
from openalliances.web.errors import finish_problem, problem_response, wants_page
from openalliances.web.headers import fresh, not_modified
from openalliances.web.site import current_site
from openalliances.web.spool import spooled

bp = Blueprint("sparql", __name__)


@bp.route("/sparql", methods=METHODS)
def endpoint() -> Response:
    """Answer a query, or describe the service (SPARQL 1.1 Service Description, section 2)."""
    site = current_site()
    asked = Request(
        request.method,
        request.query_string,
        request.headers.get("Content-Type"),
        request.get_data(cache=True) if request.method in ("POST", "QUERY") else b"",
        request.headers.get("Accept"),
    )
    planned = plan(
        asked,
        known_graphs=site.engine.graphs(),
        base=site.urls.base,
        settings=site.settings,
    )
    if isinstance(planned, QueryPlan):
        return _query(site, planned)
    return _description(site, planned.format)


@bp.after_request
def tell_of_query(response: Response) -> Response:
    """Say that the method QUERY is read, and in which types (Accept-Query)."""
    response.headers.setdefault("Accept-Query", ACCEPT_QUERY)
    return response


@bp.errorhandler(OpenAlliancesError)
def failed(error: OpenAlliancesError) -> Response:
    """Show what is wrong beside the query, to those who use the page."""
    problem = problem_of(error)
    if not wants_page():
        return problem_response(problem)
    return finish_problem(_form(current_site(), problem=problem), problem)


def _query(site: Site, planned: QueryPlan) -> Response:
    advice = hints(planned.judged, site.vocabulary, planned.empty_graphs)
    tag = site.query_etag(planned.fingerprint()) if planned.judged.stable else ""
    if tag and (known := not_modified(tag)):
        return known
    if planned.format is HTML:
        with site.engine.run(planned.query) as answer:
            page = page_of(answer, planned.judged.form, site.settings.page_rows)
        response = _form(site, result=page, advice=advice)
    else:
        response = spooled(site, planned.query)
    if advice:
        response.headers[HEADER] = header_value(advice)
    if tag:
        return fresh(response, tag)
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-store"
    return response


def _description(site: Site, form: Format) -> Response:
    tag = site.etag("service", form.extension)
    if known := not_modified(tag):
        return known
    if form is HTML:
        return fresh(_form(site), tag)
    release, base = site.release, site.urls.base
    triples = describe_service(
        release.manifest, site.settings, base, site.described, local=not site.settings.engine
    )
    return fresh(Response(write_triples(triples, form), content_type=form.content_type), tag)


def _form(
    site: Site,
    *,
    result: ResultPage | None = None,
    problem: Problem | None = None,
    advice: tuple[Hint, ...] = (),
) -> Response:
    """Return the query page, with what the query gave or why it did not run."""
    text = request.values.get("query", "")
    html = query.page(site, text, result=result, problem=problem, advice=advice)
    return Response(html, content_type=HTML.content_type)
