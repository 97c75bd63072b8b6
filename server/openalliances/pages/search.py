"""The page of what a search has found: an answer, if the text asks for one, then names by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.errors import ReleaseError
from openalliances.facts.summaries import Summary, summaries
from openalliances.linking.search import Hit
from openalliances.pages import answers
from openalliances.pages.composed import grading
from openalliances.pages.render import render
from openalliances.pages.view import View
from openalliances.rdf.prefixes import BASE, ID
from openalliances.release.folding import LONGEST, fold

_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("States and territories", ("state", "region")),
    ("Organisations and armed forces", ("organization", "armed-force")),
    ("Alliances and other arrangements", ("arrangement", "obligation")),
    ("Missions and operations", ("mission",)),
    ("Partnerships", ("partnership", "strand")),
    ("Resolutions, treaties and agreements", ("resolution", "decision", "treaty", "agreement")),
    ("Conflicts", ("conflict",)),
    ("Concepts and terms", ("vocab", "ontology")),
    ("Memberships, mandates and contributions", ("membership", "mandate", "contribution")),
    ("Documents, claims and findings", ("document", "claim", "finding", "passage")),
    ("Sources and citations", ("source", "source-family", "citation")),
)
"""Headings of results, and the first segments of the identifiers below each."""
_OTHERS = "Other records"
_LAST = ("Documents, claims and findings", "Sources and citations", _OTHERS)
"""What comes after all things, however well it fits."""
_HEADING = {kind: heading for heading, kinds in _GROUPS for kind in kinds}
_MOST_WORDS = 6
"""Words of a text without results that are offered alone."""


@dataclass(frozen=True, slots=True)
class Found:
    """A result: its name with its language, what tells it from others, the name that fits."""

    href: str
    name: str | Markup
    language: str
    kind: str
    detail: tuple[Markup, ...]
    also: str = ""
    also_language: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Results of a kind."""

    title: Markup
    found: tuple[Found, ...]


def page(view: View, text: str, hits: Sequence[Hit], limit: int, kind: str = "") -> str:
    """Return the page of the *hits* for *text*, of which there are at most *limit*.

    With *kind*, only things of that kind were looked for.

    :raises ReleaseDamagedError: if the tables or the names cannot be read.
    """
    counts = Counter(hit.entry.kind for hit in hits if hit.entry.kind)
    return render(
        "search.html",
        view,
        text=text,
        answer=answers.answer(view, text) if text and not kind else None,
        groups=grouped(view, hits),
        number=len(hits),
        limit=limit,
        kind=kind,
        kinds=counts.most_common(),
        words=() if hits else _words(view, text),
        grades=grading.MARKS,
        named=grading.named,
    )


def grouped(view: View, hits: Sequence[Hit]) -> tuple[Group, ...]:
    """Return the hits by kind: the kind of the best first, then things, then what tells of them."""
    told = _summaries(view, [_id(hit.entry.iri) for hit in hits])
    groups: dict[str, list[Found]] = {}
    for hit in hits:
        id_ = _id(hit.entry.iri)
        heading = _HEADING.get(id_.partition("/")[0], _OTHERS)
        groups.setdefault(heading, []).append(_found(view, hit, id_, told.get(id_)))
    ordered = sorted(groups, key=lambda heading: heading in _LAST)
    return tuple(Group(view.say(heading), tuple(groups[heading])) for heading in ordered)


def _found(view: View, hit: Hit, id_: str, told: Summary | None) -> Found:
    entry = hit.entry
    name, language = view.named(id_, entry.label, entry.language)
    also = hit.name if hit.name not in (entry.label, str(name)) else ""
    return Found(
        view.href(view.site.urls.document(entry.iri)),
        name,
        language,
        entry.kind,
        _detail(view, id_, told, entry.years),
        also,
        hit.language,
    )


def _detail(view: View, id_: str, told: Summary | None, years: str) -> tuple[Markup, ...]:
    """Return what tells a thing from others: where, led by whom, when, who published it."""
    if told is None:
        return (Markup('<span class="nb">{}</span>').format(years),) if years else ()
    parts = []
    if told.acronym:
        parts.append(view.name(id_, told.acronym))
    if told.places:
        parts.append(view.listed([view.name(one.id, one.name) for one in told.places]))
    if told.leaders:
        leaders = view.listed([view.name(one.id, one.name) for one in told.leaders])
        parts.append(view.say("led by {leaders}", leaders=leaders))
    if told.by:
        parts.append(view.foreign(told.by))
    if told.date:
        parts.append(view.date(told.date))
    if told.spell is not None and (told.spell.start or told.spell.end):
        parts.append(_spell(view, told))
    return tuple(parts)


def _spell(view: View, told: Summary) -> Markup:
    spell = told.spell
    if spell is None or not spell.start:
        return view.say("until {end}", end=view.date(spell.end)) if spell else Markup()
    if spell.end:
        return view.say("{start} to {end}", start=view.date(spell.start), end=view.date(spell.end))
    if spell.has_ended:
        return view.say("from {start}, ended", start=view.date(spell.start))
    return view.say("since {start}", start=view.date(spell.start))


def _summaries(view: View, ids: Sequence[str]) -> Mapping[str, Summary]:
    site = view.site
    if site.tables is None or not site.has_facts:
        return {}
    with site.tables.reading(site.settings.query_timeout) as reader:
        return summaries(reader, ids)


def _words(view: View, text: str) -> tuple[str, ...]:
    """Return the words of a text without results that some name has."""
    words = [word for word in fold(text[:LONGEST]).split() if len(word) > 2][:_MOST_WORDS]
    try:
        known = [word for word in words if view.site.names.knows_word(word)]
    except ReleaseError:
        return ()
    return tuple(known) if len(words) > 1 else ()


def _id(iri: str) -> str:
    """Return what follows ``/id/`` in *iri*, or what begins with ``vocab/`` or ``ontology/``."""
    return iri.removeprefix(ID) if iri.startswith(ID) else iri.removeprefix(BASE)
