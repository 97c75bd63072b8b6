"""The page of a time: who was allied with whom, what ran where, who belonged to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from openalliances.facts.allies import DEFENCE
from openalliances.facts.changes import years_of_change
from openalliances.facts.days import Day
from openalliances.facts.on_day import Horizon, OnDay, horizon, on_day
from openalliances.pages import figures, ladder
from openalliances.pages.composed import grading
from openalliances.pages.composed.model import NOTHING, Section, Strip, Way
from openalliances.pages.on_day import around, bonds, when
from openalliances.pages.on_day.tables import TABLES, query_of
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.tabular.database import Reader
from openalliances.tabular.store import Tables

_MOST_ALLIED = 12
"""States with most allies that are named where there is no room for all."""


@dataclass(frozen=True, slots=True)
class DayPage:
    """The page of a time.

    ``before`` and ``after`` are paths of the times beside it, empty where there is none.
    ``figure`` is a picture; ``most`` are the states with most allies, where they are many.
    ``facts`` are further sentences of the answer.
    """

    day: Day
    title: Markup
    answer: Markup
    facts: tuple[Markup, ...]
    strip: Strip
    before: tuple[str, Markup]
    after: tuple[str, Markup]
    address: str
    sections: tuple[Section, ...]
    most: tuple[tuple[Markup, int], ...] = ()
    figure: Markup = NOTHING
    chosen: str = ""


def page(view: View, tables: Tables, day: Day, chosen: str = "") -> str:
    """Return the page of the time *day*; *chosen* is the id of a state whose allies are asked for.

    :raises QueryTimeoutError: if reading the tables takes too long.
    """
    with tables.reading(view.site.settings.query_timeout) as reader:
        made = _made(replace(view, day=day), reader, day, chosen)
    return render(
        "on_day/page.html",
        view,
        page=made,
        grades=grading.MARKS,
        named=grading.named,
    )


def start_page(view: View, tables: Tables) -> str:
    """Return the page that asks for a time, with years that tell."""
    with tables.reading(view.site.settings.query_timeout) as reader:
        years, known = years_of_change(reader), horizon(reader)
    return render(
        "on_day/start.html",
        view,
        strip=when.strip(view, years, None),
        first=known.first,
        last=known.last,
    )


def _made(view: View, reader: Reader, day: Day, chosen: str) -> DayPage:
    found, known = on_day(reader, day), horizon(reader)
    name = _name(view, found, chosen)
    before, after = when.beside(day)
    plain = view.at(None)
    sections = tuple(_sections(view, reader, found, chosen, name))
    return DayPage(
        day,
        _title(view, day, name),
        _answer(view, found, known, chosen, name),
        tuple(_facts(view, found, known)),
        when.strip(view, years_of_change(reader), day),
        (plain.href(when.path_of(before)) if before else "", view.date(before)),
        (plain.href(when.path_of(after)) if after else "", view.date(after)),
        _address(view.site, day),
        sections,
        () if bonds.is_small(found) else _most_allied(view, found),
        NOTHING if chosen else _figure(view, reader, found),
        chosen=chosen,
    )


def _sections(
    view: View, reader: Reader, found: OnDay, chosen: str, name: str
) -> Iterator[Section]:
    day = found.day
    made = (
        bonds.pairs(view, reader, found, chosen, name, _ways(view, "pairs", day))
        if chosen
        else None,
        bonds.alliances(view, reader, found, _ways(view, "pacts", day)),
        None
        if chosen
        else bonds.pairs(view, reader, found, chosen, name, _ways(view, "pairs", day)),
        bonds.other_pacts(view, reader, found, _ways(view, "pacts", day)),
        bonds.lapsed(view, found),
        around.operations(view, reader, day, _ways(view, "operations", day)),
        around.organizations(view, reader, day, _ways(view, "memberships", day)),
        around.changes(view, reader, day, _ways(view, "changes", day)),
    )
    yield from (section for section in made if section)


def _ways(view: View, name: str, day: Day) -> tuple[Way, ...]:
    """Return the ways out of a table: CSV, JSON, the query that gives its rows."""
    title = TABLES[name].title
    of = view.say("of “{table}”", table=view.say(title))
    path = f"{when.path_of(day)}/{name}"
    query = ladder.titled(f"{title}, {day.text}", query_of(name, day))
    return (
        Way("CSV", f"{path}.csv", of),
        Way("JSON", f"{path}.json", of),
        Way(view.say("Query"), ladder.shown(query), of),
    )


def _name(view: View, found: OnDay, chosen: str) -> str:
    """Return the name of the state that is asked for, as the pacts have it; else its id."""
    members = (
        one for pact in (*found.all, *found.lapsed) for one in (*pact.members, *pact.unknown)
    )
    return next((view.plain(one.state, one.name) for one in members if one.state == chosen), chosen)


def _title(view: View, day: Day, name: str) -> Markup:
    then = when.on(view, day)
    if name:
        return view.say("Who was allied with {state} {then}?", state=name, then=then)
    return view.say("Who was allied with whom {then}?", then=then)


def _answer(view: View, found: OnDay, known: Horizon, chosen: str, name: str) -> Markup:
    if chosen:
        return _answer_of(view, found, chosen, name)
    say, count = view.wording.plural, len(found.pairs)
    if count:
        states = say(len(found.pairs.states), "{n} state", "{n} states")
        alliances = say(len(found.alliances), "{n} defence alliance", "{n} defence alliances")
        values = {
            "states": states,
            "alliances": alliances,
            "pairs": say(count, "{n} pair of allies", "{n} pairs of allies"),
        }
        twice = found.pairs.joined_twice
        if twice:
            return view.say(
                "As far as recorded, {states} stood in {alliances}: {pairs}, "
                "{twice} of them bound by more than one alliance.",
                **values,
                twice=view.number_of(twice),
            )
        return view.say("As far as recorded, {states} stood in {alliances}: {pairs}.", **values)
    if len(found.seen):
        return view.say(
            "No source here shows an alliance so late. When last seen, {alliances} joined {pairs}.",
            alliances=say(
                sum(DEFENCE in one.kinds for one in found.lapsed),
                "{n} defence alliance",
                "{n} defence alliances",
            ),
            pairs=say(len(found.seen), "{n} pair of states", "{n} pairs of states"),
        )
    if found.day.last < known.first:
        return view.say(
            "No alliance is recorded so early: the oldest here began on {date}.",
            date=view.date(known.first),
        )
    return view.say("No defence alliance is recorded for that time.")


def _answer_of(view: View, found: OnDay, chosen: str, name: str) -> Markup:
    allies = [
        view.link(*((one.two, one.two_name) if one.one == chosen else (one.one, one.one_name)))
        for one in found.pairs.of(chosen)
    ]
    if not allies:
        return view.say("No defence alliance of {state} is recorded for that time.", state=name)
    shown, more = allies[:_MOST_ALLIED], len(allies) - _MOST_ALLIED
    if more > 0:
        shown = [*shown, view.say("{count} others", count=more)]
    who = view.listed(shown)
    return view.wording.plural(
        len(allies),
        "As far as recorded, {state} had {n} ally: {who}.",
        "As far as recorded, {state} had {n} allies: {who}.",
        state=view.link(chosen, name),
        who=who,
    )


def _facts(view: View, found: OnDay, known: Horizon) -> Iterator[Markup]:
    """Yield what must be known beside the answer: what is uncertain, what was last seen earlier."""
    say = view.wording.plural
    if found.pairs.uncertain and when.is_day(found.day):
        yield say(
            found.pairs.uncertain,
            "{n} pair is uncertain, since a date is known to the month or year alone.",
            "{n} pairs are uncertain, since dates are known to the month or year alone.",
        )
    if len(found.pairs) and len(found.seen):
        yield say(
            len(found.seen),
            "{n} more pair was allied when last seen; no source here shows it so late.",
            "{n} more pairs were allied when last seen; no source here shows them so late.",
        )
    if found.day.first > known.last:
        yield view.say("No source here looks beyond {date}. ", date=view.date(known.last))


def _figure(view: View, reader: Reader, found: OnDay) -> Markup:
    """Return the network of few allies, a map of many; nothing where nobody is allied."""
    if not len(found.pairs):
        return NOTHING
    drawn = figures.block(view, reader, "network" if bonds.is_small(found) else "partners-map")
    return drawn.markup if drawn else NOTHING


def _most_allied(view: View, found: OnDay) -> tuple[tuple[Markup, int], ...]:
    """Return the states with most allies, where all do not fit in a matrix."""
    counted = found.pairs.counted()
    return tuple((view.link(state, name), number) for state, name, number in counted[:_MOST_ALLIED])


def _address(site: Site, day: Day) -> str:
    return site.address + when.path_of(day)
