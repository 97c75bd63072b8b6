"""The graph store: what :mod:`openalliances.sparql.graphs` plans, over HTTP."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from openalliances.errors import MethodError
from openalliances.http.problems import problem_of
from openalliances.rdf.formats import HTML
from openalliances.sparql.graphs import READING, WRITING, plan_graph
from openalliances.sparql.protocol import Request
from openalliances.web.answers import answered
from openalliances.web.errors import problem_response
from openalliances.web.responses import fresh, not_modified, see_other
from openalliances.web.site import current_site

bp = Blueprint("graphs", __name__)


@bp.route("/graphs", methods=(*READING, *WRITING), provide_automatic_options=False)
def store() -> Response:
    """Send a graph (SPARQL 1.1 Graph Store HTTP Protocol, sections 5.2 and 5.6)."""
    if request.method == "OPTIONS":
        return Response(headers={"Allow": ", ".join(READING)})
    site = current_site()
    asked = Request(request.method, request.query_string, accept=request.headers.get("Accept"))
    planned = plan_graph(asked, known_graphs=site.engine.graphs(), settings=site.settings)
    if planned.format is HTML:
        page = site.urls.document(planned.graph) if planned.graph else url_for("downloads.index")
        response = see_other(site.absolute(page))
        response.vary.add("Accept")
        return response
    tag = site.etag("graph", planned.graph, planned.format.extension, site.engine.variant)
    if known := not_modified(tag):
        return known
    return fresh(answered(site, planned.query), tag)


@bp.errorhandler(MethodError)
def refused(error: MethodError) -> Response:
    """Say which methods there are (RFC 9110, section 15.5.6)."""
    response = problem_response(problem_of(error))
    response.headers["Allow"] = ", ".join(READING)
    return response
