"""What things have in common as tables: when each belonged, when they did so together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from openalliances.facts.comparison import HOST, Held, Overlap, Shared
from openalliances.facts.days import Day, Holds
from openalliances.facts.merging import merged, weakest
from openalliances.facts.receipts import Citation, citations
from openalliances.facts.sides import Side
from openalliances.pages.composed.model import Column, Group, Receipt, Row, Table
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

RECEIPTS_SHOWN = 24
"""Rows up to which each has its sources folded in place; longer tables say the grade alone."""
_KIND = Markup(' <span class="kind">{}</span>')
_MISSING = Markup('<span class="missing">{}</span>')
KINDS = {
    "associate": "associate",
    "observer": "observer",
    "participant": "participant",
    "seated-government": "seated government",
    "signatory": "signatory",
    "troop-deployment": "sent troops",
    "troop-allotment": "was to send troops",
    "personnel-provision": "sent personnel",
    "participation": "took part",
    "collaboration-with-african-nations": "worked with it",
    HOST: "hosted it",
}
"""The words for what one is to the other."""


def shared_table(
    view: View,
    reader: Reader,
    sides: Sequence[Side],
    caption: Markup,
    head: Markup,
    groups: Iterable[tuple[Markup | str, Sequence[Shared]]],
) -> Table:
    """Return a table of what is shared: a column for each side, and when they were together."""
    groups = [(title, rows) for title, rows in groups if rows]
    wanted = [held.id for _, rows in groups for one in rows for held in _all(one)]
    few = sum(len(rows) for _, rows in groups) <= RECEIPTS_SHOWN
    cited = citations(reader, wanted) if few else {}
    columns = (
        Column(head),
        *(Column(view.name(side.id, side.short)) for side in sides),
        Column(view.say("Together")),
    )
    return Table(
        caption,
        columns,
        tuple(
            Group(tuple(_row(view, one, cited) for one in rows), title) for title, rows in groups
        ),
    )


def holds_together(one: Shared, day: Day) -> bool:
    """Return whether all sides that ever belonged did so at the time *day*, as far as is known."""
    held = [
        any(spell.spell.holds(day) in (Holds.YES, Holds.MAYBE) for spell in spells)
        for spells in one.held
    ]
    return sum(held) > 1


def spells_of(view: View, held: Sequence[Held]) -> Markup:
    """Return the spells of one side as a cell: from when to when, and as what."""
    if not held:
        return _MISSING.format(view.say("never recorded"))
    return Markup("<br>").join(_spell(view, one) for one in held)


def together(view: View, overlaps: Sequence[Overlap], are_dated: bool = True) -> Markup:
    """Return the times of an overlap as a cell."""
    if not overlaps:
        text = "never at the same time" if are_dated else "not known"
        return _MISSING.format(view.say(text))
    return Markup("<br>").join(_overlap(view, one) for one in overlaps)


def _overlap(view: View, one: Overlap) -> Markup:
    doubt = Markup("") if one.certain else _KIND.format(view.say("perhaps"))
    if one.end:
        said = view.say("{start} to {end}", start=view.date(one.start), end=view.date(one.end))
        return said + doubt
    since = view.say("since {start}", start=view.date(one.start))
    known = view.say("known until {date}", date=view.date(one.known_until))
    return since + _KIND.format(known) + doubt


def _spell(view: View, one: Held) -> Markup:
    spell, kind = one.spell, KINDS.get(one.kind, "")
    what = _KIND.format(view.say(kind)) if kind else Markup("")
    if not spell.start and not spell.end:
        known = view.say("seen {date}", date=view.date(spell.known_until))
        said = known if spell.known_until else _MISSING.format(view.say("not dated"))
        return said + what
    if spell.end and spell.start:
        said = view.say("{start} to {end}", start=view.date(spell.start), end=view.date(spell.end))
    elif spell.end:
        said = view.say("until {end}", end=view.date(spell.end))
    elif spell.has_ended:
        said = view.say("from {start}, it is not known until when", start=view.date(spell.start))
    else:
        said = view.say("since {start}", start=view.date(spell.start))
    return said + what


def _row(view: View, one: Shared, cited: dict[str, tuple[Citation, ...]]) -> Row:
    own = merged(c for held in _all(one) for c in cited.get(held.id, ()))
    head = view.link(one.id, one.name)
    if one.acronym and "/" in one.id and not one.id.startswith("state/"):
        head += _KIND.format(view.name(one.id, one.acronym))
    dated = all(
        held.spell.start and (held.spell.end or held.spell.known_until) for held in _all(one)
    )
    cells = (
        head,
        *(spells_of(view, held) for held in one.held),
        together(view, one.together, dated),
    )
    return Row(cells, Receipt.of(own, weakest(held.grade for held in _all(one))))


def _all(one: Shared) -> list[Held]:
    return [held for spells in one.held for held in spells]
