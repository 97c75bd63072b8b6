"""The first sentences of the page of a state: pacts, operations, organisations, with dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from openalliances.facts.bodies import Polity
from openalliances.facts.days import Holds
from openalliances.facts.memberships import Membership
from openalliances.facts.operations import Contribution, Operation
from openalliances.facts.partners import Pact, partners_of
from openalliances.pages.composed.membership_tables import places_of
from openalliances.pages.composed.operation_tables import is_shown
from openalliances.pages.composed.spells import in_years
from openalliances.pages.composed.times import when
from openalliances.pages.markup import filled
from openalliances.pages.view import View

IN_ORDER = 18
"""Missions of a place that a sentence names one by one."""
_NAMED_EARLIER = 4
"""Earlier operations that a sentence names."""
_NAMED = 3
_BODIES = 7
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
    own = [_leading(view, known), _giving(view, known), _past(view, known), _bodies(view, known)]
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
    given = {"state": _name(known), "missions": _dated(view, found)}
    if view.day:
        return view.wording.plural(
            len(found),
            "One mission was in {state} {when}: {missions}.",
            "{n} missions were in {state} {when}, in order of their start: {missions}.",
            when=when(view),
            **given,
        )
    if len(found) <= IN_ORDER:
        return view.wording.plural(
            len(found),
            "One mission is recorded in {state}: {missions}.",
            "{n} missions are recorded in {state}, in order: {missions}.",
            **given,
        )
    newest = sorted(found, key=lambda one: one.spell.start, reverse=True)[:_NAMED]
    return view.say(
        "{n} missions are recorded in {state} since {year}; the newest are {missions}.",
        n=view.wording.number(len(found)),
        year=min(one.spell.start[:4] for one in found if one.spell.start),
        **{**given, "missions": _dated(view, newest)},
    )


def _dated(view: View, operations: Sequence[Operation]) -> Markup:
    return view.listed(
        [view.link(one.id, one.short) + in_years(view, one.spell) for one in operations]
    )


def _is_bound(known: Known) -> bool:
    """Return whether defence pacts bind the state for certain."""
    return any(one.holding in (Holds.YES, Holds.MAYBE) for one in known.pacts)


def _bound(view: View, known: Known) -> _Sentence | None:
    """Return with how many states it shares defence pacts, which, and since when."""
    if not known.pacts:
        return None
    if _is_bound(known):
        certain = [one for one in known.pacts if one.holding in (Holds.YES, Holds.MAYBE)]
        return _Sentence(
            len(partners_of(tuple(certain))),
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
    return _some(view, [view.link(p.id, p.name) + in_years(view, p.own) for p in pacts])


def _leading(view: View, known: Known) -> _Sentence | None:
    """Return what it leads."""
    led = [one for one in known.led if is_shown(view, one.spell)]
    if not led:
        return None
    named = _some(view, [_led(view, one) for one in led])
    now, then = "{who} leads {missions}.", "{who} led {missions}."
    return _Sentence(len(led), (now, now), (then, then), {"missions": named})


def _giving(view: View, known: Known) -> _Sentence | None:
    """Return where its people are."""
    given = [one for one in known.given if is_shown(view, one)]
    if not given:
        return None
    people: dict[str, tuple[Operation, int]] = {}
    for one in given:
        _, before = people.get(one.operation.id, (one.operation, 0))
        people[one.operation.id] = one.operation, before + (one.personnel or 0)
    most = sorted(people.values(), key=lambda pair: -pair[1])[:_NAMED]
    return _Sentence(
        len(people),
        (
            "{who} has people in one operation: {missions}.",
            "{who} has people in {n} operations, among them {missions}.",
        ),
        (
            "{who} had people in one operation: {missions}.",
            "{who} had people in {n} operations, among them {missions}.",
        ),
        {"missions": view.listed([_with_people(view, *pair) for pair in most])},
    )


def _past(view: View, known: Known) -> _Sentence | None:
    """Return in which operations it took part that no longer have its people, as far as is known.

    Those to which it gave most people are named, in the order of their years.
    """
    if view.day:
        return None
    now = {one.operation.id for one in known.given if is_shown(view, one)}
    now |= {one.id for one in known.led if is_shown(view, one.spell)}
    earlier: dict[str, Contribution] = {}
    for one in known.given:
        before = earlier.get(one.operation.id)
        if one.operation.id not in now and (before is None or _most(one) > _most(before)):
            earlier[one.operation.id] = one
    led = {one.id for one in known.led} - now - earlier.keys()
    if not earlier and not led:
        return None
    chosen = sorted(earlier.values(), key=_most, reverse=True)[:_NAMED_EARLIER]
    in_order = sorted(chosen, key=lambda one: (one.spell.start or "9999", one.id))
    missions = view.listed(
        [
            view.link(one.operation.id, one.operation.short) + in_years(view, one.spell)
            for one in in_order
        ]
    )
    if not chosen:
        forms = (
            "{who} took part in one operation, which is not known to go on.",
            "{who} took part in {n} operations, none of which is known to go on.",
        )
    else:
        forms = (
            "{who} took part earlier in one operation: {missions}.",
            "{who} took part earlier in {n} operations, among them {missions}.",
        )
    return _Sentence(len(earlier) + len(led), forms, forms, {"missions": missions})


def _most(one: Contribution) -> int:
    return one.personnel or 0


def _bodies(view: View, known: Known) -> _Sentence | None:
    """Return to which organisations it belongs, each with its first day, which leads to the row."""
    full = [one for one in known.memberships if one.is_full]
    here = [one for one in full if is_shown(view, one.spell) and not one.obliges_to_defend]
    if here:
        places = places_of(known.shown(view))
        named = _some(view, [_since(view, one, places[one.id]) for one in here], most=_BODIES)
        return _Sentence(
            len(here),
            (
                "{who} belongs to one organisation: {bodies}.",
                "{who} belongs to {n} organisations: {bodies}.",
            ),
            (
                "{who} belonged to one organisation: {bodies}.",
                "{who} belonged to {n} organisations: {bodies}.",
            ),
            {"bodies": named},
        )
    if view.day or known.pacts or not full:
        return None
    linked = [view.link(one.body, one.body_name) + in_years(view, one.spell) for one in full]
    forms = (
        "{who} belonged to {bodies}.",
        "{who} belonged to {n} alliances and organisations: {bodies}.",
    )
    return _Sentence(len(full), forms, forms, {"bodies": _some(view, linked, most=_BODIES)})


def _since(view: View, one: Membership, place: str) -> Markup:
    """Return an organisation and since when, which leads to the row at *place*."""
    link = view.link(one.body, one.acronym or one.body_name)
    if not one.spell.start:
        return link
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


def _with_people(view: View, operation: Operation, people: int) -> Markup:
    """Return an operation with the number of people there, where they were counted."""
    placed = _placed(view, operation)
    if not people:
        return placed
    return view.say("{mission} ({n})", mission=placed, n=view.wording.number(people))


def _some(view: View, items: Sequence[Markup], most: int = _NAMED) -> Markup:
    """Return the first of *items* as a list, the others counted."""
    shown = list(items[:most])
    more = len(items) - len(shown)
    if more:
        shown.append(view.wording.plural(more, "{n} more", "{n} more"))
    return view.listed(shown)


def _name(known: Known) -> Markup:
    return known.said
