"""The first sentences of the page of an alliance or organisation: members, duties, dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.facts.bodies import Body
from openalliances.facts.days import Holds
from openalliances.facts.memberships import Membership, Wave
from openalliances.facts.operations import Operation
from openalliances.pages.composed.english import called
from openalliances.pages.composed.membership_tables import duties
from openalliances.pages.composed.operation_tables import Sorted
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
    def is_signed_only(self) -> bool:
        """Return whether its parties are known to have signed, and no more; so it binds nobody."""
        return self.kind == "signatory"

    @property
    def is_last_known(self) -> bool:
        """Return whether nobody says lately that it goes on, nor that it has ended."""
        return not self.body.spell.has_ended and not self.body.spell.is_lately_known

    @property
    def seen(self) -> str:
        """Return the latest day on which a source shows it or members of it."""
        shown = (one.spell.known_until for one in self.here)
        return max((self.body.spell.known_until, *shown), default="")


def answer(view: View, known: Belonging) -> Markup:
    """Return the sentences that answer what people ask of a body, on a day if one is asked for."""
    if view.day:
        told = _on_day(view, known)
    else:
        told = [
            _members(view, known),
            _named(view, known),
            _not_complete(view, known),
            _founding(view, known),
            _last(view, known),
        ]
    told += [_leading(view, known), *_led_before(view, known)]
    return Markup(" ").join(one for one in told if one)


def counted(view: View, known: Belonging, count: int) -> Markup:
    """Return a number of members, called as those are who make up the body."""
    return view.wording.plural(count, *NOUNS.get(known.kind, NOUNS["full"]))


def _members(view: View, known: Belonging) -> Markup:
    """Return how many belong to it, or who if they are two, and what they owe one another."""
    body, count = known.body, len(known.states)
    if not count:
        return view.say("No member of {name} is recorded.", name=_name(view, known, at_start=False))
    if known.is_signed_only:
        return _signed(view, known)
    if body.obligations and count == _PAIR:
        return _pair(view, known)
    if _is_promise(known):
        return _promise(view, known)
    return view.say(
        _form(known),
        name=_name(view, known),
        members=counted(view, known, count),
        duties=duties(view, body.obligations),
        end=on(view, body.spell.end),
        seen=on(view, known.seen),
    )


def _signed(view: View, known: Belonging) -> Markup:
    """Return who signed it and when, what it would oblige them to, that this was not seen."""
    body = known.body
    signed = min((one.spell.start for one in known.here if one.spell.start), default="")
    links = [view.link(id_, name) for id_, name in known.states.items()]
    who = view.listed(links) if len(links) <= _FEW else counted(view, known, len(links))
    given = {"who": who, "date": on(view, signed), "duties": duties(view, body.obligations)}
    text = "{who} signed it {date}." if signed else "{who} signed it."
    told = [view.say(text, **given)]
    if body.spell.has_ended:
        return told[0]
    if body.obligations:
        text = "It would oblige them {duties}; that it entered into force was not seen."
        told.append(view.say(text, **given))
    else:
        told.append(view.say("That it entered into force was not seen."))
    return Markup(" ").join(told)


def _is_promise(known: Belonging) -> bool:
    """Return whether one alone is bound, for the good of others that promise nothing."""
    is_one = len(known.states) == 1 and bool(known.special)
    return is_one and bool(known.body.obligations) and not known.body.spell.has_ended


def _promise(view: View, known: Belonging) -> Markup:
    """Return who promised it to whom, and when."""
    (one,) = known.states.items()
    to = {one.member: one.member_name for one in known.special if one.kind == "associate"}
    given = {
        "who": view.link(*one),
        "to": view.listed([view.link(*pair) for pair in to.items()]),
        "date": on(view, known.body.spell.start),
    }
    if not (to and known.body.spell.start):
        return view.say("{who} alone is bound by it.", **given)
    return view.say("{who} promised it to {to} {date}, and is bound by it alone.", **given)


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
    if known.is_signed_only:
        return Markup("")
    names = view.listed([view.link(id_, name) for id_, name in known.states.items()])
    if known.body.spell.has_ended or known.is_last_known:
        return view.say("They were {names}.", names=names)
    return view.say("They are {names}.", names=names)


def _not_complete(view: View, known: Belonging) -> Markup:
    """Return that others may belong to an organisation, where no source gives a complete list."""
    if known.body.members_complete or not (known.body.is_organization and known.states):
        return Markup("")
    return view.say("The list of its members may not be complete.")


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
    if known.is_last_known and body.spell.start.startswith(known.seen):
        text = "{pair} were obliged {duties} from {start}; nobody has seen it since."
        return view.say(text, **given)
    if known.is_last_known and known.seen:
        return view.say(
            "{pair} were obliged {duties} from {start}; this was last seen {seen}.", **given
        )
    return view.say("{pair} have been obliged {duties} since {start}.", **given)


def _founding(view: View, known: Belonging) -> Markup:
    """Return when it began, with how many, by which treaty."""
    body = known.body
    if _is_promise(known):
        return Markup("")
    if known.is_signed_only or (len(known.states) == _PAIR and body.obligations):
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


_NOT_KNOWN = {
    True: (
        "{Name} had been joined by {members} earlier; no source shows so late who was left.",
        "Of {members} more that had joined {name} no source shows so late a day.",
    ),
    False: (
        "Of {members} of {name} it is not known since when they have belonged to it.",
        "Of {members} more it is not known since when they have belonged to it.",
    ),
}
"""What is said of those of whom it is not known whether they belonged to a body on a day.

