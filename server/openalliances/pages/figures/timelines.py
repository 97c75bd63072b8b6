"""Timelines: operations of a place, leader or state; memberships; members; a chain of missions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from openalliances.errors import BadRequestError
from openalliances.facts.days import Spell
from openalliances.facts.spans import (
    Operation,
    Part,
    chain_of,
    members_of,
    memberships_of,
    operations_of,
    short_name_of,
)
from openalliances.pages.figures.model import Figure, Twin
from openalliances.pages.figures.queries import query
from openalliances.pages.figures.timeline_lines import (
    MOST,
    member_lines,
    membership_lines,
    operation_line,
)
from openalliances.pages.figures.timeline_tables import memberships_twin, operations_twin
from openalliances.pages.figures.words import called, ordinal, shown_day
from openalliances.pages.view import View
from openalliances.pictures import timeline as drawn
from openalliances.pictures.sheet import Sample
from openalliances.pictures.svg import Drawing, Place
from openalliances.tabular.database import Reader

_Row = TypeVar("_Row", Operation, Part)

ROLES = ("place", "leader", "contributor")


def operations(view: View, reader: Reader, given: Mapping[str, str]) -> Figure | None:
    """Return the operations in, led by, or with personnel of ``thing``; None if there are none.

    :raises BadRequestError: if ``role`` is none of :data:`ROLES`.
    """
    thing, role = given["thing"], given.get("role", "")
    if role and role not in ROLES:
        raise BadRequestError(f"There is no role {role}.", "Roles are: " + ", ".join(ROLES) + ".")
    name, found = called(view, reader, thing), operations_of(reader, thing, role)
    if not found:
        return None
    text = view.wording.text
    heads = {
        "contributor": text("Personnel given"),
        "leader": text("Led by {name}", name=name),
        "place": text("In {name}", name=name),
    }
    roles = list(dict.fromkeys(one.role for one in found))
    shown = _latest(found)
    groups = tuple(
        drawn.Group(
            tuple(operation_line(view, one) for one in shown if one.role == each),
            heads[each] if len(roles) > 1 else "",
        )
        for each in roles
    )
    titles: dict[tuple[str, ...], str] = {
        ("place",): text("Operations in {name}, in order", name=name),
        ("leader",): text("Operations led by {name}, in order", name=name),
        ("contributor",): text("Operations with personnel of {name}, in order", name=name),
    }
    subtitle = text("One bar is one operation. An arrow leads from an operation to its successor.")
    if "contributor" in roles:
        subtitle = text(
            "One bar is one operation, or the time for which personnel is recorded in it."
        )
    kept = tuple((key, value) for key, value in given.items() if key != "at")
    return _figure(
        view,
        "operations-timeline",
        kept,
        titles.get(tuple(roles), text("Operations and {name}", name=name)),
        subtitle,
        groups,
        operations_twin(view, found, heads if len(roles) > 1 else {}),
        query("operations", thing=thing),
        left_out=len(found) - len(shown),
    )


def memberships(view: View, reader: Reader, given: Mapping[str, str]) -> Figure | None:
    """Return what ``thing`` belonged to; None if nothing is recorded."""
    thing = given["thing"]
    name, found = called(view, reader, thing), memberships_of(reader, thing)
    if not found:
        return None
    text = view.wording.text
    heads = {
        "defence": text("Defence alliances"),
        "pact": text("Other pacts"),
        "organization": text("Organisations"),
        "other": text("Frameworks and forums"),
    }
    shown = _latest(found)
    groups = tuple(
        drawn.Group(tuple(membership_lines(view, [one for one in shown if one.sort == sort])), head)
        for sort, head in heads.items()
    )
    return _figure(
        view,
        "memberships-timeline",
        (("thing", thing),),
        text("{name} in alliances and organisations", name=name),
        text("One bar is one spell of membership; every name leads to its page."),
        tuple(group for group in groups if group.lines),
        memberships_twin(view, found, "organization", text("Alliance or organisation")),
        query("memberships", thing=thing),
        left_out=len(found) - len(shown),
    )


def members(view: View, reader: Reader, given: Mapping[str, str]) -> Figure | None:
    """Return the members of ``thing`` in the order in which they joined; None without any.

    Where there are many, members of the same spell share a bar.
    """
    thing = given["thing"]
    name, found = view.plain(thing, short_name_of(reader, thing)), members_of(reader, thing)
    if not found:
        return None
    text = view.wording.text
    lines = member_lines(view, found)
    return _figure(
        view,
        "members-timeline",
        (("thing", thing),),
        text("Members of {name} in the order in which they joined", name=name),
        text("One bar is one spell of membership.")
        if len(lines) >= len({one.other for one in found})
        else text("One bar is the spell of all who joined and left at the same time."),
        (drawn.Group(tuple(lines[:MOST])),),
        memberships_twin(view, found, "member", text("Member")),
        query("members", thing=thing),
        left_out=max(len(lines) - MOST, 0),
    )


def chain(view: View, reader: Reader, given: Mapping[str, str]) -> Figure | None:
    """Return what came before and after the mission ``thing``; None if nothing is recorded."""
    thing = given["thing"]
    found = chain_of(reader, thing)
    if len(found) < 2:
        return None
    here = next((one for one in found if one.id == thing), found[0])
    text = view.wording.text
    lines = tuple(
        replace(operation_line(view, one), is_here=one.id == thing) for one in found[:MOST]
    )
    return _figure(
        view,
        "chain",
        (("thing", thing),),
        text("Before and after {name}", name=view.plain(here.id, here.acronym or here.name)),
        text("An arrow leads from a mission to the one that took over from it."),
        (drawn.Group(lines),),
        operations_twin(view, found, {}),
        query("chain", thing=thing),
        left_out=max(len(found) - MOST, 0),
    )


def _figure(
    view: View,
    kind: str,
    parameters: tuple[tuple[str, str], ...],
    title: str,
    subtitle: str,
    groups: tuple[drawn.Group, ...],
    twin: Twin,
    asked: str,
    *,
    left_out: int = 0,
) -> Figure:
    day = shown_day(view)
    text = view.wording.text
    span = drawn.Span.over(groups, ordinal(day.last, last=True))
    notes: tuple[str, ...] = ()
    if left_out:
        notes = (
            text(
                "The {count} that ended longest ago are in the table alone.",
                count=view.number_of(left_out),
            ),
        )
    lines = [line for group in groups for line in group.lines]
    description = text(
        "{count} rows; the table below the picture gives the same dates.",
        count=view.number_of(len(lines)),
    )
    figure = Figure(
        kind,
        parameters,
        title,
        subtitle,
        description,
        None,
        twin,
        asked,
        notes=notes,
        day=day if view.day else None,
        names=drawn.names_width(groups),
    )
    return replace(
        figure,
        draw=partial(_drawn, groups, span, figure.key),
        samples=tuple(_samples(view, groups, figure.key)),
    )


def _drawn(groups: Sequence[drawn.Group], span: drawn.Span, key: str, place: Place) -> Drawing:
    return drawn.timeline(groups, span, key=key, place=place)


def _latest(found: Sequence[_Row]) -> list[_Row]:
    """Return the rows of *found* that ended last or go on, at most :data:`MOST`, in their order."""
    if len(found) <= MOST:
        return list(found)
    ends = sorted(range(len(found)), key=lambda n: _last_seen(found[n].spell), reverse=True)[:MOST]
    return [found[n] for n in sorted(ends)]


def _last_seen(spell: Spell) -> str:
    return spell.end_latest or spell.known_until or spell.start_latest


def _samples(view: View, groups: Sequence[drawn.Group], key: str) -> Iterable[Sample]:
    """Yield what the legend has: what is drawn, and nothing else."""
    text = view.wording.text
    bars = [bar for group in groups for line in group.lines for bar in line.bars]
    tones = dict.fromkeys(bar.tone for bar in bars)
    words = {"": text("membership"), "op": text("operation"), "dim": text("ended membership")}
    for tone in tones:
        yield Sample(drawn.key_of_bar(tone, key), words[tone])
    tone = next(iter(tones), "")
    if any(bar.start is None or _is_vague(bar) for bar in bars):
        yield Sample(drawn.key_of_bar(tone, key, vague=True), text("not known to the day"))
    live = next((bar.tone for bar in bars if bar.goes_on), None)
    if live is not None:
        yield Sample(drawn.key_of_bar(live, key, rest="open"), text("no end stated"))
    unseen = next(
        (b.tone for b in bars if b.end is None and b.known is not None and not b.goes_on), None
    )
    if unseen is not None:
        yield Sample(
            drawn.key_of_bar(unseen, key, rest="unseen"), text("not known since the bar ends")
        )
    keys = {line.key for group in groups for line in group.lines}
    if any(keys & set(line.follows) for group in groups for line in group.lines):
        yield Sample(drawn.key_of_bar("", key, rest="takes-over"), text("takes over"))


def _is_vague(bar: drawn.Bar) -> bool:
    month = 32
    return any(pair and pair[1] - pair[0] > month for pair in (bar.start, bar.end))
