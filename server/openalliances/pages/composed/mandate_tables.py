"""Tables of mandates: what each decision does, until when, for how many people, which tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from openalliances.facts.instruments import Instrument
from openalliances.facts.mandates import EXTENSION, TERMINATION, Mandate, Task
from openalliances.facts.receipts import Citation
from openalliances.pages.composed.mission_answer import short_name
from openalliances.pages.composed.model import Column, Group, Receipt, Row, Table
from openalliances.pages.composed.operation_words import EFFECTS, duration, not_stated, people
from openalliances.pages.markup import filled, isolated
from openalliances.pages.view import View

Citations = Mapping[str, tuple[Citation, ...]]


def mandate_table(
    view: View,
    groups: Sequence[tuple[Markup | str, Sequence[Mandate]]],
    citations: Citations,
    caption: Markup | str,
    *,
    is_folded: bool = False,
) -> Table:
    """Return mandates as a table; each group has a heading, which may be empty."""
    columns = ("Decision", "Day", "What it does", "Until")
    return Table(
        caption,
        tuple(Column(view.say(title)) for title in columns),
        tuple(
            Group(tuple(_row(view, one, citations.get(one.id, ())) for one in mandates), title)
            for title, mandates in groups
            if mandates
        ),
        is_folded,
    )


def leave_until(view: View, mandate: Mandate) -> Markup:
    """Return until when a decision gives leave, as it states it."""
    if mandate.authorized_until:
        return view.date(mandate.authorized_until)
    if mandate.period and (words := duration(view, mandate.period)):
        return view.say("for {period}", period=words)
    return not_stated(view)


def effects(view: View, mandate: Mandate) -> Markup:
    """Return what a decision does to the mission, in words of a cell."""
    slugs = [slug for slug in mandate.effects if slug in EFFECTS]
    if {EXTENSION, TERMINATION} <= {*slugs}:
        slugs = [slug for slug in slugs if slug not in (EXTENSION, TERMINATION)]
        return view.listed([view.say("extends it, then ends it"), *map(view.say, _words(slugs))])
    return view.listed(map(view.say, _words(slugs)))


def _words(slugs: Iterable[str]) -> list[str]:
    return [EFFECTS[slug] for slug in slugs]


def task_list(view: View, tasks: Sequence[Task]) -> Markup:
    """Return tasks as a list of links with the paragraphs that ask for each."""
    items = [
        filled(
            '<li>{} <span class="place">{}</span></li>',
            view.link(f"vocab/mandate-task/{task.id}", task.name),
            places_of(view, task),
        )
        for task in tasks
    ]
    return filled('<ul class="tasks">{}</ul>', Markup().join(items))


def places_of(view: View, task: Task) -> Markup:
    """Return the paragraphs that ask for a task, without the symbol of the text."""
    places = [_paragraph(place) for place in task.places]
    head = _PARAGRAPH if all(place.startswith(_PARAGRAPH) for place in places) else ""
    between = Markup(", ") if head else Markup("; ")
    told = isolated if head else view.own
    rest = between.join(told(place.removeprefix(head)) for place in places)
    if not head or not rest:
        return rest
    text = "operative paragraph {places}" if len(places) == 1 else "operative paragraphs {places}"
    return view.say(text, places=rest)


_PARAGRAPH = "operative paragraph "


def _paragraph(place: str) -> str:
    """Return a place without the symbol of the document, which stands in the same row."""
    symbol, comma, rest = place.partition(", ")
    return rest if comma and symbol.startswith("S/RES/") else place


def mandate_receipt(mandate: Mandate, citations: Sequence[Citation]) -> Receipt:
    """Return who says a mandate; the paragraphs that give tasks alone stand beside the tasks."""
    chosen = [one for one in citations if not one.properties or {*one.properties} - _OF_TASKS]
    return Receipt.of(chosen or citations[:1], mandate.grade)


_OF_TASKS = frozenset({"hasMandateTask", "isAuthorizedBy", "isMandateOf"})


def _row(view: View, mandate: Mandate, citations: tuple[Citation, ...]) -> Row:
    spell = mandate.spell
    return Row(
        (
            _decision(view, mandate),
            view.date(spell.start) if spell.start else not_stated(view),
            _doing(view, mandate),
            leave_until(view, mandate),
        ),
        mandate_receipt(mandate, citations),
        mandate.id.replace("/", "-"),
    )


def _decision(view: View, mandate: Mandate) -> Markup:
    texts = Markup(", ").join(_text(view, text) for text in mandate.instruments)
    more = [text_link(view, text) for text in mandate.instruments]
    more.append(view.link(mandate.id, view.say("this mandate")))
    said = Markup(" · ").join(one for one in more if one)
    if not texts:
        return said
    return filled('{}<span class="sub">{}</span>', texts, said)


def _text(view: View, text: Instrument) -> Markup:
    name, language = short_name(view, text)
    return view.link(text.id, name[:1].upper() + name[1:], language)


def text_link(view: View, text: Instrument) -> Markup:
    """Return the symbol of a text, as a link to its words where they can be read."""
    name = text.symbol or (view.say("text") if text.address else "")
    if not text.address.startswith(("https://", "http://")):
        return isolated(name) if name else Markup()
    return filled('<a rel="external" href="{}"><bdi>{}</bdi></a>', text.address, name)


def _doing(view: View, mandate: Mandate) -> Markup:
    lines = [effects(view, mandate)]
    if mandate.ceilings:
        lines.append(view.say("up to {people}", people=people(view, mandate.ceilings)))
    said = Markup("; ").join(line for line in lines if line)
    if mandate.chapter_vii:
        said += filled(' <span class="kind">{}</span>', view.say("under Chapter VII"))
    if mandate.tasks:
        said += filled(
            '<details class="more"><summary>{}</summary>{}</details>',
            view.wording.plural(len(mandate.tasks), "{n} task", "{n} tasks"),
            task_list(view, mandate.tasks),
        )
    return said or not_stated(view)
