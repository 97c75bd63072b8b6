"""The pages of single rows: a membership, a suspension, an obligation, a period of a state.

They are the addresses of what other pages show as rows, with the sources open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup

from openalliances.facts import bodies, memberships, obligations
from openalliances.facts.days import Spell
from openalliances.facts.receipts import Citation, citations, values
from openalliances.pages import glossary
from openalliances.pages.composed import membership_tables
from openalliances.pages.composed.english import article
from openalliances.pages.composed.membership_tables import DUTIES
from openalliances.pages.composed.model import (
    Column,
    Composed,
    Group,
    Key,
    Receipt,
    Row,
    Section,
    Table,
)
from openalliances.pages.composed.names import notes, titled
from openalliances.pages.composed.spells import since, until
from openalliances.pages.composed.times import on
from openalliances.pages.markup import filled, isolated
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_NAMED = 3
_AS = {
    "observer": "as an observer",
    "associate": "as an associate member",
    "participant": "as a participant",
    "signatory": "as a signatory",
    "seated-government": "through the government that has its seat",
}
"""In which role something belongs to a body, by the kind of its membership."""
_IMPOSED = {
    "past": "{body} suspended {member} from {from} to {to}.",
    "open": "{body} suspended {member} {start}; it was still suspended {seen}.",
    "known": "{body} suspended {member} {start}.",
}
_SUSPENDED = {
    memberships.BY_THE_MEMBER: {
        "past": "{member} suspended its own participation in {body} from {from} to {to}; the "
        "organisation did not suspend it.",
        "open": "{member} suspended its own participation in {body} {start}, and still did so "
        "{seen}; the organisation did not suspend it.",
        "known": "{member} suspended its own participation in {body} {start}; the organisation "
        "did not suspend it.",
    },
    memberships.ARREARS: {
        "past": "{body} suspended {member} from {from} to {to} for unpaid contributions.",
        "open": "{body} suspended {member} {start} for unpaid contributions; it was still "
        "suspended {seen}.",
        "known": "{body} suspended {member} {start} for unpaid contributions.",
    },
}
"""Who suspended whom, by the kind of the suspension and what is known of its end."""


def membership(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of the membership *id_*; None if the tables have none."""
    one = memberships.one(reader, id_)
    if one is None:
        return None
    suspensions = memberships.suspensions_of(reader, id_)
    found = citations(reader, [id_, *(each.id for each in suspensions)])
    cited = found.get(id_, ())
    member = view.link(one.member, one.member_name)
    body = view.link(one.body, one.body_name)
    sentence = _belonging(view, one, member, _the(view, one.body_name, body))
    body_name = article(view.language, one.body_name) + one.body_name
    english = f"{one.member_name} in {body_name}"
    title, language = titled(view, english, "Membership", _sides(one))
    sections = [_who(view, view.say("Membership"), member, one.spell, one.grade, cited)]
    if suspensions:
        caption = view.say("Suspensions of this membership")
        table = membership_tables.suspensions_table(view, caption, suspensions, found)
        sections.append(Section("suspensions", view.say("Suspensions"), (table,)))
    return Composed(
        thing=id_,
        title=title,
        language=language,
        eyebrow=view.say("Membership"),
        answer=Markup(" ").join((sentence, _says(view, cited))),
        key=(
            Key(view.say("Member"), member),
            Key(_sort(view, one.body), body),
            *_times(view, one.spell),
        ),
        sections=tuple(sections),
        notes=notes(view, values(reader, id_)),
    )


def _sides(
    one: memberships.Membership | memberships.Suspension,
) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one.member, one.member_name), (one.body, one.body_name)


