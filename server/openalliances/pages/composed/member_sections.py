"""The section of those who belong to an organisation or alliance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from openalliances.facts import memberships
from openalliances.facts.memberships import Membership, Wave
from openalliances.pages import figures
from openalliances.pages.composed import membership_tables
from openalliances.pages.composed.body_answers import Belonging
from openalliances.pages.composed.membership_tables import SPECIAL, TITLES
from openalliances.pages.composed.model import Block, Pager, Section, Way
from openalliances.pages.composed.operation_tables import Cited, is_shown
from openalliances.pages.composed.times import on, when
from openalliances.pages.composed.ways import ways
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_FEW = 12
"""So many members have a row each; more are grouped by the day on which they joined."""
_WAVES = 30
"""Rows of a part of the members."""


def named(view: View, known: Belonging) -> Markup:
    """Return what a body is called in headings: its acronym, or its name if it has none."""
    return view.name(known.body.id, known.body.acronym or known.body.name)


def section(
    view: View,
    reader: Reader,
    known: Belonging,
    suspensions: Sequence[memberships.Suspension],
    cited: Cited,
) -> Iterator[Section]:
    """Yield the section of the members: a row each, or by the day on which they joined."""
    body = known.body
    if not (known.here or known.unknown or known.special):
        if not view.day:
            yield Section("members", view.say("Members"), (), view.say("none recorded"))
        return
    name = named(view, known)
    blocks: list[Block] = []
    if _is_few(known):
        groups = [("", known.here), (view.say("Left earlier"), known.left)]
        blocks.append(
            membership_tables.of_body(
                view, view.say("Members of {name}", name=name), groups, suspensions, cited
            )
        )
    else:
        blocks += _by_wave(view, known, cited)
        if known.left:
            blocks.append(
                membership_tables.of_body(
                    view,
                    view.say("Former members of {name}: {n}", name=name, n=len(known.left)),
                    [("", known.left)],
                    (),
                    cited,
                    is_folded=True,
                )
            )
    blocks += _others(view, known, cited)
    kind = "size" if "size" in figures.KINDS else "members-timeline"
    if len(known.waves) > 1 and (picture := figures.block(view, reader, kind, thing=body.id)):
        blocks.insert(0, picture)
    count = len(known.states)
    of = view.say("of the members of {name}", name=name)
    yield Section(
        slug="members",
        title=view.say(TITLES[known.kind]),
        blocks=tuple(blocks),
        count=_count(view, known),
        lede=_completeness(view, known),
        ways=(*_map(view, known, of), *ways(view, "memberships", {"organization": body.id}, of)),
        jump=view.wording.number(count),
    )


def _map(view: View, known: Belonging, of: Markup) -> tuple[Way, ...]:
    """Return the way to the map of the members, where some are known for the day or lately."""
    if not any(is_shown(view, one.spell) for one in known.here):
        return ()
    href = view.href("/figure/members-map", thing=known.body.id)
    return (Way(str(view.say("Map")), href, of),)


def _is_few(known: Belonging) -> bool:
    """Return whether the members have a row each."""
    return len(known.here) + len(known.left) <= _FEW


def _part(view: View, known: Belonging) -> tuple[int, int]:
    """Return the part of the waves of members that is asked for, counted from 1, of how many."""
    count = max(-(-len(known.waves) // _WAVES), 1)
    return min(view.number, count), count


def _shown_waves(view: View, known: Belonging) -> Sequence[Wave]:
    number, _ = _part(view, known)
    return known.waves[(number - 1) * _WAVES : number * _WAVES]


def shown(view: View, known: Belonging) -> Iterator[Membership]:
    """Yield the memberships of which the page has rows, whose citations are asked for."""
    yield from (*known.left, *known.unknown, *known.special)
    if _is_few(known):
        yield from known.here
    else:
        yield from (one for wave in _shown_waves(view, known) for one in wave.members)


def _by_wave(view: View, known: Belonging, cited: Cited) -> Iterator[Block]:
    """Yield a part of the members by the day on which they joined, and where the others are."""
    caption = view.say("Who joined {name} when", name=named(view, known))
    left = {one.id for one in known.left}
    waves = _shown_waves(view, known)
    yield membership_tables.waves_table(view, caption, waves, left, cited)
    number, count = _part(view, known)
    if count == 1:
        return
    path = view.path(known.body.id)
    pages = []
    for place in range(1, count + 1):
        part = known.waves[(place - 1) * _WAVES : place * _WAVES]
        name = f"{part[0].start[:4]}–{part[-1].start[:4]}"
        pages.append((name, view.href(path, page=str(place)) + "#members"))
    yield Pager(view.say("Parts of the members"), tuple(pages), pages[number - 1][0])


def _others(view: View, known: Belonging, cited: Cited) -> Iterator[Block]:
    """Yield those who are not known to be members so late, and those with fewer rights."""
    groups: list[tuple[Markup | str, Sequence[Membership]]] = []
    if known.unknown:
        groups.append((view.say("Not known to be members so late"), known.unknown))
    for kind, title in SPECIAL.items():
        groups.append((view.say(title), [one for one in known.special if one.kind == kind]))
    found = [(title, part) for title, part in groups if part]
    if found:
        caption = view.say("Others who belong or belonged to {name}", name=named(view, known))
        yield membership_tables.of_body(view, caption, found, (), cited)


def _count(view: View, known: Belonging) -> Markup | str:
    count = view.wording.number(len(known.states))
    if view.day:
        return view.say("{n} {when}", n=count, when=when(view))
    if known.body.spell.has_ended:
        return view.say("{n} at its end", n=count)
    if known.seen:
        return view.say("{n}, as seen {when}", n=count, when=on(view, known.seen))
    return count


def _completeness(view: View, known: Belonging) -> Markup:
    if known.body.members_complete:
        return view.say("The list is complete, as its source says.")
    return view.say("As far as recorded: who is missing here need not be missing there.")
