"""The first sentences of the page of a state: pacts, operations, organisations, with dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from markupsafe import Markup, escape

from openalliances.facts.bodies import Polity
from openalliances.facts.days import Holds
from openalliances.facts.memberships import Membership, Suspension
from openalliances.facts.operations import Contribution, Operation
from openalliances.facts.partners import Pact, bound_partners, partners_of
from openalliances.pages.composed.membership_tables import places_of
from openalliances.pages.composed.operation_tables import is_shown
from openalliances.pages.composed.spells import in_years, years
from openalliances.pages.composed.times import on, when
from openalliances.pages.markup import filled
from openalliances.pages.view import View

_NAMED = 3
"""How many things a sentence names; the others are counted, and stand in the tables below."""
_MANY_HOSTED = 3
"""So many missions in a state, and they are what people ask for first."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables say of a state."""

    polity: Polity
    memberships: tuple[Membership, ...]
    pacts: tuple[Pact, ...]
    hosted: tuple[Operation, ...]
    led: tuple[Operation, ...]
    given: tuple[Contribution, ...]
    said: Markup
    """Its name in the language of the reader."""
    suspensions: tuple[Suspension, ...] = ()
    undeployed: tuple[Operation, ...] = ()

    def shown(self, view: View) -> list[Membership]:
        """Return the memberships of which the page has rows: those that held, or may have."""
        held = [(one, one.spell.holds(view.day)) for one in self.memberships]
        return [one for one, how in held if not view.day or how is not Holds.NO]

    @property
    def is_host_first(self) -> bool:
        """Return whether missions in the state are asked for before those it takes part in."""
        return len(self.hosted) >= _MANY_HOSTED or not (self.led or self.given)


