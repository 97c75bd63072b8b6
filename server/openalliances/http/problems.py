"""Problem details (RFC 9457): from an error to what a client is told, for both doors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openalliances.errors import (
    EngineBusyError,
    NotAcceptableError,
    OpenAlliancesError,
    QueryError,
    RequestError,
)
from openalliances.http.headers import NOT_KEPT
from openalliances.http.negotiation import negotiate
from openalliances.rdf.formats import HTML, Format
from openalliances.rdf.prefixes import BASE

PROBLEM_JSON = Format(
    "Problem details",
    "application/problem+json",
    "json",
    "problem",
    aliases=("application/json",),
)
"""RFC 9457, section 3."""

TITLES: dict[str, str] = {
    "bad-request": "The request cannot be read",
    "body-too-large": "The request is too large",
    "client-busy": "You have too many queries running",
    "connection-rate": "You open connections too fast",
    "engine": "The query engine failed",
    "engine-busy": "The server is busy",
    "engine-unreachable": "The store behind this server does not answer",
    "head-too-large": "The head of the request is too large",
    "media-type": "The body is in a format that is not read here",
    "method": "The method is not allowed here",
    "misdirected": "Another host is served here",
    "not-acceptable": "There is no such format",
    "not-found": "There is nothing here",
    "query-cancelled": "The query was cancelled",
    "query-memory": "The query needed too much memory",
    "query-refused": "The query is not allowed here",
    "query-syntax": "The query does not parse",
    "query-timeout": "The query took too long",
    "store-damaged": "The data on this server are damaged",
    "target-too-long": "The address of the request is too long",
    "unread-answers": "Too many answers wait for their readers",
}
"""Kind of problem (the error's class name in lower case) to its title."""

_FALLBACK = "Something went wrong on the server"


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """What went wrong with a request.

    ``kind`` is a key of :data:`TITLES`, or empty. ``line`` and ``column`` of a
    query count from 1, and ``token`` is what stands there; ``retry_after`` is in
    seconds; 0 and empty stand for unknown.
    """

    status: int
    title: str
    detail: str
    hint: str = ""
    kind: str = ""
    line: int = 0
    column: int = 0
    token: str = ""
    retry_after: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the problem details object: RFC 9457, section 3.1, and our extensions."""
        extensions = {
            "hint": self.hint,
            "line": self.line,
            "column": self.column,
            "token": self.token,
            "retryAfter": self.retry_after,
        }
        return {
            "type": f"{BASE}problem/{self.kind}" if self.kind else "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **{name: value for name, value in extensions.items() if value},
        }


def meanings() -> dict[str, tuple[str, str, int]]:
    """Return, for each kind of problem, its title, what it means, and its status."""
    classes = [RequestError]
    for class_ in classes:
        classes.extend(class_.__subclasses__())
    return {
        kind: (TITLES[kind], (class_.__doc__ or "").strip().split("\n")[0], class_.status_hint)
        for class_ in classes
        if (kind := _kind(class_)) in TITLES
    }


def problem_of(error: OpenAlliancesError) -> ProblemDetails:
    """Return the problem that *error* tells of."""
    kind = _kind(type(error))
    line, column, token = 0, 0, ""
    if isinstance(error, QueryError):
        line, column, token = error.line, error.column, error.token
    return ProblemDetails(
        status=error.status_hint,
        title=TITLES.get(kind, _FALLBACK),
        detail=error.message,
        hint=error.hint,
        kind=kind if kind in TITLES else "",
        line=line,
        column=column,
        token=token,
        retry_after=error.retry_after if isinstance(error, EngineBusyError) else 0,
    )


def wants_page(accept: str | None) -> bool:
    """Return whether the client would rather have a page than problem details."""
    try:
        return negotiate(accept, (PROBLEM_JSON, HTML)) is HTML
    except NotAcceptableError:
        return False


def problem_reply(
    problem: ProblemDetails,
    accept: str | None,
    page: Callable[[ProblemDetails], str],
) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Return status, headers and body of the answer that tells of *problem*.

    *page* makes the page for people.
    """
    if wants_page(accept):
        form, body = HTML, page(problem).encode()
    else:
        details = json.dumps(problem.as_json(), ensure_ascii=False)
        form, body = PROBLEM_JSON, details.encode()
    headers = (
        ("Content-Type", form.content_type),
        ("Cache-Control", NOT_KEPT),
        ("Vary", "Accept, Accept-Encoding"),
        *((("Retry-After", str(problem.retry_after)),) if problem.retry_after else ()),
    )
    return problem.status, headers, body


def _kind(class_: type[OpenAlliancesError]) -> str:
    """Return ``query-timeout`` for ``QueryTimeoutError``."""
    name = class_.__name__.removesuffix("Error")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
