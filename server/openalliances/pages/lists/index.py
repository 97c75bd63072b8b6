"""The page of all lists: each with the number of its rows and one of them, in groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.pages.kinds import GROUPS, KINDS, Kind
from openalliances.pages.lists.asking import Asked, ask, is_tabled
from openalliances.pages.render import render
from openalliances.pages.view import View
from openalliances.tabular.database import Reader, quoted
from openalliances.tabular.selection import SEPARATOR

EXAMPLES = {
    "states": "state/kenya",
    "organisations": "organization/african-union",
    "alliances": "arrangement/franco-russian-alliance",
    "partnerships": "organization/nato",
    "memberships": "membership/east-african-community/kenya",
    "suspensions": "suspension/african-union/mali",
    "regions": "region/eastern-africa",
    "missions": "mission/amisom",
    "mandates": "mandate/amisom",
    "contributions": "contribution/amisom/burundi",
    "decisions": "resolution/unsc-1744-2007",
    "instruments": "treaty/north-atlantic-treaty-1949",
    "agreements": "peace-agreement/arusha-agreement-2000",
    "findings": "claim/finding/burundi-troops-somalia",
    "strands": "strand/burundi-counterinsurgency-cooperation/intelligence-sharing",
    "components": "vocab/peacebuilding-component/reconciliation",
    "vocabularies": "vocab/peacebuilding-component",
    "concepts": "vocab/activity-type/joint-patrol",
    "classes": "ontology/Mandate",
    "relations": "ontology/isLedBy",
    "attributes": "ontology/startDate",
}
"""The row of a list that is shown as its example, by the slug of the kind."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A list: what it is called, what it holds, how many, one of them."""

    kind: Kind
    href: str
    plural: Markup
    about: Markup
    count: str
    example: Markup


@dataclass(frozen=True, slots=True)
class Group:
    """Lists under a heading."""

    title: Markup
    entries: tuple[Entry, ...]


def index_page(view: View) -> str:
    """Return the page of all lists of the data set."""
    tables = view.site.tables
    if tables is None:
        return render("lists/index.html", view, groups=tuple(_plain(view)))
    with tables.reading(view.site.settings.query_timeout) as reader:
        groups = tuple(_group(view, name, reader) for name in GROUPS)
    return render("lists/index.html", view, groups=groups)


def _plain(view: View) -> Iterator[Group]:
    """Yield the lists without numbers, for a release without tables."""
    for name in GROUPS:
        kinds = [kind for kind in KINDS if kind.group == name]
        yield Group(view.say(name), tuple(_entry(view, kind, "", Markup()) for kind in kinds))


def _group(view: View, name: str, reader: Reader) -> Group:
    return Group(
        view.say(name),
        tuple(_counted(view, kind, reader) for kind in KINDS if kind.group == name),
    )


def _counted(view: View, kind: Kind, reader: Reader) -> Entry:
    tables = view.site.tables
    if tables is None or not is_tabled(kind, tables.definitions):
        return _entry(view, kind, "", Markup())
    asked = ask(kind, tables.definitions, (), reader)
    count = view.number_of(asked.selection.count(reader))
    return _entry(view, kind, count, _example(view, asked, reader))


def _entry(view: View, kind: Kind, count: str, example: Markup) -> Entry:
    href = view.href(f"/browse/{kind.slug}")
    return Entry(kind, href, view.say(kind.plural), view.say(kind.about), count, example)


def _name(asked: Asked) -> str:
    named = asked.listed.name in asked.table.names
    return asked.listed.name if named else asked.listed.link


def _example(view: View, asked: Asked, reader: Reader) -> Markup:
    """Return a link to a row that readers may know; to the first where it is not there."""
    name, link = quoted(_name(asked)), quoted(asked.listed.link)
    where, values = asked.selection.conditions()
    found = f"SELECT {link}, {name} FROM {quoted(asked.table.name)}{where}"  # noqa: S608  of ours
    known = EXAMPLES.get(asked.kind.slug, "")
    also = f"{found} {'AND' if where else 'WHERE'} {link} = ? LIMIT 1"
    for sql, bound in ((also, [*values, known]), (f"{found} LIMIT 1", values)):
        for id_, said in reader.rows(sql, bound):
            return view.link(str(id_), str(said or id_).split(SEPARATOR)[0])
    return Markup()
