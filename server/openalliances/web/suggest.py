"""Suggestions for what somebody types, and how a browser searches here.

OpenSearch Suggestions extension 1.1 (an array of the text, names, descriptions, addresses), or
JSON with more about each thing; OpenSearch 1.1 description document.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from openalliances.http.languages import PARAMETER, asked_language, chosen
from openalliances.http.variants import SUGGESTION_FORMATS
from openalliances.linking.match import Candidate
from openalliances.linking.reconciliation import reading, suggest
from openalliances.linking.reconciliation.queries import description
from openalliances.linking.reconciliation.service import ENGLISH
from openalliances.pages.render import render
from openalliances.pages.wording import Wording
from openalliances.rdf.formats import SUGGESTIONS, Format
from openalliances.tabular.faults import unknown
from openalliances.web.accepted import accepted
from openalliances.web.conditional import conditional
from openalliances.web.site import Site, current_site

bp = Blueprint("suggest", __name__)

_FORMS = {one.extension: one for one in SUGGESTION_FORMATS}


@bp.get("/suggest")
def suggestions() -> Response:
    """Suggest things for the parameter ``q``, of the types ``type``, at most ``limit``."""
    site = current_site()
    service = site.reconciliation
    language = asked_language(request.args.get(PARAMETER, "")) or chosen(
        request.headers.get("Accept-Language"), service.languages, ENGLISH
    )
    text = reading.text_of("q", request.args.get("q", ""), service.limits.text)
    limit = reading.positive(
        "limit", request.args.get("limit"), suggest.DEFAULT, service.limits.candidates
    )
    kinds = [service.types.named(name).iri for name in request.args.getlist("type") if name]
    form = _form(request.args.get("form"))

    def made() -> Response:
        found = suggest.suggested(service, text, kinds, limit=limit)
        names = service.labels([one.entry.iri for one in found], language)
        wording = Wording.of(language)
        told = [_told(site, one, names.get(one.entry.iri, ""), wording) for one in found]
        content: Any = {"q": text, "result": told}
        if form is SUGGESTIONS:
            rows = ([one[key] for one in told] for key in ("name", "description", "url"))
            content = [text, *rows]
        return Response(json.dumps(content), content_type=form.content_type)

    query = request.query_string.decode("latin-1")
    return conditional(site.etag("suggest", query, form.extension, language), made)


@bp.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search for browsers."""
    site = current_site()
    make = partial(render, "opensearch.xml", site, address=site.known_address)

    def made() -> Response:
        kind = "application/opensearchdescription+xml"
        return Response(make(), content_type=kind)

    return conditional(site.etag("opensearch"), made, vary=False)


def _form(name: str | None) -> Format:
    """Return the form that the address names, else the one that the client likes best.

    :raises BadRequestError: if there is no such form.
    """
    if name is None:
        return accepted(SUGGESTION_FORMATS)
    if name not in _FORMS:
        raise unknown("form", name, _FORMS)
    return _FORMS[name]


def _told(site: Site, one: Candidate, name: str, wording: Wording) -> dict[str, Any]:
    entry = one.entry
    name = name or entry.label or entry.iri
    kinds = ", ".join(wording.text(kind) for kind in entry.kind.split(", "))
    return {
        "id": site.reconciliation.entities.id_of(entry.iri),
        "iri": entry.iri,
        "name": name,
        "description": description(kinds, entry.years, one.name, (name, entry.label)),
        "kind": entry.kind,
        "years": entry.years,
        "url": site.known_address + site.urls.thing(entry.iri),
        "score": round(one.score, 1),
        "match": one.sure,
    }