By whether it is known since when they belong to it, alone and after others.
"""


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
        if known.is_signed_only:
            text = "{When}, {name} had {members}; that it was in force was not seen."
        elif body.obligations:
            text = "{When}, {name} had {members}, obliged {duties}."
        told.append(view.say(text, **given))
    for has_start, texts in _NOT_KNOWN.items():
        states = {one.member for one in known.unknown if bool(one.spell.start) is has_start}
        if states:
            given["members"] = counted(view, known, len(states))
            told.append(view.say(texts[bool(told)], **given))
    return told or [view.say("No member of {name} is recorded {when}.", **given)]


def _leading(view: View, known: Belonging) -> Markup:
    """Return how many operations it leads, or led on the day, and the newest of them."""
    runs = Sorted.of(view, known.led).runs
    if not runs:
        return Markup("")
    links = view.listed([view.link(one.id, one.short) for one in runs[:_NAMED]])
    if view.day:
        return view.wording.plural(
            len(runs),
            "It led one operation then: {newest}.",
            "It led {n} operations then, the newest of them {newest}.",
            newest=links,
        )
    one, many = "It leads one operation: {newest}.", "It leads {n} operations: {newest}."
    if len(runs) > _NAMED:
        many = "It leads {n} operations, the newest of them {newest}."
    return view.wording.plural(len(runs), one, many, newest=links)


def _led_before(view: View, known: Belonging) -> Iterator[Markup]:
    """Yield how many operations that it led have ended, and of which no end is stated."""
    found = Sorted.of(view, known.led)
    plural = view.wording.plural
    ended = len(found.ended)
    if ended and found.runs:
        yield plural(ended, "One that it led has ended.", "{n} that it led have ended.")
    elif ended:
        yield plural(
            ended,
            "It led one operation, which has ended.",
            "It led {n} operations that have ended.",
        )
    if found.open:
        links = view.listed([view.link(one.id, one.short) for one in found.open[:_NAMED]])
        one, many = (
            "Of one that it led no end is stated, and nobody saw it lately: {newest}.",
            "Of {n} that it led no end is stated, and nobody saw them lately: {newest}.",
        )
        if len(found.open) > _NAMED:
            many = (
                "Of {n} that it led no end is stated, and nobody saw them lately, the newest of "
                "them {newest}."
            )
        yield plural(len(found.open), one, many, newest=links)


def _name(view: View, known: Belonging, *, at_start: bool = True) -> Markup:
    """Return what the body is called in a sentence, by default at its start."""
    body = known.body
    return called(view, body.id, body.acronym or body.name, at_start=at_start)
