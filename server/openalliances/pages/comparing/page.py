"""The page that puts things side by side: what they share, when, and what only one of them has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.facts.allies import DEFENCE, pacts, pairs, with_promise
from openalliances.facts.comparison import (
    Shared,
    contributors_of,
    members_of,
    memberships_of,
    operations_of,
)
from openalliances.facts.sides import BODIES, KINDS, MISSIONS, STATES, Side, partnership_of, sides
from openalliances.pages import figures
from openalliances.pages.comparing.asked import SEPARATOR, Asked, is_of_one_kind
from openalliances.pages.comparing.glance import glance
from openalliances.pages.comparing.links import compare_path
from openalliances.pages.comparing.tables import holds_together, shared_table
from openalliances.pages.composed import grading
from openalliances.pages.composed.english import sentence_start
from openalliances.pages.composed.model import Section, Table, Text, Way
from openalliances.pages.on_day import when
from openalliances.pages.render import render
from openalliances.pages.view import View
from openalliances.tabular.database import Reader
from openalliances.tabular.store import Tables

_PICTURES = {STATES: "memberships-timeline", BODIES: "size", MISSIONS: "personnel"}
"""Which picture shows a side over time, by what is compared."""
_ONLY_SHOWN = 30
"""Things of one side alone that are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison: its heading and answer, the numbers of each side at a glance, what is shared.

    ``asked`` is what was asked for; where something is unknown or may be several, or there is
    less than two, ``sections`` are empty and the page asks.
    """

    title: Markup
    answer: Markup
    asked: tuple[Asked, ...]
    ids: str
    notes: tuple[Markup, ...] = ()
    glance: Table | None = None
    sections: tuple[Section, ...] = ()
    address: str = ""


def page(view: View, tables: Tables, asked: tuple[Asked, ...]) -> str:
    """Return the page that compares what is *asked* for, or asks for what is missing."""
    known = [one.id for one in asked if one.id]
    is_whole = len(known) == len(asked) > 1 and is_of_one_kind(asked)
    with tables.reading(view.site.settings.query_timeout) as reader:
        found = sides(reader, known) if known and is_of_one_kind(asked) else ()
        made = (
            _compared(view, reader, found, asked)
            if is_whole and len(found) > 1
            else _asking(view, found, asked)
        )
    return render(
        "comparing/page.html",
        view,
        page=made,
        grades=grading.MARKS,
        named=grading.named,
    )


def _asking(view: View, found: Sequence[Side], asked: tuple[Asked, ...]) -> Comparison:
    """Return the page that asks what to compare."""
    title = view.say("Compare side by side")
    answer = view.say(
        "Two to five states, or alliances and organisations, or missions: what they share, "
        "when they did so together, and what only one of them has."
    )
    if not is_of_one_kind(asked):
        answer = view.say(
            "Only things of one kind can be compared: states with states, alliances and "
            "organisations with one another, missions with missions."
        )
    elif len(found) == 1 and len(asked) == 1:
        title = view.say("Compare {thing} with another", thing=_name(view, found[0]))
    ids = SEPARATOR.join(one.id or one.text for one in asked)
    return Comparison(title, answer, asked, ids)


def _compared(
    view: View, reader: Reader, found: Sequence[Side], asked: tuple[Asked, ...]
) -> Comparison:
    kind = KINDS[found[0].id.partition("/")[0]]
    ids = [one.id for one in found]
    names = view.listed([view.link(one.id, one.name) for one in found])
    if kind == STATES:
        shared, operations = memberships_of(reader, ids), operations_of(reader, ids)
        answer = _answer_of_states(view, reader, found, shared, operations)
        sections = tuple(_of_states(view, reader, found, shared, operations))
        notes = tuple(_notes(view, reader, ids))
    elif kind == BODIES:
        shared, operations, notes = members_of(reader, ids), (), ()
        answer = _answer_of_bodies(view, found, shared)
        sections = tuple(_of_bodies(view, reader, found, shared))
    else:
        shared, operations, notes = contributors_of(reader, ids), (), ()
        answer = _answer_of_missions(view, found, shared)
        sections = tuple(_of_missions(view, reader, found, shared))
    sections = (*sections, *_in_time(view, reader, found, kind))
    return Comparison(
        view.say("{things}, side by side", things=names),
        answer,
        asked,
        SEPARATOR.join(ids),
        notes,
        glance(view, reader, found, (*shared, *operations)),
        sections,
        view.site.address + view.at(view.day).href(compare_path(ids)),
    )


def _in_time(view: View, reader: Reader, found: Sequence[Side], kind: str) -> Iterator[Section]:
    """Yield a picture of each side over time, one below the other."""
    drawn = [figures.block(view, reader, _PICTURES[kind], thing=one.id) for one in found]
    pictures = tuple(picture for picture in drawn if picture)
    if pictures:
        yield Section("in-time", view.say("Over time"), pictures, jump=str(len(pictures)))


def _answer_of_states(
    view: View,
    reader: Reader,
    found: Sequence[Side],
    shared: Sequence[Shared],
    operations: Sequence[Shared],
) -> Markup:
    day, names = view.day, view.listed([_name(view, one) for one in found])
    together = [one for one in shared if len(one.sides) == len(found) and one.together]
    both = [one for one in operations if len(one.sides) == len(found)]
    if day is not None:
        now = [one for one in together if holds_together(one, day)]
        joined = pairs(with_promise(pacts(reader, day), DEFENCE), day)
        wanted = {one.id for one in found}
        allied = [one for one in joined[:] if {one.one, one.two} <= wanted]
        return view.say(
            "{then}, as far as recorded, {names} were together in {bodies}; "
            "{allied} among them stood in a defence alliance.",
            then=sentence_start(when.on(view, day)),
            names=names,
            bodies=_bodies(view, len(now)),
            allied=view.wording.plural(len(allied), "{n} pair", "{n} pairs"),
        )
    lately = [one for one in together if any(not time.end for time in one.together)]
    return view.say(
        "{names} have been together in {bodies}, {lately} of them with no end stated; "
        "both sent people to, or hosted, {operations}."
        if len(found) == 2
        else "{names} have been together in {bodies}, {lately} of them with no end stated; "
        "all of them sent people to, or hosted, {operations}.",
        names=names,
        bodies=_bodies(view, len(together)),
        lately=len(lately),
        operations=view.wording.plural(
            len(both), "{n} operation in common", "{n} operations in common"
        ),
    )


def _answer_of_bodies(view: View, found: Sequence[Side], shared: Sequence[Shared]) -> Markup:
    both = [one for one in shared if len(one.sides) == len(found)]
    once = [one for one in both if one.together]
    names = view.listed([_name(view, one) for one in found])
    if view.day is not None:
        now = [one for one in once if holds_together(one, view.day)]
        return view.say(
            "{then}, as far as recorded, {count} belonged to {names} at once.",
            then=sentence_start(when.on(view, view.day)),
            count=_states(view, len(now)),
            names=names,
        )
    return view.say(
        "{count} have belonged to {names}, {once} of them to all at the same time.",
        count=_states(view, len(both)),
        names=names,
        once=len(once),
    )


def _answer_of_missions(view: View, found: Sequence[Side], shared: Sequence[Shared]) -> Markup:
    both = [one for one in shared if len(one.sides) == len(found)]
    return view.say(
        "{count} are recorded as contributors to {names}.",
        count=_states(view, len(both)),
        names=view.listed([_name(view, one) for one in found]),
    )


def _of_states(
    view: View,
    reader: Reader,
    found: Sequence[Side],
    shared: Sequence[Shared],
    operations: Sequence[Shared],
) -> Iterator[Section]:
    obliging = set(reader.column("SELECT DISTINCT arrangement FROM obligations"))
    common = [one for one in shared if one.is_shared]
    if common:
        groups = _by_day(view, common) or (
            (view.say("Alliances and pacts"), [one for one in common if one.id in obliging]),
            (view.say("Organisations"), [one for one in common if one.id not in obliging]),
        )
        caption = view.say("Pacts and organisations in common")
        table = shared_table(view, reader, found, caption, view.say("Pact, organisation"), groups)
        yield _section("together", view.say("In common"), (table,), len(common), _ways(view, found))
    both = [one for one in operations if one.is_shared]
    if both:
        caption = view.say("Operations in common")
        table = shared_table(
            view,
            reader,
            found,
            caption,
            view.say("Operation"),
            _by_day(view, both) or (("", both),),
        )
        yield _section("operations", caption, (table,), len(both))
    yield from _only(view, found, shared, view.say("Only one of them"), "only")
    title = view.say("Operations of one alone")
    yield from _only(view, found, operations, title, "only-operations")


def _of_bodies(
    view: View, reader: Reader, found: Sequence[Side], shared: Sequence[Shared]
) -> Iterator[Section]:
    common = [one for one in shared if one.is_shared]
    if common:
        caption = view.say("Members in common")
        table = shared_table(
            view,
            reader,
            found,
            caption,
            view.say("State"),
            _by_day(view, common) or (("", common),),
        )
        yield _section("together", caption, (table,), len(common), _ways(view, found))
    yield from _only(view, found, shared, view.say("Members of one alone"), "only")


def _of_missions(
    view: View, reader: Reader, found: Sequence[Side], shared: Sequence[Shared]
) -> Iterator[Section]:
    common = [one for one in shared if one.is_shared]
    if common:
        caption = view.say("Contributors in common")
        table = shared_table(
            view,
            reader,
            found,
            caption,
            view.say("State"),
            _by_day(view, common) or (("", common),),
        )
        yield _section("together", caption, (table,), len(common), _ways(view, found))
    yield from _only(view, found, shared, view.say("Contributors to one alone"), "only")


def _by_day(view: View, common: Sequence[Shared]) -> tuple[tuple[Markup, list[Shared]], ...] | None:
    """Return the rows that hold together at the time that is asked for, and the others."""
    if view.day is None:
        return None
    now = [one for one in common if holds_together(one, view.day)]
    then = [one for one in common if one not in now]
    return (
        (view.say("Together {then}", then=when.on(view, view.day)), now),
        (view.say("At other times"), then),
    )


def _only(
    view: View, found: Sequence[Side], shared: Sequence[Shared], title: Markup, slug: str
) -> Iterator[Section]:
    """Yield what belongs to one side alone, a list for each."""
    alone = [one for one in shared if len(one.sides) == 1]
    if not alone:
        return
    parts = []
    for number, side in enumerate(found):
        own = [one for one in alone if one.sides == (number,)]
        links = [view.link(one.id, one.name) for one in own[:_ONLY_SHOWN]]
        if len(own) > len(links):
            links.append(view.say("{count} others", count=len(own) - len(links)))
        said = view.listed(links) if links else view.say("None recorded.")
        heading = view.name(side.id, side.name)
        parts.append(
            Markup('<div><h3>{} <span class="kind">{}</span></h3><p>{}</p></div>').format(
                heading, len(own), said
            )
        )
    body = Markup('<div class="two">{}</div>').format(Markup("").join(parts))
    yield Section(slug, title, (Text(body),), jump=str(len(alone)))


def _notes(view: View, reader: Reader, states: Sequence[str]) -> Iterator[Markup]:
    """Yield where documents speak of these states together."""
    for id_, name in partnership_of(reader, states):
        yield view.say("What documents say of both: {page}", page=view.link(id_, name))


def _section(
    slug: str, title: Markup, blocks: tuple[Table, ...], count: int, ways: tuple[Way, ...] = ()
) -> Section:
    return Section(slug, title, blocks, count=str(count), ways=ways, jump=str(count))


def _ways(view: View, found: Sequence[Side]) -> tuple[Way, ...]:
    ids = [one.id for one in found]
    of = view.say("of what they share")
    return (
        Way("CSV", compare_path(ids, "csv"), of),
        Way("JSON", compare_path(ids, "json"), of),
    )


def _bodies(view: View, count: int) -> Markup:
    return view.wording.plural(count, "{n} pact or organisation", "{n} pacts and organisations")


def _states(view: View, count: int) -> Markup:
    return view.wording.plural(count, "{n} state", "{n} states")


def _name(view: View, side: Side) -> Markup:
    return view.name(side.id, side.name)