def answer(view: View, known: Known) -> Markup:
    """Return the sentences that answer what people ask of a state, on a day if one is asked for."""
    hosting, bound = _hosting(view, known), _bound(view, known)
    own = [
        _leading(view, known),
        _giving(view, known),
        _allotted(view, known),
        *_past(view, known),
        *_bodies(view, known),
        *_suspended(view, known),
    ]
    own = [bound, *own] if _is_bound(known) else [*own, bound]
    found = [one for one in own if one is not None]
    is_dated = bool(view.day) and not (hosting and known.is_host_first)
    told = [
        one.told(view, known, is_first=not place, is_dated=is_dated and not place)
        for place, one in enumerate(found)
    ]
    if hosting and (known.is_host_first or not told):
        told = [hosting, *told]
    if told:
        return Markup(" ").join(told)
    if view.day:
        text = "Nothing is recorded of {state} {when}."
        return view.say(text, state=_name(known), when=when(view))
    text = "No membership, pact or operation of {state} is recorded."
    return view.say(text, state=_name(known))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence about a state: its forms for one and for several, now and on a day; its values.

    ``{who}`` is the state: its name in the first sentence, then "it".
    """

    count: int
    now: tuple[str, str]
    then: tuple[str, str]
    values: Mapping[str, Markup]

    def told(self, view: View, known: Known, *, is_first: bool, is_dated: bool) -> Markup:
        """Return the sentence; the first one says of whom, and if need be of which day."""
        who = _name(known) if is_first else view.say("It")
        if is_dated:
            who = view.say("{When}, {who}", When=when(view, is_first=True), who=who)
        forms = self.then if view.day else self.now
        return view.wording.plural(self.count, *forms, who=who, **self.values)


def _hosting(view: View, known: Known) -> Markup:
    """Return which missions are or were in the state, in order."""
    found = [one for one in known.hosted if not view.day or is_shown(view, one.spell)]
    if not found:
        return Markup("")
    given = {"state": _name(known)}
    given["n"] = _to_table(view.wording.number(len(found)), "operations-here")
    if len(found) > _NAMED:
        newest = sorted(found, key=lambda one: one.spell.start, reverse=True)[:_NAMED]
        first = min((one.spell.start[:4] for one in found if one.spell.start), default="")
        text = "{n} missions are recorded in {state} since {year}; the newest are {missions}."
        if view.day:
            text = "{n} missions were in {state} {when}; the newest were {missions}."
        return view.say(text, missions=_dated(view, newest), year=first, when=when(view), **given)
    given["missions"] = _dated(view, found)
    if view.day:
        return view.wording.plural(
            len(found),
            "One mission was in {state} {when}: {missions}.",
            "{n} missions were in {state} {when}, in order of their start: {missions}.",
            when=when(view),
            **given,
        )
    return view.wording.plural(
        len(found),
        "One mission is recorded in {state}: {missions}.",
        "{n} missions are recorded in {state}, in order: {missions}.",
        **given,
    )


def _dated(view: View, operations: Sequence[Operation]) -> Markup:
    return view.listed(
        [view.link(one.id, one.short) + in_years(view, one.spell) for one in operations]
    )


def _is_bound(known: Known) -> bool:
    """Return whether defence pacts bind the state for certain."""
    return any(one.bound for one in known.pacts)


def _bound(view: View, known: Known) -> _Sentence | None:
    """Return with how many states it shares defence pacts, which, and since when."""
    if not known.pacts:
        return None
    if _is_bound(known):
        certain = [one for one in known.pacts if one.bound]
        return _Sentence(
            len(bound_partners(certain)),
            (
                "{who} shares a duty of defence with one state, through {pacts}.",
                "{who} shares a duty of defence with {n} states, through {pacts}.",
            ),
            (
                "{who} shared a duty of defence with one state, through {pacts}.",
                "{who} shared a duty of defence with {n} states, through {pacts}.",
            ),
            {"pacts": _pacts(view, certain)},
        )
    lately = max((pact.own.known_until for pact in known.pacts), default="")
    forms = (
        "{who} shared a duty of defence with one state when that was last seen, in {year}: "
        "{pacts}.",
        "{who} shared a duty of defence with {n} states when that was last seen, in {year}: "
        "{pacts}.",
    )
    then = (
        "{who} had shared a duty of defence with one state, last seen in {year}: {pacts}.",
        "{who} had shared a duty of defence with {n} states, last seen in {year}: {pacts}.",
    )
    given = {"pacts": _pacts(view, known.pacts), "year": escape(lately[:4])}
    return _Sentence(len(partners_of(known.pacts)), forms, then, given)


def _pacts(view: View, pacts: Sequence[Pact]) -> Markup:
    named = [view.link(one.id, one.name) + in_years(view, one.own) for one in pacts]
    return _some(view, named, "partners")


def _leading(view: View, known: Known) -> _Sentence | None:
    """Return what it leads."""
    led = [one for one in known.led if is_shown(view, one.spell)]
    if not led:
        return None
    newest = sorted(led, key=lambda one: one.spell.start, reverse=True)
    named = _some(view, [_led(view, one) for one in newest], "operations")
    now, then = "{who} leads {missions}.", "{who} led {missions}."
    return _Sentence(len(led), (now, now), (then, then), {"missions": named})


def _giving(view: View, known: Known) -> _Sentence | None:
    """Return where its people are."""
    given = [one for one in known.given if is_shown(view, one) and not one.is_allotted]
    if not given:
        return None
    last: dict[str, Contribution] = {}
    for one in sorted(given, key=lambda one: one.counted):
        last[one.operation.id] = one
    most = sorted(last.values(), key=lambda one: (-_most(one), one.operation.short))
    return _Sentence(
        len(last),
        (
            "{who} has people in one operation: {missions}.",
            "{who} has people in {n} operations, among them {missions}.",
        ),
        (
            "{who} had people in one operation: {missions}.",
            "{who} had people in {n} operations, among them {missions}.",
        ),
        {"missions": _with_people(view, most[:_NAMED])},
    )


def _allotted(view: View, known: Known) -> _Sentence | None:
    """Return to which operations it was to send troops; nobody says that they came."""
    given = [one for one in known.given if one.is_allotted and is_shown(view, one)]
    if not given:
        return None
    most = sorted(given, key=lambda one: -(one.allotted or 0))
    named = [_number_on(view, one.operation, one.allotted, one.counted) for one in most]
    forms = (
        "{who} was to send troops to {missions}.",
        "{who} was to send troops to {n} operations, among them {missions}.",
    )
    given_words = {"missions": view.listed(named[:_NAMED])}
    return _Sentence(len(given), forms, forms, given_words)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a state in operations: what it leads, and what it gives to others or these."""

    led: tuple[Operation, ...]
    given: tuple[Contribution, ...]

    @property
    def ids(self) -> set[str]:
        """Return the ids of the operations, each once."""
        return {one.id for one in self.led} | {one.operation.id for one in self.given}


def parts(view: View, known: Known) -> tuple[Parts, Parts, Parts]:
    """Return the parts that go on, those without a stated end last seen earlier, and the others.

    On a day the first are those that held, or may have, and there are no others.
    """
    led = [(one, one.spell.holds(view.day)) for one in known.led]
    given = [(one, one.holds(view.day)) for one in known.given]

    def some(*wanted: Holds) -> Parts:
        return Parts(
            tuple(one for one, how in led if how in wanted),
            tuple(one for one, how in given if how in wanted),
        )

    now = some(Holds.YES, Holds.MAYBE)
    if view.day:
        return now, some(), some()
    return now, some(Holds.UNKNOWN), some(Holds.NO)


