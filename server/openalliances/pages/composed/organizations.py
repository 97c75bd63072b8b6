"""The page of an organisation or alliance: members, who joined when, duties, operations.

One thing may be both an organisation and an alliance, as NATO; so both have the same page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from openalliances.facts import bodies, memberships, obligations, operations
from openalliances.facts.days import Holds
from openalliances.facts.memberships import Membership, Wave
from openalliances.facts.obligations import Obligation
from openalliances.facts.receipts import Value, citations, values
from openalliances.pages.composed import membership_tables, operation_tables
from openalliances.pages.composed.body_answers import Belonging, answer
from openalliances.pages.composed.membership_tables import SPECIAL, TITLES
from openalliances.pages.composed.model import (
    Block,
    Column,
    Composed,
    Group,
    Key,
    Pager,
    Receipt,
    Row,
    Section,
    Table,
)
from openalliances.pages.composed.names import also, elsewhere, notes
from openalliances.pages.composed.operation_tables import Cited, is_shown
from openalliances.pages.composed.spells import since, until
from openalliances.pages.composed.times import on, strip, when
from openalliances.pages.composed.ways import ways
from openalliances.pages.markup import filled, isolated
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_KINDS = {
    "collective-defence-alliance": "Defence alliance",
    "neutrality-pact": "Neutrality pact",
    "non-aggression-pact": "Non-aggression pact",
    "consultation-pact": "Consultation pact",
    "security-forum": "Security forum",
    "security-framework": "Security framework",
    "strategic-partnership": "Strategic partnership",
    "cooperation-initiative": "Cooperation initiative",
    "regional": "Regional organisation",
    "intergovernmental": "Intergovernmental organisation",
}
"""What bodies are called above their names, by kind."""
_MEANS = {
    "defence": "To help a member by military means when it is attacked.",
    "offence": "To take part in a war that another member begins.",
    "neutrality": "To stay neutral when another member is at war.",
    "non-aggression": "Not to use force against one another.",
    "consultation": "To confer in a crisis that may turn into armed conflict.",
}
_OBLIGATIONS = {
    "defence": "Defence",
    "offence": "Offence",
    "neutrality": "Neutrality",
    "non-aggression": "Non-aggression",
    "consultation": "Consultation",
}
_FEW = 12
"""So many members have a row each; more are grouped by the day on which they joined."""
_WAVES = 40
"""Rows of a part of the members."""
_OPERATIONS = 25
"""Operations that have ended of which a page has rows."""


def compose(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of the organisation or arrangement *id_*; None if the tables have none."""
    body = bodies.body(reader, id_)
    if body is None:
        return None
    all_ = memberships.of_body(reader, id_)
    known = _belonging(view, body, all_, operations.led(reader, id_))
    owed = obligations.of_arrangement(reader, id_)
    suspensions = memberships.suspensions_of(reader, id_)
    said = values(reader, id_)
    rows = [
        *(one.id for one in all_),
        *(one.id for one in known.led),
        *(one.id for one in owed),
        *(one.id for one in suspensions),
    ]
    cited = citations(reader, [id_, *rows])
    return Composed(
        thing=id_,
        title=body.name,
        eyebrow=_eyebrow(view, known),
        answer=answer(view, known),
        also=also(said, body.name),
        key=tuple(_key(view, known, said)) + elsewhere(view, reader, id_),
        key_receipt=Receipt.of(cited.get(id_, ()), body.grade),
        head=strip(view, id_, _years(known, all_)),
        sections=tuple(
            (
                *_members(view, known, suspensions, cited),
                *_owed(view, body, owed, cited),
                *_suspended(view, known, suspensions, cited),
                *_led(view, known, cited),
            )
        ),
        notes=notes(said),
    )


def _belonging(
    view: View,
    body: bodies.Body,
    all_: Sequence[Membership],
    led: tuple[operations.Operation, ...],
) -> Belonging:
    """Sort members into those who belong to it now, on the day or at its end, and the others."""
    kind = _main_kind(all_)
    full = [one for one in all_ if one.kind == kind]
    others = [one for one in all_ if one.kind != kind]
    left: list[Membership] = []
    unknown: list[Membership] = []
    if view.day:
        holds = [(one, one.spell.holds(view.day)) for one in full]
        here = [one for one, how in holds if how in (Holds.YES, Holds.MAYBE)]
        unknown = [one for one, how in holds if how is Holds.UNKNOWN]
        others = [one for one in others if is_shown(view, one.spell)]
    else:
        left = [one for one in full if _has_left(one, body)]
        here = [one for one in full if not _has_left(one, body)]
    waves = memberships.waves(here if view.day else full)
    return Belonging(
        body, kind, tuple(here), tuple(unknown), tuple(left), tuple(others), waves, led
    )


