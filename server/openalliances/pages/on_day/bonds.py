"""Who was allied with whom: the matrix, the alliances, the pairs, and other pacts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from openalliances.facts.allies import Member, Pact, Pair, Pairs
from openalliances.facts.days import Holds
from openalliances.facts.merging import merged, weakest
from openalliances.facts.on_day import OnDay
from openalliances.facts.receipts import Citation, citations
from openalliances.pages.composed import spells
from openalliances.pages.composed.model import (
    Block,
    Column,
    Group,
    Pager,
    Receipt,
    Row,
    Section,
    Table,
    Text,
    Way,
)
from openalliances.pages.on_day import when
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

PAIRS_SHOWN = 25
"""Pairs on a page."""
NETWORK_STATES = 15
NETWORK_PACTS = 12
"""The most states and alliances of which a network with letters is drawn."""
_MEMBERS_SHOWN = 12
"""Members of a pact that are named in its row; the others are counted."""

PROMISES = {
    "defence": "defence",
    "offence": "offence",
    "neutrality": "neutrality",
    "non-aggression": "non-aggression",
    "consultation": "consultation",
}
"""The words for kinds of obligation."""
_KIND = Markup(' <span class="kind">{}</span>')
_SUB = Markup('<span class="sub">{}</span>')


def is_small(found: OnDay) -> bool:
    """Return whether the alliances of a time can be drawn as a network with letters."""
    return len(found.pairs.states) <= NETWORK_STATES and len(found.alliances) <= NETWORK_PACTS


def alliances(view: View, reader: Reader, found: OnDay, ways: tuple[Way, ...]) -> Section | None:
    """Return the defence alliances of a time with their members and sources."""
    if not found.alliances:
        return None
    return Section(
        "alliances",
        view.say("Defence alliances"),
        (_pact_table(view, reader, found.alliances, view.say("Defence alliances"), found),),
        count=view.say("{count} in force", count=len(found.alliances)),
        ways=ways,
        jump=str(len(found.alliances)),
    )


def other_pacts(view: View, reader: Reader, found: OnDay, ways: tuple[Way, ...]) -> Section | None:
    """Return the pacts that promise less than defence."""
    if not found.others:
        return None
    return Section(
        "pacts",
        view.say("Other pacts, kept apart"),
        (_pact_table(view, reader, found.others, view.say("Other pacts"), found),),
        count=str(len(found.others)),
        lede=view.say("They promise to consult, to stay neutral or not to attack, not to defend."),
        ways=ways,
        jump=str(len(found.others)),
    )


def lapsed(view: View, found: OnDay) -> Section | None:
    """Return the pacts that no source shows to hold so late, with the day they were last seen."""
    if not found.lapsed:
        return None
    rows = tuple(
        Row(
            (
                _pact_head(view, pact),
                str(len(pact.unknown)),
                view.date(_last_seen(pact)) if _last_seen(pact) else view.say("Not stated"),
            )
        )
        for pact in sorted(found.lapsed, key=lambda one: (-len(one.unknown), one.name))
    )
    columns = (
        Column(view.say("Pact")),
        Column(view.say("Members"), is_number=True),
        Column(view.say("Last seen")),
    )
    caption = view.say("Pacts without a stated end")
    return Section(
        "last-seen",
        view.say("Last seen earlier"),
        (Table(caption, columns, (Group(rows),), is_folded=len(rows) > 12),),
        count=str(len(rows)),
        lede=view.say(
            "These had begun and no end of them is stated, but no source here shows them so late."
        ),
        jump=str(len(rows)),
    )


def pairs(
    view: View, reader: Reader, found: OnDay, chosen: str, name: str, ways: tuple[Way, ...]
) -> Section | None:
    """Return the pairs of a time, or those of the state *chosen*, a part at a time."""
    all_: Sequence[Pair] | Pairs = found.pairs.of(chosen) if chosen else found.pairs
    if not len(all_):
        return None
    parts = -(-len(all_) // PAIRS_SHOWN)
    number = min(view.number, parts)
    shown = all_[(number - 1) * PAIRS_SHOWN : number * PAIRS_SHOWN]
    rows = _pair_rows(view, reader, shown)
    columns = (
        *(Column(view.say("State")), Column(view.say("Ally")), Column(view.say("Alliance"))),
        *(Column(view.say("Promises")), Column(view.say("Since"))),
    )
    blocks: list[Block] = []
    if not chosen:
        blocks.append(_chooser(view, found))
    blocks.append(Table(view.say("Pairs of allies"), columns, (Group(rows),)))
    if parts > 1:
        href = when.path_of(found.day)
        more = {"of": chosen} if chosen else {}
        links = tuple(
            (
                str(page),
                view.at(None).href(href, **more, page=str(page) if page > 1 else "") + "#pairs",
            )
            for page in range(1, parts + 1)
        )
        blocks.append(Pager(view.say("Pages of pairs"), links, str(number)))
    first = (number - 1) * PAIRS_SHOWN + 1
    count = (
        view.say(
            "{first} to {last} of {total}",
            first=first,
            last=first + len(rows) - 1,
            total=view.number_of(len(all_)),
        )
        if parts > 1
        else str(len(all_))
    )
    title = view.say("Allies of {state}", state=name) if chosen else view.say("Pairs of allies")
    return Section(
        "pairs", title, tuple(blocks), count=count, ways=ways, jump=view.number_of(len(all_))
    )


def _chooser(view: View, found: OnDay) -> Text:
    """Return a form that asks for the allies of one state."""
    names = {
        (pair_name, state)
        for pact in found.alliances
        for pair_name, state in (
            (view.plain(one.state, one.name), one.state) for one in pact.members
        )
    }
    options = Markup("").join(
        Markup('<option value="{}">{}</option>').format(state, name)
        for name, state in sorted(names)
    )
    kept = (
        Markup('<input type="hidden" name="lang" value="{}">').format(view.language)
        if view.is_language_asked
        else Markup("")
    )
    return Text(
        Markup(
            '<form class="dateform" action="{}#pairs">{}<label>{} <select name="of">{}</select>'
            '</label> <button type="submit">{}</button></form>'
        ).format(when.path_of(found.day), kept, view.say("Allies of"), options, view.say("Show"))
    )


def _pair_rows(view: View, reader: Reader, shown: Sequence[Pair]) -> tuple[Row, ...]:
    wanted = [one.id for pair in shown for bond in pair.bonds for one in (bond.one, bond.two)]
    cited = citations(reader, wanted)
    return tuple(_pair_row(view, pair, cited) for pair in shown)


def _pair_row(view: View, pair: Pair, cited: dict[str, tuple[Citation, ...]]) -> Row:
    spells_ = [one for bond in pair.bonds for one in (bond.one, bond.two)]
    own = merged(c for one in spells_ for c in cited.get(one.id, ()))
    since = min((bond.since for bond in pair.bonds if bond.since), default="")
    return Row(
        (
            view.link(pair.one, pair.one_name),
            view.link(pair.two, pair.two_name) + _doubt(view, not pair.is_certain),
            view.listed([_link(view, bond.pact) for bond in pair.bonds]),
            _promises(view, pair.promises),
            view.date(since) if since else view.say("Not stated"),
        ),
        Receipt.of(own, weakest(one.grade for one in spells_)),
    )


def _pact_table(
    view: View, reader: Reader, pacts: Iterable[Pact], caption: Markup, found: OnDay
) -> Table:
    pacts = tuple(pacts)
    cited = citations(reader, [pact.id for pact in pacts])
    is_lettered = is_small(found) and pacts == found.alliances
    rows = []
    for place, pact in enumerate(pacts):
        own = cited.get(pact.id, ())
        letter = chr(ord("A") + place) if is_lettered else ""
        rows.append(
            Row(
                (
                    _pact_head(view, pact, letter),
                    _members(view, pact),
                    str(_joined(pact)),
                    spells.since(view, pact.spell, own),
                    spells.until(view, pact.spell, own),
                ),
                Receipt.of(merged(own), pact.grade),
                place=pact.id.rpartition("/")[2],
            )
        )
    columns = (
        *(Column(view.say("Alliance")), Column(view.say("Members"))),
        *(Column(view.say("Pairs"), is_number=True), Column(view.say("Since"))),
        Column(view.say("Until")),
    )
    return Table(caption, columns, (Group(tuple(rows)),))


def _pact_head(view: View, pact: Pact, letter: str = "") -> Markup:
    mark = Markup('<span class="letter">{}</span>').format(letter) if letter else Markup("")
    short = _KIND.format(view.name(pact.id, pact.acronym)) if pact.acronym else Markup("")
    promised = view.say("obliges to {promises}", promises=_promises(view, pact.kinds))
    return mark + view.link(pact.id, pact.name) + short + _SUB.format(promised)


def _members(view: View, pact: Pact) -> Markup:
    names = [
        view.link(one.state, one.name) + _doubt(view, one.holds is Holds.MAYBE)
        for one in pact.members
    ]
    if len(names) <= _MEMBERS_SHOWN:
        said = view.listed(names)
    else:
        said = Markup("<details><summary>{}</summary>{}</details>").format(
            view.say("{count} states", count=len(names)), view.listed(names)
        )
    if pact.unknown:
        said += _KIND.format(view.say("{count} more when last seen", count=len(pact.unknown)))
    return said


def _joined(pact: Pact) -> int:
    states = len({one.state for one in pact.members})
    return states * (states - 1) // 2


def _doubt(view: View, is_doubtful: bool) -> Markup:
    return _KIND.format(view.say("perhaps")) if is_doubtful else Markup("")


def _promises(view: View, kinds: Iterable[str]) -> Markup:
    return view.listed([view.say(PROMISES.get(kind, kind)) for kind in kinds])


def _link(view: View, pact: Pact) -> Markup:
    return view.link(pact.id, pact.name)


def _last_seen(pact: Pact) -> str:
    seen: list[Member] = [one for one in pact.unknown if one.spell.known_until]
    return max((one.spell.known_until for one in seen), default=pact.spell.known_until)
