"""Sources as rows: each with where in it, how it was checked and when, what it says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from openalliances.facts.receipts import Citation
from openalliances.pages.cited import CHECKS
from openalliances.pages.composed.model import Column, Group, Row, Table
from openalliances.pages.view import UNKNOWN, View


def citations_table(view: View, title: Markup, cited: Sequence[Citation]) -> Table:
    """Return the sources cited, a row each; *title* says what they are cited for."""
    names = ("Source", "Published", "Where it says so", "Checked")
    columns = tuple(Column(view.say(name)) for name in names)
    return Table(title, columns, (Group(tuple(_row(view, one) for one in cited)),))


def check_words(view: View, check: str, day: str = "") -> Markup:
    """Return how something was checked, and when."""
    said = view.say(CHECKS.get(check, "Not checked"))
    return said + ", " + view.date(day) if day else said


def _row(view: View, one: Citation) -> Row:
    kind = view.say(one.kind.replace("-", " ")) if one.kind else Markup("")
    by = Markup('<span class="sub">{}{}</span>').format(
        view.foreign(one.publisher), Markup(" · ") + kind if one.publisher and kind else kind
    )
    place = view.own(one.place) if one.place else missing(view)
    said = Markup("").join((place, *other_words(view, one)))
    links = Markup("").join(_links(view, one))
    return Row(
        (
            view.link(one.source, one.title or one.source, UNKNOWN) + by,
            view.date(one.date) if one.date else missing(view),
            said,
            check_words(view, one.check, one.checked_on) + links,
        )
    )


def other_words(view: View, one: Citation) -> Iterable[Markup]:
    """Yield what a source gives otherwise than is published, and what is to be known of it."""
    if one.observed_on:
        said = view.say("Shows it for {date}.", date=view.date(one.observed_on))
        yield Markup('<span class="sub">{}</span>').format(said)
    for words, day in (
        ("gives another start: {date}", one.other_start),
        ("gives another end: {date}", one.other_end),
    ):
        if day:
            yield _other(view.say(words, date=view.date(day)))
    if one.other:
        yield _other(view.say("says instead: {value}", value=view.own(one.other)))
    if one.note:
        yield Markup('<span class="sub">{}</span>').format(view.own(one.note))


def missing(view: View, text: str = "Not stated") -> Markup:
    """Return what is said where something is not known."""
    return Markup('<span class="missing">{}</span>').format(view.say(text))


def _other(said: Markup) -> Markup:
    return Markup('<span class="other">{}</span>').format(said)


def _links(view: View, one: Citation) -> Iterable[Markup]:
    for address, words in ((one.address, "at its publisher"), (one.copy, "public copy")):
        if address:
            yield Markup('<span class="sub out"><a rel="external" href="{}">{}</a></span>').format(
                address, view.say(words)
            )