def _main_kind(all_: Sequence[Membership]) -> str:
    """Return the kind of those who make up a body: full members, else those who are most."""
    kinds = Counter(one.kind for one in all_)
    if memberships.FULL in kinds or not kinds:
        return memberships.FULL
    return kinds.most_common(1)[0][0]


def _has_left(one: Membership, body: bodies.Body) -> bool:
    """Return whether a member left before the body ended, or while it goes on."""
    if not one.spell.has_ended:
        return False
    if not body.spell.end:
        return True
    return bool(one.spell.end_latest) and one.spell.end_latest < body.spell.end_earliest


def _eyebrow(view: View, known: Belonging) -> Markup:
    body = known.body
    kinds = [view.say(_KINDS.get(kind, kind)) for kind in (*body.kinds, body.kind) if kind]
    return Markup(" · ").join(kinds)


def _key(view: View, known: Belonging, said: Mapping[str, Sequence[Value]]) -> Iterator[Key]:
    body = known.body
    if body.acronym:
        yield Key(view.say("Acronym"), isolated(body.acronym))
    yield Key(view.say("Since"), since(view, body.spell))
    yield Key(view.say("Until"), until(view, body.spell))
    if body.treaty:
        yield Key(view.say("Founding text"), view.link(body.treaty, body.treaty_name))
    if body.treaty_in_force:
        yield Key(view.say("In force"), view.date(body.treaty_in_force))
    for name, others in (("Follows", body.predecessors), ("Followed by", body.successors)):
        if others:
            yield Key(view.say(name), view.listed([view.link(*pair) for pair in others]))
    if body.cow:
        yield Key("COW", view.say("alliance {number}", number=body.cow))
    if body.atop:
        yield Key("ATOP", view.say("alliance {number}", number=body.atop))


def _members(
    view: View, known: Belonging, suspensions: Sequence[memberships.Suspension], cited: Cited
) -> Iterator[Section]:
    body = known.body
    if not (known.here or known.unknown or known.special):
        if not view.day:
            yield Section("members", view.say("Members"), (), view.say("none recorded"))
        return
    name = _name(known)
    blocks: list[Block] = []
    if len(known.here) + len(known.left) <= _FEW:
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
    count = len(known.states)
    filters = {"organization": body.id}
    yield Section(
        slug="members",
        title=view.say(TITLES[known.kind]),
        blocks=tuple(blocks),
        count=_count(view, known),
        lede=_completeness(view, known),
        ways=ways(view, "memberships", filters, view.say("of the members of {name}", name=name)),
        jump=view.wording.number(count),
    )


def _by_wave(view: View, known: Belonging, cited: Cited) -> Iterator[Block]:
    """Yield a part of the members by the day on which they joined, and where the others are."""
    parts = [known.waves[start : start + _WAVES] for start in range(0, len(known.waves), _WAVES)]
    number = min(view.number, max(len(parts), 1))
    shown: Sequence[Wave] = parts[number - 1] if parts else ()
    caption = view.say("Who joined {name} when", name=_name(known))
    left = {one.id for one in known.left}
    yield membership_tables.waves_table(view, caption, shown, left, cited)
    if len(parts) > 1:
        path = view.path(known.body.id)
        pages = tuple(
            (
                f"{part[0].start[:4]}–{part[-1].start[:4]}",
                view.href(path, page=str(place)) + "#members",
            )
            for place, part in enumerate(parts, 1)
        )
        yield Pager(view.say("Parts of the members"), pages, pages[number - 1][0])


