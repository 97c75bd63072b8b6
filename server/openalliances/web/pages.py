"""The pages around the things: home, search, lists, limits."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from openalliances.errors import NotFoundError
from openalliances.http.problems import TITLES, meanings
from openalliances.linking.search import Match, find
from openalliances.pages.browse import browse_page
from openalliances.pages.home import home_page
from openalliances.pages.kinds import KINDS, kind_of
from openalliances.settings import describe_settings
from openalliances.things.page_queries import ask
from openalliances.web.responses import fresh, not_modified, see_other
from openalliances.web.site import Site, current_site

bp = Blueprint("pages", __name__)

_RESULTS = 50


@bp.get("/")
def home() -> Response:
    """Show what this is, how much of it there is, and the three doors."""
    site = current_site()
    counts = site.counts if site.is_dataset else {}
    return _cached(site, "home", "home.html", page=home_page(site.release.manifest, counts))


@bp.get("/search")
def search() -> Response:
    """Show what fits the text; a single exact match is opened at once."""
    site = current_site()
    text = request.args.get("q", "").strip()[:200]
    hits = find(site.entries, text, _RESULTS)
    exact = [hit for hit in hits if hit.match <= Match.ACRONYM]
    if len(exact) == 1:
        return see_other(site.absolute(site.links.document(exact[0].entry.iri)))
    return Response(render_template("search.html", text=text, hits=hits, limit=_RESULTS))


@bp.get("/browse/")
def kinds() -> Response:
    """Show the lists that there are."""
    site = current_site()
    return _cached(site, "browse", "kinds.html", kinds=KINDS if site.is_dataset else ())


@bp.get("/browse/<slug>")
def browse(slug: str) -> Response:
    """List all things of a kind."""
    site = current_site()
    kind = kind_of(slug) if site.is_dataset else None
    if kind is None:
        names = ", ".join(kind.slug for kind in KINDS)
        raise NotFoundError(f"There is no list called {slug}.", f"There is {names}.")
    if known := not_modified(site.etag("browse", slug), vary=False):
        return known
    rows = ask(site.engine, "browse", site.settings.query_timeout, kind.class_iri)
    page = browse_page(kind, rows, site.links)
    return _cached(site, f"browse/{slug}", "browse.html", page=page)


@bp.get("/about/limits")
def limits() -> Response:
    """Show every setting and limit of this server."""
    site = current_site()
    rows = [
        (name, getattr(site.settings, name), default, unit, text)
        for name, default, unit, text in describe_settings()
        if name not in _PRIVATE
    ]
    services = sorted(site.settings.allowed_hosts)
    return _cached(site, "limits", "limits.html", rows=rows, services=services)


@bp.get("/about/engines")
def engines() -> Response:
    """Say how queries get to a store of others, and what was tried."""
    return _cached(current_site(), "engines", "engines.html")


@bp.get("/problem/<kind>")
def problem(kind: str) -> Response:
    """Say what a type of problem means: RFC 9457, section 3.1.1, wants the type to lead here."""
    meaning = meanings().get(kind)
    if meaning is None:
        raise NotFoundError(f"There is no problem called {kind}.", "There is " + ", ".join(TITLES))
    title, text, status = meaning
    page = {"kind": kind, "title": title, "meaning": text, "status": status, "titles": TITLES}
    return _cached(current_site(), f"problem-{kind}", "problem.html", **page)


_PRIVATE = frozenset(
    (
        *("cache_dir", "host", "port", "operator_token"),
        *("engine", "engine_user", "engine_password"),
    )
)
"""Settings that say something about the machine and nothing to a user, and secrets."""


def _cached(site: Site, name: str, template: str, **values: object) -> Response:
    tag = site.etag(name)
    known = not_modified(tag, vary=False)
    return known or fresh(Response(render_template(template, **values)), tag, vary=False)
