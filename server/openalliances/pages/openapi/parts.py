"""The pieces of an OpenAPI document: parameters, answers, operations (OpenAPI 3.1.1, section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from openalliances.http.problems import PROBLEM_JSON, TITLES, meanings
from openalliances.rdf.formats import HTML, Format

Paths: TypeAlias = dict[str, dict[str, Any]]
"""Path Items by their paths."""
Schema: TypeAlias = Mapping[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
ANY_OBJECT: Schema = {"type": "object"}
IRI: Schema = {"type": "string", "format": "iri"}
MOMENT: Schema = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
"""A year, a month or a day."""

_OF_HTTP = {
    405: "The method is not allowed here; the header Allow says which are.",
    412: "What the client knows is not what there is now (RFC 9110, section 13).",
    416: "The range is none of what there is.",
}
_RETRIED = frozenset((429, 503))

OK_HEADERS = ("ETag", "Last-Modified", "Link", "Content-Location", "Result-Count", "Query-Hint")


def header_components() -> dict[str, Any]:
    """Return the headers of answers that have a meaning here, by name."""
    said = {
        "ETag": "A strong validator of this answer, for If-None-Match.",
        "Last-Modified": "When the release was written here.",
        "Link": "Licence, citation, and what else belongs to it (RFC 8288, Signposting).",
        "Content-Location": "The address of just this answer.",
        "Result-Count": "The number of rows or statements.",
        "Query-Hint": "What may be wrong with the query, although it runs.",
        "Retry-After": "Seconds after which to ask again.",
        "Allow": "The methods that there are.",
        "Location": "Where to go.",
        "Query-Id": "The id by which the query can be stopped.",
    }
    return {name: {"description": words, "schema": TEXT} for name, words in said.items()}


def error_components() -> dict[str, Any]:
    """Return an answer for each status of an error: what its kinds mean, and problem details."""
    by_status: dict[int, list[str]] = {status: [words] for status, words in _OF_HTTP.items()}
    for kind, (title, meaning, status) in meanings().items():
        by_status.setdefault(status, []).append(f"`{kind}`: {title}. {meaning}")
    return {str(status): _error(status, words) for status, words in sorted(by_status.items())}


def _error(status: int, words: Iterable[str]) -> dict[str, Any]:
    names = ["Retry-After"] if status in _RETRIED else []
    names += ["Allow"] if status == 405 else []
    headers = {name: _ref("headers", name) for name in names}
    return {
        "description": "\n\n".join(words),
        "content": {
            PROBLEM_JSON.media_type: {"schema": _ref("schemas", "Problem")},
            HTML.media_type: {"schema": TEXT},
        },
        **({"headers": headers} if headers else {}),
    }


def problem_schema() -> dict[str, Any]:
    """Return the schema of problem details (RFC 9457, section 3.1, and our extensions)."""
    place = {"type": "integer", "minimum": 1}
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {
                "type": "string",
                "format": "uri-reference",
                "description": "One of the kinds " + ", ".join(TITLES) + "; each leads to a page.",
            },
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {**TEXT, "description": "What was wrong."},
            "hint": {**TEXT, "description": "What would be right, or what there is."},
            "line": place,
            "column": place,
            "token": TEXT,
            "retryAfter": {**NUMBER, "description": "Seconds after which to ask again."},
        },
    }


def _ref(section: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{section}/{name}"}


def query(name: str, about: str, schema: Schema = TEXT, *, required: bool = False) -> Any:
    """Return a parameter of the query string."""
    given: dict[str, Any] = {"name": name, "in": "query", "description": about, "schema": schema}
    return {**given, "required": True} if required else given


def several(name: str, about: str, schema: Schema = TEXT) -> Any:
    """Return a parameter of the query string that may be given several times."""
    return {**query(name, about, {"type": "array", "items": schema}), "explode": True}


def segment(name: str, about: str, schema: Schema = TEXT) -> Any:
    """Return a parameter that stands in the path."""
    filled = {"minLength": 1, **schema} if schema is TEXT else schema
    return {"name": name, "in": "path", "required": True, "description": about, "schema": filled}


def content(forms: Iterable[Format], schema: Schema | None = None) -> dict[str, Any]:
    """Return the media types of an answer; *schema* is that of what is JSON."""
    return typed((form.media_type for form in forms), schema)


def typed(types: Iterable[str], schema: Schema | None = None) -> dict[str, Any]:
    """Return the media types of an answer, without their parameters."""
    named = dict.fromkeys(one.partition(";")[0] for one in types)
    return {
        one: {"schema": schema if schema and one.endswith("json") else _of(one)} for one in named
    }


def _of(media_type: str) -> Schema:
    return {} if media_type.endswith(("json", "yaml")) else TEXT


def operation(
    tag: str,
    summary: str,
    answer: Mapping[str, Any] | None,
    *parameters: Any,
    body: Mapping[str, Any] | None = None,
    leads: Mapping[int, str] | None = None,
    about: str = "",
    **more: Any,
) -> dict[str, Any]:
    """Return an operation whose answer is *answer*, or nothing where it only *leads* elsewhere.

    Every operation may be answered by any of the errors, as they come from the whole server.
    """
    answers: dict[str, Any] = {}
    if answer is not None:
        headers = {name: _ref("headers", name) for name in OK_HEADERS}
        answers["200"] = {"description": "The answer.", "content": answer, "headers": headers}
        answers["206"] = {"description": "The part that Range asked for.", "content": answer}
        answers["304"] = {"description": "The client has it already."}
    for status, words in (leads or {}).items():
        location = {"Location": _ref("headers", "Location")}
        lead: dict[str, Any] = {"description": words}
        if status == 300:
            lead["content"] = answer
        elif status > 300:
            lead["headers"] = location
        answers[str(status)] = lead
    answers |= {status: _ref("responses", status) for status in error_components()}
    return {
        "tags": [tag],
        "summary": summary,
        **({"description": about} if about else {}),
        **({"parameters": list(parameters)} if parameters else {}),
        **({"requestBody": body} if body else {}),
        "responses": answers,
        **more,
    }


def form_body(*fields: Any, more: Iterable[str] = (), required: bool = False) -> dict[str, Any]:
    """Return a body: a form with *fields* (parameters as :func:`query` makes them), or text."""
    properties = {
        one["name"]: {**one["schema"], "description": one["description"]} for one in fields
    }
    form = {"schema": {"type": "object", "properties": properties}}
    types: dict[str, Any] = {"application/x-www-form-urlencoded": form}
    types |= {name: {"schema": TEXT} for name in more}
    return {"required": required, "content": types}


def told_in_json(described: dict[str, Any], answers: Mapping[int, str]) -> None:
    """Add to *described* what is told to operators, who get plain JSON: *answers* by status."""
    told = {"application/json": {"schema": ANY_OBJECT}}
    told |= {PROBLEM_JSON.media_type: {"schema": _ref("schemas", "Problem")}}
    for status, words in ({405: _OF_HTTP[405]} | dict(answers)).items():
        described["responses"][str(status)] = {"description": words, "content": told}
