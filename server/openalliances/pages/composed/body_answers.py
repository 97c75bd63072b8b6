"""The first sentences of the page of an alliance or organisation: members, duties, dates."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from openalliances.facts.bodies import Body
from openalliances.facts.days import Holds
from openalliances.facts.memberships import Membership, Wave
from openalliances.facts.operations import Operation
from openalliances.pages.composed.english import called
from openalliances.pages.composed.membership_tables import duties
from openalliances.pages.composed.operation_tables import is_shown
from openalliances.pages.composed.times import on, when
from openalliances.pages.view import View

_NAMED = 3
_PAIR = 2
_FEW = 8
"""So many members are named in a sentence."""


NOUNS = {
    "full": ("one member", "{n} members"),
    "observer": ("one observer", "{n} observers"),
    "associate": ("one associate member", "{n} associate members"),
    "participant": ("one participant", "{n} participants"),
    "signatory": ("one signatory", "{n} signatories"),
    "seated-government": ("one seated government", "{n} seated governments"),
}
"""What those are called who belong to a body, by the kind of their membership: one, several."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """Who belongs to a body: ``here`` on the day, at its end, or as far as is known.

    ``unknown`` are those who had joined and are not known to have belonged to it so late. All are
    of the ``kind`` that makes up the body: full members, or participants where it has none of
    these. Those of other kinds are among ``special``.
    """

    body: Body
    kind: str
    here: tuple[Membership, ...]
    unknown: tuple[Membership, ...]
    left: tuple[Membership, ...]
    special: tuple[Membership, ...]
    waves: tuple[Wave, ...]
    led: tuple[Operation, ...]

    @property
    def states(self) -> dict[str, str]:
        """Return the members, each once: id and name."""
        return {one.member: one.member_name for one in self.here}

    @property
    def is_last_known(self) -> bool:
        """Return whether nobody says lately that it goes on, nor that it has ended."""
        return not self.body.spell.has_ended and not self.body.spell.is_lately_known

    @property
    def seen(self) -> str:
        """Return the latest day on which a source shows members."""
        return max((one.spell.known_until for one in self.here), default="")


def answer(view: View, known: Belonging) -> Markup:
    """Return the sentences that answer what people ask of a body, on a day if one is asked for."""
    if view.day:
        told = _on_day(view, known)
    else:
        told = [
            _members(view, known),
            _named(view, known),
            _founding(view, known),
            _last(view, known),
        ]
    told += [_leading(view, known)]
    return Markup(" ").join(one for one in told if one)


def counted(view: View, known: Belonging, count: int) -> Markup:
    """Return a number of members, called as those are who make up the body."""
    return view.wording.plural(count, *NOUNS.get(known.kind, NOUNS["full"]))


def _members(view: View, known: Belonging) -> Markup:
    """Return how many belong to it, or who if they are two, and what they owe one another."""
    body, count = known.body, len(known.states)
    if not count:
        return view.say("No member of {name} is recorded.", name=_name(view, known, at_start=False))
    if body.obligations and count == _PAIR:
        return _pair(view, known)
    return view.say(
        _form(known),
        name=_name(view, known),
        members=counted(view, known, count),
        duties=duties(view, body.obligations),
        end=on(view, body.spell.end),
        seen=on(view, known.seen),
    )


def _form(known: Belonging) -> str:
    """Return the sentence on the members, by whether the body goes on and binds them."""
    body = known.body
    if body.spell.has_ended and body.spell.end:
        if body.obligations:
            return "{name} had {members}, obliged {duties}, when it ended {end}."
        return "{name} had {members} when it ended {end}."
    if body.spell.has_ended:
        if body.obligations:
            return "{name} had {members}, obliged {duties}; nobody says when it ended."
        return "{name} had {members}; nobody says when it ended."
    if known.is_last_known and known.seen:
        if body.obligations:
            return "{name} had {members}, obliged {duties}, when it was last seen {seen}."
        return "{name} had {members} when it was last seen {seen}."
    if body.obligations:
        return "{name} has {members}, obliged {duties}."
    return "{name} has {members}."


def _named(view: View, known: Belonging) -> Markup:
    """Return who belongs to it, if they are few and not named yet."""
    count = len(known.states)
    if not _PAIR <= count <= _FEW or (count == _PAIR and known.body.obligations):
        return Markup("")
    names = view.listed([view.link(id_, name) for id_, name in known.states.items()])
    if known.body.spell.has_ended or known.is_last_known:
        return view.say("They were {names}.", names=names)
    return view.say("They are {names}.", names=names)


def _pair(view: View, known: Belonging) -> Markup:
    body = known.body
    given = {
        "pair": view.listed([view.link(id_, name) for id_, name in known.states.items()]),
        "duties": duties(view, body.obligations),
        "start": view.date(body.spell.start),
        "end": view.date(body.spell.end),
        "seen": on(view, known.seen),
    }
    if body.spell.start and body.spell.end:
        return view.say("{pair} were obliged {duties}, from {start} to {end}.", **given)
    if body.spell.has_ended:
        return view.say("{pair} were obliged {duties}.", **given)
    if known.is_last_known and known.seen:
        return view.say(
            "{pair} were obliged {duties} from {start}; this was last seen {seen}.", **given
        )
    return view.say("{pair} have been obliged {duties} since {start}.", **given)


def _founding(view: View, known: Belonging) -> Markup:
    """Return when it began, with how many, by which treaty."""
    body = known.body
    if len(known.states) == _PAIR and body.obligations:
        if not body.treaty:
            return Markup("")
        link = view.link(body.treaty, body.treaty_name)
        return view.say("They agreed on it in “{treaty}”.", treaty=link)
    if not known.waves:
        return Markup("")
    first = known.waves[0]
    given = {
        "start": on(view, body.spell.start or first.start),
        "treaty": view.link(body.treaty, body.treaty_name) if body.treaty else Markup(""),
        "members": counted(view, known, len(first.members)),
    }
    same = body.spell.start in ("", first.start)
    if body.treaty and same:
        return view.say("It began with {members} {start}, under “{treaty}”.", **given)
    if same:
        return view.say("It began with {members} {start}.", **given)
    if body.treaty:
        return view.say("It began {start}, under “{treaty}”.", **given)
    return view.say("It began {start}.", **given)


def _last(view: View, known: Belonging) -> Markup:
    """Return who joined last, if not all came at once, and how many have left."""
    told = []
    if len(known.waves) > 1:
        last = known.waves[-1]
        names = [view.link(one.member, one.member_name) for one in last.members]
        given = {
            "names": view.listed(names),
            "members": counted(view, known, len(names)),
            "date": on(view, last.start),
        }
        few = len(names) <= _NAMED
        text = "{names} joined last, {date}." if few else "{members} joined last, {date}."
        told.append(view.say(text, **given))
    if known.left and not known.body.spell.has_ended:
        gone = {one.member: one.member_name for one in known.left if one.member not in known.states}
        names = [view.link(id_, name) for id_, name in gone.items()]
        if 0 < len(gone) <= _NAMED:
            one, many = "{names} no longer belongs to it.", "{names} no longer belong to it."
            told.append(view.wording.plural(len(gone), one, many, names=view.listed(names)))
        elif gone:
            many = "{n} no longer belong to it."
            told.append(view.wording.plural(len(gone), many, many))
    return Markup(" ").join(told)


def _on_day(view: View, known: Belonging) -> list[Markup]:
    """Return how many belonged to it on the day that is asked for."""
    assert view.day is not None  # noqa: S101  asked by the only caller
    body = known.body
    holds = body.spell.holds(view.day)
    given = {"name": _name(view, known), "start": view.date(body.spell.start), "when": when(view)}
    given["When"] = when(view, is_first=True)
    given["Name"], given["name"] = given["name"], _name(view, known, at_start=False)
    if holds is Holds.NO and body.spell.start_earliest > view.day.last:
        return [view.say("{Name} did not exist {when}: it began on {start}.", **given)]
    if holds is Holds.NO and not known.here:
        ended = view.date(body.spell.end)
        return [view.say("{Name} no longer existed {when}: it ended on {end}.", **given, end=ended)]
    told = []
    given["members"] = counted(view, known, len(known.states))
    given["duties"] = duties(view, body.obligations)
    if known.states:
        text = "{When}, {name} had {members}."
        if body.obligations:
            text = "{When}, {name} had {members}, obliged {duties}."
        told.append(view.say(text, **given))
    if known.unknown:
        given["members"] = counted(view, known, len({one.member for one in known.unknown}))
        text = "{Name} had been joined by {members} earlier; no source shows so late who was left."
        if known.states:
            text = "Of {members} more that had joined {name} no source shows so late a day."
        told.append(view.say(text, **given))
    return told or [view.say("No member of {name} is recorded {when}.", **given)]


def _leading(view: View, known: Belonging) -> Markup:
    """Return how many operations it leads, and the newest of them."""
    if not known.led:
        return Markup("")
    runs = sorted(
        (one for one in known.led if is_shown(view, one.spell)),
        key=lambda one: one.spell.start,
        reverse=True,
    )
    links = view.listed([view.link(one.id, one.short) for one in runs[:_NAMED]])
    if view.day:
        if not runs:
            return Markup("")
        return view.wording.plural(
            len(runs),
            "It led one operation then: {newest}.",
            "It led {n} operations then, the newest of them {newest}.",
            newest=links,
        )
    ended = view.wording.number(len(known.led) - len(runs))
    if len(runs) == len(known.led):
        one, many = "It leads one operation: {newest}.", "It leads {n} operations: {newest}."
        if len(runs) > _NAMED:
            many = "It leads {n} operations, the newest of them {newest}."
        return view.wording.plural(len(runs), one, many, newest=links)
    if runs:
        return view.wording.plural(
            len(runs),
            "It leads one operation, {newest}; {ended} that it led have ended.",
            "It leads {n} operations, the newest of them {newest}; {ended} that it led have ended.",
            newest=links,
            ended=ended,
        )
    return view.wording.plural(
        len(known.led),
        "It led one operation, which has ended.",
        "It led {n} operations; none is known to go on.",
    )


def _name(view: View, known: Belonging, *, at_start: bool = True) -> Markup:
    """Return what the body is called in a sentence, by default at its start."""
    body = known.body
    return called(view, body.id, body.acronym or body.name, at_start=at_start)
