"""The tables of operations on the pages of states, organisations and regions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.facts.days import Holds, Spell
from openalliances.facts.operations import Contribution, Named, Operation
from openalliances.facts.receipts import Citation
from openalliances.pages.composed.model import Column, Group, Receipt, Row, Section, Table
from openalliances.pages.composed.operation_words import CONTRIBUTIONS, DEPLOYMENTS
from openalliances.pages.composed.spells import in_years, since, until
from openalliances.pages.markup import filled
from openalliances.pages.view import View

Cited = Mapping[str, tuple[Citation, ...]]
"""The citations of things, by their ids."""

_SUB = ' <span class="sub">{}</span>'
_NAMED = 3
"""How many leaders or places a cell names before it counts them."""


def hosted_table(
    view: View, place: Markup | str, operations: Sequence[Operation], cited: Cited
) -> Table:
    """Return the operations in a place, in the order in which they began."""
    columns = ("Operation", "Led by", "From", "Until")
    rows = tuple(_hosted_row(view, one, cited.get(one.id, ())) for one in operations)
    caption = view.say("Operations in {place}, in the order in which they began", place=place)
    return Table(caption, _columns(view, columns), (Group(rows),))


def part_table(
    view: View,
    caption: Markup,
    led: Sequence[Operation],
    given: Sequence[Contribution],
    cited: Cited,
    *,
    is_folded: bool = False,
) -> Table:
    """Return what a state leads and gives to operations: with most people first, else newest."""
    columns = _columns(view, ("Operation", "Its part", "Where", "From", "Until"))
    leading = {one.id for one in led}
    rows = [
        *(
            (_place(one.spell, leads=True), _led_row(view, one, cited.get(one.id, ())))
            for one in led
        ),
        *(
            (
                _place(one.spell, one.operation.spell, one.personnel or 0),
                _given_row(
                    view, one, cited.get(one.id, ()), is_leading=one.operation.id in leading
                ),
            )
            for one in given
        ),
    ]
    rows.sort(key=lambda pair: pair[0], reverse=True)
    return Table(caption, columns, (Group(tuple(row for _, row in rows)),), is_folded)


def _place(
    spell: Spell, around: Spell | None = None, people: int = 0, *, leads: bool = False
) -> tuple[bool, bool, int, str]:
    """Return what a row is sorted by, greatest first: going on, led, people, start."""
    start = spell.start or (around.start if around else "")
    return not spell.has_ended, leads, 0 if spell.has_ended else people, start


def led_table(
    view: View,
    caption: Markup,
    operations: Sequence[Operation],
    cited: Cited,
    *,
    is_folded: bool = False,
    with_leaders: bool = False,
) -> Table:
    """Return the operations of an organisation or a region, newest first."""
    titles = ("Operation", *(("Led by",) if with_leaders else ()), "Where", "From", "Until")
    newest = sorted(operations, key=lambda one: one.spell.start, reverse=True)
    rows = tuple(
        Row(
            (
                _name(view, one),
                *((names(view, one.leaders),) if with_leaders else ()),
                names(view, one.places),
                since(view, one.spell, cited.get(one.id, ())),
                until(view, one.spell, cited.get(one.id, ())),
            ),
            Receipt.of(cited.get(one.id, ()), one.grade),
            place=place_of(one.id),
            is_past=one.spell.has_ended,
        )
        for one in newest
    )
    return Table(caption, _columns(view, titles), (Group(rows),), is_folded)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Operations by what is known of their end, each the newest first.

    ``runs`` go on (or do on the day that is asked for), ``ended`` are over, and of ``open`` no end
    is stated, though nobody saw them lately.
    """

    runs: tuple[Operation, ...]
    open: tuple[Operation, ...]
    ended: tuple[Operation, ...]

    @classmethod
    def of(cls, view: View, operations: Sequence[Operation]) -> Sorted:
        """Return *operations* sorted; on a day those that did not run then are left out."""
        newest = sorted(operations, key=lambda one: one.spell.start, reverse=True)
        runs = tuple(one for one in newest if is_shown(view, one.spell))
        rest = [] if view.day else [one for one in newest if one not in runs]
        return cls(
            runs,
            tuple(one for one in rest if not one.spell.has_ended),
            tuple(one for one in rest if one.spell.has_ended),
        )

    @property
    def count(self) -> int:
        """Return how many they are."""
        return len(self.runs) + len(self.open) + len(self.ended)

    def shown(self, most: int) -> list[Operation]:
        """Return those of which a page has rows, with at most so many that have ended."""
        return [*self.runs, *self.open, *self.ended[:most]]

    def counted(self, view: View) -> Markup:
        """Return how many go on, how many have ended, and of how many no end is stated."""
        if view.day:
            return view.wording.plural(len(self.runs), "{n}", "{n}")
        given = {"n": len(self.runs), "past": len(self.ended), "open": len(self.open)}
        if self.open:
            return view.say("{n} go on, {past} have ended, of {open} no end is stated", **given)
        return view.say("{n} go on, {past} have ended", **given)


