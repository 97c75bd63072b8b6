"""The sentence that a mission's page opens with, and what it says of a day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from markupsafe import Markup

from openalliances.facts.days import Day, Holds
from openalliances.facts.instruments import Instrument
from openalliances.facts.mandates import ESTABLISHMENT, Mandate
from openalliances.facts.missions import Chain, Mission
from openalliances.facts.names import Named
from openalliances.pages.composed.english import called, listed_places
from openalliances.pages.composed.times import on
from openalliances.pages.view import View

BODIES = {
    "unsc": "Security Council",
    "unga": "General Assembly",
}
"""Who adopts resolutions, by what their identifiers begin with."""
_OF_BODY = re.compile(r" (?:du Conseil de sécurité|de l’Assemblée générale)$")
"""The same at the end of a name in French."""
_MOST_PLACES = 5

_ENDED = {
    "mission": "{mission} was {whose} mission in {places} from {start} to {end}.",
    "operation": "{mission} was {whose} operation in {places} from {start} to {end}.",
}
_ENDED_NOWHERE = {
    "mission": "{mission} was {whose} mission from {start} to {end}.",
    "operation": "{mission} was {whose} operation from {start} to {end}.",
}
_WITHIN = {
    "mission": "{mission} was {whose} mission in {places} {when}.",
    "operation": "{mission} was {whose} operation in {places} {when}.",
}
"""For one that began and ended in one year, month or day, as far as its dates are known."""
_RUNNING = {
    "mission": "{mission} has been {whose} mission in {places} since {start}.",
    "operation": "{mission} has been {whose} operation in {places} since {start}.",
}
_RUNNING_NOWHERE = {
    "mission": "{mission} has been {whose} mission since {start}.",
    "operation": "{mission} has been {whose} operation since {start}.",
}
_BEGAN = {
    "mission": "{mission} was {whose} mission in {places} from {start}; its end is not stated.",
    "operation": "{mission} was {whose} operation in {places} from {start}; its end is not stated.",
}
_BEGAN_NOWHERE = {
    "mission": "{mission} was {whose} mission from {start}; its end is not stated.",
    "operation": "{mission} was {whose} operation from {start}; its end is not stated.",
}
_NEVER = {
    "mission": "{mission} was to be {whose} mission in {places}. It was never deployed.",
    "operation": "{mission} was to be {whose} operation in {places}. It was never deployed.",
}
_PLANNED = {
    "mission": "{mission} is planned as {whose} mission in {places}. No source that was seen says "
    "that it has begun.",
    "operation": "{mission} is planned as {whose} operation in {places}. No source that was seen "
    "says that it has begun.",
}
_DATELESS_NOWHERE = {
    "mission": "{mission} was {whose} mission. Its dates are not stated.",
    "operation": "{mission} was {whose} operation. Its dates are not stated.",
}
_NEVER_NOWHERE = {
    "mission": "{mission} was to be {whose} mission. It was never deployed.",
    "operation": "{mission} was to be {whose} operation. It was never deployed.",
}
_PLANNED_NOWHERE = {
    "mission": "{mission} is planned as {whose} mission. No source that was seen says that it has "
    "begun.",
    "operation": "{mission} is planned as {whose} operation. No source that was seen says that it "
    "has begun.",
}
_UNDEPLOYED = {
    "never-deployed": "It was never deployed.",
    "planned": "No source that was seen says that it has begun.",
}
"""What is said of a mission that was decided and did not take place, whatever the day."""
_DATELESS = {
    "mission": "{mission} was {whose} mission in {places}. Its dates are not stated.",
    "operation": "{mission} was {whose} operation in {places}. Its dates are not stated.",
}


def answer(view: View, mission: Mission, mandates: Sequence[Mandate], chain: Chain) -> Markup:
    """Return what the mission was, where, when and by whose leave, and what took over from it."""
    if mission.is_collective:
        return _several(view, mission)
    if mission.deployment:
        return Markup(" ").join(
            filter(None, (_plan(view, mission), _origin(view, mission, mandates)))
        )
    parts = (_being(view, mission), _origin(view, mission, mandates), _next(view, mission, chain))
    return Markup(" ").join(part for part in parts if part)


def on_day(view: View, mission: Mission, day: Day) -> Markup:
    """Return whether the mission was at work on the day."""
    at, first = on(view, day.text), on(view, day.text, is_first=True)
    if mission.deployment:
        return view.say(_UNDEPLOYED[mission.deployment])
    if not mission.spell.start:
        return view.say("Whether it was at work {when} is not recorded.", when=at)
    holds = mission.spell.holds(day)
    if holds is Holds.UNKNOWN:
        return view.say("Whether it was still at work {when} is not recorded.", when=at)
    if holds is Holds.NO:
        is_early = (mission.spell.start_earliest or mission.spell.start) > day.last
        text = "{when} it had not begun." if is_early else "{when} it had ended."
        return view.say(text, when=first)
    is_within = holds is Holds.MAYBE and len(day.text) < len("2000-01-01")
    text = "{when} it was at work, if not all the time." if is_within else "{when} it was at work."
    if holds is Holds.MAYBE and not is_within:
        text = "{when} it may have been at work; its dates are not known to the day."
    return view.say(text, when=first)


def instrument_name(view: View, instrument: Instrument) -> Markup:
    """Return a resolution without the name of its body, as a link; other texts by their names.

    Who decided without a text that is known is linked in its stead.
    """
    if not instrument.kind:
        return called(view, instrument.id, instrument.name, is_link=True)
    name, language = short_name(view, instrument)
    return view.link(instrument.id, name, language)


def short_name(view: View, instrument: Instrument) -> tuple[str, str]:
    """Return the name of a resolution without that of its body, of another text its name.

    Behind it is its language, which is left out where it is English.
    """
    said, language = view.named(instrument.id, instrument.name)
    if said != instrument.name:
        found = _OF_BODY.search(said)
        return (said[:1].lower() + said[1 : found.start()] if found else str(said)), language
    for body in BODIES.values():
        if instrument.name.startswith(f"{body} resolution"):
            return instrument.name.removeprefix(f"{body} "), ""
    return instrument.name, ""


def body_of(instrument: Instrument) -> str:
    """Return who adopted a resolution, empty for other texts."""
    return next((body for body in BODIES.values() if instrument.name.startswith(body)), "")


def _being(view: View, mission: Mission) -> Markup:
    spell = mission.spell
    noun = "mission" if "peace-operation" in mission.kinds else "operation"
    if spell.end and spell.start:
        text = _ENDED if mission.hosts else _ENDED_NOWHERE
        if mission.hosts and spell.start == spell.end:
            text = _WITHIN
    elif spell.start and spell.is_lately_known:
        text = _RUNNING if mission.hosts else _RUNNING_NOWHERE
    elif spell.start:
        text = _BEGAN if mission.hosts else _BEGAN_NOWHERE
    else:
        text = _DATELESS if mission.hosts else _DATELESS_NOWHERE
    said = view.say(
        text[noun],
        mission=view.name(mission.id, mission.short)
        if mission.acronym
        else called(view, mission.id, mission.name, at_start=True),
        whose=_whose(view, mission.leaders),
        places=_places(view, mission),
        start=view.date(spell.start),
        end=view.date(spell.end),
        when=on(view, spell.end),
    )
    if spell.start and not spell.has_ended and not spell.is_lately_known and spell.known_until:
        last = view.say(
            "The last record of it here is of {date}.",
            date=view.date(spell.known_until),
        )
        return Markup(" ").join((said, last))
    return said


def _plan(view: View, mission: Mission) -> Markup:
    """Return what the mission was to be, and that it did not come to be, or has not been seen."""
    noun = "mission" if "peace-operation" in mission.kinds else "operation"
    text = _NEVER if mission.hosts else _NEVER_NOWHERE
    if mission.deployment == "planned":
        text = _PLANNED if mission.hosts else _PLANNED_NOWHERE
    return view.say(
        text[noun],
        mission=view.name(mission.id, mission.short)
        if mission.acronym
        else called(view, mission.id, mission.name, at_start=True),
        whose=_whose(view, mission.leaders),
        places=_places(view, mission),
    )


def _several(view: View, mission: Mission) -> Markup:
    leaders = view.listed([called(view, one.id, one.name) for one in mission.leaders])
    places = _places(view, mission)
    if mission.hosts:
        return view.say(
            "This stands for several missions of {leaders} in {places} together, of which a "
            "document speaks as one. It has no dates of its own.",
            leaders=leaders,
            places=places,
        )
    return view.say(
        "This stands for several missions of {leaders} together, of which a document speaks as "
        "one. It has no dates of its own.",
        leaders=leaders,
    )


def _whose(view: View, leaders: tuple[Named, ...]) -> Markup:
    if not leaders:
        return view.say("a")
    short = [one.acronym if one.acronym in _SHORT else one.name for one in leaders]
    pairs = zip(leaders, short, strict=True)
    owner = view.listed([called(view, one.id, name) for one, name in pairs])
    text = "{owner}’" if short[-1].endswith("s") else "{owner}’s"
    return view.say(text, owner=owner)


_SHORT = frozenset(
    {"NATO", "OSCE", "ECOWAS", "SADC", "IGAD", "OAU", "OAS", "CSTO", "CIS", "ECCAS", "CEMAC"}
)
"""Organizations that are better known by their acronyms."""


def _places(view: View, mission: Mission) -> Markup:
    if len(mission.hosts) > _MOST_PLACES:
        return view.wording.plural(len(mission.hosts), "{n} country", "{n} countries")
    return listed_places(view, [(one.id, one.name) for one in mission.hosts])


def _origin(view: View, mission: Mission, mandates: Sequence[Mandate]) -> Markup:
    first = [one for one in mandates if ESTABLISHMENT in one.effects] or [
        one for one in mandates[:1] if not one.effects
    ]
    texts = [text for one in first for text in one.instruments]
    resolution = next((text for text in texts if body_of(text)), None)
    if resolution:
        is_own = any(one.id == resolution.adopted_by for one in mission.leaders)
        text = (
            "The {body} set it up by {decision}."
            if is_own
            else "The {body} authorized it by {decision}."
        )
        body = view.say(body_of(resolution))
        return view.say(text, body=body, decision=instrument_name(view, resolution))
    if texts and first[0].effects and not texts[0].kind:
        text = "It was decided by {body}." if mission.deployment else "It was set up by {body}."
        return view.say(text, body=instrument_name(view, texts[0]))
    if texts and first[0].effects:
        text = "It was set up by {decision}."
        if mission.deployment:
            text = "It was decided by {decision}."
        return view.say(text, decision=instrument_name(view, texts[0]))
    return Markup()


def _next(view: View, mission: Mission, chain: Chain) -> Markup:
    earlier = [one for one in chain.before if one.id in mission.follows]
    before = [one for one in earlier if not one.deployment]
    after = [one for one in chain.after if mission.id in one.follows and not one.deployment]
    undone = [view.link(one.id, one.short) for one in earlier if one.deployment]
    if undone:
        instead = view.say(
            "It came in place of {before}, never deployed.", before=view.listed(undone)
        )
        rest = _turns(view, mission, before, after)
        return Markup(" ").join(part for part in (instead, rest) if part)
    return _turns(view, mission, before, after)


def _turns(
    view: View, mission: Mission, before: Sequence[Mission], after: Sequence[Mission]
) -> Markup:
    older = view.listed([view.link(one.id, one.short) for one in before])
    newer = view.listed([view.link(one.id, one.short) for one in after])
    if before and after:
        return view.say(
            "It took over from {before}, and {after} took over from it.", before=older, after=newer
        )
    if before:
        return view.say("It took over from {before}.", before=older)
    if after:
        is_next = len(after) == 1 and _is_day_after(mission.spell.end, after[0].spell.start)
        text = (
            "{after} took over from it the next day." if is_next else "{after} took over from it."
        )
        return view.say(text, after=newer)
    return Markup()


def _is_day_after(day: str, other: str) -> bool:
    if len(day) < 10 or len(other) < 10:
        return False
    first, second = (datetime.date.fromisoformat(text) for text in (day, other))
    return (second - first).days == 1
