"""Timelines of spells: when something was so, with what is not known drawn as not known.

Between the latest start and the earliest end a bar is full. Where only the year or month of a
start or end is known it is hatched over that time; hatch too narrow to be seen is left out. A
spell without an end is full until it was last known; from there a line leads on to today, with an
arrow if that was lately. What has no date at all is hatched across.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from openalliances.pictures.svg import (
    PAGE,
    Drawing,
    Place,
    element,
    joined,
    linked,
    number,
    shortened,
    titled,
)

TOP = 20.0
"""Where the first row begins, below the years."""
TALL, SHORT, HEAD = 36.0, 20.0, 32.0
BAR = 11.0
FEW = 20
"""Rows up to which they stand far apart."""
NAMES, SHORT_NAMES = 200.0, 138.0
"""Width of the names beside the bars."""
_SEEN = 0.005
"""The share of the width below which hatch is not seen."""
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200)
_TICKS = 9


@dataclass(frozen=True, slots=True)
class Bar:
    """A spell: its bounds as ordinal days, None where they are not known, and what it is.

    ``known`` is the last day on which it was seen, for one without an end; ``goes_on`` says that
    this was lately. ``tone`` is "", "op" or "dim"; ``title`` says all in words.
    """

    title: str
    start: tuple[int, int] | None
    end: tuple[int, int] | None
    known: int | None = None
    goes_on: bool = False
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name, where that leads, and its bars."""

    name: str
    bars: tuple[Bar, ...]
    href: str = ""
    is_here: bool = False
    key: str = ""
    follows: tuple[str, ...] = ()
    """The keys of the rows that it takes over from."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading, which may be empty."""

    lines: tuple[Line, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a timeline shows, from the first to the last, and today or the chosen day."""

    first: int
    last: int
    now: int | None = None

    @classmethod
    def over(cls, groups: Sequence[Group], now: int) -> Span:
        """Return the span of whole decades or years that all bars of *groups* lie in."""
        days = [now]
        for bar in (bar for group in groups for line in group.lines for bar in line.bars):
            days += [*(bar.start or ()), *(bar.end or ()), *([bar.known] if bar.known else [])]
        first, last = date.fromordinal(min(days)), date.fromordinal(max(days))
        step = 10 if last.year - first.year > 45 else 5 if last.year - first.year > 12 else 1
        begin = date(max(first.year // step * step, 1), 1, 1).toordinal()
        return cls(begin, max(days) + max((max(days) - begin) // 50, 30), now)

    def share(self, day: int) -> float:
        """Return where *day* is, 0 to 1."""
        return min(max((day - self.first) / (self.last - self.first), 0.0), 1.0)

    def ticks(self) -> list[tuple[str, float, bool]]:
        """Return the years that are named, where they are, and whether a phone leaves them out."""
        begin, end = date.fromordinal(self.first).year, date.fromordinal(self.last).year
        step = next((s for s in _STEPS if (end - begin) / s <= _TICKS), _STEPS[-1])
        years = range(-(-begin // step) * step, end + 1, step)
        found = [(year, self.share(date(year, 1, 1).toordinal())) for year in years if year > 0]
        # Every second one, counted from round years, so that these stay.
        return [(str(y), at, bool(y // step % 2)) for y, at in found if at < 0.985]


def timeline(groups: Sequence[Group], span: Span, *, key: str, place: Place = PAGE) -> Drawing:
    """Return the timeline of *groups*. *key* sets the names within it apart from those of others.

    In a fixed place, its ``left`` is the width of the names.
    """
    is_short = sum(len(group.lines) for group in groups) > FEW
    step = SHORT if is_short else TALL
    rows = list(_rows(groups, step))
    bottom = rows[-1][1] + step if rows else TOP
    parts = [_hatches(key), *_years(span, bottom, place)]
    for thing, y in rows:
        parts += (
            _group_head(thing, y)
            if isinstance(thing, Group)
            else _bars(thing, y + step / 2, span, key, place)
        )
    parts += _arrows(rows, step, span, place)
    room = (SHORT_NAMES if is_short else NAMES) - 12
    parts += [_name(thing, y + step / 2, room) for thing, y in rows if isinstance(thing, Line)]
    return Drawing(
        joined(parts),
        bottom,
        frame="tl short" if is_short else "tl",
        has_links=any(line.href for group in groups for line in group.lines),
    )


def names_width(groups: Sequence[Group]) -> float:
    """Return the width of the names of a timeline in a fixed place."""
    return SHORT_NAMES if sum(len(group.lines) for group in groups) > FEW else NAMES


def key_of_bar(tone: str, key: str, *, vague: bool = False, rest: str = "") -> Markup:
    """Return a sample for a legend, 24 units wide: a bar, hatched, or with what follows it."""
    if vague:
        return element("rect", class_=f"vague {tone}", width=24, height=BAR, fill=_hatch(key, tone))
    if rest == "takes-over":
        return element("path", class_="follow", d="M12 0v9M8 6l4 4l4-4")
    bar = element("rect", class_=f"spell {tone}", width=13 if rest else 24, height=BAR, rx=1.5)
    if rest == "open":
        return bar + element("path", class_=f"open {tone}", d="M16 1l4.5 4.5L16 10")
    if rest == "unseen":
        return bar + element("path", class_=f"on {tone}", d="M15 5.5H24")
    return bar


def _rows(groups: Sequence[Group], step: float) -> Iterator[tuple[Group | Line, float]]:
    y = TOP
    for group in groups:
        if group.title and group.lines:
            yield group, y
            y += HEAD if step == TALL else SHORT + 6
        for line in group.lines:
            yield line, y
            y += step


def _years(span: Span, bottom: float, place: Place) -> Iterator[Markup]:
    for year, at, is_second in span.ticks():
        x, more = place.x(at), " alt" if is_second else ""
        yield element("line", class_="grid", x1=x, x2=x, y1=TOP, y2=number(bottom))
        yield element("text", year, class_="tick" + more, x=x, y=13, text_anchor="middle")
    if span.now is not None:
        x = place.x(span.share(span.now))
        yield element("line", class_="now", x1=x, x2=x, y1=TOP, y2=number(bottom))


def _group_head(group: Group, y: float) -> list[Markup]:
    return [element("text", group.title, class_="cat", x="0", y=number(y + 22))]


def _name(line: Line, middle: float, room: float) -> Markup:
    text = shortened(line.name, room, 13)
    more = element("title", line.name) if text != line.name else Markup("")
    style = "name strong" if line.is_here else "name"
    content = more + element("text", text, x="0", y=number(middle + 4.5))
    return linked("" if line.is_here else line.href, content, class_=style)


def _bars(line: Line, middle: float, span: Span, key: str, place: Place) -> list[Markup]:
    # The name stands above the bar on a phone, so the bar stands low in its row.
    lane = element("line", class_="lane", x1=place.x(0), x2=place.x(1), y1=middle, y2=middle)
    y = middle - BAR / 2
    return [lane, *(titled(bar.title, *_bar(bar, y, span, key, place)) for bar in line.bars)]


def _bar(bar: Bar, y: float, span: Span, key: str, place: Place) -> Iterator[Markup]:
    now = span.now if span.now is not None else span.last
    begin = bar.start or (span.first, span.first)
    finish = bar.end or (max(bar.known or begin[1], begin[1]),) * 2
    marks = [span.share(day) for day in (*begin, *finish)]
    if bar.start is None or (bar.end is None and bar.known is None):
        last = marks[3] if bar.end or bar.known else span.share(now)
        yield _rect(marks[0], max(last, marks[0] + _SEEN), y, bar.tone, key, place, is_vague=True)
        return
    first, full, until, last = marks
    if full - first < _SEEN:
        full = first
    if last - until < _SEEN:
        until = last
    if full > until:
        # It began and ended within what is hatched.
        yield _rect(first, max(last, first + _SEEN), y, bar.tone, key, place, is_vague=True)
        return
    if full > first:
        yield _rect(first, full, y, bar.tone, key, place, is_vague=True)
    yield _rect(full, max(until, full + 0.004), y, bar.tone, key, place)
    if last > until:
        yield _rect(until, last, y, bar.tone, key, place, is_vague=True)
    if bar.end is None:
        yield from _rest(bar, last, span.share(now), y, place)


def _rest(bar: Bar, last: float, now: float, y: float, place: Place) -> Iterator[Markup]:
    """Yield what leads on from the day on which a spell was last known."""
    middle = y + BAR / 2
    if now > last:
        yield element(
            "line", class_=f"on {bar.tone}", x1=place.x(last), x2=place.x(now), y1=middle, y2=middle
        )
    if bar.goes_on:
        arrow = element("path", class_=f"open {bar.tone}", d="M3 1l4.5 4.5L3 10")
        x = place.x(max(now, last))
        yield element("svg", arrow, x=x, y=number(y), width=12, height=BAR, overflow="visible")


def _rect(
    x: float, end: float, y: float, tone: str, key: str, place: Place, *, is_vague: bool = False
) -> Markup:
    shape = {"x": place.x(x), "width": place.length(end - x), "y": number(y), "height": BAR}
    if is_vague:
        return element("rect", class_=f"vague {tone}".strip(), fill=_hatch(key, tone), **shape)
    return element("rect", class_=f"spell {tone}".strip(), rx=1.5, **shape)


def _arrows(
    rows: Sequence[tuple[Group | Line, float]], step: float, span: Span, place: Place
) -> Iterator[Markup]:
    """Yield an arrow from each row to the one that takes over, where that begins."""
    at = {line.key: y + step / 2 for line, y in rows if isinstance(line, Line) and line.key}
    for line, y in rows:
        if not isinstance(line, Line):
            continue
        starts = [bar.start[0] for bar in line.bars if bar.start]
        for key in line.follows if starts else ():
            if (top := at.get(key)) is None:
                continue
            middle, x = y + step / 2, place.x(span.share(min(starts)))
            down = top < middle
            tip = middle - 6 if down else middle + 6
            head = "M-4-5l4 5l4-5" if down else "M-4 5l4-5l4 5"
            yield element("line", class_="follow", x1=x, x2=x, y1=number(top), y2=number(tip))
            yield element(
                "svg",
                element("path", class_="follow", d=head),
                x=x,
                y=number(tip),
                width=1,
                height=1,
                overflow="visible",
            )


def _hatch(key: str, tone: str) -> str:
    return f"url(#{key}-hatch{'-' + tone if tone else ''})"


def _hatches(key: str) -> Markup:
    return element(
        "defs", joined(hatch(f"{key}-hatch{t and '-' + t}", t) for t in ("", "op", "dim"))
    )


def hatch(name: str, tone: str) -> Markup:
    """Return a pattern of oblique lines in a tone, to fill with."""
    line = element("path", class_=f"hatch {tone}".strip(), d="M0 0V5")
    return element(
        "pattern",
        line,
        id=name,
        width=5,
        height=5,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
