"""Figures at addresses of their own: the page of one, and the picture in each form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, request

from openalliances.errors import BadRequestError, NotFoundError
from openalliances.pages import figures
from openalliances.pages.figures import KINDS, Figure, are_drawn, rendering
from openalliances.pages.figures import pages as figure_pages
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.tabular.faults import unknown
from openalliances.web import resources
from openalliances.web.conditional import conditional
from openalliances.web.site import current_site
from openalliances.web.viewing import tag_of, view_of

bp = Blueprint("figures", __name__, url_prefix="/figure")

_TYPES: Mapping[str, str] = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8; header=present",
    "rq": "application/sparql-query; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
_OF_ALL = ("at", "lang")
"""Parameters that every address takes, whether they count or not."""


@bp.get("/")
def index() -> Response:
    """List the kinds of figures."""
    site = current_site()
    if not are_drawn(site):
        return resources.thing("figure/")
    view = view_of(site)
    return conditional(site.etag("figures", *tag_of(view)), lambda: figure_pages.list_page(view))


@bp.get("/<name>")
def figure(name: str) -> Response:
    """Send a figure: its page, or in the form that the ending names."""
    site = current_site()
    if not are_drawn(site):
        return resources.thing(f"figure/{name}")
    kind, dot, form = name.partition(".")
    if kind not in KINDS:
        raise unknown("kind of figure", kind, KINDS, "All are at /figure/.")
    if dot and form not in _TYPES:
        raise unknown("form of a figure", form, _TYPES)
    view, given = view_of(site), _parameters()
    tag = site.etag("figure", name, repr(sorted(given.items())), *tag_of(view))
    return conditional(tag, lambda: _made(site, view, kind, form, given), vary=not dot)


def _parameters() -> dict[str, str]:
    """Return what is asked for, once each.

    :raises BadRequestError: if a parameter is given twice.
    """
    given = request.args.to_dict(flat=False)
    for name, values in given.items():
        if len(values) > 1:
            raise BadRequestError(f'"{name}" is given twice.', "Give it once.")
    return {name: values[0] for name, values in given.items() if name not in _OF_ALL}


def _made(site: Site, view: View, kind: str, form: str, given: Mapping[str, str]) -> Response | str:
    assert site.tables is not None  # noqa: S101  asked by the only caller
    with site.tables.reading(site.settings.query_timeout) as reader:
        found = figures.figure(view, reader, kind, **given)
        if found is None and KINDS[kind].is_dated and not form:
            return figure_pages.empty_page(view, kind, given)
        if found is None:
            raise NotFoundError(
                "Nothing is recorded that such a picture could show.",
                f"An address that shows one: {KINDS[kind].example}",
            )
        if not form:
            return figure_pages.page(view, found, KINDS[kind])
    response = Response(_WRITERS[form](view, found), content_type=_TYPES[form])
    if form == "svg":
        # Its own style may be read where it is opened alone, and nothing else.
        response.headers["Content-Security-Policy"] = rendering.policy()
    response.headers["Content-Disposition"] = f'inline; filename="{found.key}.{form}"'
    return response


def _drawn(write: Callable[[View, Figure], str | bytes]) -> Callable[[View, Figure], str | bytes]:
    def written(view: View, found: Figure) -> str | bytes:
        if found.draw is None:
            raise NotFoundError(
                " ".join((*found.notes, "")) or "It has no picture.", "Take the CSV."
            )
        return write(view, found)

    return written


_WRITERS: Mapping[str, Callable[[View, Figure], str | bytes]] = {
    "svg": _drawn(rendering.svg),
    "png": _drawn(rendering.png),
    "csv": lambda _, found: rendering.rows(found),
    "rq": lambda _, found: found.query,
    "txt": rendering.citation,
}
