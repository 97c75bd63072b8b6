"""A figure in each form: in a page, as SVG, PNG and CSV, its query, its citation."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import urlencode

from markupsafe import Markup

from openalliances.http.urls import query_page
from openalliances.pages.figures.model import Figure
from openalliances.pages.figures.words import released
from openalliances.pages.render import render
from openalliances.pages.static_files import STATIC
from openalliances.pages.view import View
from openalliances.pictures import png as image
from openalliances.pictures.colours import resolved
from openalliances.pictures.sheet import Words, place_for, sheet, styled
from openalliances.pictures.svg import PAGE, element

STYLE = STATIC / "style" / "pictures.css"
FORMS = ("svg", "png", "csv", "rq", "txt")
"""The endings of the addresses of a figure, besides that of its page."""
_SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
LICENCE = "CC BY 4.0"


def address(view: View, kind: str, parameters: Iterable[tuple[str, str]], form: str = "") -> str:
    """Return the path of a figure in a form, or of its page, with day and language."""
    path = f"/figure/{kind}" + (f".{form}" if form else "")
    asked = urlencode(tuple(parameters), safe="/~")
    return view.href(path + (f"?{asked}" if asked else ""))


def markup(view: View, figure: Figure, *, heads_page: bool = False) -> Markup:
    """Return a figure as it stands in a page, or with its title as that of a page of its own."""
    return Markup(  # noqa: S704  made by a template that escapes
        render(
            "composed/figure.html",
            view,
            figure=figure,
            heads_page=heads_page,
            picture=_inline(figure),
            samples=[(_sample(one.drawn), one.words) for one in figure.samples],
            columns=[(n, column) for n, column in enumerate(figure.twin.columns) if column.title],
            ways=_ways(view, figure),
            maker=maker(view, figure),
        )
    )


def svg(view: View, figure: Figure) -> str:
    """Return a figure as a file of its own; empty if it has no picture."""
    if figure.draw is None:
        return ""
    words = Words(
        figure.title, figure.subtitle, figure.description, lines(view, figure), figure.notes
    )
    drawing = figure.draw(place_for(figure.names))
    text = sheet(drawing, words, figure.samples, _style())
    return _absolute(text, _root(view))


def png(view: View, figure: Figure) -> bytes:
    """Return a figure as PNG, 1,600 pixels wide, with title, licence and address in it.

    :raises NotFoundError: if images cannot be made here.
    """
    text = svg(view, figure)
    size = _SIZE.search(text)
    assert size is not None  # noqa: S101  a sheet says its size
    manifest = view.site.release.manifest
    said = {
        "Title": figure.title,
        "Description": figure.description,
        "Author": manifest.title,
        "Copyright": f"{manifest.title}, {LICENCE}",
        "Source": canonical(view, figure),
    }
    return image.png(text, (float(size[1]), float(size[2])), said)


def rows(figure: Figure) -> str:
    """Return the numbers of a figure as CSV (RFC 4180)."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(column.name for column in figure.twin.columns)
    writer.writerows([cell.value for cell in row] for row in figure.twin.rows)
    return stream.getvalue()


def citation(view: View, figure: Figure) -> str:
    """Return how a figure is cited, in one line."""
    manifest = view.site.release.manifest
    return (
        f"{manifest.title}, “{figure.title}”, release {manifest.version}, "
        f"{released(view.site)}, {LICENCE}. {canonical(view, figure)}\n"
    )


def lines(view: View, figure: Figure) -> tuple[str, ...]:
    """Return the source line of a figure: the maker, the release, the licence, the address."""
    text, manifest = view.wording.text, view.site.release.manifest
    first = text(
        "{maker} · as of release {version}", maker=maker(view, figure), version=manifest.version
    )
    return (f"{first} · {LICENCE}", canonical(view, figure))


def maker(view: View, figure: Figure) -> str:
    """Return who made a figure, and who the shapes in it."""
    title = view.site.release.manifest.title
    return f"{title}, {figure.maker}" if figure.maker else title


def canonical(view: View, figure: Figure) -> str:
    """Return the whole address of the page of a figure."""
    return _root(view) + address(view, figure.kind, figure.parameters)


def _root(view: View) -> str:
    """Return the address of the site that is worth to be cited: no port of a machine."""
    site = view.site
    return (site.settings.public_url or site.urls.base).rstrip("/")


def _inline(figure: Figure) -> Markup:
    """Return the picture within a page; empty if there is none."""
    if figure.draw is None or figure.is_beside_alone:
        return Markup("")
    drawing = figure.draw(PAGE)
    title, description = f"{figure.key}-title", f"{figure.key}-desc"
    content = (
        element("title", figure.title, id=title)
        + element("desc", figure.description, id=description)
        + drawing.body
    )
    svg = element(
        "svg",
        content,
        class_=f"pic {drawing.style}",
        viewBox=drawing.box,
        height="" if drawing.box else f"{drawing.height:.0f}",
        role="group" if drawing.has_links else "img",
        aria_labelledby=f"{title} {description}",
    )
    return Markup('<div class="{}">{}</div>').format(drawing.frame, svg) if drawing.frame else svg


def _sample(drawn: Markup) -> Markup:
    return element("svg", drawn, class_="pic", viewBox="0 0 24 11", aria_hidden="true")


def _ways(view: View, figure: Figure) -> list[tuple[str, str]]:
    names = {"csv": "CSV", "svg": "SVG", "png": "PNG", "rq": "Query", "txt": "Cite"}
    lacking = ("svg", "png") if figure.draw is None else () if image.is_there() else ("png",)
    return [
        (
            view.say(name),
            query_page(figure.query)
            if form == "rq"
            else address(view, figure.kind, figure.parameters, form),
        )
        for form, name in names.items()
        if form not in lacking
    ]


def _absolute(text: str, root: str) -> str:
    """Return a file whose links lead to the site, wherever it is opened."""
    return text.replace(' href="/', f' href="{root}/')


@cache
def policy() -> str:
    """Return the Content-Security-Policy of a file: its own style alone (CSP Level 3, 6.7.3)."""
    digest = hashlib.sha256(styled(_style()).encode()).digest()
    allowed = base64.b64encode(digest).decode()
    return f"default-src 'none'; style-src 'sha256-{allowed}'; frame-ancestors 'none'"


@cache
def _style() -> str:
    return resolved(STYLE.read_text(encoding="utf-8"))
