"""Tables of who gives people to a mission, and of the counts of these people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from openalliances.facts.contributors import Contribution, Contributor, Count
from openalliances.facts.receipts import Citation
from openalliances.pages.composed.model import Column, Group, Receipt, Row, Table
from openalliances.pages.composed.operation_words import not_stated, people
from openalliances.pages.composed.spells import since, until
from openalliances.pages.composed.times import on
from openalliances.pages.view import View
from openalliances.statements.grades import SINGLE_SOURCE

Citations = Mapping[str, tuple[Citation, ...]]


def contributor_table(
    view: View,
    groups: Sequence[tuple[Markup | str, Sequence[Contributor]]],
    citations: Citations,
    caption: Markup | str,
    *,
    is_folded: bool = False,
) -> Table:
    """Return contributors as a table, one row each; groups have headings that may be empty."""
    columns = (
        Column(view.say("State")),
        Column(view.say("From")),
        Column(view.say("Until")),
        Column(view.say("Last count"), is_number=True),
        Column(view.say("Counted on")),
    )
    return Table(
        caption,
        columns,
        tuple(
            Group(tuple(_row(view, one, citations) for one in contributors), title)
            for title, contributors in groups
            if contributors
        ),
        is_folded,
    )


def counts_table(
    view: View, counts: Sequence[Count], citations: Citations, caption: Markup
) -> Table:
    """Return the counts of one contribution, the newest first."""
    columns = (
        Column(view.say("Counted on")),
        Column(view.say("People"), is_number=True),
        Column(view.say("Of which")),
    )
    rows = tuple(
        Row(
            (
                view.date(one.date),
                _number(view, one.total),
                people(view, one.people) if len(one.people) > 1 else Markup(),
            ),
            _receipt(one, citations),
        )
        for one in reversed(counts)
    )
    return Table(caption, columns, (Group(rows),))


def _row(view: View, contributor: Contributor, citations: Citations) -> Row:
    dated = [one for one in contributor.contributions if one.spell.start or one.spell.end]
    shown = dated or list(contributor.contributions[:1])
    count = contributor.latest(view.day)
    said = [cited for one in contributor.contributions for cited in citations.get(one.id, ())]
    return Row(
        (
            view.link(contributor.state.id, contributor.state.name),
            Markup("<br>").join(since(view, one.spell) for one in shown),
            Markup("<br>").join(until(view, one.spell) for one in shown),
            _people(view, contributor, count),
            _counted_on(view, shown[0], count),
        ),
        Receipt.of(said, shown[0].grade),
        is_past=all(one.spell.has_ended for one in shown),
    )


def _people(view: View, contributor: Contributor, count: Count | None) -> Markup | str:
    """Return the last count, and who was not counted as allotted."""
    if count is None and contributor.allotted is not None:
        return view.say("{n} allotted", n=view.wording.number(contributor.allotted))
    return _number(view, count.total if count else None)


def _counted_on(view: View, one: Contribution, count: Count | None) -> Markup:
    """Return the day of the last count, which leads to all counts of the contribution."""
    words = view.date(count.date) if count else view.say("No count recorded")
    if count is None and one.allotted_on:
        words = view.say("allotted {when}", when=on(view, one.allotted_on))
    return view.link(one.id, words)


def _number(view: View, value: int | None) -> Markup | str:
    return not_stated(view) if value is None else view.number_of(value)


def _receipt(count: Count, citations: Citations) -> Receipt | None:
    found = citations.get(count.id) or citations.get(count.contribution, ())
    return Receipt.of(found, SINGLE_SOURCE.slug if len(found) == 1 else "") if found else None
