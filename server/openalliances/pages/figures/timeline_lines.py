"""The rows of timelines: operations, memberships, members."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from openalliances.facts.spans import Operation, Part
from openalliances.pages.figures.words import bar_of, end_words, start_words
from openalliances.pages.view import View
from openalliances.pictures import timeline as drawn

MOST = 60
"""Rows that a timeline shows; its table has all."""


def operation_line(view: View, one: Operation) -> drawn.Line:
    """Return the row of an operation: one bar, and what it took over from."""
    bar = bar_of(view, view.plain(one.id, one.name), one.spell, "op")
    if one.role == "contributor":
        bar = _within(view, one, bar)
    # What a state gave to one operation does not take over from what it gave to another.
    follows = () if one.role == "contributor" else one.follows
    return drawn.Line(
        view.plain(one.id, one.acronym or one.name),
        (bar,),
        view.href(view.path(one.id)),
        key=f"{one.role} {one.id}",
        follows=tuple(f"{one.role} {each}" for each in follows),
    )


def _within(view: View, one: Operation, bar: drawn.Bar) -> drawn.Bar:
    """Return the bar of a part in an operation, hatched within that where days are not known."""
    whole = bar_of(view, view.plain(one.id, one.name), one.whole, "op")
    first = whole.start[0] if whole.start else None
    last = whole.end[1] if whole.end else whole.known
    if first is None or last is None or (bar.start and (bar.end or bar.known)):
        return bar
    title = bar.title
    if bar.start is None:
        title = view.wording.text(
            "{name}: it is not stated when; the operation lasted from {start} to {end}",
            name=view.plain(one.id, one.name),
            start=start_words(view, one.whole),
            end=end_words(view, one.whole),
        )
    begin = bar.start or (first, last)
    return replace(bar, title=title, start=begin, end=bar.end or (begin[0], max(last, begin[1])))


def membership_lines(view: View, parts: Iterable[Part]) -> Iterable[drawn.Line]:
    """Yield a row for each arrangement, with all spells in it."""
    rows: dict[str, list[Part]] = {}
    for part in parts:
        rows.setdefault(part.other, []).append(part)
    for other, spells in rows.items():
        tone = "dim" if all(one.spell.has_ended for one in spells) else ""
        bars = tuple(bar_of(view, view.plain(other, one.name), one.spell, tone) for one in spells)
        name = view.plain(other, spells[0].acronym or spells[0].name)
        yield drawn.Line(name, bars, view.href(view.path(other)))


def member_lines(view: View, parts: Sequence[Part]) -> list[drawn.Line]:
    """Return a row for each member; of more than :data:`MOST` one for each spell that is shared."""
    rows: dict[object, list[Part]] = {}
    for part in parts:
        rows.setdefault(part.other, []).append(part)
    if len(rows) <= MOST:
        return [
            drawn.Line(
                view.plain(spells[0].other, spells[0].name),
                tuple(
                    bar_of(
                        view,
                        view.plain(one.other, one.name),
                        one.spell,
                        "dim" if one.spell.has_ended else "",
                    )
                    for one in spells
                ),
                view.href(view.path(str(other))),
            )
            for other, spells in rows.items()
        ]
    by: dict[object, list[Part]] = {}
    for part in parts:
        spell = part.spell
        by.setdefault((spell.start, spell.end, spell.known_until), []).append(part)
    if len(by) > MOST:
        by = {}
        for part in parts:
            by.setdefault((part.spell.start[:4], part.spell.end[:4]), []).append(part)
    return [_shared_line(view, spells) for spells in by.values()]


def _shared_line(view: View, spells: Sequence[Part]) -> drawn.Line:
    first, more = spells[0], len(spells) - 1
    tone = "dim" if first.spell.has_ended else ""
    names = ", ".join(view.plain(one.other, one.name) for one in spells)
    bar = bar_of(view, names, first.spell, tone)
    starts = [other.start for one in spells if (other := bar_of(view, "", one.spell)).start]
    if starts:
        bar = replace(bar, start=(min(s[0] for s in starts), max(s[1] for s in starts)))
    head = view.plain(first.other, first.name)
    if not more:
        return drawn.Line(head, (bar,), view.href(view.path(first.other)))
    name = view.wording.text("{name} and {count} more", name=head, count=more)
    return drawn.Line(name, (bar,))
