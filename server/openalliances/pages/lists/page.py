"""The page of a list: what is chosen, the rows, where to narrow it, how to take it along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.errors import NotFoundError
from openalliances.facts.days import Day
from openalliances.facts.listings import counted
from openalliances.pages import ladder
from openalliances.pages.composed import grading
from openalliances.pages.composed.model import Pager, Strip, Way
from openalliances.pages.composed.times import on
from openalliances.pages.kinds import Kind
from openalliances.pages.lists import facets, queries
from openalliances.pages.lists.asking import Asked, Parameters, ask
from openalliances.pages.lists.facets import Chip, Shelf
from openalliances.pages.lists.naming import Names
from openalliances.pages.lists.rows import ROWS, Head, Line, heads, lines
from openalliances.pages.render import render
from openalliances.pages.view import View
from openalliances.tabular.database import Reader, quoted
from openalliances.tabular.derived import ENDED, NOT_KNOWN, RUNNING
from openalliances.tabular.formats import CSV, GEOJSON, JSON
from openalliances.tabular.geojson import is_placed
from openalliances.tabular.selection import Selection
from openalliances.tabular.times import has_spells, has_times

_AROUND = 2
"""Parts before and after the shown one that the pager names."""
_EARLIEST = 1815
"""Year from which decades are links; a day before it can be written."""
_COUNTED = ("suspensions",)
"""Lists of which the head says for which organisations a source gives all rows."""
_NAMED = 6
"""Rows of which nothing is known at a time that are named."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Rows of which it is not known whether they held then: how many, and some of them as links."""

    said: Markup
    some: tuple[Markup, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list as it is shown."""

    kind: Kind
    title: Markup
    answer: Markup
    chips: tuple[Chip, ...]
    reset: str
    shown: Markup
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    shelves: tuple[Shelf, ...]
    pager: Pager | None
    previous: str
    next: str
    strip: Strip | None
    unknown: Unknown | None
    ways: tuple[Way, ...]
    path: str
    words: str
    hidden: tuple[tuple[str, str], ...]
    meant: tuple[tuple[str, str], ...]
    address: str
    sql: str
    sparql: str
    has_sources: bool


def list_page(view: View, kind: Kind, parameters: Parameters, reader: Reader) -> str:
    """Return the page of the list of *kind*.

    :raises BadRequestError: if there is no such filter or value; the hint says what is near.
    :raises NotFoundError: if there is no such part.
    """
    tables = view.site.tables
    assert tables is not None  # noqa: S101  asked by the only caller
    asked = ask(kind, tables.definitions, parameters, reader)
    model = _page(view, asked, reader)
    values = {"marks": grading.MARKS, "grades": grading.MARKS}
    return render("lists/list.html", view, page=model, named=grading.named, **values)


def _page(view: View, asked: Asked, reader: Reader) -> ListPage:
    total = asked.selection.count(reader)
    if view.number > 1 and (view.number - 1) * ROWS >= total:
        raise NotFoundError(
            f"There is no part {view.number} of this list.", f"Begin with {asked.href()}."
        )
    numbers = facets.counted(asked, reader)
    names = Names(view, asked.table, asked.tables)
    facets.learn(asked, numbers, reader, names)
    chosen = facets.chips(view, asked, names)
    text, sparql = queries.sql(asked.selection), queries.sparql(asked)
    last = -(-total // ROWS)
    return ListPage(
        asked.kind,
        _title(view, asked.kind, chosen),
        _answer(view, asked, numbers, total, reader),
        chosen,
        asked.href([pair for pair in asked.given if pair[0] == "sort"]),
        _shown(view, total),
        heads(view, asked),
        lines(view, asked, reader, names),
        facets.shelves(view, asked, numbers, names),
        _pager(view, asked, last),
        asked.href(page=view.number - 1) if view.number > 1 else "",
        asked.href(page=view.number + 1) if view.number < last else "",
        _strip(view, asked, reader),
        _unknown(view, asked, reader),
        _ways(view, asked, text, sparql),
        asked.path,
        next(iter(asked.chosen("q")), ""),
        (*((name, value) for name, value in asked.given if name != "q"), *asked.kept),
        facets.meant(asked, reader) if not total else (),
        asked.href(),
        text,
        sparql,
        "grade" in asked.table.names and "source_ids" in asked.table.names,
    )


def _title(view: View, kind: Kind, chosen: Sequence[Chip]) -> Markup:
    plural = view.say(kind.plural)
    if not chosen:
        return plural
    said = Markup(", ").join(chip.value for chip in chosen)
    return view.say("{list}: {chosen}", list=plural, chosen=said)


def _answer(
    view: View, asked: Asked, numbers: Sequence[facets.Counted], total: int, reader: Reader
) -> Markup:
    about, number = view.say(asked.kind.about), view.number_of(total)
    if not asked.given or {name for name, _ in asked.given} <= {"sort", "columns"}:
        said = about + " " + view.say("{count} are recorded here.", count=number)
    else:
        whole = view.number_of(asked.select((), reader).count(reader))
        fits = "{count} of the {whole} in this list fit what is chosen."
        said = view.say(fits, count=number, whole=whole)
    return said + _running(view, asked, numbers) + _as_far(view, asked, reader)


def _as_far(view: View, asked: Asked, reader: Reader) -> Markup:
    """Return the sentence that says of which bodies a source gives all rows of the list."""
    if asked.kind.slug not in _COUNTED:
        return Markup()
    chosen = asked.chosen("organization")
    found = [one for one in counted(reader, asked.kind.slug) if not chosen or one.body in chosen]
    if not found:
        return Markup(" ") + view.say("No source gives all of them: they are as far as recorded.")
    bodies = []
    for one in found:
        link = view.link(one.body, one.body_name)
        bodies.append(Markup("{} ({} {})").format(link, one.count, on(view, one.day)))
    text = "Sources count all at one time for {bodies}; else the list is as far as recorded."
    return Markup(" ") + view.say(text, bodies=view.listed(bodies))


def _running(view: View, asked: Asked, shelves: Sequence[facets.Counted]) -> Markup:
    """Return the sentence that says how many of the rows go on, where that is a facet."""
    found = next((one for one in shelves if one.one.expression and one.one.name == "status"), None)
    if found is None or asked.chosen("status") or view.day:
        return Markup()
    numbers = {count.value: count.rows for count in found.counts}
    if not numbers.get(RUNNING):
        return Markup()
    return Markup(" ") + view.say(
        "{running} went on when last seen, {ended} have ended, of {unknown} neither is known.",
        running=view.number_of(numbers[RUNNING]),
        ended=view.number_of(numbers.get(ENDED, 0)),
        unknown=view.number_of(numbers.get(NOT_KNOWN, 0)),
    )


def _shown(view: View, total: int) -> Markup:
    first, last = (view.number - 1) * ROWS + 1, min(view.number * ROWS, total)
    if total <= ROWS:
        return view.say("{count} in all", count=view.number_of(total))
    return view.say(
        "{first} to {last} of {count}",
        first=view.number_of(first),
        last=view.number_of(last),
        count=view.number_of(total),
    )


def _pager(view: View, asked: Asked, last: int) -> Pager | None:
    if last < 2:
        return None
    near = range(view.number - _AROUND, view.number + _AROUND + 1)
    numbers = sorted({1, last, *(number for number in near if 1 <= number <= last)})
    pages = tuple((str(number), asked.href(page=number)) for number in numbers)
    return Pager(view.say("Parts of the list"), pages, str(view.number))


def _strip(view: View, asked: Asked, reader: Reader) -> Strip | None:
    """Return times to look at: decades, and the years around the chosen one."""
    if not has_times(asked.table):
        return None
    table = quoted(asked.table.name)
    years = [
        int(text[:4])
        for text in reader.column(
            f"SELECT min(start) FROM {table} UNION ALL "  # noqa: S608  a table of ours
            f'SELECT max(coalesce("end", known_until, start)) FROM {table}'
        )
        if text[:4].isdigit()
    ]
    if len(years) < 2:
        return None
    first = max(_EARLIEST, years[0])
    shown = {*range(first - first % 10 + 10, years[1] + 1, 10), years[1]}
    if view.day:
        latest = max(years[1], view.day.year)
        around = range(view.day.year - _AROUND, view.day.year + _AROUND + 1)
        # Not from year to year without end: nothing is known before the first.
        shown |= {year for year in around if first <= year <= latest}
    rest = asked.without("at")
    times = tuple((str(year), asked.href([*rest, ("at", str(year))])) for year in sorted(shown))
    chosen = str(view.day.year) if view.day else ""
    kept = (*rest, *asked.kept)
    value = view.day.text if view.day else ""
    return Strip(view.say("At another time"), times, chosen, asked.path, value, tuple(kept))


def _unknown(view: View, asked: Asked, reader: Reader) -> Unknown | None:
    """Return the rows that had begun by the day, and of which no source says that they went on."""
    if view.day is None or not has_spells(asked.table) or "end_status" not in asked.table.names:
        return None
    selection = asked.select(
        [pair for pair in asked.given if pair[0] not in ("at", "sort")], reader
    )
    where = (
        '(start_earliest IS NULL OR start_earliest <= ?) AND "end" IS NULL '
        "AND end_status <> 'ended' AND (known_until IS NULL OR known_until < "
        "substr(?, 1, length(known_until)))"
    )
    day: Day = view.day
    unknown = Selection(
        asked.table,
        asked.table.columns,
        (*selection.where, where),
        (*selection.values, day.last, day.first),
        limit=_NAMED,
    )
    condition, values = unknown.conditions()
    total = reader.number(
        f"SELECT count(*) FROM {quoted(asked.table.name)}{condition}",  # noqa: S608
        values,
    )
    if not total:
        return None
    sql, bound = unknown.statement([asked.listed.link, "name"])
    some = tuple(view.link(str(id_), str(name or id_)) for id_, name in reader.rows(sql, bound))
    said = view.say(
        "Of {count} more it is not known: they had begun, no end is stated, and no source shows "
        "them so late.",
        count=view.number_of(total),
    )
    return Unknown(said, some, total > len(some))


def _ways(view: View, asked: Asked, sql: str, sparql: str) -> tuple[Way, ...]:
    of = str(view.say("of this list"))
    forms = (CSV, JSON, GEOJSON) if is_placed(asked.table) else (CSV, JSON)
    files = [Way(form.name, asked.href(extension=form.extension), of) for form in forms]
    title = (
        f"{asked.kind.plural}: {len(asked.facets)} filters" if asked.facets else asked.kind.plural
    )
    told = ladder.shown(ladder.titled(title, sparql)) if sparql else ladder.shown_sql(sql)
    return (*files, Way(str(view.say("Query")), told, of))
