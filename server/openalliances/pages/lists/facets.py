"""Facets of a list: the values of a filter, with the number of rows, as links that set or lift it.

Numbers are those of the rows that all other filters leave, so that another value of the same facet
shows what it would add. Several values of one facet are any of them; several facets are all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from openalliances.pages.composed.grading import MARKS
from openalliances.pages.lists.asking import Asked
from openalliances.pages.lists.naming import Names, is_closed
from openalliances.pages.lists.shown import Facet
from openalliances.pages.view import View
from openalliances.tabular.database import Reader
from openalliances.tabular.facets import Count, counts, is_counted
from openalliances.tabular.faults import near
from openalliances.tabular.filters import Filter

_FIRST = 8
"""Values that are shown at once."""
_LINKS = 40
"""Values that are links where one asks for all; of more one is chosen from a list."""
_LANGUAGE = re.compile(r' lang="[\w-]*"')
_OPEN = 3
"""Facets that are open before anything is chosen."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: what it is called, the rows that have it, where it leads."""

    value: str
    name: Markup
    rows: str
    href: str
    is_chosen: bool

    @property
    def language(self) -> Markup:
        """Return the language of the name as an attribute, for where its markup is left out."""
        found = _LANGUAGE.search(self.name)
        return Markup(found[0]) if found else Markup()  # noqa: S704  of our own markup


@dataclass(frozen=True, slots=True)
class Shelf:
    """A facet as it is shown: its first values, the others, and whether these are a list to choose.

    ``hidden`` are the other parameters of the form in which one chooses.
    """

    name: str
    title: Markup
    first: tuple[Value, ...]
    rest: tuple[Value, ...]
    total: str
    is_open: bool
    is_select: bool
    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set: what it says, and the address of the list without it."""

    title: Markup
    value: Markup
    href: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A facet, and the numbers of rows by value."""

    facet: Facet
    one: Filter
    counts: tuple[Count, ...]


def counted(asked: Asked, reader: Reader) -> tuple[Counted, ...]:
    """Return the facets of the list that its table has, with the rows by value."""
    found = []
    for facet in asked.listed.facets:
        one = asked.filters.get(facet.name)
        if one is None or one.via is not None:
            continue
        own = asked.chosen(facet.name)
        rest = asked.select(asked.without(facet.name), reader) if own else asked.selection
        numbers = tuple(count for count in counts(one, rest, reader) if count.value)
        found.append(Counted(facet, one, numbers))
    return tuple(found)


def learn(asked: Asked, facets: Iterable[Counted], reader: Reader, names: Names) -> None:
    """Look up what the values of the facets and of all other filters that are set are called."""
    for facet in facets:
        names.learn(reader, facet.one.column, [count.value for count in facet.counts])
    for name, value in asked.facets:
        names.learn(reader, asked.filters[name].column, [value])


def named(view: View, one: Filter, value: str, names: Names) -> Markup:
    """Return what the value of a filter is called."""
    if one.column.target:
        return names.of(value)
    if one.name == "grade" and value in MARKS:
        return view.say(MARKS[value].label)
    if one.name == "decade":
        return view.say("{year}s", year=value)
    if one.column.datatype == "boolean":
        return view.say("yes" if value == "true" else "no")
    return names.word(one.column, value) if is_closed(one.column) else escape(value)


def shelves(view: View, asked: Asked, facets: Iterable[Counted], names: Names) -> tuple[Shelf, ...]:
    """Return the facets as they are shown; one whose only value tells nothing is left out."""
    found: list[Shelf] = []
    for facet in facets:
        chosen = asked.chosen(facet.facet.name)
        if len(facet.counts) > 1 or chosen:
            found.append(_shelf(view, asked, facet, names, is_open=len(found) < _OPEN))
    return tuple(found)


def _shelf(view: View, asked: Asked, facet: Counted, names: Names, *, is_open: bool) -> Shelf:
    name, chosen = facet.facet.name, asked.chosen(facet.facet.name)
    ordered = _ordered(facet, chosen)
    lead = max(len(chosen), len(facet.facet.first) or _FIRST)
    is_select = len(ordered) > _LINKS

    def value(count: Count, *, with_href: bool = True) -> Value:
        is_chosen = count.value in chosen
        given = (
            asked.without(name, count.value) if is_chosen else [*asked.given, (name, count.value)]
        )
        return Value(
            count.value,
            named(view, facet.one, count.value, names),
            view.number_of(count.rows),
            asked.href(given) if with_href else "",
            is_chosen,
        )

    rest = [value(count, with_href=not is_select) for count in ordered[lead:]]
    if facet.one.name != "decade":
        rest.sort(key=lambda one: one.name.striptags().casefold())
    return Shelf(
        name,
        view.say(facet.facet.title),
        tuple(value(count) for count in ordered[:lead]),
        tuple(rest),
        view.number_of(len(ordered)),
        is_open or bool(chosen),
        is_select,
        (*asked.given, *asked.kept),
    )


def _ordered(facet: Counted, chosen: tuple[str, ...]) -> list[Count]:
    """Return the values in the order in which they are shown: chosen ones, first ones, others."""
    first = facet.facet.first

    def place(count: Count) -> tuple[bool, bool]:
        return count.value not in chosen, count.value not in first

    known = {count.value for count in facet.counts}
    given = [Count(value, 0) for value in chosen if value not in known]
    counts_ = sorted(facet.counts, key=lambda count: count.value, reverse=True)
    numbered = counts_ if facet.one.name == "decade" else facet.counts
    return [*given, *sorted(numbered, key=place)]


def chips(view: View, asked: Asked, names: Names) -> tuple[Chip, ...]:
    """Return what is set, each with the address of the list without it."""
    titles = {facet.name: facet.title for facet in asked.listed.facets}
    found = []
    for name, value in asked.facets:
        one = asked.filters[name]
        title = titles.get(name) or one.column.title or name
        text = named(view, one, value, names)
        found.append(Chip(view.say(title), text, asked.href(asked.without(name, value))))
    for name, title in (("q", "With the words"), ("from", "From"), ("to", "Until")):
        found += [
            Chip(view.say(title), escape(value), asked.href(asked.without(name)))
            for value in asked.chosen(name)
        ]
    if view.day:
        away = asked.href(asked.without("at"))
        found.append(Chip(view.say("On"), view.date(view.day.text), away))
    return tuple(found)


def meant(asked: Asked, reader: Reader) -> tuple[tuple[str, str], ...]:
    """Return what may have been meant by values that no row has: each with its address."""
    found = []
    for name, value in asked.facets:
        one, rest = asked.filters[name], asked.without(name, value)
        if is_counted(one):
            known = [count.value for count in counts(one, asked.select((), reader), reader)]
            likely = [] if value in known else near(value, known)
            found += [(like, asked.href([*rest, (name, like)])) for like in likely]
    return tuple(found)
