"""The one boundary where errors become answers: problem details or a page, by Accept."""

from __future__ import annotations

import json

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from openalliances.errors import NotAcceptableError, NotFoundError, OpenAlliancesError, ReleaseError
from openalliances.http.negotiation import negotiate
from openalliances.linking.search import Hit, near
from openalliances.pages import error
from openalliances.rdf.formats import HTML, Format
from openalliances.sparql.problems import PROBLEM_JSON, Problem, problem_of
from openalliances.web.site import current_site


def register(app: Flask) -> None:
    """Let *app* answer our errors and those of HTTP in the same way."""
    app.register_error_handler(OpenAlliancesError, _ours)
    app.register_error_handler(HTTPException, _of_http)


def wants_page() -> bool:
    """Return whether the client would rather have a page than problem details."""
    return _offer() is HTML


def problem_response(problem: Problem, response: Response | None = None) -> Response:
    """Return *problem* in the form that the client wants, in *response* if one is given."""
    found = _suggestions(problem)
    answer = response or Response()
    if wants_page():
        answer.data = error.page(current_site(), problem, found)
        answer.content_type = HTML.content_type
    else:
        details = problem.as_json()
        if found:
            details["suggestions"] = [hit.entry.iri for hit in found]
        answer.data = json.dumps(details, ensure_ascii=False).encode()
        answer.content_type = PROBLEM_JSON.content_type
    return finish_problem(answer, problem)


def finish_problem(response: Response, problem: Problem) -> Response:
    """Set the status and the headers that belong to *problem*."""
    response.status_code = problem.status
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-store"
    if problem.retry_after:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _ours(raised: OpenAlliancesError) -> Response:
    return problem_response(problem_of(raised))


def _of_http(raised: HTTPException) -> Response | HTTPException:
    """Give an error of HTTP our form; its headers (Allow, Content-Range) stay."""
    if raised.code is None or raised.code < 400:
        return raised
    response = Response(status=raised.code)
    for name, value in raised.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return problem_response(Problem(raised.code, raised.name, raised.description or ""), response)


def _offer() -> Format:
    try:
        return negotiate(request.headers.get("Accept"), (PROBLEM_JSON, HTML))
    except NotAcceptableError:
        return PROBLEM_JSON


def _suggestions(problem: Problem) -> list[Hit]:
    if problem.status != NotFoundError.status_hint:
        return []
    slug = request.path.rstrip("/").rpartition("/")[2].partition(".")[0]
    try:
        return near(current_site().entries, slug)
    except ReleaseError:
        return []
