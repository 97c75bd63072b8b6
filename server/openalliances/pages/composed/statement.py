"""A published statement: what it says, who says so, who says otherwise, since when it stands."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from openalliances.facts.names import titles
from openalliances.facts.receipts import Citation, citations
from openalliances.facts.statements import Published, published
from openalliances.pages import glossary
from openalliances.pages.composed.citing import citations_table, missing
from openalliances.pages.composed.claim import of_sentence, predicate_link
from openalliances.pages.composed.grading import MARKS
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
from openalliances.pages.view import View
from openalliances.rdf.prefixes import BASE
from openalliances.tabular.database import Reader

_DATES = frozenset(("date", "gYear", "gYearMonth"))


def compose_statement(view: View, reader: Reader, thing: str) -> Composed | None:
    """Return the page of a statement, or of a cell with the values that are published now.

    None if the tables have neither of this id.
    """
    said = published(reader, thing)
    if not said:
        return None
    cited = citations(reader, (said[0].subject,)).get(said[0].subject, ())
    known = titles(reader, (said[0].subject, *(one.value for one in said)))
    if said[0].id == thing:
        return _statement(view, said, cited, known)
    return _cell(view, said, cited, known)


def _statement(
    view: View, said: Sequence[Published], cited: Sequence[Citation], known: dict[str, str]
) -> Composed:
    first = said[0]
    subject = known.get(first.subject, first.subject)
    for_it = [one for one in cited if one.id in first.citations]
    otherwise = [one for one in cited if one.id in first.alternatives]
    return Composed(
        first.id,
        f"{subject}: {_plain(view, first.predicate)}",
        eyebrow=of_sentence(view.say("Published statement")),
        answer=_answer(view, first, for_it, otherwise, known),
        key=(
            Key(view.say("Of what"), _thing(view, first.subject, known)),
            Key(view.say("Property"), predicate_link(view, first.predicate)),
            Key(view.say("Value"), _value(view, first, known)),
            *(Key(predicate_link(view, o.predicate), _value(view, o, known)) for o in said[1:]),
        ),
        key_receipt=Receipt(first.grade, tuple(for_it), tuple(otherwise)) if first.grade else None,
        sections=tuple(
            one
            for one in (
                _sources(view, "sources", "Sources that give this value", for_it),
                _sources(view, "otherwise", "Sources that give another", otherwise),
                _history(view, first),
            )
            if one
        ),
    )


def _cell(
    view: View, said: Sequence[Published], cited: Sequence[Citation], known: dict[str, str]
) -> Composed:
    first = said[0]
    subject = known.get(first.subject, first.subject)
    rows = tuple(
        Row(
            (
                view.link(one.id, _value_text(view, one, known)),
                _release(view, one),
            ),
            Receipt(
                one.grade,
                tuple(c for c in cited if c.id in one.citations),
                tuple(c for c in cited if c.id in one.alternatives),
            ),
        )
        for one in said
    )
    title = view.say("Published now")
    columns = (Column(view.say("Value")), Column(view.say("Published since")))
    return Composed(
        first.cell,
        f"{subject}: {_plain(view, first.predicate)}",
        eyebrow=of_sentence(view.say("Cell: what is published of one property of a thing")),
        answer=view.wording.plural(
            len(said), "{n} value of it is published now.", "{n} values of it are published now."
        ),
        key=(
            Key(view.say("Of what"), _thing(view, first.subject, known)),
            Key(view.say("Property"), predicate_link(view, first.predicate)),
        ),
        sections=(
            Section("values", title, (Table(title, columns, (Group(rows),)),), jump=str(len(rows))),
        ),
    )


def _answer(
    view: View,
    first: Published,
    for_it: Sequence[Citation],
    otherwise: Sequence[Citation],
    known: dict[str, str],
) -> Markup:
    """Return the value, who gives it, how well it is supported, and whether others differ."""
    value = _value(view, first, known)
    if first.rule:
        rule = glossary.term(view, f"vocab/derivation-rule/{first.rule}")
        return view.say(
            "It is {value}, which follows by a rule from other statements: {rule}.",
            value=value,
            rule=rule,
        )
    publishers = list(dict.fromkeys(c.publisher or c.title or c.source for c in for_it))
    if not publishers:
        return view.say(
            "It is {value}. No source is given for it; it is our own wording.", value=value
        )
    shown = view.listed(map(view.foreign, publishers[:3]))
    grade = MARKS.get(first.grade)
    parts = [view.say("It is {value}, by {publishers}.", value=value, publishers=shown)]
    if grade:
        parts.append(view.say("Evidence: {grade}.", grade=view.say(grade.label)))
    if otherwise:
        parts.append(
            view.wording.plural(
                len(otherwise), "{n} source gives another.", "{n} sources give another."
            )
        )
    return Markup(" ").join(parts)


def _sources(view: View, slug: str, words: str, cited: Sequence[Citation]) -> Section | None:
    if not cited:
        return None
    title = view.say(words)
    return Section(
        slug,
        title,
        (citations_table(view, title, cited),),
        count=view.wording.plural(len(cited), "{n} citation", "{n} citations"),
        jump=str(len(cited)),
    )


def _history(view: View, first: Published) -> Section:
    rows = [
        Row((view.say("Published since"), _release(view, first))),
        Row(
            (
                view.say("Shown to hold until"),
                view.date(first.as_of) if first.as_of else missing(view),
            )
        ),
        Row((view.say("Its cell, with all values now"), view.link(first.cell, first.cell))),
    ]
    title = view.say("History")
    columns = (Column(view.say("What")), Column(view.say("When")))
    return Section("history", title, (Table(title, columns, (Group(tuple(rows)),)),), jump="-")


def _release(view: View, one: Published) -> Markup:
    if not one.first_release:
        return missing(view)
    return view.say("release {version}", version=one.first_release)


def _thing(view: View, thing: str, known: dict[str, str]) -> Markup:
    return view.link(thing, known.get(thing, thing))


def _value(view: View, one: Published, known: dict[str, str]) -> Markup:
    """Return a value: a date in words, a thing as a link, else the text."""
    if one.datatype != "iri":
        said = _value_text(view, one, known)
        lang = Markup(' lang="{}"').format(one.language) if one.language else Markup("")
        return said if one.datatype in _DATES else Markup("<bdi{}>{}</bdi>").format(lang, said)
    if one.value.startswith("vocab/") and glossary.called(view, one.value):
        return glossary.term(view, one.value)
    if one.value.startswith(("http://", "https://")) and not one.value.startswith(BASE):
        return Markup('<a rel="external" href="{0}">{0}</a>').format(one.value)
    return view.link(one.value, one.label or known.get(one.value, one.value))


def _value_text(view: View, one: Published, known: dict[str, str]) -> Markup:
    if one.datatype in _DATES:
        return view.date(one.value)
    if one.datatype == "iri":
        return escape(glossary.called(view, one.value) or one.label or one.value)
    return escape(one.value)


def _plain(view: View, predicate: str) -> str:
    """Return what a property is called, as plain text."""
    return glossary.called(view, f"ontology/{predicate}") or predicate.rpartition("#")[2]
