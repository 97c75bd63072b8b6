"""The words for what operations, mandates and contributions have: one table each, in English."""

from __future__ import annotations

from markupsafe import Markup

from openalliances.facts.durations import period
from openalliances.pages.markup import filled
from openalliances.pages.view import View

KINDS = {
    "civilian-mission": "Civilian mission",
    "coalition-operation": "Operation of a coalition",
    "military-intervention": "Military intervention",
    "military-operation": "Military operation",
    "observer-mission": "Observer mission",
    "peace-enforcement-operation": "Peace enforcement operation",
    "peace-operation": "Peace operation",
    "peacebuilding-mission": "Peacebuilding mission",
    "peacekeeping-operation": "Peacekeeping operation",
    "police-mission": "Police mission",
    "special-political-mission": "Special political mission",
    "training-mission": "Training mission",
}
"""Kinds of mission."""

GENERAL = ("peace-operation", "military-operation")
"""Kinds that others of the same mission say more exactly."""

EFFECTS = {
    "establishment": "sets it up",
    "extension": "extends it",
    "increase": "allows more people",
    "preparation": "sends people ahead",
    "reduction": "allows fewer people",
    "task-change": "changes its tasks",
    "termination": "ends it",
    "transition": "arranges a transition",
}
"""What a decision does, for a cell of a table."""

ACTS = {
    "establishment": "set up {mission}",
    "extension": "extended the mandate of {mission}",
    "increase": "raised the strength of {mission}",
    "preparation": "sent people ahead of {mission}",
    "reduction": "lowered the strength of {mission}",
    "task-change": "changed the tasks of {mission}",
    "termination": "ended {mission}",
    "transition": "arranged the transition of {mission}",
}
"""What a decision did to a mission, for a sentence."""

ACTS_TOO = {
    "establishment": "set it up",
    "extension": "extended its mandate",
    "increase": "raised its strength",
    "preparation": "sent people ahead of it",
    "reduction": "lowered its strength",
    "task-change": "changed its tasks",
    "termination": "ended it",
}
"""What it did to the same mission as well."""

PEOPLE = {
    "total": ("{n} person", "{n} people in all"),
    "military": ("{n} soldier", "{n} military personnel"),
    "observers": ("{n} military observer", "{n} military observers"),
    "police": ("{n} police officer", "{n} police"),
    "formed_police": ("{n} officer in formed police units", "{n} in formed police units"),
    "civilians": ("{n} civilian", "{n} civilians"),
    "troops": ("{n} soldier", "{n} troops"),
    "experts": ("{n} expert on mission", "{n} experts on mission"),
    "staff_officers": ("{n} staff officer", "{n} staff officers"),
}
"""Kinds of people, one and many."""

CONTRIBUTIONS = {
    "troop-deployment": "Troops",
    "troop-allotment": "Troops, as allotted",
    "personnel-provision": "Personnel",
    "participation": "Participation",
    "collaboration-with-african-nations": "Collaboration with other African states",
}
"""Kinds of contribution."""

DEPLOYMENTS = {
    "never-deployed": "Never deployed",
    "planned": "Planned; nobody has seen it begin",
}
"""What became of what was decided and did not take place."""

STRENGTHS = {
    "close": "nearly the same",
    "within": "one kind of it",
    "part": "in part",
}
"""How far a task is what a component means."""

SEEN_ONLY = frozenset({"listed-from", "listed-to", "observed-from", "observed-to"})
"""Kinds of dates that say when a list shows something, not when it began or ended."""

_UNITS = {
    "Y": ("{n} year", "{n} years"),
    "M": ("{n} month", "{n} months"),
    "W": ("{n} week", "{n} weeks"),
    "D": ("{n} day", "{n} days"),
}


def kinds(view: View, slugs: tuple[str, ...]) -> Markup:
    """Return the kinds of a mission as links to their definitions, without the general ones."""
    exact = [slug for slug in slugs if slug not in GENERAL] or list(slugs)
    return view.listed(
        [view.link(_class(slug), _word(view, slug, at)) for at, slug in enumerate(exact)]
    )


def people(view: View, counted: tuple[tuple[str, int], ...]) -> Markup:
    """Return numbers of people by kind, as a list in words."""
    said = [view.wording.plural(n, *PEOPLE[kind]) for kind, n in counted if kind in PEOPLE]
    return view.listed(said)


def duration(view: View, text: str) -> Markup:
    """Return a period such as P6M in words."""
    return view.listed([view.wording.plural(n, *_UNITS[unit]) for unit, n in period(text)])


def not_stated(view: View) -> Markup:
    """Return the words for what no source says."""
    return missing(view.say("Not stated"))


def missing(words: Markup) -> Markup:
    """Return words that stand where something is missing."""
    return filled('<span class="missing">{}</span>', words)


def _word(view: View, slug: str, at: int) -> Markup:
    word = view.say(KINDS.get(slug, slug.replace("-", " ")))
    return word if at == 0 else word[:1].lower() + word[1:]


def _class(slug: str) -> str:
    return "ontology/" + "".join(part.capitalize() for part in slug.split("-"))
