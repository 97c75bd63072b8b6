"""Answers on who belongs to what: a member of a body, the members of a body."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from openalliances.facts.days import Holds, Spell
from openalliances.facts.memberships import Membership, of_body, of_member
from openalliances.pages.answers.model import Answer
from openalliances.pages.answers.subjects import Subject
from openalliances.pages.answers.words import (
    MOST_ROWS,
    cited,
    day_of,
    named,
    receipt,
)
from openalliances.pages.composed.model import Column, Group, Row, Table, Way
from openalliances.pages.composed.operation_words import SEEN_ONLY
from openalliances.pages.composed.spells import STARTS, since, until
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_FULL = {
    "goes on": "{member} has been a full member of {body} since {start}.",
    "ended": "{member} was a full member of {body} from {start} to {end}.",
    "is over": "{member} was a full member of {body} from {start}; its end is not stated.",
    "lapsed": "{member} was a full member of {body} from {start}, "
    "as far as is known until {known}.",
    "undated": "{member} is recorded as a full member of {body}; since when is not stated.",
}
_OTHER = {
    "goes on": "{member} has been a member of {body} without full rights since {start}.",
    "ended": "{member} was a member of {body} without full rights from {start} to {end}.",
    "is over": "{member} was a member of {body} without full rights from {start}; "
    "its end is not stated.",
    "lapsed": "{member} was a member of {body} without full rights from {start}, "
    "as far as is known until {known}.",
    "undated": "{member} is recorded as a member of {body} without full rights; "
    "since when is not stated.",
}


def membership(view: View, reader: Reader, member: Subject, body: Subject) -> Answer:
    """Return since when *member* belongs to *body*, or that nothing is recorded of that."""
    found = spells(view, reader, member, body)
    if found is not None:
        return found
    sentence = view.say(
        "No membership of {member} in {body} is recorded here.",
        member=named(view, member),
        body=named(view, body),
    )
    return Answer(sentence, ways=_ways(view, member, body))


def spells(view: View, reader: Reader, member: Subject, body: Subject) -> Answer | None:
    """Return the spells of *member* in *body*; None if there is none."""
    found = [one for one in of_member(reader, member.id) if one.body == body.id]
    if not found:
        return None
    latest = found[-1]
    says = cited(reader, [one.id for one in found])
    ways = (
        Way(str(view.say("This membership")), view.href(view.path(latest.id))),
        *_ways(view, member, body),
    )
    sentence = _sentence(view, latest, member, body)
    if len(found) == 1:
        return Answer(sentence, receipt=receipt(says, latest.id, latest.grade), ways=ways)
    rows = tuple(
        Row(
            (
                view.link(one.id, view.say("Membership")),
                since(view, one.spell),
                until(view, one.spell),
            ),
            receipt(says, one.id, one.grade),
            is_past=one.spell.has_ended,
        )
        for one in found
    )
    return Answer(sentence, _table(view, view.say("Memberships"), rows), ways=ways)


def members(view: View, reader: Reader, body: Subject, date: str) -> Answer | None:
    """Return the full members of *body* on a day, else those of whom no end is known."""
    day = day_of(date)
    all_ = [one for one in of_body(reader, body.id) if one.is_full]
    if day is None:
        found = [one for one in all_ if not one.spell.has_ended]
    else:
        found = [one for one in all_ if one.spell.holds(day) in (Holds.YES, Holds.MAYBE)]
    if not all_:
        return None
    values = {"body": named(view, body), "members": _counted(view, len(found))}
    if day is None:
        sentence = view.say("{body} has {members} without a stated end.", **values)
    else:
        sentence = view.say(
            "{body} had {members} in {day}."
            if len(day.text) < 10
            else "{body} had {members} on {day}.",
            day=view.date(day.text),
            **values,
        )
        sentence += _not_seen(view, sum(one.spell.holds(day) is Holds.UNKNOWN for one in all_))
    shown = found[:MOST_ROWS]
    says = cited(reader, [one.id for one in shown])
    rows = tuple(
        Row(
            (
                view.link(one.member, one.member_name),
                since(view, one.spell),
                until(view, one.spell),
            ),
            receipt(says, one.id, one.grade),
        )
        for one in shown
    )
    way = Way(str(_all(view, len(found))), view.href(view.path(body.id)) + "#members")
    table = _table(view, view.say("Members"), rows) if rows else None
    return Answer(sentence, table, ways=(way,))


def leavers(view: View, reader: Reader, body: Subject, date: str) -> Answer:
    """Return the full memberships in *body* that have ended, at a time those that did then."""
    ended = [one for one in of_body(reader, body.id) if one.is_full and one.spell.has_ended]
    found = sorted(
        (one for one in ended if one.spell.end.startswith(date)),
        key=lambda one: (one.spell.end, one.member_name),
        reverse=True,
    )
    values = {"body": named(view, body), "day": view.date(date) if date else Markup()}
    way = Way(str(view.say("More about the members")), view.href(view.path(body.id)) + "#members")
    if not found:
        text = "No membership in {body} that ended is recorded."
        dated = "No membership in {body} that ended in {day} is recorded."
        return Answer(view.say(dated if date else text, **values), ways=(way,))
    shown = found[:MOST_ROWS]
    told = [
        Markup("{} ({})").format(view.link(one.member, one.member_name), view.date(one.spell.end))
        if one.spell.end
        else view.link(one.member, one.member_name)
        for one in shown
    ]
    sentence = view.plural(
        len(found),
        "{n} membership in {body} has ended: {members}.",
        "{n} memberships in {body} have ended, the last ones first: {members}.",
        members=view.listed(told),
        **values,
    )
    says = cited(reader, [one.id for one in shown])
    rows = tuple(
        Row(
            (
                view.link(one.member, one.member_name),
                since(view, one.spell),
                until(view, one.spell),
            ),
            receipt(says, one.id, one.grade),
            is_past=True,
        )
        for one in shown
    )
    return Answer(sentence, _table(view, view.say("Memberships that ended"), rows), ways=(way,))


def _not_seen(view: View, n: int) -> Markup:
    """Return that *n* more had joined, and that no source shows them so late."""
    if not n:
        return Markup()
    return Markup(" ") + view.plural(
        n,
        "{n} more had joined; no source here shows whether it still belonged to it.",
        "{n} more had joined; no source here shows whether they still belonged to it.",
    )


def _counted(view: View, n: int) -> Markup:
    return view.plural(n, "{n} full member", "{n} full members")


def _all(view: View, n: int) -> Markup:
    if n > MOST_ROWS:
        return view.say("All {n} members, in the order of joining", n=view.number_of(n))
    return view.say("More about the members")


def _table(view: View, caption: Markup, rows: Sequence[Row]) -> Table:
    columns = (
        Column(view.say("Member")),
        Column(view.say("Since")),
        Column(view.say("Until")),
    )
    return Table(caption, columns, (Group(tuple(rows)),))


def _sentence(view: View, one: Membership, member: Subject, body: Subject) -> Markup:
    texts = _FULL if one.is_full else _OTHER
    spell = one.spell
    return view.say(
        texts[_state(spell)],
        member=named(view, member),
        body=named(view, body),
        start=_begun(view, spell),
        end=view.date(spell.end),
        known=view.date(spell.known_until),
    )


def _begun(view: View, spell: Spell) -> Markup:
    """Return when it began, and by what, where that is known."""
    if spell.start_kind not in STARTS or spell.start_kind in SEEN_ONLY:
        return view.date(spell.start)
    event = view.say(STARTS[spell.start_kind])
    return Markup("{} ({})").format(view.date(spell.start), event)


def _state(spell: Spell) -> str:
    if not spell.start:
        return "undated"
    if spell.end:
        return "ended"
    if spell.has_ended:
        return "is over"
    return "goes on" if spell.is_lately_known or not spell.known_until else "lapsed"


def _ways(view: View, member: Subject, body: Subject) -> tuple[Way, ...]:
    """Return where there is more: the pages of both."""
    return tuple(
        Way(str(view.named(one.id, one.name)[0]), view.href(view.path(one.id)))
        for one in (member, body)
    )
