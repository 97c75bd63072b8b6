"""Where the data set stands: about, quality, coverage, how to cite, changes, the server."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from openalliances.errors import NotFoundError
from openalliances.pages.standing import about, changes, citing, coverage, quality, status
from openalliances.pages.view import View
from openalliances.web import resources
from openalliances.web.conditional import conditional
from openalliances.web.site import Site, current_site
from openalliances.web.viewing import tag_of, view_of

bp = Blueprint("standing", __name__)

_ATOM = "application/atom+xml; charset=utf-8"


@bp.get("/about")
def about_page() -> Response:
    """Say what this is."""
    return _page("about", about.page)


@bp.get("/quality")
def quality_page() -> Response:
    """Say how good the data are."""
    return _page("quality", quality.page)


@bp.get("/coverage")
def coverage_page() -> Response:
    """Say what is held, known to be missing, and not looked for; of the kind ``kind``."""
    slug = request.args.get("kind", "")
    return _page(f"coverage {slug}", lambda view: coverage.page(view, slug))


@bp.get("/cite")
def cite_page() -> Response:
    """Say how the data set is cited."""
    return _page("cite", citing.page)


@bp.get("/cite.<path:form>")
def citation(form: str) -> Response:
    """Send the citation of the data set in one form."""
    site = current_site()
    if not _has_pages(site):
        return resources.thing(f"cite.{form}")
    if form not in citing.FORMS:
        known = ", ".join(f"/cite.{name}" for name in citing.FORMS)
        raise NotFoundError(f"There is no citation in the form {form[:20]}.", f"There is {known}.")
    text = citing.citation_of_set(View(site), form)
    kind = citing.FORMS[form][1]
    return conditional(
        site.etag("cite", form), lambda: Response(text, content_type=kind), vary=False
    )


@bp.get("/changes")
def changes_page() -> Response:
    """Say what changed."""
    return _page("changes", changes.page)


@bp.get("/changes.atom")
def changes_feed() -> Response:
    """Send the versions as an Atom feed."""
    site = current_site()
    if not _has_pages(site):
        return resources.thing("changes.atom")
    text = changes.feed(View(site))
    return conditional(
        site.etag("changes.atom"), lambda: Response(text, content_type=_ATOM), vary=False
    )


@bp.get("/status")
def status_page() -> Response:
    """Tell people the state of the server."""
    return _page("status", status.page)


def _page(name: str, make: Callable[[View], str]) -> Response:
    """Return the page that *make* makes; of a user's files, what they have under this address."""
    site = current_site()
    if not _has_pages(site):
        return resources.thing(request.path.removeprefix("/"))
    view = view_of(site)
    return conditional(site.etag(name, *tag_of(view)), lambda: make(view))


def _has_pages(site: Site) -> bool:
    return site.is_dataset and site.has_facts