def undeployed_table(
    view: View, caption: Markup, operations: Sequence[Operation], cited: Cited
) -> Table:
    """Return operations that were decided and did not take place, and what became of them."""
    titles = ("Operation", "Led by", "Where", "What became of it")
    rows = tuple(
        Row(
            (
                _name(view, one),
                names(view, one.leaders),
                names(view, one.places),
                view.say(DEPLOYMENTS.get(one.deployment, one.deployment)),
            ),
            Receipt.of(cited.get(one.id, ()), one.grade),
            place=place_of(one.id),
        )
        for one in operations
    )
    return Table(caption, _columns(view, titles), (Group(rows),))


def undeployed(
    view: View, operations: Sequence[Operation], cited: Cited, caption: Markup
) -> Iterator[Section]:
    """Yield the section of what was decided and did not take place; on a day it was nowhere."""
    if operations and view.day is None:
        yield Section(
            slug="not-deployed",
            title=view.say("Planned or never deployed"),
            blocks=(undeployed_table(view, caption, operations, cited),),
            count=view.wording.number(len(operations)),
        )


def is_shown(view: View, lasting: Spell | Contribution) -> bool:
    """Return whether something holds, or may hold, on the day that is asked for."""
    return lasting.holds(view.day) in (Holds.YES, Holds.MAYBE)


def place_of(id_: str) -> str:
    """Return the place of a row on its page: what it has after ``#``."""
    return id_.replace("/", "-")


def names(view: View, things: Sequence[Named]) -> Markup:
    """Return links to a few things, those that are too many counted."""
    shown = [view.link(one.id, one.name) for one in things[:_NAMED]]
    more = len(things) - len(shown)
    if more:
        shown.append(view.wording.plural(more, "{n} more", "{n} more"))
    return (
        view.listed(shown)
        if shown
        else filled('<span class="missing">{}</span>', view.say("Not stated"))
    )


def _hosted_row(view: View, one: Operation, citations: tuple[Citation, ...]) -> Row:
    cells = (
        _name(view, one),
        names(view, one.leaders),
        since(view, one.spell, citations),
        until(view, one.spell, citations),
    )
    receipt = Receipt.of(citations, one.grade)
    return Row(cells, receipt, place_of(one.id), one.spell.has_ended)


def _led_row(view: View, one: Operation, citations: tuple[Citation, ...]) -> Row:
    count = len(one.leaders)
    part = view.say("Leads it") if count == 1 else view.say("One of {n} leaders", n=count)
    cells = (
        _name(view, one),
        part,
        names(view, one.places),
        since(view, one.spell, citations),
        until(view, one.spell, citations),
    )
    receipt = Receipt.of(citations, one.grade)
    return Row(cells, receipt, place_of(one.id), one.spell.has_ended)


def _given_row(
    view: View, one: Contribution, citations: tuple[Citation, ...], *, is_leading: bool
) -> Row:
    operation = one.operation
    cells = (
        _name(view, operation, years=True),
        part_of(view, one, is_leading=is_leading),
        names(view, operation.places),
        since(view, one.spell, citations),
        until(view, one.spell, citations),
    )
    receipt = Receipt.of(citations, one.grade)
    return Row(cells, receipt, place_of(one.id), one.spell.has_ended)


def part_of(view: View, one: Contribution, *, is_leading: bool = False) -> Markup:
    """Return what a state gives: of which kind, how many people, when that was said of them."""
    kind = view.say(CONTRIBUTIONS.get(one.kind, "Takes part"))
    if is_leading:
        kind = view.say("Leads it; {part}", part=kind)
    number = one.allotted if one.is_allotted else one.personnel
    if number is None:
        return kind
    people = view.wording.plural(number, "{n} person", "{n} people")
    part = filled("{}, {}", kind, people)
    if one.counted and one.is_allotted:
        part += filled(_SUB, view.say("as allotted in {date}", date=view.date(one.counted)))
    elif one.counted:
        part += filled(_SUB, view.say("as counted in {date}", date=view.date(one.counted)))
    return part


def _name(view: View, one: Operation, *, years: bool = False) -> Markup:
    """Return the name of an operation as the head of a row: its acronym, then in full."""
    link = view.link(one.id, one.short)
    full = view.name(one.id, one.name) if one.acronym else Markup("")
    dates = in_years(view, one.spell) if years else Markup("")
    if not (full or dates):
        return link
    return link + filled(_SUB, filled("{}{}", full, dates))


def _columns(view: View, titles: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(view.say(title)) for title in titles)
