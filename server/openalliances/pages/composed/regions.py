"""The page of a region: its states, and the operations that were in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from markupsafe import Markup

from openalliances.facts import operations as operations_of
from openalliances.facts.operations import Named
from openalliances.facts.receipts import Value, citations, values
from openalliances.facts.regions import Region, region
from openalliances.pages.composed import operation_tables
from openalliances.pages.composed.model import Block, Composed, Key, Receipt, Section, Text
from openalliances.pages.composed.names import also, elsewhere, notes
from openalliances.pages.composed.operation_tables import Cited, Sorted, is_shown
from openalliances.pages.composed.spells import in_years
from openalliances.pages.composed.times import strip
from openalliances.pages.composed.ways import ways
from openalliances.pages.markup import filled
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_NAMED = 3
_EARLIER = 25
"""Operations that have ended of which a page has rows."""


def compose(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of the region *id_*; None if the tables have none."""
    found = region(reader, id_)
    if found is None:
        return None
    said: dict[str, tuple[Value, ...]] = values(reader, id_)
    operations = Sorted.of(view, found.operations)
    undeployed = operations_of.undeployed(reader, id_)
    shown = (*operations.shown(_EARLIER), *undeployed)
    cited = citations(reader, [id_, *(one.id for one in shown)])
    eyebrow = view.say("Region")
    if found.within:
        eyebrow = view.say("Region in {regions}", regions=_links(view, found.within))
    name = view.name(found.id, found.name)
    years = sorted({int(one.spell.start[:4]) for one in found.operations if one.spell.start})
    return Composed(
        thing=id_,
        title=found.name,
        eyebrow=eyebrow,
        answer=_answer(view, found),
        also=also(said, found.name),
        key=(
            *((Key("UN M49", found.m49.zfill(3)),) if found.m49 else ()),
            *elsewhere(view, reader, id_),
        ),
        key_receipt=Receipt.of(cited.get(id_, ()), found.grade),
        head=strip(view, id_, years),
        sections=tuple(
            (
                *_operations(view, found, operations, cited),
                *operation_tables.undeployed(
                    view,
                    undeployed,
                    cited,
                    view.say("Operations in {region} that did not take place", region=name),
                ),
                *_states(view, found),
            )
        ),
        notes=notes(view, said),
    )


def _answer(view: View, found: Region) -> Markup:
    name = view.name(found.id, found.name)
    told = []
    runs = [one for one in found.operations if is_shown(view, one.spell)]
    newest = sorted(runs, key=lambda one: one.spell.start, reverse=True)[:_NAMED]
    named = view.listed([view.link(o.id, o.short) + in_years(view, o.spell) for o in newest])
    dated = [one.spell.start[:4] for one in found.operations if one.spell.start]
    if view.day and runs:
        one = "One operation was in {region} then: {newest}."
        many = "{n} operations were in {region} then, the newest of them {newest}."
        told.append(view.wording.plural(len(runs), one, many, region=name, newest=named))
    elif dated and not view.day:
        one = "One operation is recorded in {region}, of {year}."
        many = "{n} operations are recorded in {region} since {year}."
        count = len(found.operations)
        told.append(view.wording.plural(count, one, many, region=name, year=min(dated)))
        if runs:
            one, many = "One of them goes on: {newest}.", "{n} go on, the newest of them {newest}."
            told.append(view.wording.plural(len(runs), one, many, newest=named))
    if found.count:
        one, many = "One state lies in {region}.", "{n} states lie in {region}."
        told.append(view.wording.plural(found.count, one, many, region=name))
    return Markup(" ").join(told) or view.say("No operation in {region} is recorded.", region=name)


def _operations(view: View, found: Region, all_: Sorted, cited: Cited) -> Iterator[Section]:
    if not all_.count:
        return
    name = view.name(found.id, found.name)
    table = partial(operation_tables.led_table, view, cited=cited, with_leaders=True)
    blocks: list[Block] = []
    if all_.runs:
        blocks.append(table(view.say("Operations in {region}", region=name), all_.runs))
    if all_.open:
        text = "Operations in {region} of which no end is stated, last seen earlier: {n}"
        blocks.append(table(view.say(text, region=name, n=len(all_.open)), all_.open))
    if all_.ended:
        text = "Operations in {region} that have ended: {n}"
        if len(all_.ended) > _EARLIER:
            text = "Operations in {region} that have ended: the newest {shown} of {n}"
        caption = view.say(text, region=name, n=len(all_.ended), shown=_EARLIER)
        blocks.append(table(caption, all_.ended[:_EARLIER], is_folded=bool(all_.runs)))
    of = view.say("of the operations in {region}", region=name)
    yield Section(
        slug="operations",
        title=view.say("Operations"),
        blocks=tuple(blocks),
        count=all_.counted(view),
        ways=ways(view, "missions", {"regions": found.id}, of),
        jump=view.wording.number(all_.count),
    )


def _states(view: View, found: Region) -> Iterator[Section]:
    if not (found.states or found.parts):
        return
    blocks = []
    if found.parts:
        parts = view.say("Parts: {regions}.", regions=_links(view, found.parts))
        blocks.append(Text(filled("<p>{}</p>", parts)))
    if found.states:
        blocks.append(Text(filled("<p>{}.</p>", _links(view, found.states))))
    of = view.say("of the states in {region}", region=view.name(found.id, found.name))
    yield Section(
        slug="states",
        title=view.say("States"),
        blocks=tuple(blocks),
        count=view.wording.number(found.count),
        ways=ways(view, "states", {"regions": found.id}, of),
        jump=view.wording.number(found.count),
    )


def _links(view: View, things: Sequence[Named]) -> Markup:
    return view.listed([view.link(one.id, one.name) for one in things])
