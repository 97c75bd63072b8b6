"""The tables over HTTP: the list, a table or a selection of it in each form, the codebook.

What a table can be asked for is read in :mod:`openalliances.tabular.selection`. Whole tables that
the release has as files are sent by :mod:`openalliances.asgi.files` before they come here.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from openalliances.errors import QueryRefusedError
from openalliances.http.links import Link
from openalliances.http.variants import TABLE_FIRST
from openalliances.pages import data as pages
from openalliances.pages.places import places
from openalliances.pages.signposts import file_links, part_links, table_links
from openalliances.pages.site import Site
from openalliances.tabular import answers
from openalliances.tabular.answers import Asked
from openalliances.tabular.codebook import codebook_bytes
from openalliances.tabular.database import Reader
from openalliances.tabular.definitions import Table
from openalliances.tabular.faults import unknown
from openalliances.tabular.formats import BY_EXTENSION, CSV, FORMATS, METADATA, PAGE, TableFormat
from openalliances.tabular.selection import Selection, read_selection
from openalliances.tabular.store import Tables
from openalliances.things.dataset_files import TABLE
from openalliances.web import resources
from openalliances.web.accepted import accepted
from openalliances.web.conditional import conditional
from openalliances.web.site import current_site
from openalliances.web.spoken import asked_beside

_EVERY_TABLE = "SELECT name, rows FROM _tables ORDER BY name"

bp = Blueprint("data", __name__, url_prefix="/data")


@bp.get("/")
def index() -> Response:
    """List the tables."""
    site = current_site()
    if site.tables is None:
        return resources.thing("data/")
    links = part_links(site, TABLE)
    return conditional(site.etag("tables"), lambda: pages.list_page(site), vary=False, links=links)


@bp.get("/codebook.csv")
def codebook() -> Response:
    """Send what all columns mean, or with ``table`` those of one table."""
    site = current_site()
    if (tables := site.tables) is None:
        return resources.thing("data/codebook.csv")
    names = request.args.getlist("table")
    for name in names:
        if name not in tables.definitions:
            raise unknown("table", name, tables.definitions)

    def made() -> Response:
        with tables.reading(site.settings.query_timeout) as reader:
            return Response(codebook_bytes(reader, tables, *names), content_type=CSV.content_type)

    return conditional(site.etag("codebook", *names), made, vary=False)


@bp.get("/sql")
def sql() -> Response:
    """Show a query over the tables, and how it is run; it is not run here."""
    site = current_site()
    if site.tables is None:
        return resources.thing("data/sql")
    query = request.args.get("query", _EVERY_TABLE)
    if len(query) > site.settings.query_length:
        raise QueryRefusedError(
            f"The query has more than {site.settings.query_length} characters; no more are read."
        )
    return conditional(site.etag("sql", query), lambda: pages.sql_page(site, query), vary=False)


@bp.get("/<path:name>")
def table(name: str) -> Response:
    """Send a table, or what the parameters select of it, in the form that the ending names."""
    site = current_site()
    if (tables := site.tables) is None:
        return resources.thing(f"data/{name}")
    stem, dot, extension = name.partition(".")
    if stem not in tables.definitions:
        raise unknown("table", stem, tables.definitions, "All are at /data/.")
    known = BY_EXTENSION.get(extension)
    if dot and known is None:
        raise unknown("form of a table", extension, [form.extension for form in FORMATS])
    form = known or BY_EXTENSION[accepted(TABLE_FIRST).extension]
    parameters = asked_beside()
    tag = site.etag("table", stem, form.extension, repr(parameters))
    found = tables.definitions[stem]
    return conditional(
        tag,
        lambda: _answer(site, tables, found, form, parameters),
        vary=not dot,
        links=_links(site, found, form),
    )


def _answer(
    site: Site, tables: Tables, found: Table, form: TableFormat, parameters: list[tuple[str, str]]
) -> Response:
    with tables.reading(site.settings.query_timeout) as reader:
        selection = read_selection(found, tables.definitions, parameters, reader)
        if form is PAGE:
            return Response(pages.table_page(site, selection, reader))
        content = answers.body(form, _asked(site, tables, selection, form, reader))
        response = Response(content, content_type=form.content_type)
        if form.of_rows:
            response.headers["Result-Count"] = str(selection.count(reader))
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Location"] = site.absolute(pages.href(found, form, selection))
    name = f"{found.name}.{form.extension}"
    response.headers["Content-Disposition"] = f'{_disposition(form)}; filename="{name}"'
    return response


def _asked(
    site: Site, tables: Tables, selection: Selection, form: TableFormat, reader: Reader
) -> Asked:
    address = site.address + pages.href(selection.table, form, selection)
    release = pages.release_of(site, address)
    return Asked(selection, reader, tables, release, site.settings.client_unread, places)


def _disposition(form: TableFormat) -> str:
    return "inline" if form.content_type.startswith("text/") else "attachment"


def _links(site: Site, found: Table, form: TableFormat) -> tuple[str, ...]:
    """Return the Link headers: what describes the table (CSVW, §5.2), what it is, its licence."""
    described = Link(
        site.absolute(pages.href(found, METADATA)), "describedby", METADATA.content_type
    )
    more = table_links(site, found.name) if form is PAGE else file_links(site)
    return (described.as_header(), *more)