def suspension(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of the suspension *id_*; None if the tables have none."""
    one = next((each for each in memberships.suspensions_of(reader, id_) if each.id == id_), None)
    if one is None:
        return None
    cited = citations(reader, [id_]).get(id_, ())
    member, body = view.link(one.member, one.member_name), view.link(one.body, one.body_name)
    english = f"Suspension of {one.member_name} in {one.body_name}"
    title, language = titled(view, english, "Suspension", _sides(one))
    name = view.name(one.member, one.member_name)
    return Composed(
        thing=id_,
        title=_with_year(title, one),
        language=language,
        eyebrow=view.say("Suspension"),
        answer=Markup(" ").join((_suspending(view, one, member, body), _says(view, cited))),
        key=(
            Key(
                view.say("Membership"),
                view.link(one.membership, name),
            ),
            Key(_sort(view, one.body), body),
            *_times(view, one.spell),
            Key(view.say("Kind"), glossary.term(view, f"vocab/suspension-kind/{one.kind}")),
            *_imposed(view, one),
        ),
        sections=(_who(view, view.say("Suspension"), member, one.spell, one.grade, cited),),
        notes=notes(view, values(reader, id_)),
    )


def _suspending(view: View, one: memberships.Suspension, member: Markup, body: Markup) -> Markup:
    """Return who suspended whom or what, from when to when."""
    by_member, spell = one.kind == memberships.BY_THE_MEMBER, one.spell
    given = {
        "member": _the(view, one.member_name, member, at_start=by_member),
        "body": _the(view, one.body_name, body, at_start=not by_member),
        "start": on(view, spell.start) if spell.start else Markup(""),
        "from": view.date(spell.start),
        "to": view.date(spell.end),
        "seen": on(view, spell.known_until),
    }
    texts = _SUSPENDED.get(one.kind, _IMPOSED)
    shape = "past" if spell.start and spell.end else "open" if spell.known_until else "known"
    return view.say(texts[shape], **given)


def _with_year(title: str, one: memberships.Suspension) -> str:
    """Return the title with the year: a member may have been suspended several times."""
    return f"{title} ({one.spell.start[:4]})" if one.spell.start else title


def _imposed(view: View, one: memberships.Suspension) -> Iterator[Key]:
    """Yield the decision by which a membership was suspended, where it is known."""
    if one.decision:
        yield Key(view.say("Decision"), view.link(one.decision, one.decision_name))


def obligation(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of the obligation *id_*; None if the tables have none."""
    one = obligations.one(reader, id_)
    if one is None:
        return None
    cited = citations(reader, [id_]).get(id_, ())
    body = view.link(one.arrangement, one.arrangement_name)
    treaty = view.link(one.treaty, one.treaty_name or one.treaty) if one.treaty else Markup("")
    given = {
        "body": _the(view, one.arrangement_name, body),
        "duty": view.say(DUTIES.get(one.kind, one.kind)),
        "article": isolated(one.article),
        "treaty": treaty,
    }
    if one.article and one.treaty:
        text = "The members of {body} oblige themselves {duty}, by {article} of “{treaty}”."
        if one.spell.has_ended:
            text = "The members of {body} obliged themselves {duty}, by {article} of “{treaty}”."
    elif one.treaty:
        text = "The members of {body} oblige themselves {duty}, by “{treaty}”."
        if one.spell.has_ended:
            text = "The members of {body} obliged themselves {duty}, by “{treaty}”."
    else:
        text = "The members of {body} oblige themselves {duty}."
        if one.spell.has_ended:
            text = "The members of {body} obliged themselves {duty}."
    return Composed(
        thing=id_,
        title=one.name,
        eyebrow=view.say("Obligation"),
        answer=Markup(" ").join((view.say(text, **given), _says(view, cited))),
        key=(
            Key(view.say("Alliance"), body),
            *((Key(view.say("Text"), treaty),) if one.treaty else ()),
            *((Key(view.say("Article"), isolated(one.article)),) if one.article else ()),
        ),
        sections=(_who(view, view.say("Obligation"), body, one.spell, one.grade, cited),),
        notes=notes(view, values(reader, id_)),
    )


def period(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of the period *id_*; None if the tables have none."""
    one = next((each for each in bodies.periods(reader, id_) if each.id == id_), None)
    if one is None:
        return None
    cited = citations(reader, [id_]).get(id_, ())
    state = view.link(one.state, one.state_name)
    given = {
        "state": _the(view, one.state_name, state),
        "from": view.date(one.spell.start),
        "to": view.date(one.spell.end or one.spell.known_until),
    }
    codes = (("COW", one.cow), ("GW", one.gleditsch_ward))
    return Composed(
        thing=id_,
        title=one.name,
        eyebrow=view.say("Period of a state"),
        answer=Markup(" ").join((view.say(in_lists(one), **given), _says(view, cited))),
        key=(
            *(Key(name, code) for name, code in codes if code),
            Key(view.say("State"), state),
            *_times(view, one.spell),
        ),
        sections=(_who(view, view.say("Period"), state, one.spell, one.grade, cited),),
        notes=notes(view, values(reader, id_)),
    )


def in_lists(one: bodies.Period) -> str:
    """Return the sentence that says from when to when lists of states have a state."""
    if one.is_disputed:
        if one.spell.end:
            return (
                "{state} is recorded from {from} to {to}; whether it was a state then is disputed."
            )
        return "{state} is recorded since {from}, last on {to}; whether it is a state is disputed."
    if one.spell.end:
        if one.is_existence:
            return "Lists of states have {state} as a state from {from} to {to}."
        return "Lists of states count {state} among the states of the system from {from} to {to}."
    if one.is_existence:
        return "Lists of states have {state} as a state since {from}, last on {to}."
    return (
        "Lists of states count {state} among the states of the system since {from}, last on {to}."
    )


def _belonging(view: View, one: memberships.Membership, member: Markup, body: Markup) -> Markup:
    """Return since when and until when something belongs to something."""
    member = _the(view, one.member_name, member, at_start=True)
    spell, given = one.spell, {"member": member, "body": body}
    given |= {
        "from": view.date(spell.start),
        "to": view.date(spell.end),
        "start": on(view, spell.start),
        "seen": on(view, spell.known_until),
        "role": view.say(_AS[one.kind]) if one.kind in _AS else Markup(""),
    }
    if spell.start and spell.end:
        text = "{member} belonged to {body} from {from} to {to}"
    elif spell.has_ended:
        text = "{member} belonged to {body}; nobody says until when"
    elif not spell.start:
        text = "{member} belongs to {body}; nobody says since when"
    elif spell.is_lately_known:
        text = "{member} has belonged to {body} since {from}"
    elif spell.known_until:
        text = "{member} joined {body} {start} and was last seen to belong to it {seen}"
    else:
        text = "{member} joined {body} {start}"
    return view.say(text + (", {role}." if one.kind in _AS else "."), **given)


def _sort(view: View, body: str) -> Markup:
    """Return what something belongs to, as the name of a key fact."""
    return view.say("Organisation" if body.startswith("organization/") else "Alliance")


def _the(view: View, name: str, link: Markup, *, at_start: bool = False) -> Markup:
    """Return a link to what is called *name*, with the article where English says it."""
    return filled("{}{}", article(view.language, name, at_start=at_start), link)


def _says(view: View, cited: Iterable[Citation]) -> Markup:
    """Return who says so, by name."""
    names = [one.publisher or one.title for one in cited if one.bears_out]
    known = list(dict.fromkeys(filter(None, names)))
    if not known:
        return view.say("No source that was seen bears this out.")
    shown = [view.foreign(name) for name in known[:_NAMED]]
    more = len(known) - len(shown)
    if more:
        shown.append(view.wording.plural(more, "{n} more", "{n} more"))
    one, many = "{names} says so.", "{names} say so."
    return view.wording.plural(len(known), one, many, names=view.listed(shown))


def _who(
    view: View, name: Markup, of: Markup, spell: Spell, grade: str, cited: Sequence[Citation]
) -> Section:
    """Return the one row with its sources open."""
    receipt = replace(Receipt.of(cited, grade), is_open=True)
    cells = (of, since(view, spell, cited), until(view, spell, cited))
    columns = tuple(Column(title) for title in (name, view.say("Since"), view.say("Until")))
    table = Table(view.say("Who says so"), columns, (Group((Row(cells, receipt),)),))
    return Section("sources", view.say("Who says so"), (table,))


def _times(view: View, spell: Spell) -> tuple[Key, ...]:
    return (Key(view.say("Since"), since(view, spell)), Key(view.say("Until"), until(view, spell)))
