"""The reconciliation service over HTTP: one address for programs, and a page for people there.

Reconciliation Service API 0.2 (https://reconciliation-api.github.io/specs/0.2/), and what 0.1
had beside it: one query alone, and JSONP (section 3.3 leaves it open). The language stands in
the path, ``/reconcile/fr``, or in Accept-Language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from openalliances.errors import BadRequestError, MediaTypeError, NotFoundError
from openalliances.http.headers import NOT_KEPT, PREVIEW_POLICY
from openalliances.http.languages import chosen
from openalliances.http.variants import SERVICE_FIRST
from openalliances.linking.reconciliation import extend, queries, reading, suggest
from openalliances.linking.reconciliation.service import ENGLISH, Service
from openalliances.pages import reconciliation as pages
from openalliances.rdf.formats import HTML, PLAIN_JSON
from openalliances.tabular.faults import shown
from openalliances.web.accepted import accepted
from openalliances.web.conditional import conditional
from openalliances.web.responses import see_other
from openalliances.web.site import Site, current_site

bp = Blueprint("reconcile", __name__)

_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){0,4}", re.ASCII)
_LONGEST_CALLBACK = 100
_ASKED = ("queries", "query", "extend")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_MOST_PROPOSED = 500


def routes(rule: str, **more: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a view at *rule* below the service, and below it in a language."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        for prefix in ("/reconcile", "/reconcile/<language>"):
            bp.route(prefix + rule, **more)(view)
        return view

    return register


@bp.get("/reconcile.html")
def page() -> Response:
    """Say how the service is used."""
    return _page(vary=False)


@routes("", methods=["GET", "POST"])
@routes("/", methods=["GET", "POST"])
def service(language: str = "") -> Response:
    """Answer a batch of queries, one query, or a data extension; else show the manifest."""
    site = current_site()
    wanted = _language(site.reconciliation, language)
    given = [(name, text) for name in _ASKED if (text := _given(name)) is not None]
    if len(given) > 1:
        raise BadRequestError(
            f"There are {' and '.join(name for name, _ in given)} in one request.", "Send one."
        )
    if given:
        name, text = given[0]
        answers: Mapping[str, Callable[[], Any]] = {
            "queries": lambda: _batch(site.reconciliation, text, wanted),
            "query": lambda: _single(site.reconciliation, text, wanted),
            "extend": lambda: _extended(site.reconciliation, text, wanted),
        }
        return _json(site, answers[name], wanted)
    if request.method == "POST":
        raise _nothing_sent()
    if not request.args and accepted(SERVICE_FIRST) is HTML:
        return _told(_page(vary=True))
    return _json(site, lambda: pages.manifest_of(site, language), wanted)


@routes("/suggest/<kind>")
def suggested(kind: str, language: str = "") -> Response:
    """Suggest entities, types or properties for the parameter ``prefix``."""
    site = current_site()
    found, wanted = site.reconciliation, _language(site.reconciliation, language)
    prefix = reading.text_of("prefix", request.args.get("prefix", ""), found.limits.text)
    given = reading.positive("cursor", _cursor(), 1, suggest.MOST_SKIPPED + 1) - 1
    limit = request.args.get("limit")
    span = {
        "start": given,
        "limit": reading.positive("limit", limit, suggest.DEFAULT, found.limits.candidates),
    }
    if kind == "entity":
        types = [name for name in request.args.getlist("type") if name]
        make = partial(suggest.entities, found, prefix, types, language=wanted, **span)
    elif kind == "type":
        make = partial(suggest.types, found, prefix, **span)
    elif kind == "property":
        make = partial(suggest.properties, found, prefix, **span)
    else:
        raise _no_kind(kind)
    return _json(site, make, wanted)


@routes("/flyout/<kind>")
def flyout(kind: str, language: str = "") -> Response:
    """Show what stands beside a suggestion, as a piece of HTML."""
    site = current_site()
    wanted = _language(site.reconciliation, language)
    if kind not in ("entity", "type", "property"):
        raise _no_kind(kind)
    return _json(site, lambda: pages.flyout(site, kind, _id(), wanted), wanted)


@routes("/properties")
def proposed(language: str = "") -> Response:
    """Propose the properties of things of the type that is asked for."""
    site = current_site()
    wanted = _language(site.reconciliation, language)
    limit = reading.positive("limit", request.args.get("limit"), _MOST_PROPOSED, _MOST_PROPOSED)
    type_ = request.args.get("type", "")
    return _json(site, lambda: extend.proposed(site.reconciliation, type_, limit), wanted)


@routes("/preview")
def preview(language: str = "") -> Response:
    """Show a thing in a frame of the client."""
    site = current_site()
    wanted = _language(site.reconciliation, language)
    id_ = _id()

    def made() -> Response:
        response = Response(pages.preview_page(site, id_, wanted), content_type=HTML.content_type)
        response.headers["Content-Security-Policy"] = PREVIEW_POLICY
        response.headers["Content-Language"] = wanted
        return response

    return _told(conditional(_tag(site, wanted), made, vary=False))


@routes("/view")
def view(language: str = "") -> Response:
    """Lead to the thing with an identifier."""
    site = current_site()
    _language(site.reconciliation, language)
    return see_other(site.absolute(site.urls.thing(pages.iri_called(site, _id()))))


def _page(*, vary: bool) -> Response:
    site = current_site()
    return conditional(site.etag("reconcile page"), partial(pages.service_page, site), vary=vary)


def _batch(found: Service, text: str, language: str) -> Any:
    return queries.answer(found, queries.read_batch(found, text), language)


def _single(found: Service, text: str, language: str) -> Any:
    """Answer one query of version 0.1: an object, or a name alone."""
    given: Any = {"query": text, "limit": request.values.get("limit")}
    given["type"] = request.values.getlist("type") or None
    if text.lstrip().startswith("{"):
        given = reading.parsed("query", text)
    query = queries.read_query(found, "The query", given)
    return queries.answer(found, {"": query}, language)[""]


def _extended(found: Service, text: str, language: str) -> Any:
    return extend.answer(found, *extend.read(found, text), language)


def _given(name: str) -> str | None:
    """Return what the form that was sent says, else the address."""
    text = request.form.get(name)
    return request.args.get(name) if text is None else text


def _cursor() -> str | None:
    """Return the place of the first suggestion, counted from 1 as :func:`reading.positive` does."""
    given = request.args.get("cursor")
    if given is None or not (given.isascii() and given.isdigit() and len(given) < 10):
        return given
    return str(int(given) + 1)


def _id() -> str:
    id_ = request.args.get("id", "")
    if not id_:
        raise BadRequestError("No id is given.", "Add ?id=state%2Fburundi, for example.")
    return id_


def _language(found: Service, language: str) -> str:
    """Return the language that the address names, else what the client wishes of those there are.

    :raises NotFoundError: if there are no names in that language.
    """
    if not language:
        return chosen(request.headers.get("Accept-Language"), found.languages, ENGLISH)
    if language not in found.languages:
        raise NotFoundError(
            f"There are no names in the language {shown(language)}.",
            f"There are names in {', '.join(found.languages)}; in {ENGLISH} at /reconcile.",
        )
    return language


def _json(site: Site, make: Callable[[], Any], language: str) -> Response:
    """Return what *make* makes as JSON, or as a call of the function that is asked for."""
    callback = request.values.get("callback")
    if callback is not None and (
        len(callback) > _LONGEST_CALLBACK or not _CALLBACK.fullmatch(callback)
    ):
        raise BadRequestError(
            "The callback is no name of a function.",
            "Use letters, digits, _, $ and dots; or none: all sites may read the answers.",
        )

    def made() -> Response:
        # ASCII alone: half pairs of surrogates in keys of a client go back as they came.
        text = json.dumps(make())
        if callback is None:
            return Response(text, content_type=PLAIN_JSON.content_type)
        return Response(f"/**/{callback}({text});", content_type="text/javascript; charset=utf-8")

    if request.method == "POST":
        response = made()
        response.headers["Cache-Control"] = NOT_KEPT
        return response
    return _told(conditional(_tag(site, language), made))


def _tag(site: Site, language: str) -> str:
    return site.etag("reconcile", request.path, request.query_string.decode("latin-1"), language)


def _told(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response


def _no_kind(kind: str) -> NotFoundError:
    return NotFoundError(
        f"Nothing called {shown(kind)} is suggested.", "There is entity, type and property."
    )


def _nothing_sent() -> BadRequestError | MediaTypeError:
    what = "queries={…} or extend={…} as a form (application/x-www-form-urlencoded)"
    if request.mimetype and request.mimetype not in _FORMS:
        return MediaTypeError(f"A body of {shown(request.mimetype)} is not read.", f"Send {what}.")
    return BadRequestError("There are no queries.", f"Send {what}.")
