"""The page of an organisation or alliance: members, who joined when, duties, operations.

One thing may be both an organisation and an alliance, as NATO; so both have the same page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from markupsafe import Markup

from openalliances.facts import bodies, memberships, obligations, operations
from openalliances.facts.claims import claims_about
from openalliances.facts.days import Holds
from openalliances.facts.memberships import Membership
from openalliances.facts.obligations import Obligation
from openalliances.facts.operations import Operation
from openalliances.facts.receipts import Value, citations, values
from openalliances.pages.composed import member_sections, membership_tables, operation_tables
from openalliances.pages.composed.body_answers import Belonging, answer
from openalliances.pages.composed.disagreement import sides_of
from openalliances.pages.composed.hearsay import what_is_said
from openalliances.pages.composed.holes import not_recorded
from openalliances.pages.composed.member_sections import named
from openalliances.pages.composed.model import (
    Block,
    Column,
    Composed,
    Group,
    Key,
    Receipt,
    Row,
    Section,
    Sides,
    Table,
)
from openalliances.pages.composed.names import also, elsewhere, notes
from openalliances.pages.composed.operation_tables import Cited, Sorted, is_shown
from openalliances.pages.composed.spells import since, until
from openalliances.pages.composed.times import strip
from openalliances.pages.composed.ways import ways
from openalliances.pages.markup import filled
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
    undeployed = operations.undeployed(reader, id_)
    said = values(reader, id_)
    rows = [
        *(one.id for one in member_sections.shown(view, known)),
        *(one.id for one in Sorted.of(view, known.led).shown(_OPERATIONS)),
        *(one.id for one in undeployed),
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
        head=(*_disagreement(view, reader, id_), *strip(view, id_, _years(known, all_))),
        sections=tuple(_sections(view, reader, known, (owed, suspensions, undeployed), cited)),
        notes=notes(view, said),
    )


def _sections(
    view: View,
    reader: Reader,
    known: Belonging,
    rows: tuple[Sequence[Obligation], Sequence[memberships.Suspension], Sequence[Operation]],
    cited: Cited,
) -> Iterator[Section]:
    owed, suspensions, undeployed = rows
    owing = tuple(_owed(view, known.body, owed, cited))
    suspended = tuple(_suspended(view, known, suspensions, cited))
    leading = tuple(_led(view, known, cited))
    yield from member_sections.section(view, reader, known, suspensions, cited)
    yield from (*owing, *suspended, *leading)
    caption = view.say("Operations of {name} that did not take place", name=named(view, known))
    yield from operation_tables.undeployed(view, undeployed, cited, caption)
    yield from _said(view, reader, known)
    parts = {
        "obligations of its members": owing,
        "suspensions of members": suspended,
        "operations that it led": leading,
    }
    yield from not_recorded(view, (name for name, found in parts.items() if not found))


def _disagreement(view: View, reader: Reader, id_: str) -> tuple[Sides, ...]:
    """Return the two sides of what is claimed of the body and what speaks against it."""
    claimed = claims_about(reader, id_)
    found = sides_of(view, reader, claimed) if claimed else None
    return (found,) if found else ()


def _said(view: View, reader: Reader, known: Belonging) -> Iterator[Section]:
    """Yield what documents claim and reports say of the body; a day changes nothing of it."""
    if view.day is None:
        body = known.body
        for section in what_is_said(
            view, reader, body.id, view.plain(body.id, body.acronym or body.name)
        ):
            if section is not None:
                yield section


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
        yield Key(view.say("Acronym"), view.name(body.id, body.acronym))
    yield Key(view.say("Since"), since(view, body.spell))
    yield Key(view.say("Until"), until(view, body.spell))
    if body.treaty:
        yield Key(view.say("Founding text"), view.link(body.treaty, body.treaty_name))
    if body.treaty_in_force:
        yield Key(view.say("In force"), view.date(body.treaty_in_force))
    for name, others in (("Follows", body.predecessors), ("Followed by", body.successors)):
        if others:
            yield Key(view.say(name), view.listed([view.link(*pair) for pair in others]))
    numbers = [
        f"{name} {number}" for name, number in (("COW", body.cow), ("ATOP", body.atop)) if number
    ]
    if numbers:
        yield Key(view.say("Alliance number"), " · ".join(numbers))


def _owed(
    view: View, body: bodies.Body, owed: Sequence[Obligation], cited: Cited
) -> Iterator[Section]:
    if not owed:
        return
    columns = tuple(Column(view.say(title)) for title in ("Duty", "Means", "Text"))
    rows = tuple(_duty(view, one, cited) for one in owed)
    name = view.name(body.id, body.acronym or body.name)
    caption = view.say("What the members of {name} owe one another", name=name)
    yield Section(
        slug="obligations",
        title=view.say("What members owe one another"),
        blocks=(Table(caption, columns, (Group(rows),)),),
        count=view.wording.number(len(owed)),
        ways=ways(
            view,
            "obligations",
            {"arrangement": body.id},
            view.say("of the obligations of {name}", name=name),
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
    caption = view.say("Suspensions in {name}", name=named(view, known))
    yield Section(
        slug="suspensions",
        title=view.say("Suspensions"),
        blocks=(membership_tables.suspensions_table(view, caption, shown, cited),),
        count=view.say("{n}, newest first", n=len(shown)),
        ways=ways(
            view,
            "suspensions",
            {"organization": known.body.id},
            view.say("of the suspensions in {name}", name=named(view, known)),
        ),
        jump=view.wording.number(len(shown)),
    )


def _led(view: View, known: Belonging, cited: Cited) -> Iterator[Section]:
    found = Sorted.of(view, known.led)
    if not found.count:
        return
    name = named(view, known)
    table = partial(operation_tables.led_table, view, cited=cited)
    blocks: list[Block] = []
    if found.runs:
        blocks.append(table(view.say("Operations that {name} leads", name=name), found.runs))
    if found.open:
        text = "Operations of {name} of which no end is stated, last seen earlier: {n}"
        blocks.append(table(view.say(text, name=name, n=len(found.open)), found.open))
    if found.ended:
        text = "Operations of {name} that have ended: {all}"
        if len(found.ended) > _OPERATIONS:
            text = "Operations of {name} that have ended: the newest {n} of {all}"
        caption = view.say(text, name=name, n=_OPERATIONS, all=len(found.ended))
        ended = found.ended[:_OPERATIONS]
        blocks.append(table(caption, ended, is_folded=bool(found.runs)))
    yield Section(
        slug="operations",
        title=view.say("Operations it leads"),
        blocks=tuple(blocks),
        count=found.counted(view),
        ways=ways(
            view,
            "missions",
            {"lead": known.body.id},
            view.say("of the operations of {name}", name=name),
        ),
        jump=view.wording.number(found.count),
    )


def _years(known: Belonging, all_: Sequence[Membership]) -> list[int]:
    spells = [one.spell for one in all_ if one.is_full]
    years = {int(spell.start[:4]) for spell in spells if spell.start}
    return sorted(years)
