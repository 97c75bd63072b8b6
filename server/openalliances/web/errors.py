"""The one boundary where errors become answers: problem details or a page, by Accept."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from openalliances.errors import NotFoundError, OpenAlliancesError, ReleaseError
from openalliances.http.problems import ProblemDetails, problem_of, problem_reply
from openalliances.linking.search import Hit, near
from openalliances.pages import error
from openalliances.release.folding import in_words
from openalliances.web.site import current_site


def register(app: Flask) -> None:
    """Let *app* answer our errors and those of HTTP in the same way."""
    app.register_error_handler(OpenAlliancesError, _ours)
    app.register_error_handler(HTTPException, _of_http)


def problem_response(problem: ProblemDetails, response: Response | None = None) -> Response:
    """Return *problem* in the form that the client wants, in *response* if one is given."""
    sought = _sought(problem)

    def page(problem: ProblemDetails) -> str:
        return error.page(current_site(), problem, _suggestions(sought), sought)

    accept = request.headers.get("Accept")
    answer = response or Response()
    answer.status_code, headers, answer.data = problem_reply(problem, accept, page)
    for name, value in headers:
        answer.headers[name] = value
    return answer


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
    return problem_response(
        ProblemDetails(raised.code, raised.name, raised.description or ""), response
    )


def _sought(problem: ProblemDetails) -> str:
    """Return the last segment of a path that leads nowhere, as words; else nothing."""
    if problem.status != NotFoundError.status_hint:
        return ""
    slug = request.path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return in_words(slug[: current_site().settings.search_length])


def _suggestions(sought: str) -> list[Hit]:
    """Return what may have been meant; for people, as programs do not choose among guesses."""
    try:
        return near(current_site().names, sought) if sought else []
    except ReleaseError:
        return []
