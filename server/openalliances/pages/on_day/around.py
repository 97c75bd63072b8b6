"""What else held at a time: operations by place, organisations, and what changed around it."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from openalliances.facts.changes import Change, Turn
from openalliances.facts.days import Day, Holds
from openalliances.facts.merging import merged
from openalliances.facts.on_day import changes_around
from openalliances.facts.operations_on import Operation, operations_on
from openalliances.facts.organizations_on import Body, organizations_on
from openalliances.facts.receipts import citations
from openalliances.pages.composed import spells
from openalliances.pages.composed.model import (
    Block,
    Column,
    Group,
    Receipt,
    Row,
    Section,
    Table,
    Text,
    Way,
)
from openalliances.pages.on_day import when
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_CHANGES_SHOWN = 14
"""Changes that are told before, and after, a time."""
_WITH = 6
"""States that are named with a change."""
_KIND = Markup(' <span class="kind">{}</span>')
_SUB = Markup('<span class="sub">{}</span>')


def operations(view: View, reader: Reader, day: Day, ways: tuple[Way, ...]) -> Section | None:
    """Return the operations of a time by place, then those not known to run so late."""
    found = operations_on(reader, day)
    if not found:
        return None
    running = [one for one in found if one.holds is not Holds.UNKNOWN]
    seen = [one for one in found if one.holds is Holds.UNKNOWN]
    cited = citations(reader, [one.id for one in running])
    columns = (
        *(Column(view.say("Operation")), Column(view.say("Place")), Column(view.say("Led by"))),
        *(Column(view.say("Since")), Column(view.say("Until"))),
    )
    blocks: list[Block] = []
    if running:
        rows = tuple(
            Row(_cells(view, one), Receipt.of(merged(cited.get(one.id, ())), one.grade))
            for one in running
        )
        blocks.append(Table(view.say("Operations and their places"), columns, (Group(rows),)))
    if seen:
        late = tuple(Row(_cells(view, one)) for one in seen)
        caption = view.say("{count} more, last seen earlier", count=len(seen))
        blocks.append(Table(caption, columns, (Group(late),), is_folded=True))
    places = len({place.id for one in running for place in one.places})
    return Section(
        "operations",
        view.say("Operations"),
        tuple(blocks),
        count=view.say("{count} in {places} places", count=len(running), places=places),
        ways=ways,
        jump=str(len(running)),
    )


def _cells(view: View, one: Operation) -> tuple[Markup | str, ...]:
    head = view.link(one.id, one.name)
    if one.acronym:
        head += _KIND.format(view.name(one.id, one.acronym))
    if one.holds is Holds.MAYBE:
        head += _KIND.format(view.say("perhaps"))
    places = view.listed([view.link(place.id, place.name) for place in one.places])
    leads = view.listed([view.link(lead.id, lead.name) for lead in one.leads])
    missing = Markup('<span class="missing">{}</span>').format(view.say("Not stated"))
    return (
        head,
        places or missing,
        leads or missing,
        spells.since(view, one.spell),
        spells.until(view, one.spell),
    )


def organizations(view: View, reader: Reader, day: Day, ways: tuple[Way, ...]) -> Section | None:
    """Return the organisations of a time with the number of their members."""
    found = organizations_on(reader, day)
    if not found:
        return None
    columns = (
        *(Column(view.say("Organisation")), Column(view.say("Full"), is_number=True)),
        *(Column(view.say("Others"), is_number=True),),
        Column(view.say("Earlier"), is_number=True),
    )
    rows = tuple(_body(view, one) for one in found)
    held = sum(bool(one.members) for one in found)
    return Section(
        "organisations",
        view.say("Members of organisations"),
        (Table(view.say("Organisations and their members"), columns, (Group(rows),)),),
        count=view.say("{count} organisations", count=held),
        lede=view.say(
            "Full members; others, as associates, observers and participants; and those who were "
            "last seen earlier."
        ),
        ways=ways,
        jump=str(held),
    )


def _body(view: View, one: Body) -> Row:
    others = len(one.members) - one.full
    head = view.link(one.id, one.name)
    if one.acronym:
        head += _KIND.format(view.name(one.id, one.acronym))
    return Row((head, str(one.full), str(others) if others else "–", str(len(one.unknown) or "–")))


def changes(view: View, reader: Reader, day: Day, ways: tuple[Way, ...]) -> Section | None:
    """Return what began and ended around a time."""
    before, after = changes_around(reader, day)
    if not before and not after:
        return None
    is_day = when.is_day(day)
    first = view.say("Before that day") if is_day else view.say("Within that time")
    second = view.say("After that day") if is_day else view.say("After that time")
    markup = Markup('<div class="two"><div><h3>{}</h3>{}</div><div><h3>{}</h3>{}</div></div>')
    body = markup.format(
        first,
        _list(view, before[-_CHANGES_SHOWN:] if is_day else before[:_CHANGES_SHOWN]),
        second,
        _list(view, after[:_CHANGES_SHOWN]),
    )
    return Section(
        "changes", view.say("What changed around that time"), (Text(body),), ways=ways, jump="-"
    )


def _list(view: View, found: Iterable[Change]) -> Markup:
    items = [Markup("<li>{}</li>").format(told(view, one)) for one in found]
    if not items:
        return Markup("<p>{}</p>").format(view.say("Nothing is recorded."))
    return Markup("<ul>{}</ul>").format(Markup("").join(items))


def told(view: View, one: Change) -> Markup:
    """Return a change as a sentence with its date."""
    date, thing = view.date(one.date), view.link(one.thing, one.name)
    names = [view.link(id_, name) for id_, name in one.members[:_WITH]]
    more = len(one.members) - len(names)
    who = view.listed([*names, view.say("{count} others", count=more)] if more else names)
    if one.turn is Turn.JOINED:
        if len(one.members) == 1:
            return view.say("{date}: {states} joins {thing}", date=date, states=who, thing=thing)
        return view.say("{date}: {states} join {thing}", date=date, states=who, thing=thing)
    if one.turn is Turn.LEFT:
        if len(one.members) == 1:
            return view.say("{date}: {states} leaves {thing}", date=date, states=who, thing=thing)
        return view.say("{date}: {states} leave {thing}", date=date, states=who, thing=thing)
    if one.turn is Turn.ENDED:
        return view.say("{date}: end of {thing}", date=date, thing=thing)
    if names:
        return view.say(
            "{date}: start of {thing}, with {states}", date=date, thing=thing, states=who
        )
    return view.say("{date}: start of {thing}", date=date, thing=thing)