def _past(view: View, known: Known) -> list[_Sentence]:
    """Return in which operations it took part that no longer have its people, as far as is known.

    What has ended is told apart from that of which no end is stated. Few are named, in the order
    of their years; many are counted, which leads to their table.
    """
    now, seen, ended = parts(view, known)
    of_ended = (
        "{who} took part earlier in one operation: {missions}.",
        "{who} took part earlier in {n} operations: {missions}.",
    )
    of_seen = (
        "{who} was also in one operation when last seen, its end not stated: {missions}.",
        "{who} was also in {n} operations when last seen, their end not stated: {missions}.",
    )
    many_ended = "{who} took part earlier in {number} operations, among them {most}."
    many_seen = "{who} was also in {number} operations when last seen, their end not stated."
    return [
        *_earlier(view, ended, now.ids | seen.ids, of_ended, many_ended),
        *_earlier(view, seen, now.ids, of_seen, many_seen),
    ]


def _earlier(
    view: View, some: Parts, told: Set[str], forms: tuple[str, str], many: str
) -> list[_Sentence]:
    """Return the sentence on parts in operations that are not *told* yet; none if there are none.

    *forms* are those for one and for a few, which are named; of *many* those with most people are.
    """
    found: dict[str, tuple[str, Markup]] = {}
    for gift in sorted(some.given, key=_most):
        operation = gift.operation
        if operation.id not in told and not gift.is_allotted:
            link = view.link(operation.id, operation.short) + in_years(view, gift.spell)
            found[operation.id] = (gift.spell.start or "9999", link)
    for one in some.led:
        if one.id not in told:
            link = view.link(one.id, one.short) + in_years(view, one.spell)
            found.setdefault(one.id, (one.spell.start or "9999", link))
    if len(found) > _NAMED:
        number = _to_table(view.wording.number(len(found)), "operations")
        largest = [one.operation for one in sorted(some.given, key=_most, reverse=True)]
        named = dict.fromkeys(one.id for one in largest if one.id in found)
        most = view.listed([found[id_][1] for id_ in dict.fromkeys((*named, *found))][:_NAMED])
        return [_Sentence(len(found), (many, many), (many, many), {"number": number, "most": most})]
    in_order = view.listed([link for _, link in sorted(found.values(), key=lambda one: one[0])])
    return [_Sentence(len(found), forms, forms, {"missions": in_order})] if found else []


def _most(one: Contribution) -> int:
    return one.personnel or 0


def _bodies(view: View, known: Known) -> list[_Sentence]:
    """Return to which organisations it belongs and to what it is a party, the newest by name.

    Each has its first day, which leads to the row. Pacts of defence are told apart.
    """
    full = [one for one in known.memberships if one.is_full]
    here = [one for one in full if is_shown(view, one.spell) and not one.obliges_to_defend]
    if here:
        bodies = [one for one in here if not one.is_in_arrangement]
        parties = [one for one in here if one.is_in_arrangement]
        return [
            *_belonging(view, known, bodies, _BELONGS),
            *_belonging(view, known, parties, _IS_PARTY),
        ]
    if view.day or known.pacts or not full:
        return []
    linked = [view.link(one.body, one.body_name) + in_years(view, one.spell) for one in full]
    forms = (
        "{who} belonged to {bodies}.",
        "{who} belonged to {n} alliances and organisations: {bodies}.",
    )
    return [_Sentence(len(full), forms, forms, {"bodies": _some(view, linked, "memberships")})]


_BELONGS = (
    (
        "{who} belongs to one organisation: {bodies}.",
        "{who} belongs to {n} organisations: {bodies}.",
    ),
    (
        "{who} belonged to one organisation: {bodies}.",
        "{who} belonged to {n} organisations: {bodies}.",
    ),
)
_IS_PARTY = (
    (
        "{who} is a party to one arrangement: {bodies}.",
        "{who} is a party to {n} arrangements: {bodies}.",
    ),
    (
        "{who} was a party to one arrangement: {bodies}.",
        "{who} was a party to {n} arrangements: {bodies}.",
    ),
)


