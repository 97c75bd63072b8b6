"""The home page of our own data set: a picture with a year, questions with answers, three doors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from openalliances.facts.changes import Change, changes, years_of_change
from openalliances.facts.days import Day
from openalliances.facts.gaps import gaps, well_known_year
from openalliances.facts.on_day import horizon
from openalliances.pages import figures
from openalliances.pages.composed import grading
from openalliances.pages.composed.model import NOTHING, Strip
from openalliances.pages.on_day import around, when
from openalliances.pages.on_day.tables import tells_of_days
from openalliances.pages.questions import Question, questions
from openalliances.pages.render import render
from openalliances.pages.structured_data import structured_data
from openalliances.pages.view import View
from openalliances.tabular.database import Reader
from openalliances.tabular.store import Tables

_PICTURE = "partners-map"
_NEWS = 6
"""The latest changes that are told."""
_YEARS_BACK = 3


@dataclass(frozen=True, slots=True)
class Count:
    """A number on the home page and the list that it counts."""

    number: int
    label: str
    href: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a door: what it leads to, where, and what is there."""

    name: Markup | str
    href: str
    note: Markup | str = ""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The home page of the set; what a release does not hold is empty.

    ``news`` are the latest changes in the world that are recorded, ``gaps`` what is not known.
    """

    look_up: tuple[Line, ...]
    download: tuple[Line, ...]
    query: tuple[Line, ...]
    picture: Markup = NOTHING
    strip: Strip | None = None
    questions: tuple[Question, ...] = ()
    news: tuple[Markup, ...] = ()
    gaps: tuple[Line, ...] = ()


def page(view: View, counts: Sequence[Count]) -> str:
    """Return the home page; *counts* are the numbers of the lists."""
    tables = view.site.tables
    told = tables if tables is not None and tells_of_days(tables) else None
    if told is None:
        made = _front(view, counts, tables)
    else:
        with told.reading(view.site.settings.query_timeout) as reader:
            made = _front(view, counts, told, reader)
    return render(
        "home.html",
        view,
        page=made,
        grades=grading.MARKS,
        named=grading.named,
        structured=structured_data(view.site),
    )


def _front(
    view: View, counts: Sequence[Count], tables: Tables | None, reader: Reader | None = None
) -> FrontPage:
    doors = (
        tuple(Line(view.say(c.label), view.href(c.href), view.number_of(c.number)) for c in counts),
        tuple(_downloads(view, tables)),
        tuple(_queries(view)),
    )
    if reader is None:
        return FrontPage(*doors)
    year = well_known_year(reader)
    seen = view if view.day or not year else view.at(Day.of(str(year)))
    drawn = figures.block(seen, reader, _PICTURE) if _PICTURE in figures.KINDS else None
    return FrontPage(
        *doors,
        picture=drawn.markup if drawn else NOTHING,
        strip=_strip(seen, reader),
        questions=questions(view, reader),
        news=tuple(_news(view, reader)),
        gaps=tuple(_gaps(view, reader)),
    )


def _strip(view: View, reader: Reader) -> Strip:
    """Return the years of the picture as links to this page."""
    text = view.day.text if view.day else ""
    years = {str(year) for year in when.telling(years_of_change(reader))}
    years |= {horizon(reader).last[:4], text} - {""}
    plain = view.at(None)
    times = tuple((at, plain.href("/", at=at)) for at in sorted(years))
    kept = (("lang", view.language),) if view.is_language_asked else ()
    return Strip(view.say("Year of the picture"), times, text, "/", text, kept)


def _downloads(view: View, tables: Tables | None) -> Iterator[Line]:
    if tables is not None:
        counted = tables.counted(view.site.settings.query_timeout)
        for name in ("missions", "memberships"):
            if name in counted:
                rows = view.plural(counted[name][0], "{n} row", "{n} rows")
                yield Line(f"{name}.csv", f"/data/{name}.csv", rows)
        yield Line(view.say("All tables"), view.href("/data/"), view.number_of(len(counted)))
    quads = view.number_of(view.site.release.manifest.quads)
    yield Line(view.say("All as RDF"), view.href("/dumps/"), view.say("{n} statements", n=quads))


def _queries(view: View) -> Iterator[Line]:
    yield Line(view.say("Ask in SPARQL"), view.href("/sparql"), view.say("try it"))
    yield Line(view.say("Examples"), view.href("/examples/"), view.say("to change"))
    if view.site.is_documented:
        yield Line(view.say("Ontology"), view.href("/ontology.html"), view.say("every term"))
    yield Line(view.say("Limits"), view.href("/about/limits"), view.say("in numbers"))


def _news(view: View, reader: Reader) -> Iterator[Markup]:
    """Yield the latest changes that are recorded, the last of them first."""
    last = horizon(reader).last
    first = date.fromisoformat(last).replace(year=int(last[:4]) - _YEARS_BACK, day=1).isoformat()
    found: list[Change] = [one for one in changes(reader, first, last) if one.date <= last]
    yield from (around.told(view, one) for one in reversed(found[-_NEWS:]))


def _gaps(view: View, reader: Reader) -> Iterator[Line]:
    """Yield what is not known, with the rows that lack it."""
    found = gaps(reader)
    for number, text, href in (
        (
            found.members_seen_earlier,
            view.say("memberships without a stated end, last seen some years ago"),
            "/data/memberships.html?end_status=known-earlier",
        ),
        (
            found.contributions_without_dates,
            view.say("contributions to missions without a date"),
            "/data/contributions.html?start_status=not-known",
        ),
        (
            found.promises_without_article,
            view.say("obligations without an article of a treaty"),
            "/data/obligations.html",
        ),
        (
            found.lists_incomplete,
            view.say("alliances and organisations whose list of members may lack some"),
            "/data/arrangements.html?members_complete=FALSE",
        ),
        (
            found.from_one_source,
            view.say("memberships that rest on one source"),
            "/data/memberships.html?grade=single-source",
        ),
    ):
        if number:
            yield Line(text, view.at(None).href(href), view.number_of(number))
