"""The one boundary where errors become answers: problem details or a page, by Accept."""

from __future__ import annotations

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from openalliances.errors import NotFoundError, OpenAlliancesError
from openalliances.http.problems import Problem, problem_of, problem_reply
from openalliances.linking.search import Hit, near
from openalliances.web.site import current_site


def register(app: Flask) -> None:
    """Let *app* answer our errors and those of HTTP in the same way."""
    app.register_error_handler(OpenAlliancesError, _ours)
    app.register_error_handler(HTTPException, _of_http)


def problem_response(problem: Problem, response: Response | None = None) -> Response:
    """Return *problem* in the form that the client wants, in *response* if one is given."""
    found = _suggestions(problem)

    def page(problem: Problem) -> str:
        return render_template("error.html", problem=problem, hits=found)

    more = {"suggestions": [hit.entry.iri for hit in found]} if found else {}
    accept = request.headers.get("Accept")
    status, headers, body = problem_reply(problem, accept, page, more)
    answer = response or Response()
    answer.status_code = status
    answer.data = body
    for name, value in headers:
        answer.headers[name] = value
    return answer


def _ours(error: OpenAlliancesError) -> Response:
    return problem_response(problem_of(error))


def _of_http(error: HTTPException) -> Response | HTTPException:
    """Give an error of HTTP our form; its headers (Allow, Content-Range) stay."""
    if error.code is None or error.code < 400:
        return error
    response = Response(status=error.code)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return problem_response(Problem(error.code, error.name, error.description or ""), response)


def _suggestions(problem: Problem) -> list[Hit]:
    if problem.status != NotFoundError.status_hint:
        return []
    slug = request.path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return near(current_site().entries, slug)