def _belonging(
    view: View,
    known: Known,
    found: Sequence[Membership],
    forms: tuple[tuple[str, str], tuple[str, str]],
) -> list[_Sentence]:
    """Return the sentence on some memberships, the newest first; none where there are none."""
    if not found:
        return []
    places = places_of(known.shown(view))
    newest = sorted(found, key=lambda one: one.spell.start, reverse=True)
    named = [_since(view, one, places[one.id]) for one in newest]
    return [_Sentence(len(found), *forms, {"bodies": _some(view, named, "memberships")})]


def _suspended(view: View, known: Known) -> list[_Sentence]:
    """Return in what its membership is suspended, and in what it was when last seen."""
    left = {one.id for one in known.memberships if one.spell.holds(view.day) is Holds.NO}
    open_ = [one for one in known.suspensions if one.membership not in left]
    now = [one for one in open_ if is_shown(view, one.spell)]
    lately = [one for one in open_ if not view.day and one.spell.holds(None) is Holds.UNKNOWN]
    is_now = (
        "{who} is a suspended member of {bodies}.",
        "{who} is a suspended member of {bodies}.",
    )
    was = (
        "{who} was a suspended member of {bodies}.",
        "{who} was a suspended member of {bodies}.",
    )
    when_seen = (
        "{who} was a suspended member of {bodies} when last seen.",
        "{who} was a suspended member of {bodies} when last seen.",
    )
    return [
        _Sentence(len(some), *forms, {"bodies": view.listed([_suspension(view, o) for o in some])})
        for some, forms in ((now, (is_now, was)), (lately, (when_seen, when_seen)))
        if some
    ]


def _suspension(view: View, one: Suspension) -> Markup:
    """Return an organisation and since when the membership in it is suspended."""
    link = view.link(one.body, one.body_name)
    if not one.spell.start:
        return link
    since = view.say("since {date}", date=view.date(one.spell.start))
    return filled('{} (<a href="{}">{}</a>)', link, view.href(view.path(one.id)), since)


def _since(view: View, one: Membership, place: str) -> Markup:
    """Return an organisation and since when, which leads to the row at *place*."""
    link = view.link(one.body, one.acronym or one.body_name)
    if not one.spell.start:
        return link
    if one.is_in_arrangement:
        return filled('{} (<a href="#{}">{}</a>)', link, place, years(view, one.spell))
    since = view.say("since {date}", date=view.date(one.spell.start))
    return filled('{} <a href="#{}">{}</a>', link, place, since)


def _placed(view: View, one: Operation) -> Markup:
    link = view.link(one.id, one.short)
    if len(one.places) != 1:
        return link
    place = one.places[0]
    return view.say("{mission} in {place}", mission=link, place=view.link(place.id, place.name))


def _led(view: View, one: Operation) -> Markup:
    """Return an operation that the state leads, and with how many others it does so."""
    others = len(one.leaders) - 1
    if not others:
        return _placed(view, one)
    return view.wording.plural(
        others,
        "{mission} (with one other leader)",
        "{mission} (with {n} other leaders)",
        mission=_placed(view, one),
    )


def _with_people(view: View, given: Sequence[Contribution]) -> Markup:
    """Return operations with the number of people there, and the day on which they were counted.

    The day is said once where it is the same for all.
    """
    days = {one.counted for one in given}
    if len(given) > 1 and len(days) == 1 and "" not in days:
        named = [
            view.say(
                "{mission} ({n})",
                mission=_placed(view, one.operation),
                n=view.wording.number(one.personnel or 0),
            )
            for one in given
        ]
        text = "{missions}, as counted {when}"
        return view.say(text, missions=view.listed(named), when=on(view, days.pop()))
    named = [_number_on(view, one.operation, one.personnel, one.counted) for one in given]
    return view.listed(named)


def _number_on(view: View, operation: Operation, people: int | None, day: str) -> Markup:
    """Return an operation with a number of people and the day of the number, if there is one."""
    placed = _placed(view, operation)
    if people is None:
        return placed
    number = view.wording.number(people)
    if not day:
        return view.say("{mission} ({n})", mission=placed, n=number)
    return view.say("{mission} ({n} {when})", mission=placed, n=number, when=on(view, day))


def _some(view: View, items: Sequence[Markup], place: str) -> Markup:
    """Return the first of *items* as a list, the others counted, which leads to their table."""
    shown = list(items[:_NAMED])
    more = len(items) - len(shown)
    if more:
        shown.append(_to_table(view.wording.plural(more, "{n} more", "{n} more"), place))
    return view.listed(shown)


def _to_table(words: Markup | str, place: str) -> Markup:
    """Return words that lead to the section of the page that has the rest."""
    return filled('<a href="#{}">{}</a>', place, words)


def _name(known: Known) -> Markup:
    return known.said
