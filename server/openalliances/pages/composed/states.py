"""The page of a state: operations, memberships, defence partners, codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from openalliances.facts import bodies, memberships, operations, partners
from openalliances.facts.claims import claims_about
from openalliances.facts.days import Holds
from openalliances.facts.memberships import Membership
from openalliances.facts.receipts import Value, citations, values
from openalliances.pages import figures
from openalliances.pages.composed import evidence, membership_tables, operation_tables
from openalliances.pages.composed.disagreement import sides_of
from openalliances.pages.composed.hearsay import what_is_said
from openalliances.pages.composed.holes import not_recorded
from openalliances.pages.composed.model import Composed, Key, Receipt, Section, Sides, Way
from openalliances.pages.composed.names import also, elsewhere, notes
from openalliances.pages.composed.operation_tables import Cited, is_shown
from openalliances.pages.composed.spells import since, until
from openalliances.pages.composed.state_answers import Known, answer, parts
from openalliances.pages.composed.times import strip
from openalliances.pages.composed.ways import ways
from openalliances.pages.markup import isolated
from openalliances.pages.view import View, iri_of
from openalliances.tabular.database import Reader

_EYEBROWS = {
    "state": "State",
    "former-state": "Former state",
    "state-with-limited-recognition": "State with limited recognition",
    "territory": "Territory",
}
"""What a state is called above its name, by kind."""
_PAIR = 2


def compose(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of the state *id_*; None if the tables have none."""
    polity = bodies.polity(reader, id_)
    if polity is None:
        return None
    known = Known(
        polity,
        memberships.sized(reader, memberships.of_member(reader, id_), view.day),
        partners.pacts(reader, id_, view.day),
        operations.hosted(reader, id_),
        operations.led(reader, id_),
        operations.contributions(reader, id_, view.day),
        view.name(id_, polity.name),
        suspensions=memberships.suspensions_of(reader, id_),
        undeployed=operations.undeployed(reader, id_),
    )
    said = values(reader, id_)
    cited = citations(reader, _rows(known))
    return Composed(
        thing=id_,
        title=polity.name,
        eyebrow=_eyebrow(view, known, said),
        answer=answer(view, known),
        also=also(said, polity.name),
        key=tuple(_key(view, known, said)) + elsewhere(view, reader, id_),
        key_receipt=Receipt.of(cited.get(id_, ()), polity.grade),
        head=(*_disagreement(view, reader, id_), *strip(view, id_, _years(known))),
        sections=tuple(_sections(view, reader, known, cited)),
        notes=notes(view, said),
        ways=(
            Way(view.say("Compare with another state"), view.href("/compare", ids=_slug(id_))),
            *_world(view),
        ),
    )


def _rows(known: Known) -> list[str]:
    """Return the ids of all rows of the page, whose citations are asked for at once."""
    return [
        known.polity.id,
        *(one.id for one in known.memberships),
        *(one.id for one in known.hosted),
        *(one.id for one in known.led),
        *(one.id for one in known.given),
        *(one.id for one in known.undeployed),
        *(one.id for one in known.polity.periods),
    ]


def _eyebrow(view: View, known: Known, said: Mapping[str, Sequence[Value]]) -> Markup:
    kind = view.say(_EYEBROWS.get(known.polity.kind, "State"))
    regions = [view.link(one.value, one.name) for one in said.get("locatedIn", ())]
    if not regions:
        return kind
    return view.say("{kind} in {regions}", kind=kind, regions=view.listed(regions))


def _key(view: View, known: Known, said: Mapping[str, Sequence[Value]]) -> Iterator[Key]:
    polity = known.polity
    iso = [
        *(one.value for one in said.get("isoAlpha2", ())),
        polity.iso3,
        polity.iso_numeric.zfill(3),
    ]
    if polity.iso3:
        same = polity.m49 == polity.iso_numeric
        yield Key("ISO 3166, M49" if same else "ISO 3166", " · ".join(iso))
        if not same and polity.m49:
            yield Key("UN M49", polity.m49.zfill(3))
    codes = [polity.cow, polity.cow_abbreviation]
    if polity.cow and polity.cow == polity.gleditsch_ward:
        yield Key("COW, GW", " · ".join(filter(None, codes)))
    else:
        if polity.cow:
            yield Key("COW", " · ".join(filter(None, codes)))
        if polity.gleditsch_ward:
            yield Key("GW", polity.gleditsch_ward)
    for earlier in said.get("succeeds", ()):
        yield Key(view.say("Follows"), view.link(earlier.value, earlier.name))
    if polity.official_name and polity.official_name != polity.name:
        yield Key(view.say("Official name"), _official(view, polity))
    existence = [one for one in polity.periods if one.is_existence] or list(polity.periods)
    if existence:
        yield Key(view.say("Listed since"), since(view, existence[0].spell))
        if existence[-1].spell.end:
            yield Key(view.say("Listed until"), until(view, existence[-1].spell))
    for one in known.memberships:
        if one.body == "organization/united-nations" and one.is_full and not one.spell.has_ended:
            yield Key(view.say("In the UN since"), view.date(one.spell.start))


