"""Identifiers and names in, things out: ``/lookup``, ``/label/…``, and ``/link`` for lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from flask import Blueprint, Response, request

from openalliances.errors import (
    BadRequestError,
    BodyTooLargeError,
    InputError,
    MediaTypeError,
    NotFoundError,
)
from openalliances.http.variants import LINK_FIRST, ROWS_FIRST
from openalliances.linking.codes import Known, lookup, only, year_of
from openalliances.linking.joining import Joined, Joiner, Status, judged, kind_called
from openalliances.linking.linked_table import LinkedRow, LinkedTable, Plan, linked
from openalliances.linking.match import Asked, match
from openalliances.linking.search import near
from openalliances.linking.user_table import Shape, UserTable, read_table, text_lines
from openalliances.pages import lookup as pages
from openalliances.pages.lookup import Line, Pasted
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML, PLAIN_JSON, RESULTS_CSV, RESULTS_TSV, Format
from openalliances.rdf.prefixes import shorten
from openalliances.web.accepted import accepted
from openalliances.web.conditional import conditional
from openalliances.web.responses import found_at
from openalliances.web.site import current_site

bp = Blueprint("lookup", __name__)

_ROWS = (PLAIN_JSON, RESULTS_TSV, RESULTS_CSV)
_FORM, _PLAIN = "application/x-www-form-urlencoded", "text/plain"
_SENT = {
    "text/csv": RESULTS_CSV,
    "text/tab-separated-values": RESULTS_TSV,
    _PLAIN: RESULTS_TSV,
}
"""The types of bodies that are read, and the form of the answer to them."""
_MOST_NEAR = 3
_COLUMNS = ("iri", "code", "identifier", "name", "label")
"""The columns that are taken where none is named, in that order."""


@bp.get("/lookup")
def looked_up() -> Response:
    """Lead to the thing that an identifier stands for, or tell what several stand for."""
    site = current_site()
    year = year_of(request.args.get("year") or request.args.get("at") or "")
    asked = _identifiers()
    form = _form(LINK_FIRST if len(asked) < 2 else ROWS_FIRST)
    if not asked:
        return conditional(site.etag("lookup"), lambda: pages.lookup_page(site))
    if len(asked) > site.settings.link_rows:
        raise _too_many(site)
    lines = [_line(site, one, year) for one in asked]
    if len(lines) > 1 or (form in _ROWS and lines[0].found):
        return _told(site, lines, form, "" if year is None else str(year))
    (line,) = lines
    one = only(line.found)
    if one is not None:
        return found_at(site.absolute(site.urls.thing(one.entry.iri)))
    if not line.found:
        raise _unknown(site, line.asked, year)
    return _told(site, lines, form, "" if year is None else str(year), status=300)


@bp.get("/label/<path:text>")
def labelled(text: str) -> Response:
    """Lead to the thing that a name surely means, or tell what it may mean."""
    site = current_site()
    text = text.replace("\0", " ").strip()[: site.settings.search_length]
    try:
        kinds = [kind_called(site.names, kind) for kind in request.args.getlist("type")]
    except InputError as error:
        raise _bad(error) from None
    year = year_of(request.args.get("year") or request.args.get("at") or "")
    form = _form(LINK_FIRST)
    asked = Asked(text, tuple(kinds), year, tuple(request.args.getlist("context")))
    found = judged(match(site.names, asked))
    if found.status is Status.SURE and found.entry is not None:
        return found_at(site.absolute(site.urls.thing(found.entry.iri)))
    if found.status is Status.NONE:
        names = [one.entry.label for one in found.candidates[:_MOST_NEAR]]
        raise NotFoundError(
            f"Nothing here is surely called “{text}”.",
            f"Is it {' or '.join(names)}?" if names else "Look for a piece of it: /search?q=…",
        )
    return _choices(site, text, found, form)


@bp.get("/link")
def paste() -> Response:
    """Show the page on which a list is pasted; with ``text``, what it means."""
    site = current_site()
    pasted = _pasted(site)
    if not pasted.text:
        return conditional(site.etag("link"), lambda: pages.link_page(site, pasted))
    return _linked_text(site, pasted, _form(LINK_FIRST))


@bp.post("/link")
@bp.post("/lookup")
def join() -> Response:
    """Add our identifiers to a list or a table that is sent."""
    site = current_site()
    kind = request.mimetype
    if kind == _FORM:
        return _linked_text(site, _pasted(site), _form(LINK_FIRST))
    if kind not in _SENT:
        raise MediaTypeError(
            f"A body of the type {kind[:80] or 'that is not said'} is not read here.",
            f"Send {', '.join((*_SENT, _FORM))}.",
        )
    form = _form(ROWS_FIRST) if _says_form() else _SENT[kind]
    return _linked_body(site, request.get_data(), kind, form)


def _identifiers() -> list[str]:
    """Return what is asked for; a code may have its scheme in a parameter of its own."""
    scheme = request.args.get("scheme", "").strip()
    codes = request.args.getlist("code")
    codes = [f"{scheme}:{code}" if scheme and ":" not in code else code for code in codes]
    return [text.strip() for text in (*request.args.getlist("iri"), *codes) if text.strip()]


def _says_form() -> bool:
    return bool(request.values.get("format") or request.headers.get("Accept", "*/*") != "*/*")


def _form(offers: tuple[Format, ...]) -> Format:
    """Return the form that ``format`` names, else what the client likes best of *offers*."""
    name = request.values.get("format", "").strip().lower()
    if not name:
        return accepted(offers)
    found = next((form for form in (HTML, *_ROWS) if form.extension == name), None)
    if found is None:
        raise BadRequestError(f"There is no format {name[:20]}.", "Use json, tsv, csv or html.")
    return found


def _line(site: Site, asked: str, year: int | None) -> Line:
    found = tuple(lookup(site.names, asked, year))
    one = only(found)
    status = Status.SURE if one else Status.SEVERAL if found else Status.NONE
    return Line(asked, found, status)


def _told(
    site: Site, lines: Sequence[Line], form: Format, year: str, status: int = 200
) -> Response:
    if form in _ROWS:
        rows = list(pages.rows_of(lines))
        content: bytes | str = pages.as_rows(rows, pages.COLUMNS, form)
    else:
        content, form = pages.lookup_page(site, lines, year), HTML
    return _response(content, form, status)


def _choices(site: Site, text: str, found: Joined, form: Format) -> Response:
    """Return the 300 with what a name may mean (RFC 9110, 15.4.1)."""
    if form in _ROWS:
        rows = list(pages.rows_of_candidates(found.candidates))
        return _response(pages.as_rows(rows, pages.columns_of(rows), form), form, 300)
    return _response(pages.choices_page(site, text, found), HTML, 300)


def _response(content: bytes | str, form: Format, status: int = 200) -> Response:
    response = Response(content, status=status, content_type=form.content_type)
    response.vary.update(("Accept", "Accept-Encoding"))
    return response


def _unknown(site: Site, asked: str, year: int | None) -> NotFoundError:
    """Return the 404 of an identifier: when it stands for something, or what is like it."""
    other = lookup(site.names, asked) if year is not None else []
    spells = [f"{one.entry.label}{_spell(one)}" for one in other]
    if spells:
        return NotFoundError(
            f"{asked} stands for nothing in {year}.", f"It is {', '.join(spells)}."
        )
    slug = asked.rstrip("/").rpartition("/")[2]
    hits = near(site.names, slug, _MOST_NEAR) if "://" in asked else []
    names = " or ".join(shorten(hit.entry.iri) for hit in hits)
    return NotFoundError(
        f"Nothing here is known as {asked}.",
        f"Did you mean {names}?" if names else "Look for its name: /label/… or /search?q=…",
    )


def _spell(known: Known) -> str:
    holds = f"{known.valid_from}–{known.valid_to}"
    return f" ({holds})" if holds != "–" else ""


def _pasted(site: Site) -> Pasted:
    values = request.values
    names = ("column", "type", "year")
    more = {name: values.get(name, "").strip()[: site.settings.search_length] for name in names}
    return Pasted(values.get("text", "").replace("\0", " "), **more)


def _linked_text(site: Site, pasted: Pasted, form: Format) -> Response:
    """Return what a pasted list means; what is wrong with it is told on the same page."""
    try:
        table, rows = _joined(site, _table(pasted.text.encode(), pasted.column, ""), pasted)
    except (InputError, BadRequestError, BodyTooLargeError) as error:
        if form in _ROWS:
            raise _bad(error) from None
        page = pages.link_page(site, pasted, problem=str(error), hint=error.hint)
        return _response(page, HTML, error.status_hint if error.status_hint < 500 else 400)
    if form not in _ROWS:
        return _response(pages.link_page(site, pasted, rows), HTML)
    return _as_file(table, rows, form)


def _linked_body(site: Site, body: bytes, kind: str, form: Format) -> Response:
    asked = request.args
    pasted = Pasted("", asked.get("column", ""), asked.get("type", ""), asked.get("year", ""))
    scheme = asked.get("scheme", "").strip()
    try:
        sent = _table(body, "" if kind == _PLAIN else "?", kind)
        table, rows = _joined(site, sent, pasted, scheme)
    except (InputError, BadRequestError) as error:
        raise _bad(error) from None
    if form not in _ROWS:
        return _response(pages.link_page(site, pasted, rows), HTML)
    return _as_file(table, rows, form)


def _bad(error: InputError | BadRequestError | BodyTooLargeError) -> Exception:
    return BadRequestError(str(error), error.hint) if isinstance(error, InputError) else error


def _table(body: bytes, column: str, kind: str) -> UserTable:
    """Return what was sent as a table; a list has one column, which is called name."""
    if column:
        separator = {"text/csv": "", "text/tab-separated-values": "\t"}.get(kind, "")
        wanted = () if column == "?" else (column,)
        return read_table(body.splitlines(True), "text", separator=separator, wanted=wanted)
    lines = text_lines(body.splitlines(True), "text")
    rows = ((number, [line.strip()]) for number, line in enumerate(lines, 1) if line.strip())
    return UserTable("text", ("name",), Shape(), rows)


def _joined(
    site: Site, table: UserTable, pasted: Pasted, scheme: str = ""
) -> tuple[LinkedTable, list[LinkedRow]]:
    column = pasted.column or next((name for name in _COLUMNS if name in table.columns), "")
    column = column or (table.columns[0] if len(table.columns) == 1 else "")
    if not column:
        raise BadRequestError(
            "Which column is to be looked up is not said.",
            f"Add ?column=… with one of {', '.join(table.columns)}.",
        )
    codes = ((scheme, column),) if scheme else ()
    year = pasted.year or next((name for name in ("year",) if name in table.columns), "")
    plan = Plan("" if scheme else column, year, codes=codes)
    joiner = Joiner(site.names, [pasted.type] if pasted.type else [])
    made = linked(table, joiner, plan)
    return made, list(_at_most(site, made.rows))


def _at_most(site: Site, rows: Iterator[LinkedRow]) -> Iterator[LinkedRow]:
    for number, row in enumerate(rows):
        if number >= site.settings.link_rows:
            raise _too_many(site)
        yield row


def _too_many(site: Site) -> BodyTooLargeError:
    return BodyTooLargeError(
        f"There are more than {site.settings.link_rows:,} rows, which is what is linked at once.",
        "Send them in parts, or use the command: openalliances link FILE",
    )


def _as_file(table: LinkedTable, rows: Sequence[LinkedRow], form: Format) -> Response:
    cells = [dict(zip(table.columns, table.cells(row), strict=True)) for row in rows]
    response = _response(pages.as_rows(cells, table.columns, form), form)
    if form is not PLAIN_JSON:
        name = quote(f"linked.{form.extension}")
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
