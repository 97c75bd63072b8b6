"""Answers on suspensions: whom a body suspended, who suspended a state, and when.

What a member declared itself is told apart from what was imposed on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from openalliances.facts.days import Day, Holds
from openalliances.facts.memberships import BY_THE_MEMBER, Suspension, suspensions_of
from openalliances.pages.answers.model import Answer
from openalliances.pages.answers.subjects import Subject
from openalliances.pages.answers.words import MOST_ROWS, cited, day_of, named
from openalliances.pages.composed import membership_tables
from openalliances.pages.composed.english import article
from openalliances.pages.composed.model import Way
from openalliances.pages.composed.spells import years
from openalliances.pages.composed.times import on
from openalliances.pages.markup import filled
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_ON_DAY = (
    "One member of {body} was suspended {when}: {who}.",
    "{n} members of {body} were suspended {when}: {who}.",
)
_OF_STATE = (
    "{state} was suspended by one body: {who}.",
    "{state} was suspended by {n} bodies: {who}.",
)
_BETWEEN = (
    "{body} suspended {member}: {spells}.",
    "{body} suspended {member} {n} times: {spells}.",
)
_ITSELF = (
    "{who} suspended its own participation; the organisation did not suspend it.",
    "{n} members suspended their own participation: {who}; the organisation did not suspend them.",
)


def of_body(view: View, reader: Reader, body: Subject, date: str) -> Answer:
    """Return whom a body suspended; on a day, if one is asked for."""
    found = _shown(suspensions_of(reader, body.id), day_of(date))
    imposed, own = _sides(found)
    given = {"body": named(view, body), "when": on(view, date) if date else Markup("")}
    n, said = len({one.member for one in imposed}), []
    if imposed and date:
        said.append(view.plural(n, *_ON_DAY, who=_each(view, imposed), **given))
    elif imposed:
        text = "{body} suspended {members}, {times}."
        members = view.plural(n, "{n} member", "{n} members")
        times = view.plural(len(imposed), "once", "{n} times in all")
        said += [view.say(text, members=members, times=times, **given), *_told(view, imposed)]
    if own:
        said.append(view.plural(len({o.member for o in own}), *_ITSELF, who=_each(view, own)))
    if not said:
        text = "No suspension of a member of {body} is recorded here."
        if date:
            text = "No member of {body} is recorded here as suspended {when}."
        said.append(view.say(text, **given))
    return _answer(view, reader, said, found, {"organization": body.id}, date)


def of_state(view: View, reader: Reader, state: Subject, date: str) -> Answer:
    """Return who suspended a state; on a day, if one is asked for."""
    found = _shown(suspensions_of(reader, state.id), day_of(date))
    imposed, own = _sides(found)
    given = {"state": named(view, state), "when": on(view, date) if date else Markup("")}
    said = []
    if imposed and date:
        who = _each(view, imposed, is_state=True)
        said.append(view.say("{state} was suspended {when} by {who}.", who=who, **given))
    elif imposed:
        who, n = _each(view, imposed, is_state=True), len({one.body for one in imposed})
        said.append(view.plural(n, *_OF_STATE, who=who, **given))
    if own:
        text = "{state} suspended its own participation in {who}."
        said.append(view.say(text, who=_each(view, own, is_state=True), **given))
    if not said:
        text = "No suspension of {state} is recorded here."
        if date:
            text = "No suspension of {state} {when} is recorded here."
        said.append(view.say(text, **given))
    return _answer(view, reader, said, found, {"member": state.id}, date)


def between(view: View, reader: Reader, state: Subject, body: Subject, date: str) -> Answer:
    """Return when a member was suspended in a body, and by whom."""
    every = [one for one in suspensions_of(reader, state.id) if one.body == body.id]
    found = _shown(every, day_of(date))
    imposed, own = _sides(found)
    given = {"member": named(view, state), "body": named(view, body)}
    said = []
    if imposed:
        spells = _spells(view, imposed)
        said.append(view.plural(len(imposed), *_BETWEEN, spells=spells, **given))
    if own:
        text = (
            "{member} suspended its own participation in {body}, {spells}; "
            "the organisation did not suspend it."
        )
        said.append(view.say(text, spells=_spells(view, own), **given))
    if not said:
        said.append(view.say("No suspension of {member} in {body} is recorded here.", **given))
    return _answer(view, reader, said, found, {"organization": body.id, "member": state.id}, date)


def _shown(found: Iterable[Suspension], day: Day | None) -> list[Suspension]:
    """Return suspensions from the latest on; those of a day, if one is asked for."""
    held = [
        one
        for one in found
        if day is None or (one.spell.start and one.spell.holds(day) in (Holds.YES, Holds.MAYBE))
    ]
    return sorted(held, key=lambda one: (one.spell.start, one.id), reverse=True)


def _sides(found: Sequence[Suspension]) -> tuple[list[Suspension], list[Suspension]]:
    """Return what was imposed, and what members declared themselves."""
    own = [one for one in found if one.kind == BY_THE_MEMBER]
    return [one for one in found if one not in own], own


def _told(view: View, imposed: Sequence[Suspension]) -> Iterable[Markup]:
    """Yield who is suspended as far as is known, and who was."""
    now = [one for one in imposed if not one.spell.has_ended]
    past = [one for one in imposed if one.spell.has_ended]
    if now:
        who = view.listed([_who(view, one, _spells(view, [one])) for one in now])
        yield view.say("No end is stated for {who}.", who=who)
    if past:
        yield view.say("Earlier: {who}.", who=_each(view, past))


def _each(view: View, found: Sequence[Suspension], *, is_state: bool = False) -> Markup:
    """Return each member, or each body of a state, once, with the years of its suspensions."""
    by_name: dict[str, list[Suspension]] = {}
    for one in found:
        by_name.setdefault(one.body if is_state else one.member, []).append(one)
    told = []
    for ones in by_name.values():
        years_ = Markup(", ").join(_in_years(view, one) for one in reversed(ones))
        told.append(_who(view, ones[0], years_, is_state=is_state))
    return view.listed(told)


def _who(view: View, one: Suspension, when: Markup, *, is_state: bool = False) -> Markup:
    id_, name = (one.body, one.body_name) if is_state else (one.member, one.member_name)
    return filled("{}{} ({})", article(view.language, name), view.link(id_, name), when)


def _in_years(view: View, one: Suspension) -> Markup:
    return filled('<a href="{}">{}</a>', view.href(view.path(one.id)), years(view, one.spell))


def _spells(view: View, found: Sequence[Suspension]) -> Markup:
    """Return from when to when, the earliest first, each leading to its page."""
    return view.listed([_dates(view, one) for one in reversed(found)])


def _dates(view: View, one: Suspension) -> Markup:
    spell = one.spell
    given = {
        "start": view.date(spell.start),
        "end": view.date(spell.end),
        "known": view.date(spell.known_until),
    }
    if not spell.start:
        said = years(view, spell)
    elif spell.end:
        said = view.say("from {start} to {end}", **given)
    elif spell.known_until and not spell.is_lately_known:
        said = view.say("from {start}, last seen {known}", **given)
    else:
        said = view.say("since {start}", **given)
    return filled('<a href="{}">{}</a>', view.href(view.path(one.id)), said)


def _answer(
    view: View,
    reader: Reader,
    said: Sequence[Markup],
    found: Sequence[Suspension],
    asked: Mapping[str, str],
    date: str,
) -> Answer:
    """Return the answer with the newest rows, and the list of all that is asked for."""
    shown = found[:MOST_ROWS]
    says = cited(reader, [one.id for one in shown])
    caption = view.say("Suspensions")
    is_of_one = "member" in asked
    table = membership_tables.suspensions_table(
        view, caption, shown, says, is_of_one_member=is_of_one
    )
    values = {**asked, **({"at": date} if date else {})}
    way = view.say("All of these in the list of suspensions")
    ways = (Way(str(way), view.href("/browse/suspensions", **values)),) if found else ()
    return Answer(Markup(" ").join(said), table if shown else None, ways=ways)