def _others(view: View, known: Belonging, cited: Cited) -> Iterator[Block]:
    """Yield those who are not known to be members so late, and those with fewer rights."""
    groups: list[tuple[Markup | str, Sequence[Membership]]] = []
    if known.unknown:
        groups.append((view.say("Not known to be members so late"), known.unknown))
    for kind, title in SPECIAL.items():
        groups.append((view.say(title), [one for one in known.special if one.kind == kind]))
    found = [(title, part) for title, part in groups if part]
    if found:
        caption = view.say("Others who belong or belonged to {name}", name=_name(known))
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


def _owed(
    view: View, body: bodies.Body, owed: Sequence[Obligation], cited: Cited
) -> Iterator[Section]:
    if not owed:
        return
    columns = tuple(Column(view.say(title)) for title in ("Duty", "Means", "Text"))
    rows = tuple(_duty(view, one, cited) for one in owed)
    name = isolated(body.acronym or body.name)
    caption = view.say("What the members of {name} owe one another", name=name)
    filters = {"arrangement": body.id}
    yield Section(
        slug="obligations",
        title=view.say("What members owe one another"),
        blocks=(Table(caption, columns, (Group(rows),)),),
        count=view.wording.number(len(owed)),
        ways=ways(
            view, "obligations", filters, view.say("of the obligations of {name}", name=name)
        ),
        jump=view.wording.number(len(owed)),
    )


def _duty(view: View, one: Obligation, cited: Cited) -> Row:
    head = view.link(one.id, view.say(_OBLIGATIONS.get(one.kind, one.kind)))
    text = view.link(one.treaty, one.treaty_name or one.treaty) if one.treaty else Markup("")
    if one.article:
        text = view.say("{article} of {treaty}", article=one.article, treaty=text)
    missing = filled('<span class="missing">{}</span>', view.say("Not stated"))
    citations_ = cited.get(one.id, ())
    cells = (head, view.say(_MEANS.get(one.kind, "")), text or missing)
    return Row(cells, Receipt.of(citations_, one.grade))


def _suspended(
    view: View, known: Belonging, found: Sequence[memberships.Suspension], cited: Cited
) -> Iterator[Section]:
    shown = [one for one in found if not view.day or is_shown(view, one.spell)]
    if not shown:
        return
    caption = view.say("Suspensions in {name}", name=_name(known))
    filters = {"organization": known.body.id}
    yield Section(
        slug="suspensions",
        title=view.say("Suspensions"),
        blocks=(membership_tables.suspensions_table(view, caption, shown, cited),),
        count=view.say("{n}, newest first", n=len(shown)),
        ways=ways(
            view,
            "suspensions",
            filters,
            view.say("of the suspensions in {name}", name=_name(known)),
        ),
        jump=view.wording.number(len(shown)),
    )


def _led(view: View, known: Belonging, cited: Cited) -> Iterator[Section]:
    runs = [one for one in known.led if is_shown(view, one.spell)]
    past = [] if view.day else [one for one in known.led if not is_shown(view, one.spell)]
    if not (runs or past):
        return
    name = _name(known)
    blocks: list[Block] = []
    if runs:
        caption = view.say("Operations that {name} leads", name=name)
        blocks.append(operation_tables.led_table(view, caption, runs, cited))
    newest = sorted(past, key=lambda one: one.spell.start, reverse=True)[:_OPERATIONS]
    if newest:
        caption = (
            view.say(
                "Earlier operations of {name}: the newest {n} of {all}",
                name=name,
                n=len(newest),
                all=len(past),
            )
            if len(newest) < len(past)
            else view.say("Earlier operations of {name}: {n}", name=name, n=len(past))
        )
        blocks.append(
            operation_tables.led_table(view, caption, newest, cited, is_folded=bool(runs))
        )
    filters = {"lead": known.body.id}
    yield Section(
        slug="operations",
        title=view.say("Operations it leads"),
        blocks=tuple(blocks),
        count=view.say("{n} run, {past} have ended", n=len(runs), past=len(past))
        if not view.day
        else view.wording.number(len(runs)),
        ways=ways(view, "missions", filters, view.say("of the operations of {name}", name=name)),
        jump=view.wording.number(len(runs) + len(past)),
    )


def _years(known: Belonging, all_: Sequence[Membership]) -> list[int]:
    spells = [one.spell for one in all_ if one.is_full]
    years = {int(spell.start[:4]) for spell in spells if spell.start}
    return sorted(years)


def _name(known: Belonging) -> Markup:
    return isolated(known.body.acronym or known.body.name)