def _sections(view: View, reader: Reader, known: Known, cited: Cited) -> Iterator[Section]:
    here = tuple(_hosting(view, reader, known, cited))
    part = tuple(_part(view, known, cited))
    caption = view.say(
        "Operations in or led by {place} that did not take place", place=_name(known)
    )
    belonging = tuple(_memberships(view, reader, known, cited))
    bound = tuple(_partners(view, known, cited))
    yield from (*here, *part) if known.is_host_first else (*part, *here)
    yield from operation_tables.undeployed(view, known.undeployed, cited, caption)
    yield from (*belonging, *bound)
    yield from _periods(view, known, cited)
    if view.day is None:
        yield from _partnerships(view, reader, known)
        said = what_is_said(view, reader, known.polity.id, known.polity.name)
        yield from (section for section in said if section is not None)
    parts = {
        "operations in it": here,
        "operations that it took part in": part,
        "memberships": belonging,
        "defence pacts": bound,
    }
    yield from not_recorded(view, (name for name, found in parts.items() if not found))


def _disagreement(view: View, reader: Reader, id_: str) -> tuple[Sides, ...]:
    """Return the two sides of what is claimed of the state and what speaks against it."""
    claimed = claims_about(reader, id_)
    found = sides_of(view, reader, claimed) if claimed else None
    return (found,) if found else ()


def _hosting(view: View, reader: Reader, known: Known, cited: Cited) -> Iterator[Section]:
    found = [one for one in known.hosted if not view.day or is_shown(view, one.spell)]
    if not found:
        return
    state, id_ = _name(known), known.polity.id
    table = operation_tables.hosted_table(view, state, found, cited)
    picture = None
    if known.is_host_first and len(known.hosted) >= _PAIR:
        kind = "operations-timeline"
        picture = figures.block(view, reader, kind, thing=id_, role="place")
    yield Section(
        slug="operations-here",
        title=view.say("Operations in {place}", place=state),
        blocks=(table, *([picture] if picture else [])),
        count=view.say("{n}, in order", n=len(found)),
        ways=ways(
            view,
            "mission_hosts",
            {"host": id_},
            view.say("of the operations in {place}", place=state),
        ),
        jump=str(len(found)),
    )


def _part(view: View, known: Known, cited: Cited) -> Iterator[Section]:
    all_ = parts(view, known)
    # What it leads and also gives people to is one operation, and one of which its people left
    # while others of its people are there goes on.
    now, seen, ended = (part.ids for part in all_)
    seen, ended = seen - now, ended - now - seen
    count = len(now | seen | ended)
    if not count:
        return
    state, id_ = _name(known), known.polity.id
    captions = (
        view.say("Operations that {state} leads or takes part in", state=state),
        view.say(
            "Operations of {state} without a stated end, last seen earlier: {n}",
            state=state,
            n=len(seen),
        ),
        view.say("Earlier operations of {state}: {n}", state=state, n=len(ended)),
    )
    blocks = tuple(
        operation_tables.part_table(
            view, caption, part.led, part.given, cited, is_folded=bool(place and now)
        )
        for place, (caption, part) in enumerate(zip(captions, all_, strict=True))
        if part.ids
    )
    yield Section(
        slug="operations",
        title=view.say("Operations it takes part in"),
        blocks=blocks,
        count=str(count) if view.day else _three(view, len(now), len(seen), len(ended)),
        ways=ways(
            view,
            "contributions",
            {"state": id_},
            view.say("of the contributions of {state}", state=state),
        ),
        jump=str(count),
    )


def _three(view: View, now: int, seen: int, ended: int) -> Markup:
    """Return how many hold, were last seen earlier and have ended; who has none is left out."""
    if not seen:
        return view.say("{n} now, {ended} ended", n=now, ended=ended)
    text = "{n} now, {seen} last seen earlier, {ended} ended"
    return view.say(text, n=now, seen=seen, ended=ended)


