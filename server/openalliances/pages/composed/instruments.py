"""The page of a treaty, resolution, decision or agreement: what it is, founded, authorized."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from openalliances.facts import instruments as of_texts
from openalliances.facts import mandates as of_mandates
from openalliances.facts import missions as of_missions
from openalliances.facts.instruments import Founded, Instrument, Obligation
from openalliances.facts.mandates import Mandate
from openalliances.facts.names import Named, names
from openalliances.facts.receipts import citations
from openalliances.pages.composed.english import called as in_words
from openalliances.pages.composed.hearsay import what_is_said
from openalliances.pages.composed.mandate_tables import (
    effects,
    leave_until,
    mandate_receipt,
    task_list,
)
from openalliances.pages.composed.mandates import acts
from openalliances.pages.composed.mission_answer import body_of
from openalliances.pages.composed.model import (
    Column,
    Composed,
    Group,
    Key,
    Receipt,
    Row,
    Section,
    Table,
)
from openalliances.pages.composed.names import also, elsewhere
from openalliances.pages.composed.operation_words import not_stated, people
from openalliances.pages.composed.recorded import Fact, Recorded, facts_table
from openalliances.pages.composed.spells import since, until
from openalliances.pages.composed.times import on
from openalliances.pages.composed.ways import ways
from openalliances.pages.markup import filled, isolated
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

KINDS = {
    "charter": "Charter",
    "decision": "Decision",
    "other": "Other legal text",
    "peace-agreement": "Peace agreement",
    "protocol": "Protocol",
    "resolution": "Resolution",
    "treaty": "Treaty",
}
"""Kinds of legal texts."""

OBLIGATIONS = {
    "consultation": "consultation",
    "defence": "defence",
    "neutrality": "neutrality",
    "non-aggression": "non-aggression",
    "offence": "offence",
}
"""Kinds of obligation."""


def compose(view: View, reader: Reader, id_: str) -> Composed | None:
    """Return the page of a legal text, None where the tables have no such text."""
    text = of_texts.instrument(reader, id_)
    if text is None:
        return None
    recorded = Recorded.of(reader, id_)
    founded = of_texts.founded(reader, id_)
    obliges = of_texts.obligations(reader, id_)
    ids = of_texts.mandate_ids(reader, id_)
    mandates = of_mandates.mandates_of(reader, ids) if ids else ()
    called = names(reader, (*text.signatories, text.adopted_by, *(m.mission for m in mandates)))
    sections = (
        _mandates(view, reader, text, mandates, called),
        _supporters(view, reader, id_),
        _founded(view, reader, founded, text),
        _obligations(view, reader, text, obliges),
        _signatories(view, text, recorded, called),
        _facts(view, text, recorded, called),
        *what_is_said(view, reader, id_),
    )
    return Composed(
        thing=id_,
        title=text.name,
        eyebrow=view.say(KINDS.get(text.kind, text.kind)),
        answer=answer(view, text, founded, obliges, mandates, called),
        also=also(recorded.values, text.name),
        key=(*_key(view, text, called), *elsewhere(view, reader, id_)),
        sections=tuple(section for section in sections if section),
    )


def answer(
    view: View,
    text: Instrument,
    founded: Sequence[Founded],
    obliges: Sequence[Obligation],
    mandates: Sequence[Mandate],
    called: dict[str, Named],
) -> Markup:
    """Return when and by whom it was adopted, what it did, founded and obliges to."""
    parts = (
        [_adopted(view, text, called)]
        if not mandates
        else [_acted(view, mandates, called, text.id)]
    )
    if founded:
        names_ = view.listed([_the(view, one.thing) for one in founded])
        parts.append(view.say("It founded {things}.", things=names_))
    if obliges:
        slugs = dict.fromkeys(one.kind for one in obliges)
        kinds = view.listed([view.say(OBLIGATIONS.get(slug, slug)) for slug in slugs])
        parts.append(view.say("It obliges its parties to {kinds}.", kinds=kinds))
    return Markup(" ").join(part for part in parts if part)


def _the(view: View, thing: Named) -> Markup:
    return view.link(thing.id, in_words(view, thing.id, thing.short))


def _acted(view: View, mandates: Sequence[Mandate], called: dict[str, Named], here: str) -> Markup:
    return acts(view, mandates, called, here)


def _adopted(view: View, text: Instrument, called: dict[str, Named]) -> Markup:
    name = view.name(text.id, text.name)
    if text.kind != "resolution":
        name = view.say("The {text_name}", text_name=name)
    body: Markup | str = Markup()
    if body_of(text):
        body = view.say("the {body}", body=view.say(body_of(text)))
    elif text.adopted_by:
        body = in_words(view, text.adopted_by, called[text.adopted_by].name)
    if not text.adopted:
        return view.say("When {decision} was adopted is not stated.", decision=name)
    adopted = on(view, text.adopted)
    said = "{decision} was adopted by {body} {when}." if body else "{decision} was adopted {when}."
    parts = [view.say(said, decision=name, body=body, when=adopted)]
    if text.in_force and text.ended:
        force, end = view.date(text.in_force), view.date(text.ended)
        parts.append(view.say("It was in force from {start} to {end}.", start=force, end=end))
    elif text.in_force:
        date = view.date(text.in_force)
        parts.append(view.say("It has been in force since {date}.", date=date))
    elif text.ended:
        parts.append(view.say("It ended {when}.", when=on(view, text.ended)))
    return Markup(" ").join(parts)


def _key(view: View, text: Instrument, called: dict[str, Named]) -> tuple[Key, ...]:
    by = view.link(text.adopted_by, called[text.adopted_by].name) if text.adopted_by else Markup()
    facts = (
        ("Symbol", isolated(text.symbol) if text.symbol else ""),
        ("Adopted", view.date(text.adopted) if text.adopted else not_stated(view)),
        ("Adopted by", by),
        ("In force since", view.date(text.in_force)),
        ("Ended", view.date(text.ended)),
        ("Signatories", view.number_of(len(text.signatories)) if text.signatories else ""),
        ("Text", _address(view, text)),
    )
    return tuple(Key(view.say(name), value) for name, value in facts if value)


def _address(view: View, text: Instrument) -> Markup:
    if not text.address.startswith(("https://", "http://")):
        return Markup()
    host = text.address.partition("://")[2].partition("/")[0].removeprefix("www.")
    return filled('<a rel="external" href="{}"><bdi>{}</bdi></a>', text.address, host)


def _mandates(
    view: View,
    reader: Reader,
    text: Instrument,
    mandates: Sequence[Mandate],
    called: dict[str, Named],
) -> Section | None:
    if not mandates:
        return None
    cited = citations(reader, [one.id for one in mandates])
    columns = ("Mission", "What it does", "Until", "At most")
    rows = []
    for one in mandates:
        mission = called[one.mission]
        more = Markup()
        if one.tasks:
            summary = view.wording.plural(len(one.tasks), "{n} task", "{n} tasks")
            more = filled(
                '<details class="more"><summary>{}</summary>{}</details>',
                summary,
                task_list(view, one.tasks),
            )
        head = filled(
            '{}<span class="sub">{}</span>',
            view.link(mission.id, mission.short),
            view.link(one.id, view.say("this mandate")),
        )
        doing = effects(view, one) or not_stated(view)
        most = people(view, one.ceilings) if one.ceilings else not_stated(view)
        cells = (head, doing + more, leave_until(view, one), most)
        rows.append(Row(cells, mandate_receipt(one, cited.get(one.id, ()))))
    return Section(
        "operations",
        view.say("What it says of missions"),
        (
            Table(
                view.say("Missions that it speaks of"),
                tuple(Column(view.say(title)) for title in columns),
                (Group(tuple(rows)),),
            ),
        ),
        count=view.number_of(len(rows)),
        ways=ways(view.at(None), "mandates", {"instruments": text.id}, view.say("of mandates")),
        jump=view.number_of(len(rows)),
    )


def _supporters(view: View, reader: Reader, id_: str) -> Section | None:
    """Return the operations that help to carry it out, and to which conflict they respond."""
    found = of_missions.missions(reader, of_texts.supporters(reader, id_))
    if not found:
        return None
    rows = []
    for one in found:
        recorded = Recorded.of(reader, one.id)
        conflicts = recorded.values.get("respondsTo", ())
        cells = (
            view.link(one.id, one.short),
            since(view, one.spell),
            until(view, one.spell),
            view.listed([view.link(that.value, that.name) for that in conflicts])
            or not_stated(view),
        )
        rows.append(Row(cells, recorded.receipt("supportsAgreement")))
    columns = tuple(Column(view.say(name)) for name in ("Operation", "From", "Until", "Conflict"))
    title = view.say("Operations that support it")
    number = view.number_of(len(rows))
    table = Table(title, columns, (Group(tuple(rows)),))
    return Section("supporters", title, (table,), count=number, jump=number)


def _founded(
    view: View, reader: Reader, founded: Sequence[Founded], text: Instrument
) -> Section | None:
    if not founded:
        return None
    columns = tuple(Column(view.say(title)) for title in ("What", "From", "Until"))
    rows = tuple(
        Row(
            (
                view.link(one.thing.id, one.thing.name),
                since(view, one.spell),
                until(view, one.spell),
            ),
            Recorded.of(reader, one.thing.id).receipt("isFoundedBy"),
        )
        for one in founded
    )
    table = Table(view.say("What it founded"), columns, (Group(rows),))
    lede = view.say("The members stand on the pages of what it founded.")
    return Section("founded", view.say("What it founded"), (table,), lede=lede, jump="-")


def _obligations(
    view: View, reader: Reader, text: Instrument, obliges: Sequence[Obligation]
) -> Section | None:
    if not obliges:
        return None
    cited = citations(reader, [one.id for one in obliges])
    columns = tuple(Column(view.say(title)) for title in ("Article", "Obliges to", "Alliance"))
    rows = tuple(
        Row(
            (
                isolated(one.article) if one.article else not_stated(view),
                view.link(one.id, view.say(OBLIGATIONS.get(one.kind, one.kind))),
                view.link(one.arrangement.id, one.arrangement.short),
            ),
            Receipt.of(cited.get(one.id, ()), one.grade),
        )
        for one in obliges
    )
    table = Table(view.say("What it obliges to"), columns, (Group(rows),))
    out = ways(view.at(None), "obligations", {"treaty": text.id}, view.say("of obligations"))
    return Section(
        "obligations",
        view.say("What it obliges to"),
        (table,),
        count=view.number_of(len(rows)),
        ways=out,
        jump=view.number_of(len(rows)),
    )


def _signatories(
    view: View, text: Instrument, recorded: Recorded, called: dict[str, Named]
) -> Section | None:
    if not text.signatories:
        return None
    named = sorted((called[id_] for id_ in text.signatories), key=lambda one: one.name)
    links = view.listed([view.link(one.id, one.name) for one in named])
    fact = Fact(view.say("Signed by"), links, ("hasSignatory",))
    table = facts_table(view, recorded, (fact,), view.say("Who signed it"))
    number = view.number_of(len(named))
    out = ways(view.at(None), "treaties", {"id": text.id}, view.say("of the signatories"))
    title = view.say("Signatories")
    return Section("signatories", title, (table,), count=number, ways=out, jump=number)


_OF_BODIES = ("resolution", "decision")
"""Kinds of texts that are adopted by a body, not signed by states."""


def _facts(view: View, text: Instrument, recorded: Recorded, called: dict[str, Named]) -> Section:
    by = view.link(text.adopted_by, called[text.adopted_by].name) if text.adopted_by else Markup()
    place = recorded.first("adoptionPlace")
    where = isolated(place.value) if place else Markup()
    symbol = isolated(text.symbol) if text.symbol else Markup()
    shown = [
        Fact(view.say("Symbol"), symbol, ("documentSymbol",)),
        Fact(
            view.say("Adopted"),
            view.date(text.adopted) if text.adopted else not_stated(view),
            ("adoptionDate",),
        ),
        Fact(view.say("Adopted by"), by, ("isAdoptedBy",)),
        Fact(view.say("Adopted at"), where, ("adoptionPlace",)),
        Fact(view.say("In force since"), view.date(text.in_force), ("entryIntoForceDate",)),
        Fact(view.say("Ended"), view.date(text.ended), ("terminationDate",)),
        Fact(view.say("Text"), _address(view, text), ("textAddress",)),
    ]
    if text.kind not in _OF_BODIES and not text.signatories:
        shown.append(Fact(view.say("Signed by"), not_stated(view), ("hasSignatory",)))
    rows = [fact for fact in shown if fact.value]
    table = facts_table(view, recorded, rows, view.say("Facts about the text"))
    out = ways(view.at(None), "treaties", {"id": text.id}, view.say("of this text"))
    return Section("facts", view.say("Facts and who says so"), (table,), ways=out, jump="-")
