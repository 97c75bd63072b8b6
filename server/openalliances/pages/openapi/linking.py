"""Names and codes of others: reconciliation, suggestions, look-up, links to other data sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openalliances.pages.link_sets import FORMS
from openalliances.pages.openapi.parts import (
    ANY_OBJECT,
    IRI,
    NUMBER,
    TEXT,
    Paths,
    content,
    form_body,
    operation,
    query,
    segment,
    several,
    typed,
)
from openalliances.pages.site import Site
from openalliances.rdf.formats import (
    HTML,
    PLAIN_JSON,
    RESULTS_CSV,
    RESULTS_TSV,
    SUGGESTIONS,
)

_TAG, _RECONCILE = "Look-up", "Reconciliation"
_KINDS = {"type": "string", "enum": ["entity", "type", "property"]}
_ROWS = (HTML, PLAIN_JSON, RESULTS_TSV, RESULTS_CSV)
_YEAR = query("year", "A year or a date; codes and names are used again.")
_AT = query("at", "The same as year.")
_LIMIT = query("limit", "Most of them.", {"type": "integer", "minimum": 1})
_FOUND = {302: "The thing that is meant.", 300: "What may be meant."}


def paths(site: Site) -> Paths:
    """Return the paths of all that finds things by names and codes of others."""
    found = _lookup(site) | _suggestions()
    language = segment(
        "language", "Of the names.", {"type": "string", "enum": [*site.reconciliation.languages]}
    )
    for prefix, more in (("/reconcile", ()), ("/reconcile/{language}", (language,))):
        found |= _service(prefix, more)
    if site.links is not None:
        found |= _links([one.target.name for one in site.links.sets])
    return found


def _service(prefix: str, more: tuple[Any, ...]) -> Paths:
    """Return the paths of the service (Reconciliation Service API 0.2)."""
    callback = query("callback", "The name of a function that the answer calls (JSONP).")
    asked = (
        query("queries", "A batch of queries, as JSON."),
        query("extend", "A data extension, as JSON."),
        query("query", "One query, as version 0.1 had it."),
    )
    prefixed = query("prefix", "What has been typed.")
    id_ = query("id", "An id, such as state/kenya.", required=True)
    kind = segment("kind", "What is suggested.", _KINDS)
    cursor = query("cursor", "Suggestions to pass over.", NUMBER)
    answer = _jsonp(PLAIN_JSON.media_type)
    with_page = answer | content([HTML])

    def get(summary: str, what: Mapping[str, Any] | None, *parameters: Any, **named: Any) -> Any:
        return {"get": operation(_RECONCILE, summary, what, *more, *parameters, **named)}

    root = get("The manifest, or with parameters answers", with_page, *asked, callback)
    root["post"] = operation(
        _RECONCILE,
        "Answer a batch of queries, or a data extension",
        answer,
        *more,
        body=form_body(*asked, required=True),
    )
    types = several("type", "Only of these types.")
    proposals = get("Properties of a type", answer, query("type", "A type."), _LIMIT, callback)
    return {
        prefix: root,
        prefix + "/suggest/{kind}": get(
            "Suggest", answer, kind, prefixed, types, cursor, _LIMIT, callback
        ),
        prefix + "/flyout/{kind}": get("More of a suggestion", answer, kind, id_, callback),
        prefix + "/properties": proposals,
        prefix + "/preview": get("A thing in a frame", content([HTML]), id_),
        prefix + "/view": get("Lead to a thing", None, id_, leads={303: "The thing."}),
    }


def _jsonp(media_type: str) -> dict[str, Any]:
    return typed([media_type, "text/javascript"], {})


def _suggestions() -> Paths:
    forms = {"type": "string", "enum": [SUGGESTIONS.extension, PLAIN_JSON.extension]}
    return {
        "/reconcile.html": {
            "get": operation(_RECONCILE, "How the service is used", content([HTML]))
        },
        "/suggest": {
            "get": operation(
                _TAG,
                "Suggest things for what has been typed",
                content([SUGGESTIONS, PLAIN_JSON], {}),
                query("q", "What has been typed."),
                several("type", "Only of these types."),
                _LIMIT,
                query("form", "The form; wins over Accept.", forms),
            )
        },
        "/opensearch.xml": {
            "get": operation(
                _TAG,
                "The search, for browsers",
                typed(["application/opensearchdescription+xml"]),
            )
        },
    }


def _lookup(site: Site) -> Paths:
    names = {"type": "string", "enum": [form.extension for form in _ROWS]}
    form = query("format", "The form; wins over Accept.", names)
    most = f"At most {site.settings.link_rows} in one request."
    answer = content(_ROWS, {})
    fields = (
        query("text", f"A list or a table. {most}"),
        query("column", "The column with the names."),
        query("type", "Only things of this class."),
        query("year", "A year, or the column with years."),
    )
    scheme = query("scheme", "The scheme of the codes, such as cow.")
    body = form_body(*fields, form, more=("text/csv", "text/tab-separated-values", "text/plain"))
    joined = operation(
        _TAG, "Add our identifiers to a list", answer, *fields[1:], scheme, form, body=body
    )
    return {
        "/lookup": {
            "get": operation(
                _TAG,
                "Lead from an identifier to the thing",
                answer,
                several("iri", f"Ours, or another publisher's. {most}", IRI),
                several("code", "A code with its scheme: cow:516, iso3:BDI, wd:Q967.", TEXT),
                scheme,
                _YEAR,
                _AT,
                form,
                leads=_FOUND,
            ),
            "post": joined,
        },
        "/label/{text}": {
            "get": operation(
                _TAG,
                "Lead from a name to the thing that it surely means",
                answer,
                segment("text", "A name."),
                several("type", "Only of these classes."),
                several("context", "What else is known of it."),
                _YEAR,
                _AT,
                form,
                leads=_FOUND,
            )
        },
        "/link": {
            "get": operation(_TAG, "Paste a list of names", answer, *fields, form),
            "post": joined,
        },
    }


def _links(targets: list[str]) -> Paths:
    types = ["text/tab-separated-values", "text/csv", "text/turtle", "text/html"]
    files = {"type": "string", "enum": [f"{t}.{e}" for t in targets for e in (*FORMS, "html")]}
    return {
        "/links/": {"get": operation(_TAG, "Links to other data sets", content([HTML]))},
        "/links/{file}": {
            "get": operation(
                _TAG,
                "A set of links",
                typed(types, ANY_OBJECT),
                segment("file", "A data set, with the ending of a form.", files),
                leads={303: "The document about it."},
            )
        },
    }
