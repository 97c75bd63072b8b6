"""The lists of things: pages that are narrowed, sorted and seen at a time; their rows as files."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from openalliances.errors import BadRequestError, NotFoundError
from openalliances.http.urls import is_iri
from openalliances.http.variants import LIST_FIRST
from openalliances.pages import browse
from openalliances.pages.data import release_of
from openalliances.pages.kinds import ALIASES, KINDS, Kind, kind_of
from openalliances.pages.lists.asking import Asked, ask, is_tabled
from openalliances.pages.lists.index import index_page
from openalliances.pages.lists.page import list_page
from openalliances.pages.places import places
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.tabular import answers
from openalliances.tabular.database import Reader
from openalliances.tabular.faults import unknown
from openalliances.tabular.formats import BY_EXTENSION, PAGE, TableFormat
from openalliances.tabular.store import Tables
from openalliances.web.accepted import accepted
from openalliances.web.asked import page_of
from openalliances.web.conditional import conditional
from openalliances.web.responses import see_other
from openalliances.web.site import current_site
from openalliances.web.viewing import tag_of, view_of

bp = Blueprint("lists", __name__, url_prefix="/browse")


@bp.get("/")
def kinds() -> Response:
    """Show the lists that there are."""
    site = current_site()
    if not site.is_dataset:
        return conditional(site.etag("browse"), lambda: browse.own_page(site), vary=False)
    view = view_of(site)
    return conditional(site.etag("browse", *tag_of(view)), lambda: index_page(view), vary=False)


@bp.get("/class")
def things_of_class() -> Response:
    """List the things of a class, or with an empty ``iri`` those of none, page by page."""
    site, iri, number = current_site(), request.args.get("iri", ""), page_of(request.args)
    if iri and not is_iri(iri):
        raise BadRequestError(f"{iri} is not an IRI.", "Follow a link of /browse/.")
    tag = site.etag(f"browse/class {number} {iri}")
    return conditional(tag, lambda: browse.class_page(site, iri, number), vary=False)


@bp.get("/<slug>")
def list_of(slug: str) -> Response:
    """Send a list, as its parameters ask for it, in the form that the ending or Accept names."""
    site = current_site()
    stem, dot, extension = slug.partition(".")
    if site.is_dataset and stem in ALIASES:
        return see_other(site.absolute(_called_so(stem, dot + extension)))
    kind = kind_of(stem) if site.is_dataset else None
    if kind is None:
        slugs = (*(kind.slug for kind in KINDS), *ALIASES)
        known = ", ".join(slugs) if site.is_dataset else "/browse/"
        raise NotFoundError(f"There is no list called {stem}.", f"There is {known}.")
    if site.tables is None or not is_tabled(kind, site.tables.definitions):
        number = page_of(request.args)
        tag = site.etag(f"browse/{slug} {number}")
        return conditional(tag, lambda: browse.page(site, kind, number), vary=False)
    form = _form(extension) if dot else BY_EXTENSION[accepted(LIST_FIRST).extension]
    parameters, view, tables = list(request.args.items(multi=True)), view_of(site), site.tables
    tag = site.etag("browse", stem, form.extension, repr(parameters), *tag_of(view))
    return conditional(tag, lambda: _answer(view, kind, tables, form, parameters), vary=not dot)


def _called_so(name: str, ending: str) -> str:
    """Return the path of the list that is also called *name*, with all that is asked of it."""
    slug, chosen = ALIASES[name]
    asked = (*chosen, *request.args.items(multi=True))
    more = f"?{urlencode(asked, safe='/')}" if asked else ""
    return f"/browse/{slug}{ending}{more}"


def _form(extension: str) -> TableFormat:
    """Return the form with that ending.

    :raises BadRequestError: if a list has none such.
    """
    offered = [form.extension for form in LIST_FIRST]
    if extension not in offered:
        raise unknown("form of a list", extension, offered)
    return BY_EXTENSION[extension]


def _answer(
    view: View, kind: Kind, tables: Tables, form: TableFormat, parameters: list[tuple[str, str]]
) -> Response:
    with tables.reading(view.site.settings.query_timeout) as reader:
        if form is PAGE:
            return Response(list_page(view, kind, parameters, reader))
        asked = ask(kind, tables.definitions, parameters, reader)
        address = view.site.absolute(asked.href(extension=form.extension))
        content = answers.body(form, _whole(view.site, asked, tables, address, reader))
        response = Response(content, content_type=form.content_type)
        response.headers["Result-Count"] = str(asked.selection.count(reader))
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Location"] = address
    kept = "inline" if form.content_type.startswith("text/") else "attachment"
    response.headers["Content-Disposition"] = f'{kept}; filename="{kind.slug}.{form.extension}"'
    return response


def _whole(site: Site, asked: Asked, tables: Tables, address: str, reader: Reader) -> answers.Asked:
    release = release_of(site, address)
    return answers.Asked(
        asked.selection, reader, tables, release, site.settings.client_unread, places
    )