def _memberships(view: View, reader: Reader, known: Known, cited: Cited) -> Iterator[Section]:
    found = known.shown(view)
    if not found:
        return
    state, id_ = _name(known), known.polity.id
    caption = view.say("Memberships of {state}", state=state)
    table = membership_tables.of_member(view, caption, found, known.suspensions, cited)
    picture = None
    if not known.is_host_first or len(known.hosted) < _PAIR:
        picture = figures.block(view, reader, "memberships-timeline", thing=id_)
    lately = sum(is_shown(view, one.spell) for one in found)
    yield Section(
        slug="memberships",
        title=view.say("Memberships"),
        blocks=(table, *([picture] if picture else [])),
        count=_now_and_then(view, found) if not view.day else view.wording.number(lately),
        ways=ways(
            view,
            "memberships",
            {"member": id_},
            view.say("of the memberships of {state}", state=state),
        ),
        jump=str(len(found)),
    )


def _now_and_then(view: View, found: Sequence[Membership]) -> Markup:
    """Return how many of all memberships hold, have ended, and were last seen some time ago."""
    held = Counter(one.spell.holds(None) for one in found)
    return _three(view, held[Holds.YES], held[Holds.UNKNOWN], held[Holds.NO])


def _partners(view: View, known: Known, cited: Cited) -> Iterator[Section]:
    if not known.pacts:
        return
    state, id_ = _name(known), known.polity.id
    of = view.say("of the memberships of {state}", state=state)
    bound, all_ = partners.bound_partners(known.pacts), partners.partners_of(known.pacts)
    count, more = len(bound), len(all_.keys() - bound.keys())
    told = view.wording.plural(count, "{n} state", "{n} states")
    if more:
        told = view.say("{states}, {more} more when last seen", states=told, more=more)
    caption = view.say("Defence pacts of {state} and the partners that they give it", state=state)
    yield Section(
        slug="partners",
        title=view.say("Defence partners"),
        blocks=(membership_tables.pacts_table(view, caption, known.pacts, cited),),
        count=told,
        lede=view.say("A pair counts once, however many pacts join the two."),
        ways=(
            Way(str(view.say("Map")), view.href("/figure/partners-map", thing=id_), str(of)),
            *ways(view, "memberships", {"member": id_}, of),
        ),
        jump=str(count) if count else str(view.say("{n} when last seen", n=more)),
    )


def _periods(view: View, known: Known, cited: Cited) -> Iterator[Section]:
    found = known.polity.periods
    if len(found) < 2 or view.day:
        return
    state = _name(known)
    yield Section(
        slug="periods",
        title=view.say("In lists of states"),
        blocks=(
            membership_tables.periods_table(
                view, view.say("Periods of {state}", state=state), found, cited
            ),
        ),
        count=str(len(found)),
        ways=ways(
            view,
            "state_periods",
            {"state": known.polity.id},
            view.say("of the periods of {state}", state=state),
        ),
    )


def _partnerships(view: View, reader: Reader, known: Known) -> Iterator[Section]:
    found = partners.partnerships(reader, known.polity.id)
    if not found:
        return
    state = _name(known)
    caption = view.say("Partnerships of {state} that documents describe", state=state)
    tallies = evidence.tallies(view, reader, [one.id for one in found])
    yield Section(
        slug="partnerships",
        title=view.say("Partnerships that documents describe"),
        blocks=(membership_tables.partnerships_table(view, caption, found, tallies),),
        count=view.wording.number(len(found)),
        lede=view.say(
            "What is claimed of each, what is documented and when, what speaks against it, and "
            "what was searched for in vain stands on its page."
        ),
        ways=ways(
            view,
            "partnerships",
            {"parties": known.polity.id},
            view.say("of the partnerships of {state}", state=state),
        ),
        jump=view.wording.number(len(found)),
    )


def _world(view: View) -> tuple[Way, ...]:
    day = view.day.text if view.day else ""
    if not day:
        return ()
    return (Way(view.say("The world on that day"), view.at(None).href(f"/at/{day}")),)


def _official(view: View, polity: bodies.Polity) -> Markup:
    """Return the official name, in the language of the reader where there is one."""
    said = view.site.official_in(view.wording.language).get(iri_of(polity.id))
    return isolated(said) if said else view.own(polity.official_name)


def _years(known: Known) -> list[int]:
    spells = [
        *(one.spell for one in known.memberships),
        *(one.spell for one in (*known.hosted, *known.led)),
    ]
    return sorted({int(spell.start[:4]) for spell in spells if spell.start})


def _slug(id_: str) -> str:
    return id_.partition("/")[2]


def _name(known: Known) -> Markup:
    return known.said
