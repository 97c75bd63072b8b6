"""The components of peacebuilding that mandates ask for, with the reason for each."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from openalliances.facts.components import Component, Reason
from openalliances.pages.composed.model import Column, Group, Row, Table
from openalliances.pages.composed.operation_words import STRENGTHS
from openalliances.pages.markup import filled
from openalliances.pages.view import View


def component_table(
    view: View, components: Sequence[Component], *, is_one_mandate: bool = False
) -> Table:
    """Return components, how near the mandate comes to each, and by which tasks."""
    columns = tuple(
        Column(view.say(title)) for title in ("Component", "How far", "Asked for by the task")
    )
    rows = tuple(
        Row(
            (
                view.link(f"vocab/peacebuilding-component/{one.id}", one.name),
                view.say(STRENGTHS.get(one.strength, one.strength)),
                _reasons(view, one.reasons, is_one_mandate),
            )
        )
        for one in components
    )
    return Table(view.say("Components of peacebuilding"), columns, (Group(rows),))


def _reasons(view: View, reasons: Sequence[Reason], is_one_mandate: bool) -> Markup:
    first, *rest = (_reason(view, one, is_one_mandate) for one in reasons)
    if not rest:
        return first
    more = filled(
        '<ul class="tasks">{}</ul>', Markup().join(filled("<li>{}</li>", one) for one in rest)
    )
    summary = view.wording.plural(len(rest), "{n} more task", "{n} more tasks")
    return filled('{}<details class="more"><summary>{}</summary>{}</details>', first, summary, more)


def _reason(view: View, reason: Reason, is_one_mandate: bool) -> Markup:
    task = view.link(f"vocab/mandate-task/{reason.task}", reason.task.replace("-", " "))
    mandates = len(reason.mandates)
    times = (
        Markup()
        if is_one_mandate
        else view.wording.plural(mandates, "in {n} mandate", "in {n} mandates")
    )
    return filled(
        '{} <span class="kind">{}</span><span class="place">{}</span>',
        task,
        times,
        view.own(reason.words),
    )
