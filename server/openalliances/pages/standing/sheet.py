"""A page of sections that is about no single thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from openalliances.pages.composed import grading
from openalliances.pages.composed.model import Column, Group, Row, Section, Table, Text
from openalliances.pages.render import render
from openalliances.pages.view import View


def sheet(view: View, title: Markup | str, answer: Markup | str, sections: list[Section]) -> str:
    """Return the page called *title*, whose first sentence is *answer*."""
    return render(
        "composed/sheet.html",
        view,
        title=title,
        answer=answer,
        sections=sections,
        grades=grading.MARKS,
        named=grading.named,
    )


def plain_table(
    caption: Markup | str,
    heads: Sequence[Markup | str],
    rows: Iterable[Sequence[Markup | str]],
    *,
    numbers: bool = True,
) -> Table:
    """Return a table whose first column names the rows; with *numbers* the others are numbers."""
    columns = tuple(Column(head, numbers and place > 0) for place, head in enumerate(heads))
    return Table(caption, columns, (Group(tuple(Row(tuple(row)) for row in rows)),))


def paragraphs(*texts: Markup | str) -> Text:
    """Return *texts* as paragraphs."""
    return Text(Markup("").join(Markup("<p>{}</p>").format(text) for text in texts))


def bullets(items: Iterable[Markup | str]) -> Text:
    """Return *items* as a list."""
    inside = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return Text(Markup("<ul>{}</ul>").format(inside))


def linked(view: View, path: str, text: Markup | str) -> Markup:
    """Return *text* as a link to *path* of this site."""
    return Markup('<a href="{}">{}</a>').format(view.href(path), text)


def share(part: int, whole: int) -> str:
    """Return *part* of *whole* in percent; a dash where there is nothing."""
    return f"{100 * part / whole:.0f} %" if whole else "–"
