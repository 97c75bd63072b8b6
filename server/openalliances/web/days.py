"""The world on a day (``/at/…``), its tables as files, and things side by side (``/compare``)."""

from __future__ import annotations

from flask import Blueprint, Response, request

from openalliances.errors import NotFoundError
from openalliances.facts.days import Day
from openalliances.pages.comparing import page as compare_pages
from openalliances.pages.comparing.asked import read_asked
from openalliances.pages.comparing.files import EXTENSIONS as COMPARISONS
from openalliances.pages.comparing.files import file_of as comparison_file
from openalliances.pages.on_day import page as day_pages
from openalliances.pages.on_day import when
from openalliances.pages.on_day.files import EXTENSIONS, file_of
from openalliances.pages.on_day.tables import TABLES, tells_of_days
from openalliances.tabular.store import Tables
from openalliances.web.conditional import conditional
from openalliances.web.responses import see_other
from openalliances.web.site import current_site
from openalliances.web.viewing import tag_of, view_of

bp = Blueprint("days", __name__)


@bp.get("/at/")
def start() -> Response:
    """Ask for a time; lead to its page if one is given."""
    site, view, tables = current_site(), view_of(current_site()), _tables()
    if view.day is not None:
        kept = view.at(None).href(when.path_of(view.day))
        return see_other(site.absolute(kept))
    return conditional(
        site.etag("at", *tag_of(view)), lambda: day_pages.start_page(view, tables), vary=True
    )


@bp.get("/at/<text>")
def on_day(text: str) -> Response:
    """Show who was allied with whom at a time, what ran where, and who belonged to what."""
    site, tables, day = current_site(), _tables(), when.day_of(text)
    view, chosen = view_of(site), request.args.get("of", "")[:_LONGEST]
    tag = site.etag("at", text, chosen, *tag_of(view))
    return conditional(tag, lambda: day_pages.page(view, tables, day, chosen), vary=True)


@bp.get("/at/<text>/<name>")
def rows(text: str, name: str) -> Response:
    """Send a table of a time as CSV or JSON, or the query that gives its rows."""
    site, tables, day = current_site(), _tables(), when.day_of(text)
    stem, _, extension = name.partition(".")
    if stem not in TABLES or extension not in EXTENSIONS:
        raise NotFoundError(
            f"There is no file {name[:60]} of {text[:20]}.",
            f"There is {', '.join(TABLES)}, each as {', '.join(EXTENSIONS)}.",
        )
    return conditional(
        site.etag("at", text, name),
        lambda: _file(tables, day, stem, extension),
        vary=False,
    )


@bp.get("/compare")
def compare() -> Response:
    """Show two to five things of a kind side by side, or ask for them."""
    site, view, tables = current_site(), view_of(current_site()), _tables()
    ids = request.args.getlist("ids")
    tag = site.etag("compare", repr(ids), *tag_of(view))
    return conditional(
        tag, lambda: compare_pages.page(view, tables, read_asked(ids, site.names)), vary=True
    )


@bp.get("/compare.<extension>")
def comparison(extension: str) -> Response:
    """Send what two to five things share as CSV or JSON."""
    site, tables, ids = current_site(), _tables(), request.args.getlist("ids")
    if extension not in COMPARISONS:
        raise NotFoundError(
            f"There is no comparison as {extension[:20]}.", f"There is {', '.join(COMPARISONS)}."
        )

    def made() -> Response:
        content = comparison_file(site, tables, read_asked(ids, site.names), extension)
        response = Response(content, content_type=COMPARISONS[extension])
        response.headers["Content-Disposition"] = f'inline; filename="comparison.{extension}"'
        return response

    return conditional(site.etag("compare", extension, repr(ids)), made, vary=False)


_LONGEST = 200
"""Characters of a name that are looked at."""


def _file(tables: Tables, day: Day, stem: str, extension: str) -> Response:
    content = file_of(current_site(), tables, day, stem, extension)
    response = Response(content, content_type=EXTENSIONS[extension])
    name = f"{stem}-{day.text}.{extension}"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _tables() -> Tables:
    """Return the tables of the release.

    :raises NotFoundError: if it has none that tell of days, as the files of a user.
    """
    tables = current_site().tables
    if tables is None or not tells_of_days(tables):
        raise NotFoundError("There are no tables here that tell of days.", "Look at /browse/.")
    return tables
